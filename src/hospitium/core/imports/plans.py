"""What a table would do, row by row, before anything is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from hospitium.algorithms.resemblance import mixed_words
from hospitium.algorithms.search import fold
from hospitium.core.imports.cells import Lexicon, tidy, value_of
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.sentences import reason
from hospitium.core.imports.targets import Field, Target
from hospitium.core.letters import mixed_letters
from hospitium.core.tables import EMPTY, Cell, Note, Sheet, TableError

CREATE, CHANGE, SAME, WRONG, LEFT_OUT = "create", "change", "same", "wrong", "left_out"
TOTALS = frozenset("summe|gesamt|total|insgesamt|suma|razem|celkem|soucet|osszesen|итого|всего".split("|"))

# Where a letter of another alphabet makes another name, or another address.
NAMES = frozenset("partner partnerships places organisation family_name given_name email".split())


@dataclass(frozen=True)
class Problem:
    """Where and why a cell cannot be taken over; `row` counts as the file does, from 1.

    As a warning it is either about letters of another alphabet (`is_odd`), or about what was assumed.
    """

    row: int
    column: str
    value: str
    reason: str
    is_odd: bool = False


@dataclass(frozen=True)
class Likeness:
    """What a row is perhaps the same as: a stored entry with its address, or an earlier `row` of the table."""

    label: str
    url: str = ""
    row: int = 0
    place: str = ""
    is_same_name: bool = False

    def of_same_name(self) -> Likeness:
        return replace(self, is_same_name=True)


@dataclass(frozen=True)
class RowPlan:
    """What one row would do. `record` is the stored record that it changes, `values` what would be written."""

    row: int
    verb: str
    label: str = ""
    when: tuple[Any, Any] = (None, None)
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    values: dict[str, Any] | None = None
    record: Any = None
    likenesses: tuple[Likeness, ...] = ()
    is_twin: bool = False

    @property
    def is_known_by_name(self) -> bool:
        """Is there an entry or a row of the very same name? Then this one is more likely superfluous than new."""
        return self.is_twin or any(likeness.is_same_name and likeness.url for likeness in self.likenesses)


@dataclass(frozen=True)
class Plan:
    """`warnings` hold nothing up; `notes` are those of the file."""

    rows: tuple[RowPlan, ...]
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    def count(self, verb: str) -> int:
        return self.counts[verb]

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.verb for row in self.rows)

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def to_do(self) -> list[RowPlan]:
        return [row for row in self.rows if row.verb in {CREATE, CHANGE}]

    @property
    def alike(self) -> list[RowPlan]:
        """Rows that are perhaps the same as something else; a person may leave them out."""
        return [row for row in self.to_do if row.likenesses]

    @property
    def is_ambiguous(self) -> bool:
        """Is there a date of which nobody can say whether the day or the month comes first?"""
        question = reason(TableError("date_ambiguous"))
        return any(problem.reason == question for problem in self.problems)

    @property
    def digest(self) -> str:
        """The same for the same plan: what was confirmed is what happens."""
        written = [
            (row.row, row.verb, row.label, getattr(row.record, "version", 0), [(o.url, o.row) for o in row.likenesses])
            for row in self.rows
        ]
        return hashlib.sha256(repr(written).encode()).hexdigest()[:32]


class ReadCell(NamedTuple):
    """What a cell says: its value, or `why` it cannot be read; `odd` are words in it and what is odd about them."""

    value: Any = None
    why: str = ""
    odd: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReadRow:
    """A row in our terms: field → value, without the empty ones."""

    row: int
    values: dict[str, Any]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


class Table:
    """The rows below the headings, with what each column means."""

    def __init__(self, sheet: Sheet, target: Target, choices: Choices) -> None:
        self.sheet, self.target, self.choices = sheet, target, choices
        self.header = sheet.rows[choices.header - 1] if 0 < choices.header <= len(sheet.rows) else ()
        self.fields = {column: target.field(key) for column, key in choices.columns.items() if column < sheet.width}
        self.columns = [(column, field.key) for column, field in self.fields.items()]
        named = {*choices.defaults, *(key for _column, key in self.columns)}
        # The fields of which a row can say something.
        self.asked = [field for field in target.fields if field.key in named or field.is_required]
        # What was read already: the same words stand in a column again and again.
        self.known: dict[str, dict[str, ReadCell]] = {field.key: {} for field in self.asked}

    def heading(self, key: str) -> str:
        """How the person who reads the problem finds the column."""
        column = next((column for column, field in self.fields.items() if field.key == key), None)
        if column is None:
            return str(self.target.field(key).label)
        named = self.header[column].text if column < len(self.header) else ""
        return f"{letters(column)} {named[:60]}".strip()

    def problem(self, row: int, key: str, value: str, why: str) -> Problem:
        return Problem(row, self.heading(key), value[:80], why)

    def odd(self, row: int, key: str, value: str, why: str) -> Problem:
        return replace(self.problem(row, key, value, why), is_odd=True)

    def read(self, lexicon: Lexicon) -> list[ReadRow | RowPlan]:
        """The rows that hold something; a row of totals is left out and says so."""
        found: list[ReadRow | RowPlan] = []
        header = max(self.choices.header, 0)
        for number, cells in enumerate(islice(self.sheet.rows, header, None), header + 1):
            mapped = {key: cells[column] for column, key in self.columns}
            if all(cell.is_empty for cell in mapped.values()):
                continue
            if is_total(cells):
                problem = Problem(number, "", cells[0].text[:80], reason(TableError("total")))
                found.append(RowPlan(number, LEFT_OUT, label=problem.reason))
            else:
                found.append(self.read_row(number, mapped, lexicon))
        return found

    def read_row(self, number: int, mapped: dict[str, Cell], lexicon: Lexicon) -> ReadRow:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        warnings: list[Problem] = []
        for field in self.asked:
            cell = self.filled(field.key, mapped)
            read = self.read_cell(field, cell, lexicon)
            warnings += [self.odd(number, field.key, text, why) for text, why in read.odd]
            if read.why:
                problems.append(self.problem(number, field.key, cell.text, read.why))
            elif read.value is not None:
                values[field.key] = read.value
            elif field.is_required:
                problems.append(self.problem(number, field.key, cell.text, reason(TableError("missing"))))
        return ReadRow(number, values, tuple(problems), tuple(warnings))

    def read_cell(self, field: Field, cell: Cell, lexicon: Lexicon) -> ReadCell:
        """What a cell says, worked out once for the same words; what an app reads itself may change afterwards."""
        words = cell.value
        if not isinstance(words, str) or field.kind in lexicon.readers:
            return read_of(field, cell, lexicon, self.choices.order)
        known = self.known[field.key]
        if words not in known:
            known[words] = read_of(field, cell, lexicon, self.choices.order)
        return known[words]

    def filled(self, key: str, mapped: dict[str, Cell]) -> Cell:
        """The cell, or what was chosen for rows that do not say it."""
        cell = mapped.get(key, EMPTY)
        if key in self.choices.defaults and cell.is_empty:
            return Cell(self.choices.defaults[key])
        return cell


def read_of(field: Field, cell: Cell, lexicon: Lexicon, order: str) -> ReadCell:
    odd = odd_letters(cell) if field.key in NAMES else ()
    try:
        return ReadCell(value_of(cell, field, lexicon, order=order), odd=odd)
    except TableError as error:
        return ReadCell(why=reason(error), odd=odd)
    except ValidationError as error:
        return ReadCell(why=" ".join(error.messages), odd=odd)


def odd_letters(cell: Cell) -> tuple[tuple[str, str], ...]:
    """Names with letters that only look right. What cannot be seen is out of the way before they are looked at."""
    try:
        text = tidy(cell.text)
    except TableError:
        return ()
    return tuple((text, mixed_letters(word)) for word in mixed_words(text=text))


def is_total(cells: Sequence[Cell]) -> bool:
    first = next((cell for cell in cells if not cell.is_empty), EMPTY)
    return fold(first.text).strip(" :.") in TOTALS and sum(not cell.is_empty for cell in cells) >= 2


def letters(column: int) -> str:
    """The name of a column as spreadsheets show it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def planned(table: Table, rows: Sequence[ReadRow | RowPlan], plans: Sequence[RowPlan]) -> Plan:
    warnings = tuple(warning for row in rows if isinstance(row, ReadRow) for warning in row.warnings)
    return Plan(tuple(plans), warnings, table.sheet.notes)


def refused(table: Table, read: ReadRow, label: str, key: str, why: str) -> RowPlan:
    """A row that is well written, and still not possible."""
    problem = table.problem(read.row, key, label, why)
    return RowPlan(read.row, WRONG, label=label, problems=(problem,))
