"""The usual letter paper, built here, so that letters work before the office has uploaded its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.documents.letters.filling import APP, CORE, FIRST_DAY, META, SETTINGS

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "style", "text", "table", "manifest")
} | {"fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"}
NAMESPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in OPEN.items())


def usual_paper(kind: str, *, language: str) -> bytes:
    """The usual letterhead as DOCX or ODT; its few own words are in the active language, `language` marks the text."""
    parts = docx_parts(language) if kind == "docx" else odt_parts(language)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def block() -> list[tuple[str, str]]:
    """The lines of the block beside the address: label and mark."""
    return [
        (_("File reference"), "«reference»"),
        (pgettext("letter", "In charge"), "«officer»"),
        (_("E-mail address"), "«email»"),
        (_("Number"), "«number»"),
        (pgettext("letter", "Date"), "«date»"),
    ]


# ---- DOCX ----------------------------------------------------------------------
def docx_parts(language: str) -> Mapping[str, bytes | str]:
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{WORD}.header+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{WORD}.footer+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )
    package = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="r3" Type="{RELATIONS}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )
    document = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/header" Target="header1.xml"/>'
        f'<Relationship Id="r3" Type="{RELATIONS}/footer" Target="footer1.xml"/></Relationships>'
    )
    return {
        "[Content_Types].xml": HEAD + types,
        "_rels/.rels": HEAD + package,
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "word/_rels/document.xml.rels": HEAD + document,
        "word/styles.xml": HEAD + docx_styles(language),
        "word/header1.xml": HEAD + docx_part("hdr", docx_line("«office»", "Office") + docx_line("«unit»", "Quiet")),
        "word/footer1.xml": HEAD + docx_part("ftr", docx_foot()),
        "word/document.xml": HEAD + docx_document(),
    }


def docx_styles(language: str) -> str:
    def style(name: str, title: str, run: str = "", paragraph: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:basedOn w:val="Normal"/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    return docx_part(
        "styles",
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
        f'<w:sz w:val="22"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + style("Office", "Office", '<w:b/><w:sz w:val="28"/>')
        + style("Quiet", "Quiet", '<w:color w:val="4A5068"/><w:sz w:val="17"/>')
        + style("Subject", "heading 1", "<w:b/>", '<w:spacing w:before="320" w:after="200"/><w:outlineLvl w:val="0"/>')
        + style("Body", "Body Text", "", '<w:spacing w:after="140" w:line="259" w:lineRule="auto"/>'),
    )


def docx_part(root: str, content: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:{root} xmlns:w="{space}" xmlns:r="{RELATIONS}">{content}</w:{root}>'


def docx_line(text: str, style: str = "Normal") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def docx_foot() -> str:
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return (
        '<w:p><w:pPr><w:pStyle w:val="Quiet"/><w:jc w:val="right"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(_("Page"))} </w:t></w:r>{field}</w:p>'
    )


def docx_table(left: str, right: str, height: int) -> str:
    """Two blocks side by side that no page divides."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in ((5400, left), (3950, right))
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="9350" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="5400"/><w:gridCol w:w="3950"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/>'
        f'<w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{cells}</w:tr></w:tbl>'
    )


def docx_document() -> str:
    facts = "".join(docx_line(f"{label}: {mark}", "Quiet") for label, mark in block())
    table = docx_table(docx_line("«sender»", "Quiet") + docx_line("«recipient»"), facts, 2550)
    signed = docx_line("«closing»", "Body") + docx_line("") * 2 + docx_line("«signature»") + docx_line("")
    signed += docx_line("«cosignature»", "Quiet")
    end = docx_table(signed, docx_line("«check»", "Quiet"), 0) + docx_line("")
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="r2"/><w:footerReference w:type="default" r:id="r3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2550" w:right="1134" w:bottom="1134" w:left="1418" w:header="900" w:footer="600"'
        ' w:gutter="0"/></w:sectPr>'
    )
    body = docx_line("«salutation»", "Body") + docx_line("«text»", "Body") + end + docx_line("«second»", "Body")
    return docx_part("document", f"<w:body>{table}{docx_line('«subject»', 'Subject')}{body}{section}</w:body>")


