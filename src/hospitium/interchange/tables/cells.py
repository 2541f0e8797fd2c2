"""From a cell to the value of a field, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils import translation

from hospitium.algorithms.search import fold
from hospitium.core.forms import clean_text
from hospitium.core.tables import Cell, TableError, read_date
from hospitium.interchange.tables.targets import Field

# How office lists say that nobody knows.
UNKNOWN = frozenset(
    "unbekannt unknown nieznane nieznana nieznany neznamo nezname neznamy ismeretlen неизвестно ? - – — n/a".split()
)
LONGEST = 2_000


@dataclass(frozen=True)
class Lexicon:
    """What the words of a table can mean here: folded name → records, or folded word → value of a choice."""

    partnerships: dict[str, list[Any]] = field(default_factory=dict)
    partners: dict[str, list[Any]] = field(default_factory=dict)
    topics: dict[str, list[Any]] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)


def choice_words(choices: type[TextChoices]) -> dict[str, str]:
    """Folded word → value, in all languages of the interface."""
    found = {fold(value): str(value) for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({fold(str(label)): str(value) for value, label in choices.choices})
    return found


def value_of(cell: Cell, of: Field, lexicon: Lexicon, *, order: str) -> Any:
    """The value for a field; None where the cell is empty or says "unknown". Raises TableError with the reason."""
    text = tidy(cell.text)
    if not text or fold(text) in UNKNOWN:
        return None
    if of.kind == "date":
        return read_date(cell, order=order)
    return READERS[of.kind](text, of, lexicon)


def tidy(text: str) -> str:
    try:
        return " ".join(clean_text(text, lines=True).split())
    except ValidationError as error:
        raise TableError("nul") from error


def read_text(text: str, of: Field, lexicon: Lexicon) -> str:
    """Checked by the column that will hold it: its length, and whether it is an e-mail address."""
    column = lexicon.columns.get(of.key)
    if column is not None:
        column.clean(text, None)
    if len(text) > LONGEST:
        raise TableError("too_long", limit=LONGEST)
    return text


def read_count(text: str, of: Field, lexicon: Lexicon) -> int:
    digits = text.removesuffix(".0").replace("\u00a0", "").replace("\u202f", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        raise TableError("count_shape", value=text)
    number = int(digits)
    column = lexicon.columns.get(of.key)
    if column is not None:
        column.clean(number, None)
    return number


def read_choice(text: str, of: Field, lexicon: Lexicon) -> str:
    known = lexicon.choices[of.key]
    found = known.get(fold(text))
    if found is None:
        raise TableError("choice_unknown", words=", ".join(labels_of(known.values(), of, lexicon)))
    return found


def labels_of(values: Any, of: Field, lexicon: Lexicon) -> list[str]:
    labels = dict(lexicon.columns[of.key].choices)
    return [str(labels[value]) for value in dict.fromkeys(values)]


def read_partner(text: str, of: Field, lexicon: Lexicon) -> Any:
    found = lexicon.partners.get(fold(text), [])
    if len(found) != 1:
        raise TableError("partner_several" if found else "partner_unknown", words=", ".join(map(str, found)))
    return found[0]


def read_partnerships(text: str, of: Field, lexicon: Lexicon) -> list[Any]:
    return [one_of(name, lexicon.partnerships, "partner") for name in names(text, lexicon.partnerships)]


def read_topics(text: str, of: Field, lexicon: Lexicon) -> list[Any]:
    return [one_of(name, lexicon.topics, "topic") for name in names(text, lexicon.topics)]


def names(text: str, known: dict[str, list[Any]]) -> list[str]:
    """A cell may hold several names; one that holds a comma itself is not divided."""
    if fold(text) in known:
        return [text]
    for mark in ";", "/", ",":
        if mark in text:
            return list(dict.fromkeys(part.strip() for part in text.split(mark) if part.strip()))
    return [text]


def one_of(name: str, known: dict[str, list[Any]], what: str) -> Any:
    found = known.get(fold(name), [])
    if not found:
        raise TableError(f"{what}_unknown")
    whole = [one for one in found if not getattr(one, "home_district_id", None)]
    if len(found) > 1 and len(whole) != 1:
        raise TableError("partner_several", words=", ".join(map(str, found)))
    return whole[0] if len(found) > 1 else found[0]


def by_name(records: Sequence[Model], names_of: Callable[[Any], Sequence[str]]) -> dict[str, list[Any]]:
    """Folded name → the records that bear it."""
    found: dict[str, list[Any]] = {}
    for record in records:
        for name in dict.fromkeys(fold(name.strip()) for name in names_of(record) if name.strip()):
            found.setdefault(name, []).append(record)
    return found


READERS: dict[str, Callable[[str, Field, Lexicon], Any]] = {
    "text": read_text,
    "words": read_text,
    "count": read_count,
    "choice": read_choice,
    "partner": read_partner,
    "partnerships": read_partnerships,
    "topics": read_topics,
}
