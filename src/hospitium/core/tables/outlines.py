"""The outline of each sheet: how far it reaches, what is hidden, filtered, merged, computed or noted in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from hospitium.core.tables.values import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, TableError

Start = Callable[[str, dict[str, str]], None]
Reader = tuple[Start | None, Callable[[str], None] | None]
COLUMN_NAME = re.compile(r"[A-Z]{1,3}")
DIGITS = "0123456789"
# The texts of all cells: as many elements as the sheets have, and none of them says anything about a sheet.
SHARED_STRINGS = "xl/sharedStrings.xml"
FORMULAS_KEPT = 200_000
SHEET_OF_RANGE = re.compile(r"\$?(?:'((?:[^']|'')*)'|([^.']*))\.")
# What a column is filtered by; a filter that only shows its buttons has none of these.
CONDITIONS = frozenset("filters customFilters dynamicFilter colorFilter iconFilter top10".split())


@dataclass
class Outline:
    """Rows and columns count from 0; `rows` and `columns` are how many there are up to the last one with content."""

    name: str = ""
    is_hidden: bool = False
    rows: int = 0
    columns: int = 0
    hidden_rows: int = 0
    merged: int = 0
    comments: int = 0
    # By how many columns the rows are filtered.
    filters: int = 0
    has_views: bool = False
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def filled(self, row: int, column: int) -> None:
        """There is something in this cell. Raises TableError where a table ends."""
        if row < self.rows and column < self.columns:
            return
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.rows > MAX_ROWS:
            raise TableError("too_many_rows", limit=MAX_ROWS)
        if self.columns > MAX_COLUMNS:
            raise TableError("too_many_columns", limit=MAX_COLUMNS)
        if self.rows * self.columns > MAX_CELLS:
            raise TableError("too_many_cells", limit=MAX_CELLS)

    def beside_cells(self, kind: str) -> None:
        """An element of an XLSX sheet that is no cell. Filters of somebody's own views come last and hide nothing."""
        if kind == "mergeCell":
            self.merged += 1
        elif kind == "customSheetViews":
            self.has_views = True
        elif kind in CONDITIONS and not self.has_views:
            self.filters += 1

    def computed(self, row: int, column: int) -> None:
        if len(self.formulas) < FORMULAS_KEPT:
            self.formulas.add((row, column))


class SpreadsheetParts:
    """The outlines by part of the archive, and which part is which sheet."""

    def __init__(self) -> None:
        self.by_part: dict[str, Outline] = {}
        self.sheets: list[tuple[str, str, bool]] = []
        self.targets: dict[str, str] = {}
        # What stands in parts of their own: part → number, and sheet → the parts that belong to it.
        self.comments: dict[str, int] = {}
        self.filters: dict[str, int] = {}
        self.beside: dict[str, list[str]] = {}
        # The filtered columns of an ODS file, by the name of their sheet.
        self.filtered: set[tuple[str, str]] = set()

    def as_read(self) -> tuple[Outline, ...]:
        found = tuple(self.by_part.values())
        for outline in found:
            outline.filters = sum(name == outline.name for name, _column in self.filtered)
        return found

    def in_order(self) -> tuple[Outline, ...]:
        """The outlines as the workbook lists its sheets; charts and the like have none and are left out."""
        found: list[Outline] = []
        for name, identity, is_hidden in self.sheets:
            part = self.targets.get(identity, "")
            outline = self.by_part.get(part)
            if outline is not None:
                outline.name, outline.is_hidden = name, is_hidden
                outline.comments = sum(self.comments.get(one, 0) for one in self.beside.get(part, ()))
                outline.filters += sum(self.filters.get(one, 0) for one in self.beside.get(part, ()))
                found.append(outline)
        return tuple(found)


@lru_cache(maxsize=512)
def local(name: str) -> str:
    return name.rpartition(" ")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its local name, whatever its prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local(key) == name), "")


def whole(text: str) -> int:
    """A number of an attribute; TableError for what no office program writes."""
    if not text.isdecimal() or len(text) > 9:
        raise TableError("damaged")
    return int(text)


# ---- XLSX ----------------------------------------------------------------------
def xlsx_reader(name: str, parts: SpreadsheetParts) -> Reader:
    if name == "xl/workbook.xml":
        return workbook_reader(parts), None
    if name == "xl/_rels/workbook.xml.rels":
        return targets_reader(parts), None
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        parts.by_part[name] = Outline()
        return worksheet_reader(parts.by_part[name])
    if name.startswith("xl/worksheets/_rels/"):
        return beside_reader(name, parts), None
    if name == SHARED_STRINGS:
        return None, None
    return aside_reader(name, parts), None


def workbook_reader(parts: SpreadsheetParts) -> Start:
    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            parts.sheets.append((attributes.get("name", ""), attribute(attributes, "id"), is_hidden))

    return start


def targets_reader(parts: SpreadsheetParts) -> Start:
    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            parts.targets[attributes.get("Id", "")] = path_from("xl", attributes.get("Target", ""))

    return start


