"""The agreement of three as an OpenDocument text, from the same data as its PDF. A text stays a text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from hospitium.exchange.documents.agreement_docx import Phrases, clean, once
from hospitium.programme.papers import HEAD, HEADINGS, MANIFEST, ODT, XMLNS, heading, paragraph, row

AUTOMATIC = (
    '<style:style style:name="label" style:family="table-column">'
    '<style:table-column-properties style:column-width="5.5cm"/></style:style>'
    '<style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="11cm"/></style:style>'
    '<style:style style:name="third" style:family="table-column">'
    '<style:table-column-properties style:column-width="5.5cm"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.1cm" fo:border="0.5pt solid #999999"/></style:style>'
)
SIGN = "_" * 24


def odt_of(data: Mapping[str, Any]) -> bytes:
    """The bytes of the file, A4 upright, in one language or two below each other in each cell."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content(data))
        archive.writestr("styles.xml", styles())
        archive.writestr("meta.xml", meta(data))
    return stream.getvalue()


def content(data: Mapping[str, Any]) -> str:
    voices = "".join(
        f'<style:style style:name="in-{escape(one)}" style:family="text">'
        f'<style:text-properties fo:language="{escape(one)}" fo:country="none"/></style:style>'
        for one in sorted({data["language"], *spoken_in(data)})
    )
    return (
        f'{HEAD}<office:document-content {XMLNS} office:version="1.3"><office:automatic-styles>{AUTOMATIC}{voices}'
        f"</office:automatic-styles><office:body><office:text>{''.join(body(data))}"
        "</office:text></office:body></office:document-content>"
    )


def spoken_in(value: Any) -> Iterator[str]:
    """The languages of all phrases, wherever they stand."""
    if isinstance(value, Mapping):
        if "text" in value and "language" in value:
            yield str(value["language"])
        value = list(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from spoken_in(one)


def body(data: Mapping[str, Any]) -> Iterator[str]:
    yield paragraph(data["office"], data["language"])
    yield from (heading(one["text"], one["language"], 1) for one in once(data["title"]))
    for part in (data["programme"], data["as_of"], data["lead"]):
        yield stacked(part)
    yield table("parties", [(one["who"], [*once(one["name"]), *once(one["more"])]) for one in data["parties"]])
    yield paragraph("", data["language"])
    yield table("facts", [(one["label"], once(one["value"]) or data["not_said"]) for one in data["facts"]])
    yield from (heading(one["text"], one["language"], 2) for one in once(data["terms_title"]))
    yield from (stacked(term) for term in data["terms"])
    yield signatures(data)


def stacked(phrases: Phrases) -> str:
    return "".join(paragraph(one["text"], one["language"]) for one in once(phrases))


def table(name: str, rows: Sequence[tuple[Phrases, Phrases]]) -> str:
    columns = '<table:table-column table:style-name="label"/><table:table-column table:style-name="wide"/>'
    inside = "".join(row([stacked(label), stacked(value)]) for label, value in rows)
    return f'<table:table table:name="{name}">{columns}{inside}</table:table>'


def signatures(data: Mapping[str, Any]) -> str:
    """A place to sign for each of the three."""
    cells = [
        paragraph(SIGN, data["language"])
        + stacked(one["who"])
        + (paragraph(one["name"], data["language"]) if one["name"] else "")
        + stacked(data["signed_word"])
        for one in data["signatures"]
    ]
    columns = '<table:table-column table:style-name="third"/>' * len(cells)
    inside = "".join(f'<table:table-cell office:value-type="string">{cell}</table:table-cell>' for cell in cells)
    return (
        paragraph("", data["language"])
        + f'<table:table table:name="signatures">{columns}<table:table-row>{inside}</table:table-row></table:table>'
    )


def styles() -> str:
    """A4 upright, and headings."""
    return (
        f'{HEAD}<office:document-styles {XMLNS} office:version="1.3"><office:styles>{HEADINGS}</office:styles>'
        '<office:automatic-styles><style:page-layout style:name="upright"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" '
        'fo:margin-left="2.5cm" fo:margin-right="2cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="upright"/>'
        "</office:master-styles></office:document-styles>"
    )


def meta(data: Mapping[str, Any]) -> str:
    return (
        f'{HEAD}<office:document-meta {XMLNS} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(clean(data['plain_title']))}</dc:title>"
        f"<dc:language>{escape(data['language'])}</dc:language>"
        f"<meta:initial-creator>{escape(clean(data['office']))}</meta:initial-creator>"
        "</office:meta></office:document-meta>"
    )
