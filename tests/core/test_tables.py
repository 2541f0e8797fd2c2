"""Tables in and out: nothing is guessed in silence, and no text becomes a formula."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from xml.etree.ElementTree import fromstring

import pytest

from hospitium.algorithms.dates import PartialDate
from hospitium.core import tables
from hospitium.core.tables import DAY_FIRST, MONTH_FIRST, Cell, Reading, TableError
from tests.corpus.tables import make

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "＝1", "＋1", "－1", "＠x"]
# The reader of ODS drops tabs.
READABLE = [text for text in FORMULAS if "\t" not in text][:7]
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
PAPER = [("fo", "page-width"), ("fo", "page-height"), ("style", "print-orientation")]
PAPER += [("style", "scale-to-X"), ("style", "scale-to-Y")]
NUMBERS = ["+49 30 901820", "-3", "-3.5", "+1 (212) 555-0100"]


def texts(sheet):
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("write", [tables.write_xlsx, tables.write_ods, tables.write_csv])
def test_written_table_reads_back_as_it_was(write):
    rows = [
        ["Łódź & <Żuk>", "zwei\nZeilen", 12, PartialDate(2015, 6, 9), PartialDate(2017, 3), None, ""],
        READABLE,
    ]
    content = write(title="Ä/b:c", header=list("abcdefg"), rows=rows, unknown="unbekannt")

    sheet = tables.read(content)

    assert texts(sheet) == [
        list("abcdefg"),
        ["Łódź & <Żuk>", "zwei\nZeilen", "12", "2015-06-09", "2017-03", "unbekannt", ""],
        READABLE,
    ]
    assert not any(cell.is_formula for row in sheet.rows for cell in row)


@pytest.mark.parametrize("write", [tables.write_xlsx, tables.write_ods])
def test_day_is_a_real_date_and_a_month_is_text(write):
    content = write(title="t", header=["a", "b"], rows=[[PartialDate(2015, 6, 9), PartialDate(1993)]], unknown="?")

    assert tables.read(content).rows[1] == (Cell(date(2015, 6, 9)), Cell("1993"))


def test_an_opendocument_table_is_ready_for_paper():
    content = tables.write_ods(title="Liste <1>\x02", header=["a", "b"], rows=[["x", "y"]], unknown="?")

    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    table, paper = (fromstring(parts[name]) for name in ("content.xml", "styles.xml"))  # noqa: S314 - our own file
    of = {prefix: f"{ODF}{prefix}:1.0" for prefix in ("style", "table", "text")} | {"fo": f"{ODF}xsl-fo-compatible:1.0"}
    sheet = table.find(".//table:table", of).get(f"{{{of['table']}}}style-name")
    master = table.find(f".//style:style[@style:name='{sheet}']", of).get(f"{{{of['style']}}}master-page-name")
    page = paper.find(f".//style:master-page[@style:name='{master}']", of)
    name = page.get(f"{{{of['style']}}}page-layout-name")
    layout = paper.find(f".//style:page-layout[@style:name='{name}']/*", of)
    read = [layout.get(f"{{{of[prefix]}}}{name}") for prefix, name in PAPER]
    assert read == ["297mm", "210mm", "landscape", "1", "0"]
    assert "".join(page.find(".//style:region-left", of).itertext()) == "Liste <1>"
    assert len(table.findall(".//table:table-header-rows/table:table-row", of)) == 1
    assert b'full-path="styles.xml"' in parts["META-INF/manifest.xml"]


def test_xlsx_holds_no_formula_element():
    content = tables.write_xlsx(title="t", header=["=1"], rows=[[text] for text in FORMULAS], unknown="=2")

    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_csv_for_excel_shields_formulas_but_no_numbers():
    rows = [[text] for text in (*FORMULAS, *NUMBERS)]
    content = tables.write_csv_for_excel(title="t", header=["a"], rows=rows, unknown="?").decode("utf-8-sig")

    assert content.splitlines()[1:] == [f'"\'{text}"' for text in FORMULAS] + [f'"{text}"' for text in NUMBERS]


def test_plain_csv_is_quoted_and_keeps_what_was_typed():
    content = tables.write_csv(title="t", header=["a", "b"], rows=[["=1", 'sagt "ja"']], unknown="?")

    assert content == b'"a","b"\r\n"=1","sagt ""ja"""\r\n'