def path_from(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def beside_reader(name: str, parts: SpreadsheetParts) -> Start:
    """Which parts belong to a sheet: its comments, its tables."""
    sheet = f"xl/worksheets/{posixpath.basename(name).removesuffix('.rels')}"

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode", "") != "External":
            path = path_from("xl/worksheets", attributes.get("Target", ""))
            parts.beside.setdefault(sheet, []).append(path)

    return start


def aside_reader(part: str, parts: SpreadsheetParts) -> Start:
    """Comments, and the filters of tables. A thread of answers has one comment here, which is why it counts as one."""

    def start(name: str, _attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "comment":
            parts.comments[part] = parts.comments.get(part, 0) + 1
        elif kind in CONDITIONS:
            parts.filters[part] = parts.filters.get(part, 0) + 1

    return start


def worksheet_reader(outline: Outline) -> Reader:
    row, column = -1, -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        kind = local(name)
        # Most frequent first: this is asked of each element of a sheet.
        if kind == "c":
            row, column = position(attributes["r"]) if "r" in attributes else (row, column + 1)
        elif kind in {"v", "is"}:
            outline.filled(row, column)
        elif kind == "row":
            row, column = whole(attributes["r"]) - 1 if "r" in attributes else row + 1, -1
            outline.hidden_rows += attributes.get("hidden") in {"1", "true"}
        elif kind == "f":
            outline.filled(row, column)
            outline.computed(row, column)
        else:
            outline.beside_cells(kind)

    return start, None


def position(name: str) -> tuple[int, int]:
    """Row and column of "B12", counted from 0."""
    letters = name.rstrip(DIGITS)
    row = name[len(letters) :]
    if not 0 < len(row) < 8:
        raise TableError("damaged")
    return int(row) - 1, column_of(letters)


@lru_cache(maxsize=512)
def column_of(letters: str) -> int:
    """The column of "B", counted from 0."""
    if not COLUMN_NAME.fullmatch(letters):
        raise TableError("damaged")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


# ---- ODS -----------------------------------------------------------------------
def ods_reader(parts: SpreadsheetParts) -> Reader:
    """Office programs write runs of equal rows and cells once, with a count; the counts are what must be bounded."""
    walk = OdsWalk(parts)
    return walk.start, walk.end


class OdsWalk:
    def __init__(self, parts: SpreadsheetParts) -> None:
        self.parts = parts
        self.outline = Outline()
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row, self.row_repeat = 0, 1
        self.column, self.cell_repeat = 0, 1
        self.is_filled = self.is_in_cell = self.is_in_comment = False
        self.range = ""
        self.starts: dict[str, Start] = {
            "table": self.start_table,
            "table-row": self.start_row,
            "table-cell": self.start_cell,
            "covered-table-cell": self.start_cell,
            "annotation": self.start_comment,
            "p": self.start_text,
            "database-range": self.start_range,
            "filter-condition": self.start_condition,
            "style": self.start_style,
            "table-properties": self.start_properties,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        reader = self.starts.get(local(name))
        if reader is not None:
            reader(name, {local(key): value for key, value in attributes.items()})

    def start_style(self, _name: str, attributes: dict[str, str]) -> None:
        self.style = attributes.get("name", "")

    def start_properties(self, _name: str, attributes: dict[str, str]) -> None:
        if attributes.get("display") == "false":
            self.hidden_styles.add(self.style)

    def start_table(self, _name: str, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "")
        self.outline = Outline(name, attributes.get("style-name", "") in self.hidden_styles)
        self.parts.by_part[f"{len(self.parts.by_part)} {name}"] = self.outline
        self.row = 0

    def start_row(self, _name: str, attributes: dict[str, str]) -> None:
        self.row_repeat = whole(attributes.get("number-rows-repeated", "1"))
        self.column = 0
        if attributes.get("visibility", "visible") != "visible" and self.row_repeat < 1000:
            self.outline.hidden_rows += self.row_repeat

    def start_cell(self, name: str, attributes: dict[str, str]) -> None:
        self.cell_repeat = whole(attributes.get("number-columns-repeated", "1"))
        self.is_in_cell = True
        self.is_filled = "value-type" in attributes or "formula" in attributes
        if "formula" in attributes:
            self.outline.computed(self.row, self.column)
        if attributes.get("number-columns-spanned", "1") != "1" or attributes.get("number-rows-spanned", "1") != "1":
            self.outline.merged += 1

    def start_text(self, _name: str, _attributes: dict[str, str]) -> None:
        self.is_filled = self.is_filled or (self.is_in_cell and not self.is_in_comment)

    def start_comment(self, _name: str, _attributes: dict[str, str]) -> None:
        self.is_in_comment = True
        self.outline.comments += self.is_in_cell

    def start_range(self, _name: str, attributes: dict[str, str]) -> None:
        self.range = attributes.get("target-range-address", "")

    def start_condition(self, _name: str, attributes: dict[str, str]) -> None:
        if self.range:
            self.parts.filtered.add((sheet_of(self.range), attributes.get("field-number", "")))

    def end(self, name: str) -> None:
        kind = local(name)
        if kind in {"table-cell", "covered-table-cell"}:
            self.column += self.cell_repeat
            if self.is_filled:
                self.outline.filled(self.row + self.row_repeat - 1, self.column - 1)
            self.is_filled = self.is_in_cell = False
        elif kind == "table-row":
            self.row += self.row_repeat
        elif kind == "annotation":
            self.is_in_comment = False
        elif kind == "database-range":
            self.range = ""


def sheet_of(address: str) -> str:
    """The sheet of "Liste.A1:Liste.F9" or "$'Meine Liste'.$A$1:.$F$9"."""
    found = SHEET_OF_RANGE.match(address)
    if found is None:
        return ""
    return found[2] if found[1] is None else found[1].replace("''", "'")
