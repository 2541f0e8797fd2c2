"""What a list is made of. Whatever an address asks for that is not named here does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.search import fold
from hospitium.core.models import User
from hospitium.core.tables.writing import Written

Text = str | Promise
Records = QuerySet[Any]
Choices = Callable[[User], Sequence[tuple[str, Text]]]
TEXT_LENGTH = 100
NOTHING_YET = _("Nothing here yet")


@dataclass(frozen=True)
class Column:
    """One column: what its cells show, what they become in an exported file, and by which database columns it sorts.

    The first column of a list heads its rows. A cell comes as finished markup, see cells.py; a column without one
    stands in files only.
    """

    key: str
    label: Text
    cell: Callable[[Any], SafeString] | None
    export: Callable[[Any], Written]
    sort: tuple[str, ...] = ()
    is_numeric: bool = False


@dataclass(frozen=True)
class Filter:
    """One field of the filter bar: a choice, or a text when there are no choices."""

    key: str
    label: Text
    apply: Callable[[Records, str], Records]
    choices: Choices | None = None


@dataclass(frozen=True)
class ListSpec:
    """A list: `records` gives what a row of the policy lets a person see, with all that the cells need.

    `order` is the key of a column, with "-" for downwards. `export_row` is the row of the policy table for taking
    the list out of the house; `counted` says how many there are in words; `attach` reads what the cells need beyond
    the records, once for many of them.
    """

    name: str
    title: Text
    records: Callable[[User, str], Records]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    order: str
    read_row: str
    export_row: str
    counted: Callable[[int], str]
    attach: Callable[[list[Any]], object] = len
    empty_title: Text = NOTHING_YET
    empty_text: Text = ""

    @property
    def shown(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.cell is not None)

    def column(self, key: str) -> Column | None:
        """The column of that name, if it sorts."""
        return next((column for column in self.columns if column.key == key and column.sort), None)


def clean(text: str) -> str:
    """A value of an address, without what no person types."""
    return "".join(sign for sign in text[:TEXT_LENGTH] if sign.isprintable()).strip()


def text_filter(*, folded: Iterable[str], plain: Iterable[str] = ()) -> Filter:
    """A text that occurs in one of the columns; each word of it must. `folded` names folded columns."""
    keys, others = tuple(folded), tuple(plain)

    def apply(records: Records, text: str) -> Records:
        for word in text.split()[:8]:
            wanted = Q()
            for path in keys:
                wanted |= Q(**{f"{path}__contains": fold(word)})
            for path in others:
                wanted |= Q(**{f"{path}__icontains": word})
            records = records.filter(wanted)
        return records

    return Filter("text", _("Text"), apply)


def year_choices(years: Iterable[str]) -> list[tuple[str, Text]]:
    """The years that occur, the latest first."""
    return [(year, year) for year in sorted({year[:4] for year in years if year}, reverse=True)]
