"""The board of placing by hand: who has no place, every offer with those who are there, in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from hospitium.accounts.models import Unit
from hospitium.algorithms.search import fold
from hospitium.exchange.models import Application, HostOffer, Placement, Round, WaitingEntry, Wish
from hospitium.exchange.queries.results import names_of, offer_name
from hospitium.exchange.queries.run_words import STAYED
from hospitium.partners.models import Partner

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Narrowed:
    """What is to be shown: `show` is "waiting" for those without a place alone, "free" for free places alone."""

    text: str = ""
    show: str = ""
    city: int | None = None
    unit: int | None = None


@dataclass(frozen=True)
class Place:
    """An offer on the board: who is there, and how many places are free."""

    offer: HostOffer
    name: str
    placements: Sequence[Placement]

    @property
    def free(self) -> int:
        return self.offer.capacity - len(self.placements)


@dataclass(frozen=True)
class Group(Generic[Entry]):
    """What stands together on the board: of one city or one unit."""

    name: str
    entries: Sequence[Entry]


class Places(Group[Place]):
    @property
    def taken(self) -> int:
        return sum(len(one.placements) for one in self.entries)

    @property
    def capacity(self) -> int:
        return sum(one.offer.capacity for one in self.entries)


@dataclass(frozen=True)
class Board:
    """The round as it stands; `without` and `placed` count everybody, whatever is shown."""

    waiting: Sequence[Group[Application]]
    here: Sequence[Places]
    there: Sequence[Places]
    without: int
    placed: int

    @property
    def shown(self) -> int:
        return sum(len(one.entries) for one in self.waiting)


def board_of(record: Round, states: Sequence[str], narrowed: Narrowed | None = None) -> Board:
    narrowed = narrowed or Narrowed()
    there_now: dict[int, list[Placement]] = {}
    chosen = record.placements.standing().select_related(
        "application__unit", "application__partner", "application__topic"
    )
    for placement in chosen.order_by("application__code"):
        there_now.setdefault(placement.offer_id, []).append(placement)
    placed = [one.application_id for found in there_now.values() for one in found]
    without = record.applications.filter(state__in=states).exclude(pk__in=placed)
    places = [
        Place(
            offer,
            offer_name(offer.title.here.as_title.text or offer.organisation, offer),
            there_now.get(offer.pk, []),
        )
        for offer in record.offers.standing().select_related("unit", "partner")
    ]
    places = sorted((one for one in places if is_wanted(one, narrowed)), key=lambda one: one.name)
    return Board(
        waiting_groups(without, narrowed),
        place_groups([one for one in places if one.offer.is_here]),
        place_groups([one for one in places if not one.offer.is_here]),
        without.count(),
        len(placed),
    )


def waiting_groups(without: QuerySet[Application], narrowed: Narrowed) -> list[Group[Application]]:
    if narrowed.show == "free":
        return []
    found = without.select_related("unit", "partner", "topic").order_by("code")
    if narrowed.city:
        wishes = Wish.objects.filter(Q(partner=narrowed.city) | Q(offer__partner=narrowed.city))
        found = found.filter(Q(partner=narrowed.city) | Q(pk__in=wishes.order_by().values("application")))
    if narrowed.unit:
        wishes = Wish.objects.filter(offer__unit=narrowed.unit)
        found = found.filter(Q(unit=narrowed.unit) | Q(pk__in=wishes.order_by().values("application")))
    lines: dict[str, list[Application]] = {}
    for one in found:
        if speaks_of(narrowed, one.code, one.title, str(one.unit or one.partner)):
            lines.setdefault(str(one.unit or one.partner), []).append(one)
    return [Group(name, lines[name]) for name in sorted(lines)]


def place_groups(places: Iterable[Place]) -> list[Places]:
    lines: dict[str, list[Place]] = {}
    for one in places:
        lines.setdefault(str(one.offer.unit or one.offer.partner), []).append(one)
    return [Places(name, lines[name]) for name in sorted(lines)]


def is_wanted(place: Place, narrowed: Narrowed) -> bool:
    offer, people = place.offer, [one.application for one in place.placements]
    if narrowed.show == "waiting" or (narrowed.show == "free" and place.free < 1):
        return False
    if narrowed.city and narrowed.city not in {offer.partner_id, *(one.partner_id for one in people)}:
        return False
    if narrowed.unit and narrowed.unit not in {offer.unit_id, *(one.unit_id for one in people)}:
        return False
    return speaks_of(narrowed, place.name, *(f"{one.code} {one.title}" for one in people))


def speaks_of(narrowed: Narrowed, *texts: str) -> bool:
    return fold(narrowed.text) in fold(" ".join(texts))


def cities_of(record: Round) -> list[tuple[int, str]]:
    """The cities that the board names, with an offer or an application."""
    found = Partner.objects.filter(
        Q(pk__in=record.offers.standing().order_by().values("partner"))
        | Q(pk__in=record.applications.order_by().values("partner"))
    )
    return sorted(((one.pk, str(one)) for one in found), key=lambda pair: pair[1])


def units_of(record: Round) -> list[tuple[int, str]]:
    found = Unit.objects.filter(
        Q(pk__in=record.offers.standing().order_by().values("unit"))
        | Q(pk__in=record.applications.order_by().values("unit"))
    )
    return sorted(((one.pk, str(one)) for one in found), key=lambda pair: pair[1])


def taken_places(record: Round, *, but: Application) -> dict[int, int]:
    """The offers of a round with how many places others have there."""
    counted = record.placements.standing().exclude(application=but).order_by().values("offer")
    return dict(counted.annotate(count=Count("pk")).values_list("offer", "count"))


@dataclass(frozen=True)
class Waiting:
    """The waiting list of one offer."""

    name: str
    entries: Sequence[tuple[WaitingEntry, str]]


def waiting_lists(record: Round) -> list[Waiting]:
    """Who moves up for which offer, with why somebody could not."""
    chosen = WaitingEntry.objects.filter(offer__round=record)
    names = names_of(record)
    lists: dict[int, list[tuple[WaitingEntry, str]]] = {}
    for entry in chosen.select_related("application").order_by("offer_id", "position"):
        why = str(STAYED.get(entry.reason, entry.reason))
        lists.setdefault(entry.offer_id, []).append((entry, why))
    return sorted((Waiting(names.offer(pk), found) for pk, found in lists.items()), key=lambda one: one.name)
