"""Writing a paper in two languages as DOCX and as ODT. A text stays a text; nothing in it becomes markup."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hospitium.core.tables.writing import FORBIDDEN
from hospitium.programme.queries.papers import Entry, Paper, Sheet

WIDTHS = (Mm(28), Mm(100), Mm(28), Mm(100))


def clean(text: str) -> str:
    """Without what neither format can hold."""
    return FORBIDDEN.sub("", text)


# ---- DOCX --------------------------------------------------------------------
def docx_of(paper: Paper) -> bytes:
    """A Word file, A4 across, with a heading row that repeats on each page."""
    document: Any = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    properties = document.core_properties
    properties.title, properties.author = clean(paper.first.title), clean(paper.first.office)
    properties.language, properties.comments = paper.first.language, clean(paper.first.stand)
    section.footer.paragraphs[0].text = clean(f"{paper.first.title} · {paper.first.stand}")
    head_of(document, paper)
    entry_table(document, paper, paper.first.entries, paper.second.entries)
    if paper.first.postponed:
        document.add_heading(clean(f"{paper.first.postponed_title} / {paper.second.postponed_title}"), level=2)
        entry_table(document, paper, paper.first.postponed, paper.second.postponed)
    document.add_paragraph()
    for left, right in zip(paper.first.signatures, paper.second.signatures, strict=True):
        document.add_paragraph("_" * 40)
        document.add_paragraph(clean(f"{left} / {right}"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def head_of(document: Any, paper: Paper) -> None:
    """Office, both titles, state, version and day, preamble."""
    document.add_paragraph(clean(paper.first.office))
    document.add_heading(clean(paper.first.title), level=1)
    spoken(document.add_heading(level=2), paper.second.title, paper.second.language)
    for sheet in paper.sheets:
        text = " · ".join(part for part in (sheet.lead, sheet.stand, sheet.reference) if part)
        spoken(document.add_paragraph(), text, sheet.language)
    for sheet in paper.sheets:
        if sheet.preamble:
            spoken(document.add_paragraph(), sheet.preamble, sheet.preamble_language)


def entry_table(document: Any, paper: Paper, first: tuple[Entry, ...], second: tuple[Entry, ...]) -> None:
    """Month and line in one language, month and line in the other."""
    table = document.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    labels = [label for sheet in paper.sheets for label in (sheet.month, sheet.language_name)]
    for cell, label in zip(table.rows[0].cells, labels, strict=True):
        cell.paragraphs[0].add_run(clean(label)).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for left, right in zip(first, second, strict=True):
        cells = table.add_row().cells
        for position, (entry, sheet) in enumerate(((left, paper.first), (right, paper.second))):
            spoken(cells[2 * position].paragraphs[0], entry.month, sheet.language)
            entry_cell(cells[2 * position + 1], entry, sheet)
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def entry_cell(cell: Any, entry: Entry, sheet: Sheet) -> None:
    spoken(cell.paragraphs[0], entry.title, entry.language).bold = True
    for label, text in entry.facts:
        spoken(cell.add_paragraph(), f"{label}: {text}", sheet.language).font.size = Pt(9)
    spoken(cell.add_paragraph(), entry.state, sheet.language).font.size = Pt(9)


def spoken(paragraph: Any, text: str, language: str) -> Any:
    """A run that says in which language it is, for spelling and for reading aloud."""
    run = paragraph.add_run(clean(text))
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(mark)
    return run


# ---- ODT ---------------------------------------------------------------------
ODT = "application/vnd.oasis.opendocument.text"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
XMLNS = (
    f'xmlns:office="{NAMES}:office:1.0" xmlns:style="{NAMES}:style:1.0" xmlns:text="{NAMES}:text:1.0" '
    f'xmlns:table="{NAMES}:table:1.0" xmlns:fo="{NAMES}:xsl-fo-compatible:1.0" '
    f'xmlns:meta="{NAMES}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODT}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
        for part in ("content", "styles", "meta")
    )
    + "</manifest:manifest>"
)
AUTOMATIC = (
    '<style:style style:name="bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="month" style:family="table-column">'
    '<style:table-column-properties style:column-width="2.8cm"/></style:style>'
    '<style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="10cm"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.1cm" fo:border="0.5pt solid #999999"/></style:style>'
)


def odt_of(paper: Paper) -> bytes:
    """An OpenDocument text, written as its standard asks: a ZIP with the media type first."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content(paper))
        archive.writestr("styles.xml", styles(paper))
        archive.writestr("meta.xml", meta(paper))
    return stream.getvalue()


