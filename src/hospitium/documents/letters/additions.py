"""What a letter holds besides text: the picture of its check code, and the second language on a page of its own.

Both have marks of their own. A letterhead without them gets them below its signature, so that papers made before still
carry the code. See docs/adr/0020-check-codes-as-pictures.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from hospitium.documents.letters.marks import MARK, Values
from hospitium.documents.letters.names import DRAW, MANIFEST, OFFICE, STYLE, SVG, TEXT, XLINK, W, parse, written

# Below which marks the additions go where a letterhead does not name them: the first of these that it has.
BELOW = ("cosignature", "signature", "closing", "text")
MILLIMETRES = 22
EMU = 36_000  # of a millimetre
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NEW_PAGE = "HospitiumNewPage"


@dataclass(frozen=True)
class Picture:
    """The check code as a PNG, and what is said to those who do not see it."""

    png: bytes
    alt: str


@dataclass(frozen=True)
class Container:
    """Where a format keeps its body, its pictures and what lists them."""

    body: str
    picture: str
    paragraphs: Sequence[str]


DOCX = Container("word/document.xml", "word/media/hospitium-check.png", (f"{W}p",))
ODT = Container("content.xml", "Pictures/hospitium-check.png", (f"{TEXT}p", f"{TEXT}h"))
BODIES = {one.body: one for one in (DOCX, ODT)}
LISTS = frozenset({"[Content_Types].xml", "word/_rels/document.xml.rels", "META-INF/manifest.xml"})


def arrange(tree: Any, container: Container, values: Values, picture: Picture | None) -> None:
    """Put both additions where they belong, and take away their places where there is nothing to say."""
    anchor = anchor_of(tree, container)
    for name in ("check", "second"):
        place = paragraph_of(tree, container, name)
        if place is None and values.get(name) and anchor is not None:
            place = mark_after(anchor, container, name)
        if place is None:
            continue
        if not values.get(name):
            take_away(place, container)
            continue
        if name == "second":
            outermost(place).addprevious(new_page(tree, container))
        elif picture:
            show(place, container, picture)
        anchor = place


def take_away(place: Any, container: Container) -> None:
    """Without the place, unless it is all that a cell of a table holds; that is emptied with the other marks."""
    parent = place.getparent()
    if sum(one.tag in container.paragraphs for one in parent) > 1:
        parent.remove(place)


def letters_in(paragraph: Any) -> str:
    return "".join(paragraph.itertext()).strip()


def paragraph_of(tree: Any, container: Container, name: str) -> Any | None:
    """The paragraph that holds a mark and nothing else."""
    for paragraph in tree.iter(*container.paragraphs):
        found = MARK.fullmatch(letters_in(paragraph))
        if found and found.group(1).strip().lower() == name:
            return paragraph
    return None


def anchor_of(tree: Any, container: Container) -> Any | None:
    by_mark: dict[str, Any] = {}
    for paragraph in tree.iter(*container.paragraphs):
        for found in MARK.finditer(letters_in(paragraph)):
            by_mark[found.group(1).strip().lower()] = paragraph
    return next((by_mark[name] for name in BELOW if name in by_mark), None)


def mark_after(anchor: Any, container: Container, name: str) -> Any:
    """A paragraph that looks like the anchor and holds a mark."""
    copy = deepcopy(anchor)
    copy.tail = None
    if container is DOCX:
        for child in [one for one in copy if one.tag != f"{W}pPr"]:
            copy.remove(child)
        etree.SubElement(etree.SubElement(copy, f"{W}r"), f"{W}t").text = f"«{name}»"
    else:
        for child in list(copy):
            copy.remove(child)
        copy.text = f"«{name}»"
    outermost(anchor).addnext(copy)
    return copy


def outermost(element: Any) -> Any:
    """The paragraph or table of the body in which an element lies: a page cannot end inside a table."""
    while element.getparent().tag not in {f"{W}body", f"{OFFICE}text"}:
        element = element.getparent()
    return element


# ---- a page of its own -----------------------------------------------------------
def new_page(tree: Any, container: Container) -> Any:
    """An empty paragraph on the next page."""
    if container is DOCX:
        paragraph = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pageBreakBefore")
        return paragraph
    styles = tree.find(f"{OFFICE}automatic-styles")
    if styles is None:
        styles = etree.Element(f"{OFFICE}automatic-styles")
        tree.find(f"{OFFICE}body").addprevious(styles)
    style = etree.SubElement(styles, f"{STYLE}style", {f"{STYLE}name": NEW_PAGE, f"{STYLE}family": "paragraph"})
    fo = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
    etree.SubElement(style, f"{STYLE}paragraph-properties", {f"{fo}break-before": "page"})
    return etree.Element(f"{TEXT}p", {f"{TEXT}style-name": NEW_PAGE})


# ---- the picture -----------------------------------------------------------------
def show(paragraph: Any, container: Container, picture: Picture) -> None:
    """The picture before the words of the paragraph, on a line of its own."""
    if container is DOCX:
        run = parse(docx_run(picture))
        after = paragraph.find(f"{W}pPr")
        if after is None:
            paragraph.insert(0, run)
        else:
            after.addnext(run)
        return
    side = f"{MILLIMETRES}mm"
    frame = etree.Element(
        f"{DRAW}frame",
        {f"{TEXT}anchor-type": "as-char", f"{SVG}width": side, f"{SVG}height": side, f"{DRAW}name": "check"},
    )
    etree.SubElement(
        frame,
        f"{DRAW}image",
        {f"{XLINK}href": ODT.picture, f"{XLINK}type": "simple", f"{XLINK}show": "embed", f"{XLINK}actuate": "onLoad"},
    )
    etree.SubElement(frame, f"{SVG}title").text = picture.alt
    line_end = etree.Element(f"{TEXT}line-break")
    line_end.tail, paragraph.text = paragraph.text, None
    paragraph.insert(0, line_end)
    paragraph.insert(0, frame)


def docx_run(picture: Picture) -> bytes:
    side = MILLIMETRES * EMU
    root = etree.Element(f"{W}r", nsmap={"w": W[1:-1]})
    inline = etree.SubElement(
        etree.SubElement(root, f"{W}drawing"), f"{{{DRAWING}/wordprocessingDrawing}}inline", distT="0", distB="0"
    )
    size = {"cx": str(side), "cy": str(side)}
    etree.SubElement(inline, f"{{{DRAWING}/wordprocessingDrawing}}extent", size)
    etree.SubElement(inline, f"{{{DRAWING}/wordprocessingDrawing}}docPr", id="9001", name="check", descr=picture.alt)
    graphic = etree.SubElement(inline, f"{{{DRAWING}/main}}graphic")
    shown = etree.SubElement(graphic, f"{{{DRAWING}/main}}graphicData", uri=f"{DRAWING}/picture")
    held = etree.SubElement(shown, f"{{{DRAWING}/picture}}pic")
    told = etree.SubElement(held, f"{{{DRAWING}/picture}}nvPicPr")
    etree.SubElement(told, f"{{{DRAWING}/picture}}cNvPr", id="9001", name="check", descr=picture.alt)
    etree.SubElement(told, f"{{{DRAWING}/picture}}cNvPicPr")
    fill = etree.SubElement(held, f"{{{DRAWING}/picture}}blipFill")
    etree.SubElement(fill, f"{{{DRAWING}/main}}blip", {f"{{{RELATIONS}}}embed": "hospitiumCheck"})
    etree.SubElement(etree.SubElement(fill, f"{{{DRAWING}/main}}stretch"), f"{{{DRAWING}/main}}fillRect")
    shape = etree.SubElement(held, f"{{{DRAWING}/picture}}spPr")
    moved = etree.SubElement(shape, f"{{{DRAWING}/main}}xfrm")
    etree.SubElement(moved, f"{{{DRAWING}/main}}off", x="0", y="0")
    etree.SubElement(moved, f"{{{DRAWING}/main}}ext", size)
    form = etree.SubElement(shape, f"{{{DRAWING}/main}}prstGeom", prst="rect")
    etree.SubElement(form, f"{{{DRAWING}/main}}avLst")
    etree.SubElement(root, f"{W}br")
    return bytes(etree.tostring(root))


def listed(name: str, content: bytes) -> bytes:
    """A part that lists the others, with the picture among them."""
    tree = parse(content)
    if name == "[Content_Types].xml":
        if not any(one.get("Extension", "").lower() == "png" for one in tree):
            kind = {"Extension": "png", "ContentType": "image/png"}
            tree.insert(0, etree.Element(f"{{{PACKAGE}/content-types}}Default", kind))
    elif name == "META-INF/manifest.xml":
        entry = {f"{MANIFEST}full-path": ODT.picture, f"{MANIFEST}media-type": "image/png"}
        etree.SubElement(tree, f"{MANIFEST}file-entry", entry)
    else:
        relation = {"Id": "hospitiumCheck", "Type": f"{RELATIONS}/image", "Target": "media/hospitium-check.png"}
        etree.SubElement(tree, f"{{{PACKAGE}/relationships}}Relationship", relation)
    return written(tree)


NO_RELATIONS = f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()
