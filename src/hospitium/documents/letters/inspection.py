"""A letterhead looked at before it is kept: only a harmless DOCX or ODT with marks from our list passes.

What would act, call elsewhere or tell on somebody is refused with a reason that says what to do: macros, embedded
objects, templates and pictures fetched from elsewhere, fields that read files, tracked changes, comments, and the
placeholders of template languages, which we do not interpret and nobody should believe we do.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from hospitium.core.tables import archives
from hospitium.core.tables.archives import NOT_XML, Counter, checked_names, read_part
from hospitium.core.tables.values import TableError
from hospitium.documents.letters.marks import MARK, MARKS
from hospitium.documents.letters.names import DRAW, OFFICE, SCRIPT, TEXT, XLINK, W, parse

MAX_XML = 5 * 2**20
# What lxml raises, and the standard library for an archive that is cut, scratched or packed in a strange way.
DAMAGED = (*archives.DAMAGED, etree.XMLSyntaxError)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCX_PARTS = re.compile(
    r"\[Content_Types\]\.xml|(_rels|docProps|customXml)/.*|word/([^/]+\.xml|(_rels|theme|media|fonts|glossary)/.*)"
)
ODT_PARTS = re.compile(
    r"mimetype|(content|styles|meta|settings|manifest)\.(xml|rdf)|META-INF/(manifest|documentsignatures)\.xml"
    r"|(Pictures|Thumbnails|Fonts|Configurations2|layout-cache)(/.*)?"
)
# What a letterhead may compute by itself; everything else reads files, runs programs or asks the reader.
FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "STYLEREF", "HYPERLINK", "MERGEFIELD"}
)
CLICKED = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
DOCX_REFUSED = {
    **dict.fromkeys((f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "commentReference")), "tracked"),
    **dict.fromkeys((f"{W}{name}" for name in ("object", "control", "altChunk", "subDoc")), "objects"),
    f"{W}mailMerge": "remote",
}
ODT_REFUSED = {
    **dict.fromkeys(
        (f"{DRAW}{name}" for name in ("object", "object-ole", "plugin", "applet", "floating-frame")), "objects"
    ),
    **dict.fromkeys((f"{TEXT}{name}" for name in ("section-source", "database-display", "database-next")), "remote"),
    **dict.fromkeys((f"{TEXT}{name}" for name in ("dde-connection", "dde-connection-decl")), "fields"),
    **dict.fromkeys((f"{TEXT}{name}" for name in ("script", "execute-macro")), "macros"),
    **dict.fromkeys((f"{OFFICE}{name}" for name in ("event-listeners", "script")), "macros"),
    f"{SCRIPT}event-listener": "macros",
    f"{OFFICE}dde-source": "fields",
    f"{OFFICE}forms": "objects",
    f"{TEXT}changed-region": "tracked",
    f"{OFFICE}annotation": "tracked",
}
# Written by every office program even when they are empty.
HARMLESS_WHEN_EMPTY = frozenset({f"{OFFICE}forms", f"{OFFICE}event-listeners"})


class LetterError(Exception):
    """A file that is no letterhead for us. `code` says why, `details` what in it."""

    def __init__(self, code: str, details: str = "") -> None:
        super().__init__(code, details)
        self.code, self.details = code, details


def inspect(content: bytes) -> tuple[str, frozenset[str]]:
    """The format ("docx", "odt") and the marks of a letterhead. Raises LetterError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = checked_names(archive)
            count = Counter()
            for part in archive.infolist():
                with archive.open(part) as stream:
                    read_part(stream.read, NOT_XML if is_xml(part.filename) else None, count)
            kind = kind_of(archive, names)
            check = check_docx if kind == "docx" else check_odt
            return kind, frozenset(marks_of(check(archive, names)))
    except TableError as error:
        raise LetterError("macros" if error.code == "macros" else "archive") from error
    except DAMAGED as error:
        raise LetterError("archive") from error


def is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".rdf", ".vml"))


