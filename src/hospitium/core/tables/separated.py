"""Reading CSV: the encoding and the separator are guessed, said, and can be chosen."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence

from charset_normalizer import from_bytes

from hospitium.core.tables.values import EMPTY, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Note, Rows, Sheet, TableError

ENCODINGS = ("utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp1254", "iso8859-2")
BYTE_TABLES = [encoding for encoding in ENCODINGS if not encoding.startswith("utf")]
SEPARATORS = (";", ",", "\t")
SAMPLE = 64 * 1024
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_separated(content: bytes, *, encoding: str, separator: str) -> Sheet:
    """The rows of a CSV file, read as asked for, else as guessed. Raises TableError."""
    possible = encodings_of(content)
    is_guess = encoding not in possible
    chosen = guess(content, possible) if is_guess else encoding
    text = decoded(content, chosen)
    named, text = named_separator(text)
    chosen_separator = separator if separator in SEPARATORS else named or sniff(text)
    rows = parsed(text, chosen_separator)
    return Sheet(
        rows=rows,
        notes=(Note("encoding_guessed", {"encoding": chosen}),) if is_guess and not chosen.startswith("utf") else (),
        kind="csv",
        encoding=chosen,
        encodings=possible,
        separator=chosen_separator,
    )


def decoded(content: bytes, encoding: str) -> str:
    """The text without its byte order mark. A byte that has no letter is an error, never a question mark."""
    if encoding == "utf-16" and content[:2] not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        encoding = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
    try:
        text = content.decode(encoding)
    except UnicodeError as error:
        raise TableError("encoding") from error
    if "\x00" in text:
        raise TableError("nul")
    return text.removeprefix("\ufeff")


def encodings_of(content: bytes) -> tuple[str, ...]:
    """In which encodings the file can be read at all. Raises TableError when there is none."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    if looks_like_utf_16(content):
        return ("utf-16",)
    if b"\x00" in content:
        raise TableError("nul")
    possible = tuple(encoding for encoding in ("utf-8", *BYTE_TABLES) if can_read(content, encoding))
    if not possible:
        raise TableError("encoding")
    return possible


def looks_like_utf_16(content: bytes) -> bool:
    sample = content[:2000]
    if len(sample) < 4 or len(content) % 2:
        return False
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    return max(zeros) > len(sample) // 8 and min(zeros) == 0 and b"\x00\x00" not in sample


def can_read(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        return False
    # Control characters of the second kind in a "readable" text are letters of another table.
    return not any("\x80" <= character <= "\x9f" for character in set(text))


def guess(content: bytes, possible: tuple[str, ...]) -> str:
    """UTF-8 wherever it is valid: no other text looks like it by chance. Else what the letters make likely."""
    if possible[0].startswith("utf"):
        return possible[0]
    found = from_bytes(content[:SAMPLE], cp_isolation=list(possible)).best()
    name = found.encoding.replace("_", "-") if found else ""
    return next((encoding for encoding in possible if codecs.lookup(encoding) == lookup(name)), possible[0])


def lookup(name: str) -> codecs.CodecInfo | None:
    try:
        return codecs.lookup(name)
    except LookupError:
        return None


def named_separator(text: str) -> tuple[str, str]:
    """The separator of a first line "sep=;", as Excel writes it, and the text without that line."""
    first, _end, rest = text.partition("\n")
    line = first.strip("\r").strip('"').lower()
    if line.startswith("sep=") and line[4:5] in SEPARATORS and len(line) == 5:
        return line[4], rest
    return "", text


def sniff(text: str) -> str:
    """The separator that divides the first lines into the same number of columns most often."""

    def score(separator: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=separator)
        try:
            widths = [len(row) for row, _line in zip(reader, range(50), strict=False) if row]
        except csv.Error:
            return 0, 0
        width, times = (
            Counter(width for width in widths if width > 1).most_common(1)[0] if max(widths, default=0) > 1 else (0, 0)
        )
        return times / max(len(widths), 1), width

    return max(SEPARATORS, key=score)


def parsed(text: str, separator: str) -> Rows:
    lines: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    cells = 0
    try:
        for line in reader:
            while line and not line[-1]:
                line.pop()
            cells += len(line)
            if len(line) > MAX_COLUMNS:
                raise TableError("too_many_columns", limit=MAX_COLUMNS)
            if cells > MAX_CELLS:
                raise TableError("too_many_cells", limit=MAX_CELLS)
            lines.append(line)
            if len(lines) > MAX_ROWS:
                raise TableError("too_many_rows", limit=MAX_ROWS)
    except csv.Error as error:
        raise TableError("line_broken", row=reader.line_num) from error
    width = max((len(line) for line in lines), default=0)
    if not width:
        raise TableError("empty")
    return Rows(len(lines), lambda row: padded(lines[row], width))


def padded(line: Sequence[str], width: int) -> tuple[Cell, ...]:
    return tuple([Cell(text) if text else EMPTY for text in line]) + (EMPTY,) * (width - len(line))
