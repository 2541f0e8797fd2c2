"""Badges and place cards: sheets of cards in formats that one can buy, with names that fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.delegations.documents import people
from hospitium.delegations.documents.sheets import head_data
from hospitium.delegations.models import Delegation, Member, SeatingPlan
from hospitium.delegations.queries.seating import plan_of
from hospitium.visits.documents import words

A4 = (210.0, 297.0)


@dataclass(frozen=True)
class CardFormat:
    """Cards on a sheet of A4; all measures in millimetres. A tent is folded in the middle and shows both sides.

    `left` and `top` are where the first card begins; without them the cards lie in the middle of the sheet.
    """

    label: str | Promise
    width: float
    height: float
    columns: int
    rows: int
    gap: float = 0.0
    gap_below: float = 0.0
    left: float | None = None
    top: float | None = None
    is_tent: bool = False
    is_flipped: bool = False

    @property
    def paper(self) -> tuple[float, float]:
        return (A4[1], A4[0]) if self.is_flipped else A4

    @property
    def margins(self) -> tuple[float, float]:
        """Left and top of the first card."""
        width, height = self.paper
        used = self.columns * self.width + (self.columns - 1) * self.gap
        high = self.rows * self.height + (self.rows - 1) * self.gap_below
        left = (width - used) / 2 if self.left is None else self.left
        return left, (height - high) / 2 if self.top is None else self.top


# Sheets that one can buy. Their measures are those that LibreOffice 7.4 publishes for its labels (share/labels/
# labels.xml, "Avery A4", "Avery Zweckform", "Herma A4", "Sigel"), of L4785 those of gLabels (templates/
# avery-iso-templates.xml). The large tents are plain paper, cut and folded.
FORMATS: Mapping[str, CardFormat] = {
    "80x50": CardFormat(
        _("80 × 50 mm, ten on a sheet, self-adhesive (Avery Zweckform L4785)"),
        80, 50, 2, 5, gap=15, gap_below=5, left=18, top=13,
    ),
    "105x57": CardFormat(
        _("105 × 57 mm, ten on a sheet, self-adhesive (Avery Zweckform 3425, Herma 4425)"),
        105, 57, 2, 5, left=0, top=5.93,
    ),
    "86x55": CardFormat(
        _("86 × 55 mm, eight on a sheet, for name badges (Avery L7418)"), 86, 55, 2, 4, left=19, top=38.5
    ),
    "90x54": CardFormat(_("90 × 54 mm, ten on a sheet (Avery L7417, L7419)"), 90, 54, 2, 5, left=15, top=13.5),
    "85x54": CardFormat(
        _("85 × 54 mm, ten on a sheet (Avery Zweckform 32010, 32011)"), 85, 54, 2, 5, gap=10, left=15, top=13.5
    ),
    "85x54_gaps": CardFormat(
        _("85 × 54 mm, eight on a sheet (Avery Zweckform C9312)"),
        85, 54, 2, 4, gap=6, gap_below=6, left=17, top=31.5,
    ),
    "85x55": CardFormat(_("85 × 55 mm, ten on a sheet (Sigel DP835)"), 85, 55, 2, 5, gap=10, left=15, top=11),
    "tent_avery": CardFormat(
        _("110 × 40 mm folded, four on a sheet (Avery Zweckform 32253)"),
        110, 80, 2, 2, left=38.5, top=25, is_tent=True, is_flipped=True,
    ),
    "tent_avery_long": CardFormat(
        _("210 × 70 mm folded, two on a sheet (Avery Zweckform 32257)"), 210, 140, 1, 2, left=0, top=8.5, is_tent=True
    ),
    "tent_small": CardFormat(_("210 × 74 mm folded, two on a sheet of paper"), 210, 148.5, 1, 2, is_tent=True),
    "tent_large": CardFormat(
        _("297 × 105 mm folded, one on a sheet of paper"), 297, 210, 1, 1, is_tent=True, is_flipped=True
    ),
}  # fmt: skip
OF_BADGES = ("90x54", "80x50", "105x57", "86x55", "85x54", "85x54_gaps", "85x55")
OF_PLACE_CARDS = (
    "tent_small", "tent_large", "tent_avery_long", "tent_avery", "90x54", "85x54", "85x55",
)  # fmt: skip
# To the right and down, in millimetres: how far everything is moved because a printer is off.
Shift = tuple[float, float]
# Who is here to help is told apart at a glance, by a word and not by colour alone.
MARKED = frozenset({Member.Role.HEAD, Member.Role.DEPUTY, Member.Role.INTERPRETER, Member.Role.ESCORT})


def badges_data(
    delegation: Delegation, members: Sequence[Member], *, languages: Sequence[str], card: str, shift: Shift = (0, 0)
) -> dict[str, Any]:
    """A badge for each member: name, own script, function in both languages, and whose guest it is."""
    data = cards_data(delegation, members, languages=languages, card=card, title=_("Badges"), shift=shift)
    for one, member in zip(data["cards"], members, strict=True):
        marked = member.role in MARKED
        one["role"] = words.pair(Member.Role(member.role).label, languages) if marked else []
    return data


def place_cards_data(
    delegation: Delegation, members: Sequence[Member], *, languages: Sequence[str], card: str, shift: Shift = (0, 0)
) -> dict[str, Any]:
    """A card for the table: the name large, the function small."""
    return cards_data(delegation, members, languages=languages, card=card, title=_("Place cards"), shift=shift)


def frames_data(delegation: Delegation, *, languages: Sequence[str], card: str, shift: Shift) -> dict[str, Any]:
    """The frames of a sheet and nobody's name: what is held against the sheet before the cards are printed."""
    right, down = (f"{length:+g} mm" for length in shift)
    return {
        **cards_data(delegation, [], languages=languages, card=card, title=_("Test print"), shift=shift),
        "test": {
            "format": words.said(FORMATS[card].label, languages[0]),
            "shift": words.pair(_("Moved to the right: %(right)s, down: %(down)s"), languages, right=right, down=down),
            "scale": words.pair(_("This line is 50 mm long; if it is not, print without scaling."), languages),
        },
    }


def cards_data(
    delegation: Delegation,
    members: Sequence[Member],
    *,
    languages: Sequence[str],
    card: str,
    title: Promise | str,
    shift: Shift,
) -> dict[str, Any]:
    form = FORMATS[card]
    left, top = form.margins
    shape = {name: value for name, value in asdict(form).items() if name != "label"}
    return {
        **head_data(delegation, title, languages),
        "card": {**shape, "left": left + shift[0], "top": top + shift[1]},
        "cards": [card_of(member, languages) for member in members],
    }


def card_of(member: Member, languages: Sequence[str]) -> dict[str, Any]:
    latin = people.name(member, languages[0])
    own = people.own_script(member)
    return {
        "name": words.plain(latin, languages[0]),
        # Where the name stands in its own spelling already, it is not said twice.
        "own": words.plain(own, member.delegation.language) if own and own not in latin else None,
        "functions": people.functions(member, languages),
        "organisations": people.organisations(member, languages),
        "role": [],
    }


def hosts_of(plan: SeatingPlan, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Cards for everybody on a plan who is no member of a delegation: speakers, interpreters, guests by name."""
    with translation.override(languages[0]):
        found = plan_of(plan)
    seated = [place.person for place in found.places if place.person and not place.person.key.startswith("member-")]
    return [
        {
            "name": words.plain(person.name, languages[0]),
            "own": None,
            "functions": [words.plain(person.function, languages[0])] if person.function else [],
            "organisations": [],
            "role": [],
        }
        for person in seated
    ]
