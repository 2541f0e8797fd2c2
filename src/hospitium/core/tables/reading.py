"""The one way in: bytes to rows."""

from __future__ import annotations

from dataclasses import dataclass

from hospitium.core.tables.packed import read_packed
from hospitium.core.tables.separated import read_separated
from hospitium.core.tables.values import Sheet, TableError

MAX_BYTES = 10 * 2**20
# How files begin that are no tables, whatever their names say.
STRANGERS = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"{\\rtf", b"MZ", b"\x7fELF", b"7z\xbc\xaf", b"Rar!")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Reading:
    """What somebody chose about a file; empty means that the file decides."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""


def read(content: bytes, reading: Reading | None = None) -> Sheet:
    """The rows of an XLSX, ODS or CSV file. Raises TableError with the reason when there are none to be had."""
    wanted = reading or Reading()
    if not content.strip():
        raise TableError("empty")
    if len(content) > MAX_BYTES:
        raise TableError("too_big", limit=MAX_BYTES // 2**20)
    if content.startswith(OLD_OFFICE):
        raise TableError("old_format")
    if content.startswith(b"PK"):
        return read_packed(content, sheet=wanted.sheet)
    if content.startswith(STRANGERS) or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise TableError("not_a_table")
    return read_separated(content, encoding=wanted.encoding, separator=wanted.separator)
