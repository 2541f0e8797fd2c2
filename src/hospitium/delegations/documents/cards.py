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
    """Cards on a sheet of A4; all measures in millimetres. A tent is folded in the middle and shows both sides."""

    label: str | Promise
    width: float
    height: float
    columns: int
    rows: int
    gap: float = 0.0
    is_tent: bool = False
    is_flipped: bool = False

    @property
    def paper(self) -> tuple[float, float]:
        return (A4[1], A4[0]) if self.is_flipped else A4

    @property
    def margins(self) -> tuple[float, float]:
        """Left and top, with the cards in the middle of the sheet."""
        width, height = self.paper
        used = self.columns * self.width + (self.columns - 1) * self.gap
        return (width - used) / 2, (height - self.rows * self.height) / 2


FORMATS: Mapping[str, CardFormat] = {
    "90x54": CardFormat(_("90 × 54 mm, ten on a sheet"), 90, 54, 2, 5),
    "85x55": CardFormat(_("85 × 55 mm, ten on a sheet"), 85, 55, 2, 5, gap=10),
    "86x55": CardFormat(_("86.5 × 55.5 mm, eight on a sheet"), 86.5, 55.5, 2, 4, gap=15),
    "tent_small": CardFormat(_("210 × 74 mm folded, two on a sheet"), 210, 148.5, 1, 2, is_tent=True),
    "tent_large": CardFormat(_("297 × 105 mm folded, one on a sheet"), 297, 210, 1, 1, is_tent=True, is_flipped=True),
}
OF_BADGES = ("90x54", "85x55", "86x55")
OF_PLACE_CARDS = ("tent_small", "tent_large", "90x54", "85x55")
# Who is here to help is told apart at a glance, by a word and not by colour alone.
MARKED = frozenset({Member.Role.HEAD, Member.Role.DEPUTY, Member.Role.INTERPRETER, Member.Role.ESCORT})


def badges_data(
    delegation: Delegation, members: Sequence[Member], *, languages: Sequence[str], card: str
) -> dict[str, Any]:
    """A badge for each member: name, own script, function in both languages, and whose guest it is."""
    data = cards_data(delegation, members, languages=languages, card=card, title=_("Badges"))
    for one, member in zip(data["cards"], members, strict=True):
        marked = member.role in MARKED
        one["role"] = words.pair(Member.Role(member.role).label, languages) if marked else []
    return data


def place_cards_data(
    delegation: Delegation, members: Sequence[Member], *, languages: Sequence[str], card: str
) -> dict[str, Any]:
    """A card for the table: the name large, the function small."""
    return cards_data(delegation, members, languages=languages, card=card, title=_("Place cards"))


def cards_data(
    delegation: Delegation, members: Sequence[Member], *, languages: Sequence[str], card: str, title: Promise | str
) -> dict[str, Any]:
    form = FORMATS[card]
    left, top = form.margins
    shape = {name: value for name, value in asdict(form).items() if name != "label"}
    return {
        **head_data(delegation, title, languages),
        "card": {**shape, "left": left, "top": top},
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
