"""PDF from data: tagged, with all letters, and nothing in the data can act."""

from __future__ import annotations

import logging
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from hospitium.documents import rendering
from hospitium.documents.rendering import render_pdf

NAMES = "Łódź, Žižkov, Főváros, Ústí, Москва"


def note(**given: Any) -> dict[str, Any]:
    section = {"title": "Kontakte", "empty": "–", "text": "", "columns": [], "widths": [], "rows": [], "items": []}
    table = {**section, "columns": ["Name", "Amt"], "widths": [1, 1], "rows": [[NAMES, None]]}
    return {
        "language": "de",
        "title": "Übergabevermerk: Warschau",
        "lead": "Nur für den Dienstgebrauch.",
        "office": "Senatsverwaltung",
        "unit": "Referat",
        "as_of": "Stand: 9. Juni 2026",
        "reference": "Az.: II B 12",
        "foot": "Übergabevermerk",
        "page_word": "Seite",
        "unknown": "unbekannt",
        "facts": [{"label": "Stand", "value": "aktiv"}, {"label": "Kosten", "value": None}],
        "sections": [table, {**section, "title": "Zusagen", "items": ["Glossar schicken"]}],
        "signatures": ["Übergeben", "Übernommen"],
        **given,
    }


def streams(pdf: bytes) -> bytes:
    """All packed parts of a PDF, unpacked."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return b"\n".join(found)


def letters(pdf: bytes) -> set[str]:
    """Every character that the fonts of the PDF can be read back to."""
    found: set[str] = set()
    for target in re.findall(rb"<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]+)>", streams(pdf)):
        found |= set(bytes.fromhex(target.decode()).decode("utf-16-be"))
    for block in re.findall(rb"\[((?:<[0-9A-Fa-f]+>\s*)+)\]", streams(pdf)):
        for target in re.findall(rb"<([0-9A-Fa-f]+)>", block):
            found |= set(bytes.fromhex(target.decode()).decode("utf-16-be"))
    return found


def test_note_is_a_tagged_document_with_language_and_title(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pdf = render_pdf("handover", note())

    everything = pdf + streams(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert caplog.messages == []
    assert (b"/StructTreeRoot" in everything, b"/MarkInfo" in everything) == (True, True)
    assert b"pdfuaid:part>1" in everything or b'pdfuaid:part="1"' in everything
    assert b"pdfaid:part>2" in everything or b'pdfaid:part="2"' in everything


def test_letters_of_all_languages_can_be_read_back() -> None:
    missing = set(NAMES) - letters(render_pdf("handover", note())) - {" ", ","}

    assert missing == set()


def test_text_that_looks_like_markup_stays_text() -> None:
    """Read from a file, evaluate, leave the folder: all of it must arrive as letters."""
    attack = '#read("/etc/passwd") $x^2$ *fett* ../../secret #import "@preview/x:0.1.0": y'

    pdf = render_pdf("handover", note(title=attack))

    assert set(attack) - letters(pdf) - {" "} == set()


def test_a_script_without_letters_of_ours_costs_the_standards_and_not_the_document(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        pdf = render_pdf("handover", note(title="北京"))

    assert pdf.startswith(b"%PDF-1.7")
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("name", ["nothing", "../rendering", "/etc/passwd", ""])
def test_only_our_own_templates_are_rendered(name: str) -> None:
    with pytest.raises(LookupError):
        render_pdf(name, {})


def test_templates_use_no_packages() -> None:
    found = [file.name for file in Path(rendering.TEMPLATES).glob("*.typ") if "@preview" in file.read_text("utf-8")]

    assert found == []
