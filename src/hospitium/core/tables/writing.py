"""Writing XLSX, ODS and CSV. A text stays a text: no spreadsheet may take it for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from hospitium.algorithms.dates import PartialDate
from hospitium.core.tables.opendocument import Content, packed
from hospitium.core.tables.widths import Widths, lines_of

Written = str | int | float | Decimal | date | PartialDate | None
Row = Sequence[Written]
Writer = Callable[..., bytes]
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
# What makes Excel compute, also in the full-width letters that it treats alike.
RISKY = tuple("=+-@\t\r\n＝＋－＠")
HARMLESS = re.compile(r"[+-]?[0-9][0-9 ()/.,-]*")
CELL_LENGTH = 32_767
LINE = 15  # points
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_xlsx(*, title: str, header: Sequence[str], rows: Iterable[Row], unknown: str) -> bytes:
    """A workbook with one sheet. None is written as the word `unknown`; a date known to the day is a real date."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(sheet_title(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    lines = book.add_format({"text_wrap": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    widths = Widths(header)
    for column, label in enumerate(header):
        sheet.write_string(0, column, label, bold)
    sheet.freeze_panes(1, 0)
    on_paper(sheet, title)
    for number, row in enumerate(rows, 1):
        high = 1
        for column, value in enumerate(row):
            match typed(value, unknown):
                case date() as known if known.year >= 1900:
                    sheet.write_datetime(number, column, known, day)
                case int() | float() as amount:
                    sheet.write_number(number, column, amount, plain)
                case other:
                    text = str(other)[:CELL_LENGTH]
                    widths.see(column, text)
                    high = max(high, taken := lines_of(text))
                    sheet.write_string(number, column, text, lines if taken > 1 else plain)
        if high > 1:
            sheet.set_row(number, LINE * high)
    for column, letters in enumerate(widths.letters):
        sheet.set_column(column, column, letters)
    book.close()
    return stream.getvalue()


def on_paper(sheet: Any, title: str) -> None:
    """A4 across, as wide as the paper, the heading again on each page, title and page number below."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{title[:100].replace('&', '&&')}&R&P / &N")


def write_ods(*, title: str, header: Sequence[str], rows: Iterable[Row], unknown: str) -> bytes:
    """The same as an OpenDocument table."""
    content = Content(sheet_title(title))
    content.heading(header)
    for row in rows:
        content.row([typed(value, unknown) for value in row])
    return packed(content, title=FORBIDDEN.sub("", title)[:100])


def write_csv(*, title: str, header: Sequence[str], rows: Iterable[Row], unknown: str) -> bytes:
    """Comma-separated, everything quoted, UTF-8: for programs. Opened in Excel it is not disarmed."""
    return separated(header, rows, unknown, mark="", separator=",", shield=str)


def write_csv_for_excel(*, title: str, header: Sequence[str], rows: Iterable[Row], unknown: str) -> bytes:
    """With semicolons and a byte order mark, and what Excel would compute stands behind an apostrophe."""
    return separated(header, rows, unknown, mark="\ufeff", separator=";", shield=shielded)


def separated(
    header: Sequence[str], rows: Iterable[Row], unknown: str, *, mark: str, separator: str, shield: Callable[[str], str]
) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([shield(label) for label in header])
    for row in rows:
        writer.writerow([shield(in_text(typed(value, unknown))) for value in row])
    return (mark + stream.getvalue()).encode("utf-8")


def typed(value: Written, unknown: str) -> str | int | float | date:
    if value is None:
        return unknown
    if isinstance(value, PartialDate):
        return value.first if value.precision == "day" else str(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int | float | date):
        return value
    return FORBIDDEN.sub("", str(value))


def in_text(value: str | int | float | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def shielded(text: str) -> str:
    """With an apostrophe before what would be computed; +49 30 901 820 and -3 are numbers and stay as they are."""
    if text.startswith(RISKY) and not HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def sheet_title(title: str) -> str:
    """A name that both formats accept for a sheet."""
    return re.sub(r"[\[\]:*?/\\']", " ", FORBIDDEN.sub("", title)).strip()[:31] or "1"
