"""Cards on sheets that one can buy: where each begins, that every name fits, and how a printer that is off is met."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import typst
from django.urls import reverse

from hospitium.core.events import timeline
from hospitium.delegations.actions.papers import make_paper
from hospitium.delegations.documents.cards import FORMATS, OF_BADGES, OF_PLACE_CARDS, frames_data
from hospitium.delegations.documents.papers import Choice
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CardShift
from hospitium.documents.models import Document
from hospitium.documents.rendering import TEMPLATES, fonts, render_pdf
from tests.delegations.papers_world import make_guests, make_office

# The makers' sheets as LibreOffice 7.4 and gLabels publish them: pitch across and down, size, where the first begins.
PUBLISHED = {
    "80x50": (95, 55, 80, 50, 18, 13, 2, 5),
    "105x57": (105, 57, 105, 57, 0, 5.93, 2, 5),
    "86x55": (86, 55, 86, 55, 19, 38.5, 2, 4),
    "90x54": (90, 54, 90, 54, 15, 13.5, 2, 5),
    "85x54": (95, 54, 85, 54, 15, 13.5, 2, 5),
    "85x54_gaps": (91, 60, 85, 54, 17, 31.5, 2, 4),
    "85x55": (95, 55, 85, 55, 15, 11, 2, 5),
    "tent_avery": (110, 80, 110, 80, 38.5, 25, 2, 2),
    "tent_avery_long": (210, 140, 210, 140, 0, 8.5, 1, 2),
}
NAMES = (
    "Li",
    "Anna Nowak",
    "Prof. Dr. hab. inż. Grzegorzyna Przemysława Brzęczyszczykiewicz-Chrząszczyżewoszycka",
    "Nagyszentmiklósi-Megszentségteleníthetetlenségeskedés Ágota Őzike",
    "Александра Константиновна Вознесенская-Преображенская",
    "Konstantin-Alexander-Maximilian Freiherr von und zu Hohenlohe-Waldenburg-Schillingsfürst",
    "W" * 60,
)
# Size, height of the card that is used, and the share of the width that the widest unbreakable piece takes.
MEASURED = """
#import "cards.typ": chosen, set-in
#let data = json(bytes(sys.inputs.data))
#set text(font: ("Fira Sans", "Libertinus Serif"), hyphenate: false)
#for (words, width, height, largest, smallest) in data {
  let name = (text: words, language: "de")
  let (room, high) = (width * 1mm, height * 1mm)
  context {
    let (size, shown) = chosen(name, room, high, largest * 1pt, smallest * 1pt, "semibold")
    let pieces = shown.split(regex("[ \\u{200b}]|(?:-)"))
    let widest = calc.max(..pieces.map(one => measure(set-in(size, name, "semibold", one)).width))
    let tall = measure(block(width: room, set-in(size, name, "semibold", shown))).height
    [#metadata((words, size.pt(), widest / room, tall / high, shown.replace("\\u{200b}", "")))<measured>]
  }
}
"""


@pytest.mark.parametrize("card", PUBLISHED)
def test_a_sheet_is_laid_out_as_its_maker_publishes_it(card):
    form = FORMATS[card]

    left, top = form.margins
    found = (form.width + form.gap, form.height + form.gap_below, form.width, form.height, left, top)
    # Where nothing lies between the cards, the pitch is the card.
    assert (*found, form.columns, form.rows) == PUBLISHED[card]


@pytest.mark.parametrize("card", FORMATS)
def test_no_card_reaches_over_the_edge_of_the_paper(card):
    form = FORMATS[card]
    (left, top), (width, height) = form.margins, form.paper

    right = left + form.columns * form.width + (form.columns - 1) * form.gap
    bottom = top + form.rows * form.height + (form.rows - 1) * form.gap_below
    assert (left >= 0, top >= 0, right <= width, bottom <= height) == (True, True, True, True)


def measured(folder: Path, width: float, height: float, largest: float, smallest: float) -> list[list[object]]:
    for file in TEMPLATES.glob("*.typ"):
        shutil.copyfile(file, folder / file.name)
    (folder / "measured.typ").write_text(MEASURED, encoding="utf-8")
    data = [[name, width, height, largest, smallest] for name in NAMES]
    compiler = typst.Compiler(
        input=folder / "measured.typ", root=folder, font_paths=fonts(), sys_inputs={"data": json.dumps(data)}
    )
    return list(json.loads(compiler.query("<measured>", field="value")))


@pytest.mark.parametrize("card", OF_BADGES)
def test_names_fit_into_the_width_of_a_badge(card, tmp_path):
    found = measured(tmp_path, FORMATS[card].width - 10, 18, 23, 10)

    # Nothing is lost, nothing wider than the card, nothing smaller than 10 pt, and short names are large.
    assert [(words, shown, wide <= 1.001, size >= 10) for words, size, wide, _tall, shown in found] == [
        (name, name, True, True) for name in NAMES
    ]
    assert found[0][1] == 23
    assert [tall <= 1 for *_others, tall, _shown in found[:-2]] == [True] * (len(NAMES) - 2)


@pytest.mark.parametrize("card", OF_PLACE_CARDS)
def test_names_fit_into_the_width_of_a_place_card(card, tmp_path):
    form = FORMATS[card]
    width, height = form.width, form.height / (2 if form.is_tent else 1)
    largest = min(height * 0.3 / 0.3528, 60)

    found = measured(tmp_path, width - 0.22 * min(width, height), height * 0.55, largest, max(largest * 0.22, 10))

    assert [(shown, wide <= 1.001) for _words, _size, wide, _tall, shown in found] == [(name, True) for name in NAMES]


# ---- a printer that is off ---------------------------------------------------------
@pytest.fixture
def officer(db):
    return make_office()


@pytest.fixture
def delegation(officer):
    return make_guests(officer)


def test_cards_are_moved_as_far_as_the_printer_is_off_and_the_office_need_not_type_it_again(delegation, officer):
    members = frozenset(member.pk for member in printable(delegation))
    choice = Choice(languages=["de"], card="80x50", members=members, shift=(1.5, -0.5))

    made = [make_paper(delegation_id=delegation.pk, paper="badges", choice=choice, by=officer) for _twice in range(2)]

    kept = CardShift.objects.get(unit=delegation.visit.unit)
    card = Document.objects.get(pk=made[0].pk).data["card"]
    assert ((kept.right, kept.down), (card["left"], card["top"])) == ((Decimal("1.5"), Decimal("-0.5")), (19.5, 12.5))
    assert [(one.code, one.facts) for one in timeline(kept)] == [
        ("card_shift.changed", {"right": "1.5", "down": "-0.5"})
    ]


def test_the_test_print_shows_frames_and_nobody(delegation):
    data = frames_data(delegation, languages=["en"], card="80x50", shift=(1.5, 0.0))

    assert (data["cards"], data["test"]["shift"][0]["text"]) == ([], "Moved to the right: +1.5 mm, down: +0 mm")
    assert [member.family_name for member in printable(delegation) if member.family_name in json.dumps(data)] == []
    assert b"/Pages/Count 1/" in render_pdf("badges", data)


def test_the_page_hands_out_a_test_print_and_keeps_what_was_typed(delegation, officer, sign_in):
    client = sign_in(officer)
    address = reverse("delegations:delegation_paper_new", args=[delegation.pk, "badges"])
    members = [member.pk for member in printable(delegation)]
    typed = {"language": "de", "form": "frames", "card": "105x57", "right": "0.5", "down": "-1", "members": members}

    answer = client.post(address, typed)

    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert Document.objects.count() == 0
    initial = client.get(address).context["form"].initial
    assert (initial["right"], initial["down"]) == (Decimal("0.5"), Decimal("-1.0"))


def test_a_shift_beyond_reason_is_refused(delegation, officer, sign_in):
    address = reverse("delegations:delegation_paper_new", args=[delegation.pk, "badges"])

    answer = sign_in(officer).post(address, {"language": "de", "form": "frames", "card": "80x50", "right": "80"})

    assert (answer.status_code, "right" in answer.context["form"].errors) == (422, True)
