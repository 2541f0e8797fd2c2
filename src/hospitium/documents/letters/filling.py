"""Filling a letterhead: values come into the places of the marks as text, also where a mark is split into pieces.

An office program splits what looks like one word into several runs (spelling, language, half of it typed later).
The letters of a paragraph are therefore read as one text; a mark is found in it, its value goes into the piece where
the mark begins, and the rest of the mark disappears from the others. Everything around keeps its form.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from hospitium.documents.letters import additions
from hospitium.documents.letters.additions import BODIES, DOCX, LISTS, NO_RELATIONS, Picture
from hospitium.documents.letters.marks import MARK, Values
from hospitium.documents.letters.names import TEXT, XML, W, parse, written

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
CORE = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
APP = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"""
CUSTOM = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>"""
META = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>"""
SETTINGS = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>"""
# Who wrote the letterhead, when, on which printer: no receiver of a letter needs to know.
EMPTIED = {
    "docProps/core.xml": CORE,
    "docProps/app.xml": APP,
    "docProps/custom.xml": CUSTOM,
    "meta.xml": META,
    "settings.xml": SETTINGS,
}


def fill(content: bytes, values: Values, picture: Picture | None = None) -> bytes:
    """The letter as bytes of the same format. The same letterhead and values always give the same bytes.

    `picture` is shown at the check code, if there is one.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as letter:
        parts = {part.filename: source.read(part) for part in source.infolist() if not part.is_dir()}
        if picture and values.get("check"):
            add(parts, picture)
        else:
            picture = None
        for name, bytes_of_part in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            # The type of an OpenDocument file stands first and unpacked.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            letter.writestr(entry, EMPTIED.get(name) or filled(name, bytes_of_part, values, picture))
    return target.getvalue()


def add(parts: dict[str, bytes], picture: Picture) -> None:
    """The picture and its place in the lists of the file; a body without links has no list of them yet."""
    container = next(one for name, one in BODIES.items() if name in parts)
    parts[container.picture] = picture.png
    if container is DOCX:
        parts.setdefault("word/_rels/document.xml.rels", NO_RELATIONS)
    for name in LISTS & set(parts):
        parts[name] = additions.listed(name, parts[name])


def filled(name: str, content: bytes, values: Values, picture: Picture | None) -> bytes:
    paragraphs = paragraphs_of(name)
    if paragraphs is None:
        return content
    tree = parse(content)
    if name in BODIES:
        additions.arrange(tree, BODIES[name], values, picture)
    for paragraph in list(tree.iter(*paragraphs.tags)):
        fill_paragraph(paragraph, values, paragraphs.pieces, paragraphs.break_lines)
    return written(tree)


@dataclass
class Piece:
    """A stretch of letters in a paragraph: an element and where its letters are kept, "text" or "tail"."""

    holder: Any
    slot: str

    @property
    def letters(self) -> str:
        return getattr(self.holder, self.slot) or ""

    @letters.setter
    def letters(self, value: str) -> None:
        setattr(self.holder, self.slot, value)


@dataclass(frozen=True)
class Paragraphs:
    """How the paragraphs of a format are found, taken into pieces, and broken into lines."""

    tags: Sequence[str]
    pieces: Callable[[Any], list[list[Piece]]]
    break_lines: Callable[[Piece], None]


def paragraphs_of(name: str) -> Paragraphs | None:
    if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
        is_text = name.removeprefix("word/").startswith(("document", "header", "footer"))
        return Paragraphs((f"{W}p",), docx_pieces, docx_lines) if is_text else None
    if name in {"content.xml", "styles.xml"}:
        return Paragraphs((f"{TEXT}p", f"{TEXT}h"), odt_pieces, odt_lines)
    return None


# ---- one paragraph -------------------------------------------------------------
def fill_paragraph(
    paragraph: Any, values: Values, pieces_of: Callable[[Any], list[list[Piece]]], break_lines: Callable[[Piece], None]
) -> None:
    whole = "".join(piece.letters for stretch in pieces_of(paragraph) for piece in stretch)
    alone = MARK.fullmatch(whole.strip())
    several = values.get(alone.group(1).strip().lower(), "") if alone else ""
    entries = [entry for entry in several if entry] if isinstance(several, list) else []
    for entry in reversed(entries[1:]):
        copy = deepcopy(paragraph)
        copy.tail = None
        paragraph.addnext(copy)
        replace(copy, {alone.group(1).strip().lower(): entry} if alone else {}, pieces_of, break_lines)
    if entries and alone:
        values = {**values, alone.group(1).strip().lower(): entries[0]}
    replace(paragraph, values, pieces_of, break_lines)


