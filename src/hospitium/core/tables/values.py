"""What a table is made of once it is read, and why it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import overload

Value = str | int | float | bool | date | datetime | time | None

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 20_000, 200, 1_000_000


class TableError(ValueError):
    """A table or a cell that cannot be read.

    `code` is a word and `params` what its sentence names; the page translates.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(f"{code} {params}")
        self.code, self.params = code, params


@dataclass(frozen=True)
class Note:
    """Something about a file that a person should know before taking it over. `code` is a word, as in TableError."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class Cell:
    """One cell: its value as the file holds it; of a formula, the result that was stored last.

    Nobody changes a cell; it is not frozen only because a long list makes 200,000 of them, at twice the cost.
    """

    value: Value = None
    is_formula: bool = False

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == ""

    @property
    def text(self) -> str:
        """The value as text: whole numbers without a point, days in the ISO form."""
        value = self.value
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
            return str(int(value))
        if isinstance(value, datetime):
            is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
        if isinstance(value, date | time):
            return value.isoformat()
        return str(value)


EMPTY = Cell()


class Rows(Sequence[tuple[Cell, ...]]):
    """The rows of a sheet, each made when it is asked for.

    Most cells of a long list are looked at once or never. 200,000 that stay would be looked through by the collector
    of garbage again and again, which cost a third of the time of a preview.
    """

    def __init__(self, count: int, row_of: Callable[[int], tuple[Cell, ...]]) -> None:
        self.numbers, self.row_of = range(count), row_of

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Cell, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Cell, ...] | list[tuple[Cell, ...]]:
        if isinstance(place, slice):
            return [self.row_of(number) for number in self.numbers[place]]
        return self.row_of(self.numbers[place])

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return map(self.row_of, self.numbers)


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet from its first line on, all of the same width; row 1 of the file is `rows[0]`.

    `names` are the sheets of the file; `encoding` and `separator` say how a CSV file was read, `encodings` how else
    it could have been.
    """

    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[Note, ...] = ()
    kind: str = "csv"
    name: str = ""
    names: tuple[str, ...] = ()
    encoding: str = ""
    encodings: tuple[str, ...] = ()
    separator: str = ""

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0
