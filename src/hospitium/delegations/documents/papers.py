"""The papers that are made from a delegation: what each is for, what is asked before, and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.delegations.documents import cards, filed, house, participants
from hospitium.delegations.documents.people import printable
from hospitium.delegations.documents.sheets import Sheet, Values, sheet_data
from hospitium.delegations.documents.wishes import wishes_sheet
from hospitium.delegations.models import Delegation, SeatingPlan, Side
from hospitium.visits.models import Item


@dataclass(frozen=True)
class Choice:
    """What was chosen before a paper is made; `values` are details from the vault by member and field."""

    languages: Sequence[str]
    item: Item | None = None
    plan: SeatingPlan | None = None
    fields: Sequence[str] = ()
    card: str = ""
    members: frozenset[int] = frozenset()
    shift: cards.Shift = (0, 0)
    with_words: bool = False
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """`asks` names what the form asks besides the languages. A list has a `sheet`, and is a table, too."""

    text: str | Promise
    icon: str
    sheet: Callable[[Delegation, Choice], Sheet] | None = None
    data: Callable[[Delegation, Choice], dict[str, Any]] | None = None
    asks: frozenset[str] = frozenset()
    is_internal: bool = False
    # Whether it says something with nobody named, and of which side of a visit it is; "" for both.
    needs_members: bool = True
    side: str = ""


def venue_names(delegation: Delegation, choice: Choice) -> Sheet:
    if choice.item is None:
        raise LookupError("item")
    return participants.venue_names(
        delegation, choice.languages, item=choice.item, fields=choice.fields, values=choice.values
    )


def badges(delegation: Delegation, choice: Choice) -> dict[str, Any]:
    members = [member for member in printable(delegation) if member.pk in choice.members]
    return cards.badges_data(delegation, members, languages=choice.languages, card=choice.card, shift=choice.shift)


def place_cards(delegation: Delegation, choice: Choice) -> dict[str, Any]:
    members = [member for member in printable(delegation) if member.pk in choice.members]
    data = cards.place_cards_data(delegation, members, languages=choice.languages, card=choice.card, shift=choice.shift)
    if choice.plan is not None:
        data["cards"] += cards.hosts_of(choice.plan, choice.languages)
    return data


def rooming_data(delegation: Delegation, choice: Choice) -> dict[str, Any]:
    return house.rooming_data(delegation, house.rooming_sheet(delegation, choice.languages), choice.languages)


# The names are kinds of documents.kinds.
PAPERS: Mapping[str, Paper] = {
    "participants": Paper(
        _("For partners and speakers: name, function and organisation in the order of protocol."),
        "users",
        sheet=lambda delegation, choice: participants.external(delegation, choice.languages),
    ),
    "participants_internal": Paper(
        _("For the office only: with phones, hotel, pronunciation and whether photos are allowed."),
        "lock",
        sheet=lambda delegation, choice: participants.internal(delegation, choice.languages),
        is_internal=True,
    ),
    "venue_names": Paper(
        _("For a house that checks who comes in, with just the fields that it may have."),
        "landmark",
        sheet=venue_names,
        asks=frozenset({"item", "fields"}),
    ),
    "rooming_list": Paper(
        _("For the hotel: rooms, guests, first and last night."),
        "building-2",
        sheet=lambda delegation, choice: house.rooming_sheet(delegation, choice.languages),
        data=rooming_data,
    ),
    "wishes": Paper(
        _("For the kitchen and the houses: wishes for meals and access as counts, without names."),
        "list-checks",
        sheet=lambda delegation, choice: wishes_sheet(delegation, choice.languages, with_words=choice.with_words),
        asks=frozenset({"words"}),
    ),
    "interpreter_terms": Paper(
        _("For the interpreters: names with pronunciation, and the words of the programme in both languages."),
        "languages",
        sheet=lambda delegation, choice: participants.interpreters(delegation, choice.languages),
    ),
    "attendance_list": Paper(
        _("To be signed by whoever was there, day by day; what was noted already stands in it."),
        "list-checks",
        sheet=lambda delegation, choice: filed.attendance_sheet(delegation, choice.languages),
        side=Side.INCOMING,
    ),
    "settlement": Paper(
        _("For the file and the cash office: positions, plan and result, sums by payer and currency."),
        "euro",
        sheet=lambda delegation, choice: filed.settlement_sheet(delegation, choice.languages),
        is_internal=True,
        needs_members=False,
    ),
    "travel_request": Paper(
        _("For each of our own people: purpose, days and cost, with lines for the signatures."),
        "file-text",
        data=lambda delegation, choice: filed.requests_data(delegation, choice.members, choice.languages),
        asks=frozenset({"members"}),
        is_internal=True,
        side=Side.OUTGOING,
    ),
    "emergency_sheet": Paper(
        _("For whoever is called at night: phones, whom to call, hotel and room."),
        "phone",
        data=lambda delegation, choice: house.emergency_data(delegation, choice.languages),
        is_internal=True,
    ),
    "badges": Paper(
        _("Badges on sheets of labels; long names are set smaller, then broken."),
        "contact",
        data=badges,
        asks=frozenset({"card", "members"}),
    ),
    "place_cards": Paper(
        _("Cards for the table, flat or to be folded, readable from both sides."),
        "tags",
        data=place_cards,
        asks=frozenset({"card", "members", "plan"}),
    ),
}


def is_of(paper: str, delegation: Delegation) -> bool:
    """Does this side of a visit have the paper?"""
    return PAPERS[paper].side in {"", delegation.side}


def sheet_of(paper: str, delegation: Delegation, choice: Choice) -> Sheet:
    """The list behind a paper. Raises LookupError for a paper that is no list."""
    make = PAPERS[paper].sheet
    if make is None:
        raise LookupError(paper)
    return make(delegation, choice)


def data_of(paper: str, delegation: Delegation, choice: Choice) -> dict[str, Any]:
    """What the print of a paper shows."""
    make = PAPERS[paper].data
    return (
        make(delegation, choice)
        if make
        else sheet_data(delegation, sheet_of(paper, delegation, choice), choice.languages)
    )
