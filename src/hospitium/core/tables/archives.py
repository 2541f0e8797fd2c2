"""What a packed table (XLSX, ODS) holds, looked at before anything of it is believed or taken apart.

The sizes that a ZIP file names can lie, so every part is counted while it is read; a part that declares entities is
refused; and the extent of each sheet is known before the reader reserves memory for it.
"""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from hospitium.core.tables.outlines import Outline, Reader, SpreadsheetParts, ods_reader, xlsx_reader
from hospitium.core.tables.values import TableError

MAX_PARTS, MAX_UNPACKED, MAX_RATIO = 1_000, 100 * 2**20, 100
# Small parts of a table shrink well without any harm in it.
RATIO_COUNTS_FROM = 2**20
CHUNK = 2**16
OPENDOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
NESTED = (".zip", ".xlsx", ".xlsm", ".ods", ".docx", ".odt", ".7z", ".gz", ".bz2", ".xz", ".rar", ".jar")
NOT_XML: Reader = (None, None)
# What the standard library raises for an archive that is cut, scratched or packed in a strange way.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """The format of a packed table, its sheets in their order with their outlines, and whether it asks other files."""

    kind: str
    outlines: tuple[Outline, ...]
    has_links: bool


def look_into(content: bytes) -> Contents:
    """What the archive holds. Raises TableError for anything but a harmless XLSX or ODS file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = checked_names(archive)
            kind = kind_of(archive, names)
            return Contents(kind, outlines(archive, kind), has_links=any("externalLink" in name for name in names))
    except TableError:
        raise
    except DAMAGED as error:
        raise TableError("damaged") from error


def checked_names(archive: zipfile.ZipFile) -> frozenset[str]:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise TableError("archive_parts", limit=MAX_PARTS)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableError("archive_size", limit=MAX_UNPACKED // 2**20)
    names = {part.filename for part in parts}
    if len(names) != len(parts) or not all(is_plain(part) for part in parts):
        raise TableError("archive_names")
    if any(name.lower().endswith(NESTED) for name in names):
        raise TableError("archive_nested")
    for part in parts:
        if part.flag_bits & 1:
            raise TableError("encrypted")
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise TableError("archive_ratio")
    return frozenset(names)


def is_plain(part: zipfile.ZipInfo) -> bool:
    """A name as an office program writes it: relative, short, no way out of the archive, no link."""
    name = part.filename
    steps = name.split("/")
    return (
        name == part.orig_filename
        and 0 < len(name) <= 200
        and name.isprintable()
        and "\\" not in name
        and ".." not in steps
        and not name.startswith("/")
        and ":" not in steps[0]
        and not stat.S_ISLNK(part.external_attr >> 16)
    )


def kind_of(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    """ "xlsx" or "ods"; TableError for everything else, macros above all."""
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise TableError("macros")
    if "[Content_Types].xml" in names:
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise TableError("macros")
        if "xl/workbook.xml" in names:
            return "xlsx"
    if {"mimetype", "content.xml"} <= names and archive.read("mimetype").startswith(OPENDOCUMENT):
        return "ods"
    raise TableError("not_a_table")


def outlines(archive: zipfile.ZipFile, kind: str) -> tuple[Outline, ...]:
    """Read every part once, counting; the sheets leave their outlines."""
    parts = SpreadsheetParts()
    count = Counter()
    for part in archive.infolist():
        reader = reader_for(kind, part.filename, parts)
        with archive.open(part) as stream:
            read_part(stream.read, reader, count)
    return parts.in_order() if kind == "xlsx" else parts.as_read()


def reader_for(kind: str, name: str, parts: SpreadsheetParts) -> Reader | None:
    """How a part is read: its elements looked at, only its XML checked, or only its bytes counted."""
    if kind == "ods" and name == "content.xml":
        return ods_reader(parts)
    if kind == "xlsx" and name.endswith((".xml", ".rels")):
        return xlsx_reader(name, parts)
    return NOT_XML if name.endswith((".xml", ".rels", ".vml", ".rdf")) else None


class Counter:
    """How many bytes came out of the archive so far."""

    def __init__(self) -> None:
        self.bytes = 0

    def add(self, size: int) -> None:
        self.bytes += size
        if self.bytes > MAX_UNPACKED:
            raise TableError("archive_size", limit=MAX_UNPACKED // 2**20)


def read_part(read: Callable[[int], bytes], reader: Reader | None, count: Counter) -> None:
    parser = xml_parser(reader) if reader is not None else None
    is_first = True
    while chunk := read(CHUNK):
        count.add(len(chunk))
        if is_first and chunk.startswith(b"PK\x03\x04"):
            raise TableError("archive_nested")
        is_first = False
        if parser is not None:
            feed(parser, chunk)
    if parser is not None and not is_first:
        feed(parser, b"")


def feed(parser: expat.XMLParserType, chunk: bytes) -> None:
    try:
        parser.Parse(chunk, not chunk)
    except expat.ExpatError as error:
        raise TableError("damaged") from error


def xml_parser(reader: Reader) -> expat.XMLParserType:
    """A parser that refuses to hear of entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader
    parser.StartDoctypeDeclHandler = refuse_declaration
    return parser


def refuse_declaration(*_parts: object) -> None:
    raise TableError("xml_entities")
