"""The seminars and visits of a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import claims_of
from hospitium.core.models import User
from hospitium.interchange.actions.record.changes import Report, put, put_many
from hospitium.interchange.actions.record.claims import Stated, put_claims, stated_about
from hospitium.interchange.actions.record.instruments import unused, where_of
from hospitium.interchange.record import Row, Source
from hospitium.interchange.record.vocabulary import FORMATS, Wordings, phrase_of
from hospitium.interchange.record.writing import in_order
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, Direction, State
from hospitium.topics.models import Topic

KEYS = (
    "partner", "partners", "number", "from", "to", "year", "month", "days", "count", "direction", "kind", "theme",
    "guests", "guests_planned", "places", "stations", "reception", "outcome", "topics", "state", "source", "claims",
    "published",
)  # fmt: skip
BEGINS, ENDS, HEADS, DIRECTION = range(4)


def put_activities(
    report: Report,
    source: Source,
    partnerships: dict[str, Partnership],
    topics: dict[str, Topic],
    wordings: Wordings,
    by: User | None,
) -> None:
    known = known_activities()
    seen: set[str] = set()
    for section in ("seminars", "visits"):
        for row in source.rows(section):
            put_activity(report, source, section, row, partnerships, topics, wordings, known, seen, by)


def put_activity(
    report: Report,
    source: Source,
    section: str,
    row: Row,
    partnerships: dict[str, Partnership],
    topics: dict[str, Topic],
    wordings: Wordings,
    known: dict[str, int],
    seen: set[str],
    by: User | None,
) -> None:
    source.only(row, *KEYS)
    chosen = partnerships_of(source, row, partnerships)
    format_ = FORMATS.get(source.text(row, "kind") or "seminar")
    if format_ is None:
        source.wrong(row, "kind", "bad_kind")
    direction = str(row.get("direction", "in" if section == "seminars" else "unknown"))
    if direction not in Direction.values:
        source.wrong(row, "direction", "bad_direction")
    begins, ends = period(source, row)
    if not chosen or format_ is None or direction not in Direction.values:
        return
    theme = source.text(row, "theme")
    names = "+".join(partnership.key for partnership in chosen)
    activity = put(
        report,
        row,
        Activity,
        where=where_of(known, unused(key_of(names, str(format_), begins, theme), seen)),
        values={"format": str(format_), "title": wordings.of(theme), **columns_of(source, row, wordings)},
        start={"unit": chosen[0].unit},
    )
    put_many(report, row, activity, "partnerships", chosen)
    put_many(report, row, activity, "topics", topics_of(source, row, theme, topics))
    put_facts(report, source, row, activity, (begins, ends, direction), by)


def columns_of(source: Source, row: Row, wordings: Wordings) -> dict[str, Any]:
    """What a row says beyond its partners, its period and what sources may dispute."""
    return {
        "state": source.text(row, "state") or State.DONE,
        "number": source.number(row, "number"),
        "days": source.number(row, "days"),
        "count": source.number(row, "count") or 1,
        "heads_planned": source.number(row, "guests_planned"),
        "places": wordings.of_lines(source.texts(row, "places")),
        "stations": wordings.of_lines(source.texts(row, "stations")),
        "reception": wordings.of(source.text(row, "reception")),
        "outcome": wordings.of(source.text(row, "outcome")),
        "source": source.text(row, "source"),
        "is_published": source.flag(row, "published", default=True),
    }


def put_facts(
    report: Report,
    source: Source,
    row: Row,
    activity: Activity,
    facts: tuple[PartialDate | None, PartialDate | None, str],
    by: User | None,
) -> None:
    """Period, direction and head count with their source; where sources differ, the record has claims."""
    where = source.text(row, "source")[:300]
    begins, ends, direction = facts
    told: list[tuple[str, Any, Callable[[Row, str], Any]]] = [
        ("from", begins, source.date),
        ("to", ends, source.date),
        ("guests", source.number(row, "guests"), source.number),
        ("direction", None if direction == Direction.UNKNOWN else direction, source.text),
    ]
    stated = [stated_about(source, row, name, reader) for name, _value, reader in told]
    for which, (_name, value, _reader) in enumerate(told):
        if not stated[which] and (value is not None or (which == HEADS and row.get("guests") == "unknown")):
            stated[which] = [Stated("" if value is None else str(value), where)]
    first, last = (in_force(activity, which, stated[which]) for which in (BEGINS, ENDS))
    if first and last and last < first:
        source.wrong(row, "to" if "to" in row else "claims", "ends_before", f"{first} – {last}")
        return
    for which, claims in enumerate(stated):
        put_claims(report, row, activity, which, claims, by)


def in_force(activity: Activity, which: int, stated: list[Stated]) -> PartialDate | None:
    """The date that the activity will have: the one in use, else the first that is stated now."""
    fact = Activity.disputable[which].fact
    if claims_of(activity, fact):
        known: PartialDate | None = getattr(activity, fact)
        return known
    return PartialDate.parse(stated[0].value) if stated and stated[0].value else None


def known_activities() -> dict[str, int]:
    """What is here already, by the key that it would have in a record written now."""
    seen: set[str] = set()
    known = {}
    for one in Activity.objects.prefetch_related("partnerships").order_by("pk"):
        names = "+".join(partnership.key for partnership in in_order(one))
        known[unused(key_of(names, one.format, one.begins, phrase_of(one.title)), seen)] = one.pk
    return known


def key_of(names: str, format_: str, begins: PartialDate | None, theme: str) -> str:
    return f"{names}/{format_}/{begins or ''}/{theme[:60]}"


def partnerships_of(source: Source, row: Row, partnerships: dict[str, Partnership]) -> list[Partnership]:
    key = "partners" if "partners" in row else "partner"
    found = []
    for name in source.texts(row, key):
        if name in partnerships:
            found.append(partnerships[name])
        else:
            source.wrong(row, key, "unknown_partner", name)
    if not source.texts(row, key):
        source.wrong(row, key, "key_missing", "partner")
    return found


def period(source: Source, row: Row) -> tuple[PartialDate | None, PartialDate | None]:
    """From when to when, as far as it is known: from–to, a month, or a year."""
    if "from" in row or "to" in row:
        begins, ends = source.date(row, "from"), source.date(row, "to")
        return begins, ends
    return source.date(row, "month" if "month" in row else "year"), None


def topics_of(source: Source, row: Row, theme: str, topics: dict[str, Topic]) -> list[Topic]:
    """The topics that the row names, else those under which the record files its theme."""
    named = source.texts(row, "topics")
    for key in named:
        if key not in topics:
            source.wrong(row, "topics", "unknown_topic", key)
    keys = named if "topics" in row else source.codes("classification", source.mapping("classification").get(theme))
    return [topics[key] for key in keys if key in topics]