@pytest.mark.parametrize(
    ("value", "order", "expected"),
    [
        ("2026-04-03", "", "2026-04-03"),
        ("2026-04", "", "2026-04"),
        ("4.3.2026", "", "2026-03-04"),
        ("4. 3. 2026", "", "2026-03-04"),
        ("3.2026", "", "2026-03"),
        ("03/2026", "", "2026-03"),
        ("1993", "", "1993"),
        (1993.0, "", "1993"),
        ("13/04/2026", "", "2026-04-13"),
        ("04/13/2026", "", "2026-04-13"),
        ("04/04/2026", "", "2026-04-04"),
        ("03/04/2026", DAY_FIRST, "2026-04-03"),
        ("03/04/2026", MONTH_FIRST, "2026-03-04"),
        ("2026. március 4.", "", "2026-03-04"),
        ("4. März 2026", "", "2026-03-04"),
        ("4 marca 2026 r.", "", "2026-03-04"),
        ("4. července 2026", "", "2026-07-04"),
        ("4. června 2026", "", "2026-06-04"),
        ("4 марта 2026 г.", "", "2026-03-04"),
        ("4 мая 2026", "", "2026-05-04"),
        ("March 4, 2026", "", "2026-03-04"),
        ("listopad 2026", "", "2026-11"),
        (date(2026, 3, 4), "", "2026-03-04"),
        (datetime(2026, 3, 4, 0, 0), "", "2026-03-04"),
        ("2026-03-04 00:00:00", "", "2026-03-04"),
    ],
)
def test_date_is_read_as_precisely_as_it_was_written(value, order, expected):
    assert str(tables.read_date(Cell(value), order=order)) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("03/04/2026", "date_ambiguous"),
        ("03-04-2026", "date_ambiguous"),
        ("4.3.26", "date_short_year"),
        ("4.3.0026", "date_year"),
        ("31.2.2026", "date_day"),
        ("4.13.2026", "date_month"),
        (45000, "date_number"),
        (45000.5, "date_number"),
        ("bald", "date_shape"),
        ("9.–10.6.2026", "date_shape"),
        ("Mai oder Juni 2026", "date_shape"),
        ("x" * 10_000, "date_shape"),
    ],
)
def test_date_that_is_none_says_why(value, code):
    with pytest.raises(TableError) as caught:
        tables.read_date(Cell(value))

    assert caught.value.code == code


def test_empty_date_is_none():
    assert tables.read_date(Cell("  ")) is None


def test_days_counted_from_1904_are_the_right_days():
    assert tables.read(make.build("dates_1904.xlsx")).rows[1][1] == Cell(date(2015, 6, 9))


def test_formula_shows_the_value_that_was_stored_and_is_flagged():
    assert tables.read(make.build("formulas_and_links.xlsx")).rows[1][5] == Cell(12.0, is_formula=True)


def test_merged_value_is_not_copied():
    assert texts(tables.read(make.build("merged_two_headers_totals.xlsx")))[0] == [
        "Delegationsreisen",
        "",
        "",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_chosen_encoding_is_the_one_that_is_used(encoding):
    content = "Miasto;Nazwa\r\nŁódź;Święto\r\n".encode(encoding)

    sheet = tables.read(content, Reading(encoding=encoding))

    assert texts(sheet)[1] == ["Łódź", "Święto"]
    assert sheet.encoding == encoding
    assert sheet.notes == ()


def test_wrong_guess_for_turkish_can_be_put_right():
    content = "Ad;Soyad\r\nŞahin;İşçi\r\n".encode("cp1254")

    offered = tables.read(content).encodings
    sheet = tables.read(content, Reading(encoding="cp1254"))

    assert "cp1254" in offered
    assert texts(sheet)[1] == ["Şahin", "İşçi"]


def test_encoding_never_leaves_replacement_characters():
    content = bytes([*range(32, 127), *range(160, 256)]) * 4

    sheet = tables.read(content)

    assert "\ufffd" not in "".join(cell.text for row in sheet.rows for cell in row)


def test_cells_hold_separators_quotation_marks_and_lines():
    assert texts(tables.read(make.build("quotes_and_lines.csv")))[1] == ["Warschau", 'Zeile 1\nZeile "2"; Ende']


def test_chosen_separator_is_the_one_that_is_used():
    assert texts(tables.read(b"a,b;c\r\n", Reading(separator=",")))[0] == ["a", "b;c"]


def test_line_that_names_the_separator_is_no_row():
    assert texts(tables.read(make.build("sep_line.csv"))) == [["Partner", "Titel;lang"], ["Warschau", "a;b;c"]]


@pytest.mark.parametrize("size", [0, 3, 50, 500, 3000])
def test_half_a_file_is_refused_or_read_but_never_breaks(size):
    for name in ("hidden.xlsx", "hidden.ods"):
        try:
            tables.read(make.build(name)[:size])
        except TableError:
            continue


def test_columns_are_as_wide_as_their_texts_and_long_texts_stand_in_lines():
    rows = [["Ą", "Vier Wörter in einer Zeile"], ["x" * 200, "y"]]

    with zipfile.ZipFile(BytesIO(tables.write_xlsx(title="T", header=["a", "b"], rows=rows, unknown="?"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    with zipfile.ZipFile(BytesIO(tables.write_ods(title="T", header=["a", "b"], rows=rows, unknown="?"))) as book:
        content = book.read("content.xml").decode()

    widths = [round(float(width)) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet)]
    assert (widths, re.findall(r'<row r="3"[^>]* ht="([0-9.]+)"', sheet), "wrapText" in styles) == (
        [41, 29],
        ["90"],
        True,
    )
    assert (content.count('"column40"/>'), content.count('"column28"/>')) == (1, 1)
    assert content.count('<table:table-cell table:style-name="lines"') == 1
