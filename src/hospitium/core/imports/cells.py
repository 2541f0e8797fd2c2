"""From a cell to the value of a field, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import translation

from hospitium.algorithms.search import fold
from hospitium.core.forms import clean_text
from hospitium.core.imports.targets import Field
from hospitium.core.tables import Cell, TableError, read_date

# How office lists say that nobody knows.
UNKNOWN = frozenset(
    "unbekannt unknown nieznane nieznana nieznany neznamo nezname neznamy ismeretlen неизвестно ? - – — n/a".split()
)
LONGEST = 2_000
LONGEST_UNKNOWN = max(map(len, UNKNOWN)) + 4


@dataclass(frozen=True)
class Lexicon:
    """What the words of a table can mean here: folded word → value of a choice, and the columns that hold the texts.

    `readers` read the kinds of cells that only one app knows; in the kinds `lined` a line break means something.
    """

    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    readers: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    lined: frozenset[str] = frozenset()


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
    if not text or (len(text) <= LONGEST_UNKNOWN and fold(text) in UNKNOWN):
        return None
    if of.kind == "date":
        return read_date(cell, order=order)
    own = lexicon.readers.get(of.kind)
    if own is None:
        return READERS[of.kind](text, of, lexicon)
    return own(in_lines(cell.text) if of.kind in lexicon.lined else text)


def tidy(text: str) -> str:
    return " ".join(in_lines(text).split())


def in_lines(text: str) -> str:
    try:
        return clean_text(text, lines=True).strip()
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


READERS: dict[str, Callable[[str, Field, Lexicon], Any]] = {
    "text": read_text,
    "words": read_text,
    "count": read_count,
    "choice": read_choice,
}
