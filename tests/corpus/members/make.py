"""Builds the bad lists of members of manifest.toml."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

from tests.corpus.tables.make import build as build_table

HEADINGS = ("Nazwisko", "Imię", "Stanowisko", "E-mail")
GOOD = ("Zielińska", "Łucja", "dyrektorka", "lucja@example.org")


def build(name: str) -> bytes:
    """The bytes of one file of the manifest."""
    return FILES[name]()


def book(*rows: tuple[str, ...], formula: str = "") -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet("Lista")
    for number, row in enumerate((HEADINGS, *rows)):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    if formula:
        sheet.write_formula(1, 2, formula, None, "dyrektorka")
    workbook.close()
    return stream.getvalue()


def text(*rows: tuple[str, ...], encoding: str = "utf-8") -> bytes:
    lines = [";".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows)]
    return "\r\n".join(lines).encode(encoding)


def bomb() -> bytes:
    """A sheet of some hundred kilobytes that unpacks to gigabytes, as a program would that means harm."""
    row = b"<row>" + b"<c><v>1</v></c>" * 2_000 + b"</row>"
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(GOOD))) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as after,
    ):
        for part in before.infolist():
            if not part.filename.startswith("xl/worksheets/"):
                after.writestr(part, before.read(part))
        with after.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _turn in range(8_000):
                sheet.write(row)
    return stream.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": bomb,
    "macros.xlsx": lambda: build_table("macros_renamed.xlsx"),
    "formula.xlsx": lambda: book(GOOD, formula='=CONCATENATE("dyrek","torka")'),
    "formula-text.xlsx": lambda: book(("=HYPERLINK(1)", "Jan", "", "")),
    "bidi.xlsx": lambda: book(("Nowak\u202egnp", "Jan", "", "")),
    "zero-width.csv": lambda: text(("No\u200bwak", "Jan", "", "")),
    "header-injection.csv": lambda: text(("Nowak\nBcc: evil@example.org", "Jan", "", "")),
    "two-addresses.csv": lambda: text(("Nowak", "Jan", "", "a@example.org,evil@example.org")),
    "long-name.csv": lambda: text(("N" * 121, "Jan", "", "")),
    "no-letters.csv": lambda: text(("12345", "Jan", "", "")),
    "homoglyph.csv": lambda: text(("Nоwak", "Jan", "", "")),
    "cp1250.csv": lambda: text(GOOD, ("Żółć", "Świętosława", "kierowniczka", ""), encoding="cp1250"),
    "latin1-as-utf16.csv": lambda: text(GOOD, encoding="utf-16"),
    "nul.csv": lambda: text(GOOD) + b"\x00",
    "not-a-table.xlsx": lambda: b"%PDF-1.4\n",
    "empty.csv": lambda: b"",
}