# ---- ODT -----------------------------------------------------------------------
def odt_parts(language: str) -> Mapping[str, bytes | str]:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            ("/", "application/vnd.oasis.opendocument.text"),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
            ("settings.xml", "text/xml"),
        )
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": HEAD + odt_content(),
        "styles.xml": HEAD + odt_styles(language),
        "meta.xml": META,
        "settings.xml": SETTINGS,
        "META-INF/manifest.xml": HEAD
        + f'<manifest:manifest {NAMESPACES} manifest:version="1.3">{entries}</manifest:manifest>',
    }


def odt_line(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def odt_table(name: str, left: str, right: str, row: str) -> str:
    """Two blocks side by side that no page divides."""
    cells = "".join(
        f'<table:table-cell office:value-type="string">{content}</table:table-cell>' for content in (left, right)
    )
    return (
        f'<table:table table:name="{name}" table:style-name="Frame"><table:table-column table:style-name="Wide"/>'
        '<table:table-column table:style-name="Narrow"/>'
        f'<table:table-row table:style-name="{row}">{cells}</table:table-row></table:table>'
    )


def odt_content() -> str:
    facts = "".join(odt_line(f"{label}: {mark}", "Quiet") for label, mark in block())
    table = odt_table("head", odt_line("«sender»", "Quiet") + odt_line("«recipient»"), facts, "High")
    signed = odt_line("«closing»", "Body") + odt_line("") * 2 + odt_line("«signature»") + odt_line("")
    signed += odt_line("«cosignature»", "Quiet")
    end = odt_table("end", signed, odt_line("«check»", "Quiet"), "Whole") + odt_line("")
    subject = '<text:h text:style-name="Subject" text:outline-level="1">«subject»</text:h>'
    body = odt_line("«salutation»", "Body") + odt_line("«text»", "Body") + end + odt_line("«second»", "Body")
    widths = {"Wide": "9.5cm", "Narrow": "7cm"}
    styles = '<style:style style:name="Frame" style:family="table"><style:table-properties style:width="16.5cm"/>'
    styles += "</style:style>" + "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in widths.items()
    )
    styles += (
        '<style:style style:name="High" style:family="table-row">'
        '<style:table-row-properties style:min-row-height="4.5cm"/></style:style>'
        '<style:style style:name="Whole" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:style>'
    )
    return (
        f'<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{table}{subject}{body}</office:text></office:body>"
        "</office:document-content>"
    )


def odt_styles(language: str) -> str:
    def style(name: str, text: str = "", paragraph: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
            f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
        )

    head = odt_line("«office»", "Office") + odt_line("«unit»", "Quiet")
    foot = f'<text:p text:style-name="Foot">{escape(_("Page"))} <text:page-number>1</text:page-number></text:p>'
    return (
        f'<office:document-styles {NAMESPACES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-family="Arial"'
        f' fo:font-size="11pt" fo:language="{language}" fo:country="none"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"/>'
        + style("Office", 'fo:font-weight="bold" fo:font-size="14pt"')
        + style("Quiet", 'fo:color="#4a5068" fo:font-size="8.5pt"')
        + style("Foot", 'fo:color="#4a5068" fo:font-size="8.5pt"', 'fo:text-align="end"')
        + style("Subject", 'fo:font-weight="bold"', 'fo:margin-top="0.6cm" fo:margin-bottom="0.35cm"')
        + style("Body", "", 'fo:margin-bottom="0.25cm" fo:line-height="108%"')
        + '</office:styles><office:automatic-styles><style:page-layout style:name="Page">'
        '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.6cm"'
        ' fo:margin-bottom="1.2cm" fo:margin-left="2.5cm" fo:margin-right="2cm"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="2.6cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="1.2cm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"<style:header>{head}</style:header><style:footer>{foot}</style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