def kind_of(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    if any("vba" in name.lower() or name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in names):
        raise LetterError("macros")
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
        if "macroEnabled" in types:
            raise LetterError("macros")
        if DOCX_TYPE not in types:
            raise LetterError("kind")
        kind, allowed = "docx", DOCX_PARTS
    elif {"mimetype", "content.xml"} <= names and archive.read("mimetype") == ODT_TYPE:
        kind, allowed = "odt", ODT_PARTS
    else:
        raise LetterError("kind")
    foreign = sorted(name for name in names if not allowed.fullmatch(name))
    if foreign:
        raise LetterError("objects", foreign[0])
    return kind


def tree_of(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > MAX_XML:
        raise LetterError("archive")
    return parse(archive.read(name))


# ---- DOCX ----------------------------------------------------------------------
def check_docx(archive: zipfile.ZipFile, names: frozenset[str]) -> Iterator[str]:
    """The texts of the paragraphs, once nothing in the file was found that acts."""
    for name in sorted(names):
        if name.endswith(".rels"):
            check_relations(tree_of(archive, name))
        elif name.startswith("word/") and name.endswith(".xml"):
            tree = tree_of(archive, name)
            check_elements(tree, DOCX_REFUSED)
            check_fields(tree)
            for paragraph in tree.iter(f"{W}p"):
                yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def check_relations(tree: Any) -> None:
    """A link that somebody must click may stay. Whatever is fetched when the file is opened may not."""
    for relation in tree:
        kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
        if kind in {"attachedTemplate", "oleObject", "aFChunk", "subDocument", "package", "control", "frame"}:
            raise LetterError("remote" if kind == "attachedTemplate" else "objects", target)
        if relation.get("TargetMode") == "External" and not (kind == "hyperlink" and CLICKED.match(target)):
            raise LetterError("remote", target)


def check_elements(tree: Any, refused: dict[str, str]) -> None:
    for element in tree.iter():
        code = refused.get(element.tag)
        if code and not (element.tag in HARMLESS_WHEN_EMPTY and not len(element)):
            raise LetterError(code, etree.QName(element).localname)


def check_fields(tree: Any) -> None:
    """The first word of every field, put together again from the pieces that it may be split into."""
    for simple in tree.iter(f"{W}fldSimple"):
        check_field(simple.get(f"{W}instr", ""))
    open_fields: list[str] = []
    for element in tree.iter(f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}instrText":
            if not open_fields:
                raise LetterError("fields", element.text or "")
            open_fields[-1] += element.text or ""
        elif element.get(f"{W}fldCharType") == "begin":
            open_fields.append("")
        elif element.get(f"{W}fldCharType") == "end" and open_fields:
            check_field(open_fields.pop())
    if any(written.strip() for written in open_fields):
        raise LetterError("fields", open_fields[0])


def check_field(written: str) -> None:
    word = (written.split() or [""])[0].upper()
    if word and word not in FIELDS:
        raise LetterError("fields", word)


# ---- ODT -----------------------------------------------------------------------
def check_odt(archive: zipfile.ZipFile, names: frozenset[str]) -> Iterator[str]:
    for name in sorted(name for name in names if name.endswith(".xml")):
        tree = tree_of(archive, name)
        if name == "META-INF/manifest.xml" and any("encryption" in str(element.tag) for element in tree.iter()):
            raise LetterError("archive")
        check_elements(tree, ODT_REFUSED)
        for element in tree.iter():
            check_addresses(element)
        if name in {"content.xml", "styles.xml"}:
            for paragraph in tree.iter(f"{TEXT}p", f"{TEXT}h"):
                yield "".join(paragraph.itertext())


def check_addresses(element: Any) -> None:
    """What an element points to lies in the file, or is a link that somebody must click."""
    for name, value in element.attrib.items():
        if "vnd.sun.star.script" in value or value.startswith(("macro:", "javascript:")):
            raise LetterError("macros")
        if name != f"{XLINK}href" or not value:
            continue
        is_inside = ":" not in value and not value.startswith(("/", "\\", "..")) and "/../" not in value
        if not is_inside and not (element.tag == f"{TEXT}a" and CLICKED.match(value)):
            raise LetterError("remote", value)


# ---- marks ---------------------------------------------------------------------
def marks_of(paragraphs: Iterator[str]) -> Iterator[str]:
    """The marks in the texts. Raises LetterError for one that we do not know and for a foreign placeholder."""
    for text in paragraphs:
        if "{{" in text or "{%" in text or "{#" in text:
            raise LetterError("placeholders", text[:60])
        for found in MARK.finditer(text):
            name = found.group(1).strip().lower()
            if name not in MARKS:
                raise LetterError("mark", found.group(1))
            yield name
