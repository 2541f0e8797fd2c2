"""Builds the bad tables of manifest.toml: most are small lies inside an archive, which no one could review as bytes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter

from hospitium.core.tables.opendocument import HEAD, MANIFEST, MEDIA_TYPE, TAIL

HEADINGS = ["Partner", "Beginn", "Ende", "Titel", "Format", "Personen"]
ROW = ["Warschau", "09.06.2015", "10.06.2015", "Besuch", "Seminar", "12"]
SIMPLE = "\r\n".join([";".join(HEADINGS), ";".join(ROW)])
LONG_DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
Parts = Mapping[str, bytes | str]


def build(name: str) -> bytes:
    """The bytes of one file of the manifest."""
    return FILES[name]()


def book(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    fill(workbook)
    workbook.close()
    return stream.getvalue()


def simple_book() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        for number, row in enumerate([HEADINGS, ROW]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)

    return book(fill)


def changed(content: bytes, parts: Parts) -> bytes:
    """The archive with some parts replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            if part.filename not in parts:
                after.writestr(part, before.read(part))
        for name, inside in parts.items():
            after.writestr(name, inside)
    return stream.getvalue()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def document(body: str, extra: Parts | None = None, declaration: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        head = HEAD.replace("?>\n", f"?>\n{declaration}", 1)
        archive.writestr("content.xml", f'{head}<table:table table:name="A">{body}{TAIL}')
        for name, inside in (extra or {}).items():
            archive.writestr(name, inside)
    return stream.getvalue()


def ods_row(texts: list[str], attributes: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row{attributes}>{cells}</table:table-row>"


def lines(*rows: list[str], separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


# ---- archives ------------------------------------------------------------------
SHEET = "xl/worksheets/sheet1.xml"


def sheet_with(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return changed(
        simple_book(),
        {SHEET: f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{inside}</sheetData></worksheet>'},
    )


def formulas_and_links() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        for column, text in enumerate(HEADINGS):
            sheet.write_string(0, column, text)
        for column, text in enumerate(ROW[:5]):
            sheet.write_string(1, column, text)
        sheet.write_formula(1, 5, "=6*2", None, 12)

    return changed(book(fill), {"xl/externalLinks/externalLink1.xml": "<externalLink/>"})


def hidden() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        for number, row in enumerate([HEADINGS, ROW, ROW, ROW]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        sheet.set_row(2, None, None, {"hidden": True})
        workbook.add_worksheet("Rest").hide()

    return book(fill)


def commented() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        for number, row in enumerate([HEADINGS, ROW, ROW]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        for cell in ("A2", "D2", "G9"):
            sheet.write_comment(cell, "Bitte prüfen", {"author": "Büro"})
        workbook.add_worksheet("Rest").write_comment("A1", "Anderes Blatt")

    return book(fill)


def filtered() -> bytes:
    """The first sheet is filtered by two columns; a table of the second by one, which is nobody's business."""

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        for number, row in enumerate([HEADINGS, ROW, ["Prag", *ROW[1:]]]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        sheet.autofilter(0, 0, 2, 5)
        sheet.filter_column(0, "x == Warschau")
        sheet.filter_column_list(4, ["Seminar"])
        sheet.set_row(2, None, None, {"hidden": True})
        rest = workbook.add_worksheet("Rest")
        rest.write_string(0, 0, "x")
        rest.autofilter(0, 0, 1, 1)
        rest.filter_column(0, "x == 1")

    return book(fill)


def filtered_table() -> bytes:
    """The filter belongs to a table inside the sheet; xlsxwriter cannot set it."""

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        columns = [{"header": text} for text in HEADINGS]
        sheet.add_table(0, 0, 1, 5, {"data": [ROW], "columns": columns})

    content = book(fill)
    name = "xl/tables/table1.xml"
    condition = '<filterColumn colId="0"><filters><filter val="Warschau"/></filters></filterColumn></autoFilter>'
    plain = part(content, name)
    return changed(content, {name: plain.replace('<autoFilter ref="A1:F2"/>', f'<autoFilter ref="A1:F2">{condition}')})


def unfiltered() -> bytes:
    """The buttons of a filter, and nothing chosen in them."""

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        for number, row in enumerate([HEADINGS, ROW]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        sheet.autofilter(0, 0, 1, 5)

    return book(fill)


def filtered_document() -> bytes:
    condition = '<table:filter-condition table:field-number="{}" table:value="x" table:operator="="/>'
    ranges = "".join(
        f'<table:database-range table:name="r{number}" table:target-range-address="{address}"><table:filter>'
        f"<table:filter-and>{condition.format(0)}{condition.format(number)}</table:filter-and></table:filter>"
        "</table:database-range>"
        for number, address in (
            (1, "A.A1:A.F3"),
            (2, "$&apos;Das &apos;&apos;andere&apos;&apos; Blatt&apos;.$A$1:.$F$3"),
        )
    )
    body = ods_row(HEADINGS) + ods_row(ROW) + ods_row(ROW, ' table:visibility="filter"')
    whole = document(body)
    text = part(whole, "content.xml").replace(
        "</office:spreadsheet>", f"<table:database-ranges>{ranges}</table:database-ranges></office:spreadsheet>"
    )
    return changed(whole, {"content.xml": text})


def commented_document() -> bytes:
    comment = "<office:annotation><text:p>Bitte prüfen</text:p></office:annotation>"
    return document(
        ods_row(HEADINGS)
        + ods_row(ROW).replace("<text:p>", f"{comment}<text:p>", 1)
        + f'<table:table-row><table:table-cell table:number-columns-repeated="300"/><table:table-cell>{comment}'
        "</table:table-cell></table:table-row>"
    )


def merged() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        sheet.merge_range(0, 0, 0, 5, "Delegationsreisen")
        sheet.merge_range(1, 1, 1, 2, "Zeitraum")
        rows = [HEADINGS, ROW, [], [*ROW[:3], "Zweiter Besuch", *ROW[4:]], ["Summe", "", "", "", "", "24"]]
        for number, row in enumerate(rows, 2):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)

    return book(fill)


def days_of_1904() -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Liste")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for column, text in enumerate(HEADINGS):
            sheet.write_string(0, column, text)
        for column, text in enumerate(ROW):
            sheet.write_string(1, column, text)
        # 9 June 2015, counted from 1 January 1904
        sheet.write_number(1, 1, 40702, day)
        sheet.write_blank(1, 2, None)

    return book(fill, date_1904=True)


def lying_sizes() -> bytes:
    """A part of 40 MB of which both directories of the archive say that it is small."""
    content = bytearray(changed(simple_book(), {SHEET: b" " * (40 * 2**20)}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.find(SHEET.encode()) if mark == b"PK\x03\x04" else content.rfind(SHEET.encode())
        header = content.rfind(mark, 0, start)
        struct.pack_into("<I", content, header + at, 500_000)
    return bytes(content)


def named(name: str) -> bytes:
    return changed(simple_book(), {name: "x"})


def twice() -> bytes:
    stream = io.BytesIO(simple_book())
    with zipfile.ZipFile(stream, "a") as archive:
        info = zipfile.ZipInfo("xl/sharedStrinqs.xml")
        archive.writestr(info, "x")
    return stream.getvalue().replace(b"xl/sharedStrinqs.xml", b"xl/sharedStrings.xml")


def symlink() -> bytes:
    stream = io.BytesIO(simple_book())
    with zipfile.ZipFile(stream, "a") as archive:
        info = zipfile.ZipInfo("xl/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return stream.getvalue()


def macros() -> bytes:
    return changed(simple_book(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def macros_by_type() -> bytes:
    types = part(simple_book(), "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return changed(simple_book(), {"[Content_Types].xml": types})


def with_declaration(encoding: str) -> bytes:
    xml = part(simple_book(), SHEET)
    rest = xml.partition("?>")[2]
    text = f'<?xml version="1.0" encoding="{encoding}"?>{LONG_DTD}{rest}'
    return changed(simple_book(), {SHEET: text.encode(encoding)})


def many_parts() -> bytes:
    return changed(simple_book(), {f"xl/part{number}.txt": "" for number in range(1_001)})


NAMES = [
    ["Partner", "Nachname", "Vorname", "E-Mail"],
    ["Warschau", "Żółć-Śliwińska", "Małgorzata", "m@example.org"],
    ["Warschau", "İşçi", "Şahin", ""],
    ["Warschau", "von der Ånd", "Jean-Luc O’Neill", ""],
    ["Warschau", "ÁGNES", "", ""],
    ["Warschau", "Георгиева", "Мария Ивановна", ""],
    ["Warschau", "Gueorguieva", "Maria", ""],
]
DATES = [
    HEADINGS,
    ["Warschau", "03/04/2026", "", "Zweideutig", "Seminar", ""],
    ["Warschau", "4.3.2026", "", "Mit Punkten", "Seminar", ""],
    ["Warschau", "2026. március 4.", "", "Ungarisch", "Seminar", ""],
    ["Warschau", "04.03.0026", "", "Jahr 26", "Seminar", ""],
    ["Warschau", "31.02.2026", "", "31. Februar", "Seminar", ""],
    ["Warschau", "45000", "", "Zahl", "Seminar", ""],
    ["Warschau", "4.3.26", "", "Kurzes Jahr", "Seminar", ""],
]
POLISH = lines(HEADINGS, ["Łódź", "09.06.2015", "", "Święto Śląska, źdźbło", "Seminar", ""])
RUSSIAN = lines(HEADINGS, ["Москва", "09.06.2015", "", "Встреча по вопросам городского развития", "Seminar", ""])
CONTROLS = lines(
    HEADINGS,
    ["Warschau", "09.06.2015", "", "Be\u202esuch\u200b \u0007ohne\u2066 Tricks" + "\u0301" * 500, "Seminar", "12"],
)

# Seven ways to write one person, and two people who are others.
SAME_PERSON = [
    ["Partner", "Nachname", "Vorname", "Telefon"],
    ["Warschau", "Георгиева", "Мария", "+359 2 1"],
    ["Warschau", "Georgieva", "Maria", "+359 2 2"],
    ["Warschau", "Gueorguieva", "Maria", ""],
    ["Warschau", "Maria", "Georgiewa", ""],
    ["Warschau", "GEORGIEVA", "Mariya", ""],
    ["Warschau", "Георгиева", "Мария Ивановна", ""],
    ["Warschau", "Georgie\u0301va", "Marija", ""],
    ["Warschau", "Georgieva", "Marta", ""],
    ["Prag", "Георгиева", "Мария", ""],
]
# In the first words, one or two letters are Cyrillic or Greek ones.
MIXED_LETTERS = [
    ["Partner", "Nachname", "Vorname", "Institution", "Funktion", "E-Mail"],
    ["Warschau", "\u0421zajka", "Ewa", "Urząd", "Leiterin", "ewa@example.org"],
    ["Warschau", "Nowak", "Jan", "\u0412\u0435rlin", "Leiter", "jan@ex\u0430mple.org"],
    ["W\u0430rschau", "Kos", "Ola", "Urząd", "Leiterin", "ola@example.org"],
    ["Warschau", "Георгиева", "Мария", "Санкт-Petersburg", "Leiterin", "maria@example.org"],
    ["Warschau", "Lis", "Adam", "\u039f\u200bpera", "Leiter", ""],
]

FILES: dict[str, Callable[[], bytes]] = {
    "formulas_to_export.csv": lambda: lines(
        HEADINGS,
        ["Warschau", "09.06.2015", "", "=HYPERLINK(1)", "Seminar", "12"],
        ["＝1", "@x", "-3", "+49 30", "\tx", ""],
    ).encode(),
    "formulas_and_links.xlsx": formulas_and_links,
    "macros.xlsm": macros_by_type,
    "macros_renamed.xlsx": macros,
    "macros.ods": lambda: document(ods_row(HEADINGS), {"Basic/script-lc.xml": "<x/>"}),
    "hidden.xlsx": hidden,
    "hidden.ods": lambda: document(ods_row(HEADINGS) + ods_row(ROW, ' table:visibility="collapse"') + ods_row(ROW)),
    "comments.xlsx": commented,
    "comments.ods": commented_document,
    "filters.xlsx": filtered,
    "filters_in_a_table.xlsx": filtered_table,
    "filters_without_condition.xlsx": unfiltered,
    "filters.ods": filtered_document,
    "merged_two_headers_totals.xlsx": merged,
    "bomb_ratio.xlsx": lambda: changed(simple_book(), {SHEET: b" " * (30 * 2**20)}),
    "bomb_lying_sizes.xlsx": lying_sizes,
    "bomb_many_parts.xlsx": many_parts,
    "bomb_far_cell.xlsx": lambda: sheet_with(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "bomb_repeated_cells.ods": lambda: document(
        ods_row(HEADINGS)
        + '<table:table-row><table:table-cell table:number-columns-repeated="999999999" office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
    ),
    "bomb_repeated_rows.ods": lambda: document(
        ods_row(HEADINGS) + ods_row(ROW, ' table:number-rows-repeated="1048576"')
    ),
    "nested.xlsx": lambda: changed(simple_book(), {"xl/embeddings/inside.xlsx": simple_book()}),
    "nested_renamed.xlsx": lambda: changed(simple_book(), {"xl/media/picture.bin": simple_book()}),
    "name_climbs.xlsx": lambda: named("../x"),
    "name_absolute.xlsx": lambda: named("/etc/x"),
    "name_twice.xlsx": twice,
    "name_long.xlsx": lambda: named("xl/" + "x" * 300),
    "symlink.xlsx": symlink,
    "entities.xlsx": lambda: with_declaration("utf-8"),
    "entities_utf16.xlsx": lambda: with_declaration("utf-16"),
    "laughs.ods": lambda: document(ods_row(["x"]), declaration=LAUGHS),
    "polish_cp1250.csv": lambda: POLISH.encode("cp1250"),
    "russian_cp1251.csv": lambda: RUSSIAN.encode("cp1251"),
    "utf16_with_mark.csv": lambda: RUSSIAN.replace(";", "\t").encode("utf-16"),
    "utf16_without_mark.csv": lambda: SIMPLE.encode("utf-16-le"),
    "utf8_with_mark.csv": lambda: POLISH.encode("utf-8-sig"),
    "mixed_lines.csv": lambda: b"Partner,Beginn,Titel\r\nWarschau,1993,a\nWarschau,1994,b\rWarschau,1995,c\r\n",
    "nul.csv": lambda: b"Partner;Titel\r\nWarschau;\x00\r\n",
    "sep_line.csv": lambda: b"sep=,\r\nPartner,Titel;lang\r\nWarschau,a;b;c\r\n",
    "quotes_and_lines.csv": lambda: b'Partner;Titel\r\nWarschau;"Zeile 1\nZeile ""2""; Ende"\r\n',
    "quote_open.csv": lambda: b'Partner;Titel\r\nWarschau;"' + b"x;y\r\n" * 40_000,
    "dates.csv": lambda: lines(*DATES).encode(),
    "dates_1904.xlsx": days_of_1904,
    "names.csv": lambda: lines(*NAMES).encode(),
    "controls.csv": lambda: CONTROLS.encode(),
    "same_person.csv": lambda: lines(*SAME_PERSON).encode(),
    "mixed_letters.csv": lambda: lines(*MIXED_LETTERS).encode(),
    "picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    "page.xls": lambda: b"\r\n<html><table><tr><td>Partner</td></tr></table></html>",
    "old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000,
    "truncated.xlsx": lambda: simple_book()[:2000],
    "empty.csv": lambda: b"\r\n;;\r\n",
    "wide.csv": lambda: ";".join("x" * 201).encode(),
    "long.csv": lambda: b"Partner;Titel\r\n" + b"a;b\r\n" * 20_001,
}