def replace(
    paragraph: Any, values: Values, pieces_of: Callable[[Any], list[list[Piece]]], break_lines: Callable[[Piece], None]
) -> None:
    """Put the values into the places of the marks; a mark never reaches across a tab or a line end."""
    for stretch in pieces_of(paragraph):
        whole = "".join(piece.letters for piece in stretch)
        changed: list[Piece] = []
        # From the end, so that the places of the earlier marks stay where they were found.
        for mark in reversed(list(MARK.finditer(whole))):
            value = values.get(mark.group(1).strip().lower(), "")
            words = "\n".join(value) if isinstance(value, list) else value
            changed.append(put(stretch, mark.start(), mark.end(), words))
        for piece in {id(piece): piece for piece in changed}.values():
            break_lines(piece)


def put(stretch: Sequence[Piece], start: int, end: int, words: str) -> Piece:
    """Replace the letters from start to end, which may lie in several pieces; returns the piece that got the words."""
    target: Piece | None = None
    at = 0
    for piece in stretch:
        length = len(piece.letters)
        first, last = max(start - at, 0), min(end - at, length)
        at += length
        if first >= last:
            continue
        piece.letters = piece.letters[:first] + ("" if target else words) + piece.letters[last:]
        target = target or piece
    if target is None:
        raise ValueError((start, end))
    return target


# ---- DOCX ----------------------------------------------------------------------
def docx_pieces(paragraph: Any) -> list[list[Piece]]:
    """The texts of a paragraph in stretches between tabs and breaks, without those of text boxes inside it."""
    stretches: list[list[Piece]] = [[]]
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"):
        if next(element.iterancestors(f"{W}p")) is not paragraph:
            continue
        if element.tag == f"{W}t":
            stretches[-1].append(Piece(element, "text"))
        elif element.getparent().tag == f"{W}r":
            stretches.append([])
    return stretches


def docx_lines(piece: Piece) -> None:
    """A line end in a text becomes a break; spaces at the ends of a text are kept."""
    first, *others = piece.letters.split("\n")
    piece.letters = first
    piece.holder.set(f"{XML}space", "preserve")
    for line in reversed(others):
        text = etree.Element(f"{W}t")
        text.text = line
        text.set(f"{XML}space", "preserve")
        piece.holder.addnext(text)
        piece.holder.addnext(etree.Element(f"{W}br"))


# ---- ODT -----------------------------------------------------------------------
BREAKS = frozenset({f"{TEXT}tab", f"{TEXT}line-break", f"{TEXT}s"})
INLINE = frozenset({f"{TEXT}span", f"{TEXT}a", f"{TEXT}soft-page-break", f"{TEXT}bookmark", f"{TEXT}bookmark-start"})


def odt_pieces(paragraph: Any) -> list[list[Piece]]:
    """The texts of a paragraph in stretches between tabs and breaks, without those of frames inside it."""
    stretches: list[list[Piece]] = [[]]
    for piece in odt_texts(paragraph):
        if piece is None:
            stretches.append([])
        else:
            stretches[-1].append(piece)
    return stretches


def odt_texts(element: Any) -> Iterator[Piece | None]:
    yield Piece(element, "text")
    for child in element:
        if child.tag in BREAKS:
            yield None
        elif child.tag in INLINE or child.tag == f"{TEXT}bookmark-end":
            yield from odt_texts(child)
        yield Piece(child, "tail")


def odt_lines(piece: Piece) -> None:
    first, *others = piece.letters.split("\n")
    if not others:
        return
    piece.letters = first
    breaks = [etree.Element(f"{TEXT}line-break") for _line in others]
    for element, line in zip(breaks, others, strict=True):
        element.tail = line
    if piece.slot == "text":
        for position, element in enumerate(breaks):
            piece.holder.insert(position, element)
        return
    parent = piece.holder.getparent()
    at = parent.index(piece.holder) + 1
    for offset, element in enumerate(breaks):
        parent.insert(at + offset, element)