def content(paper: Paper) -> str:
    languages = sorted(set(spoken_in(paper)))
    voices = "".join(
        f'<style:style style:name="in-{escape(one)}" style:family="text">'
        f'<style:text-properties fo:language="{escape(one)}" fo:country="none"/></style:style>'
        f'<style:style style:name="bold-{escape(one)}" style:family="text">'
        f'<style:text-properties fo:language="{escape(one)}" fo:country="none" fo:font-weight="bold"/></style:style>'
        for one in languages
    )
    return (
        f'{HEAD}<office:document-content {XMLNS} office:version="1.3"><office:automatic-styles>{AUTOMATIC}{voices}'
        f"</office:automatic-styles><office:body><office:text>{''.join(body(paper))}"
        "</office:text></office:body></office:document-content>"
    )


def spoken_in(paper: Paper) -> Iterator[str]:
    for sheet in paper.sheets:
        yield from (sheet.language, sheet.preamble_language)
        yield from (entry.language for entry in (*sheet.entries, *sheet.postponed))


def body(paper: Paper) -> Iterator[str]:
    first, second = paper.sheets
    yield paragraph(first.office, first.language)
    yield heading(first.title, first.language, 1)
    yield heading(second.title, second.language, 2)
    for sheet in paper.sheets:
        text = " · ".join(part for part in (sheet.lead, sheet.stand, sheet.reference) if part)
        yield paragraph(text, sheet.language)
    for sheet in paper.sheets:
        if sheet.preamble:
            yield paragraph(sheet.preamble, sheet.preamble_language)
    yield odt_table("lines", paper, first.entries, second.entries)
    if first.postponed:
        yield heading(f"{first.postponed_title} / {second.postponed_title}", first.language, 2)
        yield odt_table("postponed", paper, first.postponed, second.postponed)
    for left, right in zip(first.signatures, second.signatures, strict=True):
        yield paragraph("", first.language) + paragraph("_" * 40, first.language)
        yield paragraph(f"{left} / {right}", first.language)


def paragraph(text: str, language: str, voice: str = "in") -> str:
    """Each line is a paragraph, in its language."""
    return "".join(
        f'<text:p><text:span text:style-name="{voice}-{escape(language)}">{escape(clean(line))}</text:span></text:p>'
        for line in text.replace("\r\n", "\n").split("\n")
    )


def heading(text: str, language: str, level: int) -> str:
    inside = f'<text:span text:style-name="in-{escape(language)}">{escape(clean(text))}</text:span>'
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{inside}</text:h>'


def odt_table(name: str, paper: Paper, first: tuple[Entry, ...], second: tuple[Entry, ...]) -> str:
    columns = '<table:table-column table:style-name="month"/><table:table-column table:style-name="wide"/>' * 2
    labels = [
        paragraph(label, sheet.language, "bold")
        for sheet in paper.sheets
        for label in (sheet.month, sheet.language_name)
    ]
    rows = [
        [part for entry, sheet in ((left, paper.first), (right, paper.second)) for part in entry_cells(entry, sheet)]
        for left, right in zip(first, second, strict=True)
    ]
    head = f"<table:table-header-rows>{row(labels)}</table:table-header-rows>"
    return f'<table:table table:name="{name}">{columns}{head}{"".join(map(row, rows))}</table:table>'


def entry_cells(entry: Entry, sheet: Sheet) -> tuple[str, str]:
    facts = "".join(paragraph(f"{label}: {text}", sheet.language) for label, text in entry.facts)
    title = paragraph(entry.title, entry.language, "bold")
    return paragraph(entry.month, sheet.language), title + facts + paragraph(entry.state, sheet.language)


def row(cells: list[str]) -> str:
    inside = "".join(
        f'<table:table-cell table:style-name="cell" office:value-type="string">{cell}</table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


HEADINGS = "".join(
    f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph">'
    f'<style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.2cm"/>'
    f'<style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>'
    for level, size in ((1, 17), (2, 12))
)


def styles(paper: Paper) -> str:
    """A4 across, headings, and the foot with title, version and day."""
    foot = escape(clean(f"{paper.first.title} · {paper.first.stand}"))
    return (
        f'{HEAD}<office:document-styles {XMLNS} office:version="1.3"><office:styles>{HEADINGS}</office:styles>'
        '<office:automatic-styles><style:page-layout style:name="across"><style:page-layout-properties '
        'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.8cm"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.6cm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="across"><style:footer>'
        f"<text:p>{foot}</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def meta(paper: Paper) -> str:
    return (
        f'{HEAD}<office:document-meta {XMLNS} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(clean(paper.first.title))}</dc:title>"
        f"<dc:language>{escape(paper.first.language)}</dc:language>"
        f"<meta:initial-creator>{escape(clean(paper.first.office))}</meta:initial-creator>"
        "</office:meta></office:document-meta>"
    )
