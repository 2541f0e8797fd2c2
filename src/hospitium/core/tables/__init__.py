"""Tables of an office, in and out: XLSX, ODS and CSV. What a file is, its content says, never its name."""

from hospitium.core.tables.dates import DAY_FIRST, MONTH_FIRST, read_date
from hospitium.core.tables.reading import MAX_BYTES, Reading, read
from hospitium.core.tables.values import EMPTY, Cell, Note, Sheet, TableError, Value
from hospitium.core.tables.writing import MEDIA_TYPES, Writer, write_csv, write_csv_for_excel, write_ods, write_xlsx

__all__ = [
    "DAY_FIRST",
    "EMPTY",
    "MAX_BYTES",
    "MEDIA_TYPES",
    "MONTH_FIRST",
    "Cell",
    "Note",
    "Reading",
    "Sheet",
    "TableError",
    "Value",
    "Writer",
    "read",
    "read_date",
    "write_csv",
    "write_csv_for_excel",
    "write_ods",
    "write_xlsx",
]
