"""Reading XLSX and ODS, after the archive has been looked into."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from hospitium.core.tables.archives import Contents, look_into
from hospitium.core.tables.outlines import Outline
from hospitium.core.tables.values import EMPTY, MAX_COLUMNS, MAX_ROWS, Cell, Note, Rows, Sheet, TableError


def read_packed(content: bytes, *, sheet: str) -> Sheet:
    """The rows of the named sheet, else of the first one that is shown and not empty."""
    contents = look_into(content)
    chosen = choose(contents, sheet)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            values = workbook.get_sheet_by_name(chosen.name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise TableError("damaged") from error
    return Sheet(
        rows=Rows(min(len(values), MAX_ROWS), lambda row: cells(values[row][:MAX_COLUMNS], row, chosen.formulas)),
        notes=tuple(notes(contents, chosen)),
        kind=contents.kind,
        name=chosen.name,
        names=tuple(outline.name for outline in contents.outlines),
    )


def choose(contents: Contents, name: str) -> Outline:
    if not contents.outlines:
        raise TableError("empty")
    named = next((outline for outline in contents.outlines if outline.name == name), None)
    shown = [outline for outline in contents.outlines if outline.rows and not outline.is_hidden]
    chosen = named or next(iter(shown), contents.outlines[0])
    if not chosen.rows:
        raise TableError("empty")
    return chosen


def cells(values: Sequence[Any], row: int, formulas: Collection[tuple[int, int]]) -> tuple[Cell, ...]:
    """The cells of a row; those that are in `formulas` were computed."""
    if not formulas:
        return tuple([EMPTY if (text := stored(value)) == "" else Cell(text) for value in values])
    found = []
    for column, value in enumerate(values):
        text, is_formula = stored(value), (row, column) in formulas
        found.append(Cell(text, is_formula) if is_formula or text != "" else EMPTY)
    return tuple(found)


def stored(value: Any) -> Any:
    """What a cell says: nothing where a computation failed, a duration in words."""
    if isinstance(value, str):
        return "" if value in ERROR_VALUES else value
    return str(value) if isinstance(value, timedelta) else value


ERROR_VALUES = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE!".split())


def notes(contents: Contents, chosen: Outline) -> list[Note]:
    """What a reader of the preview cannot see in it."""
    hidden = sum(outline.is_hidden for outline in contents.outlines)
    found = [
        ("hidden_sheets", hidden),
        ("other_sheets", len(contents.outlines) - 1 - hidden + chosen.is_hidden),
        ("hidden_rows", chosen.hidden_rows),
        ("filters", chosen.filters),
        ("comments", chosen.comments),
        ("merged_cells", chosen.merged),
        ("formulas", len(chosen.formulas)),
        ("external_links", int(contents.has_links)),
    ]
    return [Note(code, {"count": count}) for code, count in found if count > 0]
