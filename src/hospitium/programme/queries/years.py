"""What the pages of a year programme show: its lines with both sides' wants, its versions, who is to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.programme.models import Counter, Line, Side, YearProgramme, YearVersion
from hospitium.programme.queries.contents import (
    Cities,
    Fact,
    Told,
    changes_between,
    content_of,
    facts_of,
    language,
    phrase,
    told,
    value_of,
    words,
)
from hospitium.programme.queries.quarry import Wants
from hospitium.programme.rules import offered_by
from hospitium.programme.states import OPEN

# What the table shows in columns of its own, or what concerns the office alone.
IN_TABLE = ("format", "topic", "direction", "place", "days", "unit", "our_lead", "their_lead", "persons", "cost_share")


@dataclass(frozen=True)
class Row:
    """A line as the page of the office shows it."""

    line: Line
    facts: tuple[Fact, ...]
    wants: Wants
    remark: str
    waits_for: str

    @property
    def is_open(self) -> bool:
        return self.line.state in OPEN


@dataclass(frozen=True)
class Group:
    """The lines of one month; "Month open" comes last."""

    name: str
    rows: tuple[Row, ...]


def lines_of(programme: YearProgramme) -> list[Line]:
    """The lines with all that pages need, in the order of the year."""
    counters = Counter.objects.select_related("by")
    lines = programme.lines.select_related("topic", "unit", "activity", "need", "offer")
    return list(lines.prefetch_related(Prefetch("counters", counters)))


def groups_of(lines: Sequence[Line], wants: Mapping[int, Wants], cities: Cities) -> list[Group]:
    """The lines month by month."""
    names = ["", *wording.month_names(language=language())]
    by_month: dict[int, list[Row]] = {}
    for line in lines:
        by_month.setdefault(line.month or 13, []).append(row_of(line, wants.get(line.pk, Wants()), cities))
    return [
        Group(names[month] if month < 13 else _("Month open"), tuple(rows)) for month, rows in sorted(by_month.items())
    ]


def row_of(line: Line, wants: Wants, cities: Cities) -> Row:
    turns = list(line.counters.all())
    data = {name: value_of(line, name) for name in IN_TABLE}
    waits = offered_by(line) if line.state in OPEN else ""
    return Row(
        line=line,
        facts=tuple(facts_of(data, cities, IN_TABLE)),
        wants=wants,
        remark=line.reason or (turns[-1].remark if turns else ""),
        waits_for=cities.partner if waits == Side.OURS else cities.home if waits else "",
    )


@dataclass(frozen=True)
class Version:
    """A version with what changed in it, in words."""

    version: YearVersion
    changes: list[Told]


def versions_of(programme: YearProgramme, cities: Cities) -> list[Version]:
    """The latest version first."""
    kept = programme.versions.select_related("by")
    return [Version(version, told(version.changes, cities)) for version in kept]


def unsent(programme: YearProgramme, latest: YearVersion | None, cities: Cities) -> list[Told]:
    """What is different from the latest version that was sent or agreed."""
    if latest is None:
        return []
    return told(changes_between(latest.content, content_of(programme)), cities)


@dataclass(frozen=True)
class Turn:
    """One turn in the negotiation of a line, in words."""

    at: Any
    who: str
    answer: str
    remark: str
    changes: tuple[tuple[str, str, str], ...]


def turns_of(line: Line, cities: Cities) -> list[Turn]:
    """Who put what on the table, the latest first."""
    found = []
    for one in reversed(list(line.counters.all())):
        person = one.by.name if one.by else one.guest_name
        side = cities.side(one.side)
        changes = told([{"line": line.pk, "kind": "changed", "title": {}, "fields": one.changes}], cities)
        found.append(
            Turn(
                one.at,
                f"{side}, {person}" if person else side,
                words("state", one.answer, cities),
                one.remark,
                changes[0].fields,
            )
        )
    return found


# ---- for the partner ---------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """A line as the partner sees it. `version` is 0 when it cannot be answered now."""

    pk: int
    title: str
    language: str
    state: str
    facts: list[Fact]
    reason: str
    said: str
    asks: bool
    version: int


def shown_to_partner(programme: YearProgramme, cities: Cities, *, is_open: bool) -> list[Shown]:
    """The lines as they stand while the partner may answer, else as they were last sent or agreed."""
    latest = programme.versions.first()
    if not is_open:
        return [shown(line, cities, None) for line in (latest.content["lines"] if latest else [])]
    records = {line.pk: line for line in lines_of(programme)}
    return [shown(line, cities, records[line["id"]]) for line in content_of(programme)["lines"]]


def shown(data: Mapping[str, Any], cities: Cities, record: Line | None) -> Shown:
    title = phrase("title", data["title"])
    ours = [one for one in record.counters.all() if one.side == Side.OURS] if record else []
    return Shown(
        pk=data["id"],
        title=title.text or words("format", data["format"], cities),
        language=title.language if title.is_foreign else "",
        state=data["state"],
        facts=facts_of(data, cities),
        reason=data["reason"],
        said=ours[-1].remark if ours and data["state"] in OPEN else "",
        asks=record is not None and data["state"] in OPEN and offered_by(record) == Side.OURS,
        version=record.version if record else 0,
    )
