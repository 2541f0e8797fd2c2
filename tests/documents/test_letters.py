"""Letterheads: bad ones are refused with a reason, good ones are filled, and a value is never more than text."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date

import docx as python_docx
import pytest
from django.utils import translation
from lxml import etree

from hospitium.core.multilingual import written_in
from hospitium.documents.letters import MARKS, LetterError, Picture, fill, inspect, plain_values, sample, usual_paper
from hospitium.documents.letters.usual import block, docx_parts, odt_parts
from tests.corpus.letters import make
from tests.corpus.letters.make import FILES, docx, odt, pack, paragraph

ATTACK = "</w:t><w:instrText>DDEAUTO</w:instrText>&x; <b> {{ 7*7 }} «office»"


def texts(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(etree.fromstring(archive.read(name)).itertext())


@pytest.mark.parametrize("name", FILES)
def test_bad_letterheads_are_refused_with_their_reason(name):
    content, reason = FILES[name]

    with pytest.raises(LetterError) as refused:
        inspect(content)

    assert refused.value.code == reason


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_a_scratched_file_is_refused_whatever_it_was_packed_with(method):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as source, zipfile.ZipFile(target, "w", method) as packed:
        for part in source.infolist():
            packed.writestr(part.filename, source.read(part))
    content = target.getvalue()

    refused = 0
    for place in range(100, len(content), len(content) // 40):
        try:
            inspect(content[:place] + bytes(20) + content[place + 20 :])
        except LetterError:
            refused += 1

    # Anything but LetterError would have come through; a scratch may also lie where nobody reads.
    assert refused > 30


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_usual_paper_passes_and_has_the_marks_that_we_can_fill(kind):
    found, marks = inspect(usual_paper(kind, language="de"))

    assert (found, set(MARKS) - marks) == (kind, {"place", "phone"})


def test_a_link_that_somebody_must_click_may_stay():
    relations = make.relation("hyperlink", "mailto:office@example.org")

    assert inspect(docx(relations=relations))[0] == "docx"


def test_a_page_number_may_stay():
    assert inspect(docx(make.field(" PAGE ")))[0] == "docx"


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_every_mark_is_filled(kind):
    letter = fill(usual_paper(kind, language="de"), sample())
    names = ["word/document.xml", "word/header1.xml"] if kind == "docx" else ["content.xml", "styles.xml"]
    whole = " ".join(texts(letter, name) for name in names)

    assert "«" not in whole
    assert "Łódź, Žižkov" in whole
    assert "& <2>" in whole


def test_a_mark_split_into_runs_is_mended():
    paper = docx(paragraph("Betreff: «sub", "je", "ct» und «", "office»!"))

    letter = fill(paper, plain_values({"subject": "Einladung", "office": "Amt"}))

    assert "Betreff: Einladung und Amt!" in texts(letter)


def test_a_mark_split_into_spans_is_mended():
    paper = odt("<text:p>An: «sub<text:span>je</text:span>ct» und «<text:span>office</text:span>»!</text:p>")

    letter = fill(paper, plain_values({"subject": "Einladung", "office": "Amt"}))

    assert "An: Einladung und Amt!" in texts(letter, "content.xml")


@pytest.mark.parametrize(("paper", "part"), [(docx(), "word/document.xml"), (odt(), "content.xml")])
def test_a_value_is_only_ever_text(paper, part):
    """What looks like markup, a placeholder or another mark arrives as the letters that it consists of."""
    letter = fill(paper, plain_values({"subject": ATTACK, "text": [ATTACK]}))

    assert texts(letter, part).count(ATTACK) == 2
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert b"<w:instrText>DDEAUTO" not in archive.read(part)


def test_control_characters_and_lone_surrogates_disappear():
    letter = fill(docx(), plain_values({"subject": "a\x00b\x0bc\ud800d￾e"}))

    assert "abcde" in texts(letter)


def test_paragraphs_of_a_text_become_paragraphs_of_the_letter():
    letter = fill(docx(), plain_values({"text": ["eins", "zwei\ndrei", "vier"]}))
    read = python_docx.Document(io.BytesIO(letter))

    lines = [one.text for one in read.paragraphs]
    at = lines.index("eins")
    assert lines[at : at + 3] == ["eins", "zwei\ndrei", "vier"]
    assert {one.style.name for one in read.paragraphs[at : at + 3]} == {"Body Text"}


@pytest.mark.parametrize(
    "value", [object(), 1.5, True, None, {"a": "b"}, written_in("de", "Amt"), ["a", ["b"]], type("S", (str,), {})("x")]
)
def test_only_plain_values_come_into_a_letter(value):
    """B-17: an object brings its methods along, text brings nothing."""
    with pytest.raises(TypeError):
        plain_values({"text": value})


def test_text_numbers_days_and_lists_are_plain():
    given = {"subject": "x", "number": 7, "date": date(2027, 3, 8), "text": ["a", 1]}

    assert plain_values(given) == {"subject": "x", "number": "7", "date": "2027-03-08", "text": ["a", "1"]}


def test_whoever_wrote_the_letterhead_is_not_told():
    core = '<cp:coreProperties xmlns:cp="http://x"><creator>Somebody</creator></cp:coreProperties>'
    parts = dict(make.docx_parts("de")) | {"docProps/core.xml": core}

    letter = fill(pack(parts), sample())

    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert b"Somebody" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_same_values_give_the_same_bytes(kind):
    paper = usual_paper(kind, language="de")

    assert fill(paper, sample()) == fill(paper, sample())


def test_the_type_of_an_odt_stands_first_and_unpacked():
    letter = fill(usual_paper("odt", language="de"), sample())

    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


# ---- check code and second language ------------------------------------------------
DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
CODE = {
    "text": ["First language"],
    "closing": "Yours",
    "signature": "A",
    "check": "Code 7K3M",
    "second": ["Zweite", "B"],
}
PICTURES = {"docx": "word/media/hospitium-check.png", "odt": "Pictures/hospitium-check.png"}


def unmarked(parts, body: str) -> str:
    return make.text(parts, body).replace("«check»", "").replace("«second»", "")


PAPERS = {
    "usual docx": usual_paper("docx", language="de"),
    "usual odt": usual_paper("odt", language="de"),
    # Made before there were marks for a code.
    "own docx": pack({**docx_parts("de"), "word/document.xml": unmarked(docx_parts("de"), "word/document.xml")}),
    "own odt": pack({**odt_parts("de"), "content.xml": unmarked(odt_parts("de"), "content.xml")}),
}


def paragraphs_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = "word/document.xml" if "word/document.xml" in archive.namelist() else "content.xml"
        tree = etree.fromstring(archive.read(body))
    found = ("".join(one.itertext()) for one in tree.iter("{*}p") if etree.QName(one).namespace.find("drawing") < 0)
    return [text for text in found if text]


@pytest.mark.parametrize("name", PAPERS)
def test_a_letter_shows_its_check_code_as_a_picture_below_the_signature(name):
    kind = name.split()[1]
    letter = fill(PAPERS[name], plain_values(CODE), Picture(DOT, "QR code"))

    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        whole = b"".join(archive.read(one) for one in archive.namelist())
        assert archive.read(PICTURES[kind]) == DOT
    assert whole.count(b"QR code") >= 1
    assert [text.removeprefix("QR code") for text in paragraphs_in(letter)][-3:] == ["Code 7K3M", "Zweite", "B"]


@pytest.mark.parametrize("name", PAPERS)
def test_a_letter_without_a_code_has_no_picture_and_no_page_for_a_second_language(name):
    letter = fill(PAPERS[name], plain_values({**CODE, "check": "", "second": []}), Picture(DOT, "QR code"))

    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        body = archive.read("word/document.xml" if "docx" in name else "content.xml")
        assert [one for one in archive.namelist() if "check" in one] == []
    assert (b"pageBreakBefore" in body, b"break-before" in body, "«".encode() in body) == (False, False, False)


@pytest.mark.parametrize("name", ["usual docx", "own docx"])
def test_the_picture_is_one_that_other_programs_find(name):
    document = python_docx.Document(io.BytesIO(fill(PAPERS[name], plain_values(CODE), Picture(DOT, "QR code"))))

    assert [(shape.width.mm, shape.height.mm) for shape in document.inline_shapes] in ([(22, 22)], [])
    assert [part.blob for part in document.part.related_parts.values() if part.partname.endswith("check.png")] == [DOT]


def test_the_block_beside_the_address_says_when_the_letter_was_written():
    with translation.override("en"):
        labels = [label for label, _mark in block()]

    assert labels == ["File reference", "In charge", "E-mail address", "Number", "Date"]
