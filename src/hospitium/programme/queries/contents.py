"""A year programme as plain data, in the words of a language, and what changed between two states of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.multilingual import Multilingual, Phrase, here
from hospitium.partners.models import Home
from hospitium.programme.models import Direction, Format, Line, Side, YearProgramme

Data = Mapping[str, Any]
# What stands in a line, in the order in which it is read.
FIELDS = (
    "title", "format", "topic", "direction", "place", "month", "days", "unit", "our_lead", "their_lead", "persons",
    "cost_share", "state", "reason", "postponed_to",
)  # fmt: skip
HEAD = ("preamble", "file_reference", "agreed_on", "basis")
TEXTS = frozenset({"title", "topic", "unit", "cost_share", "preamble"})
CHOICES: Mapping[str, Any] = {"format": Format, "direction": Direction, "state": Line.State, "proposed_by": Side}


def value_of(record: Line | YearProgramme, name: str) -> Any:
    """One column as plain data: texts with their languages, days as text, related records by their names."""
    value = getattr(record, name)
    if name in {"topic", "unit"}:
        value = value.name if value is not None else Multilingual()
    if isinstance(value, Multilingual):
        return value.as_json()
    return value.isoformat() if name == "agreed_on" and value else value


def content_of(programme: YearProgramme) -> dict[str, Any]:
    """The whole programme as it stands now; what was sent or agreed is kept in this shape."""
    lines = [
        {"id": line.pk, "proposed_by": line.proposed_by, **{name: value_of(line, name) for name in FIELDS}}
        for line in programme.lines.select_related("topic", "unit")
    ]
    head = {name: value_of(programme, name) for name in HEAD}
    return {"year": programme.year, "state": programme.state, **head, "lines": lines}


def changes_between(before: Data, after: Data) -> list[dict[str, Any]]:
    """What is different in `after`: the head first, then line by line in its order, then the lines that are gone.

    Each entry: `line` (None for the head), `kind` (added, changed, removed), `title`, `fields` (name → before, after).
    """
    found: list[dict[str, Any]] = []
    if head := differences(before, after, HEAD):
        found.append({"line": None, "kind": "changed", "title": {}, "fields": head})
    known = {line["id"]: line for line in before.get("lines", ())}
    for line in after.get("lines", ()):
        old = known.pop(line["id"], None)
        if old is None:
            found.append({"line": line["id"], "kind": "added", "title": line["title"], "fields": {}})
        elif fields := differences(old, line, FIELDS):
            found.append({"line": line["id"], "kind": "changed", "title": line["title"], "fields": fields})
    for line in known.values():
        found.append({"line": line["id"], "kind": "removed", "title": line["title"], "fields": {}})
    return found


def differences(before: Data, after: Data, names: Iterable[str]) -> dict[str, list[Any]]:
    """Name → what it was and what it is; nothing and an empty text are the same."""
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if (pair[0] or None) != (pair[1] or None)}


# ---- in words ----------------------------------------------------------------
@dataclass(frozen=True)
class Cities:
    """The two sides by name, in the language of the page: neither side is "we" on paper that both read."""

    home: str
    partner: str

    def side(self, side: str) -> str:
        return self.home if side == Side.OURS else self.partner


def cities_of(programme: YearProgramme) -> Cities:
    home = Home.objects.first()
    return Cities(str(home.name) if home else _("our side"), str(programme.partnership))


def language() -> str:
    return here()


def label(name: str, cities: Cities) -> str:
    """What a field is called where both sides read it."""
    named: dict[str, Callable[[], str]] = {
        "unit": lambda: _("Unit in %(city)s") % {"city": cities.home},
        "our_lead": lambda: _("Lead in %(city)s") % {"city": cities.home},
        "their_lead": lambda: _("Lead in %(city)s") % {"city": cities.partner},
        "direction": lambda: _("Where"),
    }
    if name in named:
        return named[name]()
    model: Any = YearProgramme if name in HEAD else Line
    return str(capfirst(model._meta.get_field(name).verbose_name))


def phrase(name: str, value: Any) -> Phrase:
    """A text with the language that it is in."""
    return Multilingual.from_json(value or {}).here if name in TEXTS else Phrase("", "", "")


def words(name: str, value: Any, cities: Cities) -> str:
    """A value as both sides read it; "" when there is none."""
    if value in (None, "", {}):
        return ""
    if name in TEXTS:
        return phrase(name, value).text
    if name == "month":
        return wording.month_names(language=language())[int(value) - 1]
    if name == "direction":
        return where(str(value), cities)
    if name == "proposed_by":
        return cities.side(value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "agreed_on":
        return wording.day(date.fromisoformat(value), language=language(), style="long")
    return str(value)


def where(direction: str, cities: Cities) -> str:
    """Who receives whom, without "we"."""
    if direction in {Direction.IN, Direction.OUT}:
        return _("in %(city)s") % {"city": cities.home if direction == Direction.IN else cities.partner}
    return "" if direction == Direction.UNKNOWN else str(Direction(direction).label)


@dataclass(frozen=True)
class Fact:
    """One field of a line in words; `language` is set when the text is in another one than the page."""

    label: str
    text: str
    language: str = ""


def facts_of(line: Data, cities: Cities, names: Sequence[str] = FIELDS[1:12]) -> list[Fact]:
    """What is known of a line, without its title and state."""
    found = []
    for name in names:
        text = words(name, line.get(name), cities)
        if text:
            spoken = phrase(name, line.get(name))
            found.append(Fact(label(name, cities), text, spoken.language if spoken.is_foreign else ""))
    return found


@dataclass(frozen=True)
class Told:
    """One change in words: of which line, what kind, and each field before and after."""

    line: int | None
    title: str
    kind: str
    sentence: str
    fields: tuple[tuple[str, str, str], ...]


def told(changes: Iterable[Data], cities: Cities) -> list[Told]:
    """Changes in the language of the page."""
    sentences = {"added": _("new"), "removed": _("no longer in the programme"), "changed": _("changed")}
    found = []
    for change in changes:
        fields = tuple(
            (label(name, cities), words(name, pair[0], cities) or "–", words(name, pair[1], cities) or "–")
            for name, pair in change["fields"].items()
        )
        title = words("title", change["title"], cities) or _("The programme as a whole")
        found.append(Told(change["line"], title, change["kind"], sentences[change["kind"]], fields))
    return found
