"""The agreement of three as a Word file, from the same data as its PDF. A text stays a text; nothing becomes markup."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from hospitium.core.tables.writing import FORBIDDEN

Phrases = Sequence[Mapping[str, str]]


def docx_of(data: Mapping[str, Any]) -> bytes:
    """The bytes of the file, A4 upright, in one language or two below each other in each cell."""
    document: Any = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(25), Mm(20)
    properties = document.core_properties
    properties.title, properties.author = clean(data["plain_title"]), clean(data["office"])
    properties.language = data["language"]
    document.add_paragraph(clean(data["office"]))
    for one in once(data["title"]):
        say(document.add_heading(level=1), one)
    for part in (data["programme"], data["as_of"], data["lead"]):
        stacked(document.add_paragraph(), part)
    table_of(document, [(one["who"], [*once(one["name"]), *once(one["more"])]) for one in data["parties"]])
    document.add_paragraph()
    table_of(document, [(one["label"], once(one["value"]) or data["not_said"]) for one in data["facts"]])
    for one in once(data["terms_title"]):
        say(document.add_heading(level=2), one)
    for term in data["terms"]:
        stacked(document.add_paragraph(), term)
    sign(document, data)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def table_of(document: Any, rows: Sequence[tuple[Phrases, Phrases]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, value in rows:
        cells = table.add_row().cells
        stacked(cells[0].paragraphs[0], label)
        stacked(cells[1].paragraphs[0], value)


def sign(document: Any, data: Mapping[str, Any]) -> None:
    """A place to sign for each of the three."""
    document.add_paragraph()
    table = document.add_table(rows=1, cols=len(data["signatures"]))
    for cell, one in zip(table.rows[0].cells, data["signatures"], strict=True):
        cell.paragraphs[0].add_run("_" * 24)
        stacked(cell.add_paragraph(), one["who"])
        if one["name"]:
            cell.add_paragraph(clean(one["name"]))
        stacked(cell.add_paragraph(), data["signed_word"])


def once(phrases: Phrases) -> list[Mapping[str, str]]:
    """A text that is the same in both languages stands once."""
    return list({one["text"]: one for one in reversed(phrases)}.values())[::-1]


def stacked(paragraph: Any, phrases: Phrases) -> None:
    for position, one in enumerate(once(phrases)):
        if position:
            paragraph.add_run().add_break()
        say(paragraph, one)


def say(paragraph: Any, one: Mapping[str, str]) -> None:
    """A run marked with the language that it is in, so that spelling is checked in it and it is read out in it."""
    run = paragraph.add_run(clean(one["text"]))
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), one["language"])
    run._r.get_or_add_rPr().append(mark)


def clean(text: str) -> str:
    """Without what the format cannot hold."""
    return FORBIDDEN.sub("", text)
