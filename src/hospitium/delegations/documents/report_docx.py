"""The report as a Word file, to go on writing in it. A text stays a text; nothing in it becomes markup."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from hospitium.core.tables.writing import FORBIDDEN


def docx_of(data: Mapping[str, Any]) -> bytes:
    """The bytes of the file, A4 upright, from the same data as the PDF."""
    document: Any = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(25), Mm(20)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        clean(data["title"]),
        clean(data["office"]),
        data["language"],
    )
    for position, part in enumerate(data["parts"]):
        if position:
            document.add_page_break()
        write_part(document, part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_part(document: Any, part: Mapping[str, Any]) -> None:
    """The report in one language."""
    document.add_paragraph(clean(f"{part['office']}, {part['unit']}" if part["office"] else part["unit"]))
    document.add_heading(clean(part["title"]), level=1)
    document.add_paragraph(clean(part["lead"]))
    document.add_paragraph(clean(f"{part['reference']} · {part['as_of']}"))
    unknown = part["unknown"]
    facts = [(fact["label"], fact["value"] or unknown) for fact in part["facts"]]
    table_of(document, (), facts, unknown)
    for section in part["sections"]:
        document.add_heading(clean(section["title"]), level=2)
        for line in section["text"].split("\n"):
            if line:
                document.add_paragraph(clean(line))
        if section["rows"]:
            table_of(document, section["columns"], section["rows"], unknown)
        elif not section["text"]:
            document.add_paragraph(clean(section["empty"]))


def table_of(document: Any, columns: Sequence[str], rows: Sequence[Sequence[str | None]], unknown: str) -> None:
    """A table with a heading row that repeats on each page, where there are headings."""
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    if columns:
        row = table.add_row()
        for cell, label in zip(row.cells, columns, strict=True):
            cell.paragraphs[0].add_run(clean(label)).bold = True
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(repeat)
    for values in rows:
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.paragraphs[0].add_run(clean(unknown if value is None else value))


def clean(text: str) -> str:
    """Without what the format cannot hold."""
    return FORBIDDEN.sub("", text)
