"""Seating plans: who can be seated, who sits where, who does not yet; as pages and prints need it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hospitium.core.multilingual import here
from hospitium.delegations.models import Member, Seat, SeatingPlan, Side
from hospitium.delegations.queries.people import short_name
from hospitium.delegations.seating import Side as TableSide
from hospitium.delegations.seating import Sitter, Spot, seats_of
from hospitium.visits.models import Booking, Interpreter, Item, Part, Speaker

GONE = frozenset({Part.State.DECLINED, Part.State.REPLACED})
NOT_BOOKED = frozenset({Booking.State.DECLINED, Booking.State.CANCELLED})


@dataclass(frozen=True)
class Person:
    """Somebody who has a seat or could have one. `key` is "member-7", "speaker-3", "interpreter-1" or "name-12".

    `side` says in a picture whose people they are, HOST is ours; on our own journeys we are the guests at the table,
    which `sitter` knows. `country` is the code of the country that a member comes from.
    """

    key: str
    name: str
    short: str
    function: str
    side: TableSide
    is_interpreter: bool
    sitter: Sitter
    country: str = ""


@dataclass(frozen=True)
class Place:
    """A seat of a plan with the person on it; without one it is free. `left` names who was there and withdrew."""

    spot: Spot
    person: Person | None
    is_by_hand: bool = False
    left: str = ""

    @property
    def number(self) -> int:
        return self.spot.number

    @property
    def is_of_honour(self) -> bool:
        return self.spot.number == 1


@dataclass(frozen=True)
class Plan:
    """A seating plan as it is shown and printed: all seats in the order of honour, and who has none yet."""

    plan: SeatingPlan
    places: Sequence[Place]
    unseated: Sequence[Person]

    @cached_property
    def taken(self) -> Sequence[Place]:
        return [place for place in self.places if place.person is not None]

    @property
    def free(self) -> Sequence[Place]:
        return [place for place in self.places if place.person is None]

    @cached_property
    def countries(self) -> Sequence[str]:
        """Those of the guests at this table, in the order of honour."""
        return list(dict.fromkeys(one.person.country for one in self.taken if one.person and one.person.country))

    @property
    def left(self) -> Sequence[Place]:
        """Seats that are free because somebody withdrew after the plan was made."""
        return [place for place in self.places if place.left]


def plan_of(plan: SeatingPlan) -> Plan:
    """The plan with all names, in a fixed number of queries."""
    seats = list(plan.seats.select_related("member__rank", "speaker", "interpreter"))
    people = people_of(plan)
    known = {one.key: one for one in people}
    # A speaker who is no longer in the item still sits in the plan until somebody takes the seat.
    known |= {one.key: one for one in (guest_of(seat) for seat in seats) if one is not None and one.key not in known}
    by_number = {seat.number: seat for seat in seats}
    places = [place_of(spot, by_number.get(spot.number), known) for spot in seats_of(plan.shape, plan.size)]
    seated = {place.person.key for place in places if place.person is not None}
    return Plan(plan, places, [one for one in people if one.key not in seated])


def place_of(spot: Spot, seat: Seat | None, known: Mapping[str, Person]) -> Place:
    if seat is None:
        return Place(spot, None)
    if seat.member is not None and not seat.member.is_printable:
        return Place(spot, None, left=left_words(seat.member))
    return Place(spot, known.get(key_of(seat)), is_by_hand=seat.is_by_hand)


def left_words(member: Member) -> str:
    """Who withdrew is still named; whose data are restricted or erased is not."""
    return _("a member") if member.is_restricted or member.erased_on else str(member)


def key_of(seat: Seat) -> str:
    if seat.member_id:
        return f"member-{seat.member_id}"
    if seat.speaker_id:
        return f"speaker-{seat.speaker_id}"
    return f"interpreter-{seat.interpreter_id}" if seat.interpreter_id else f"name-{seat.pk}"


# ---- who can be seated ------------------------------------------------------------
def people_of(plan: SeatingPlan) -> list[Person]:
    """Everybody for this plan: the members of all delegations of the visit, who speaks or hosts, who interprets.

    Of a plan for one item only who takes part in that item; of another everybody of the visit.
    """
    return [*members_of(plan), *speakers_of(plan), *interpreters_of(plan)]


def members_of(plan: SeatingPlan) -> list[Person]:
    members = (
        Member.objects.filter(delegation__visit=plan.visit_id)
        .printable()
        .in_order()
        .select_related("rank", "delegation__partnership__partner")
    )
    return [member_person(one, place) for place, one in enumerate(heads_first(members))]


def heads_first(members: Iterable[Member]) -> list[Member]:
    """In the order of protocol, with the heads before all others; interpreters of the delegation come last."""
    order = {Member.Role.HEAD: 0, Member.Role.DEPUTY: 1, Member.Role.INTERPRETER: 3, Member.Role.ESCORT: 3}
    return sorted(members, key=lambda one: order.get(Member.Role(one.role), 2))


def member_person(one: Member, place: int) -> Person:
    # On an outgoing visit we are the guests at a table of the partner.
    own = one.delegation.side == Side.OUTGOING
    key = f"member-{one.pk}"
    speaks = frozenset(one.languages or [one.delegation.language])
    pairs = pairs_among(speaks) if one.role == Member.Role.INTERPRETER else frozenset()
    sitter = Sitter(key, TableSide.GUEST, place, speaks, pairs)
    side = TableSide.HOST if own else TableSide.GUEST
    country = "" if own else one.delegation.partnership.partner.country
    return Person(key, one.name_in(here()), short_name(one), one.function.here.text, side, bool(pairs), sitter, country)


def pairs_among(languages: frozenset[str]) -> frozenset[tuple[str, str]]:
    return frozenset((one, two) for one in languages for two in languages if one != two)


def speakers_of(plan: SeatingPlan) -> list[Person]:
    """Who hosts comes first, then who speaks, in the order in which they were entered."""
    parts = Part.objects.filter(item__visit=plan.visit_id).exclude(state__in=GONE).select_related("speaker")
    if plan.item_id:
        parts = parts.filter(item=plan.item_id)
    ordered = sorted(parts.order_by("id"), key=lambda part: part.role != Part.Role.HOST)
    speakers = list(dict.fromkeys(part.speaker for part in ordered))
    # Where we are the guests, those who host and speak are the partner's.
    is_away = plan.visit.delegations.filter(side=Side.OUTGOING).exists()
    side = TableSide.GUEST if is_away else TableSide.HOST
    return [speaker_person(one, place, side) for place, one in enumerate(speakers)]


def speaker_person(one: Speaker, place: int, side: TableSide) -> Person:
    key = f"speaker-{one.pk}"
    sitter = Sitter(key, TableSide.HOST, place, frozenset(one.languages))
    return Person(key, one.name, short_of(one.name), one.function.here.text, side, False, sitter)


def interpreters_of(plan: SeatingPlan) -> list[Person]:
    """Who interprets this item; of a plan without an item, or an item without anybody, who is booked for the visit."""
    chosen = list(plan.item.interpreters.prefetch_related("pairs")) if plan.item_id and plan.item else []
    booked = (
        Interpreter.objects.filter(bookings__visit=plan.visit_id)
        .exclude(bookings__in=Booking.objects.filter(visit=plan.visit_id, state__in=NOT_BOOKED))
        .distinct()
        .prefetch_related("pairs")
    )
    return [interpreter_person(one, place) for place, one in enumerate(chosen or booked)]


def interpreter_person(one: Interpreter, place: int) -> Person:
    key = f"interpreter-{one.pk}"
    pairs = frozenset((pair.origin, pair.target) for pair in one.pairs.all())
    # Without a language nobody can be helped, and yet there is somebody to be seated.
    sitter = Sitter(key, TableSide.HOST, place, frozenset(), pairs or frozenset({("", "")}))
    return Person(key, one.name, short_of(one.name), _("interpreter"), TableSide.HOST, True, sitter)


def short_of(name: str) -> str:
    """Of a name in one piece the last word is taken for the family name: "A. Example"."""
    words = [word for word in name.split() if not word.endswith(".")]
    if len(words) < 2:
        return name
    return f"{words[0][0]}. {words[-1]}"


def guest_of(seat: Seat) -> Person | None:
    """Somebody on a seat who is not among those of the item: by name, or who took part before."""
    if seat.speaker is not None:
        return speaker_person(seat.speaker, 50, TableSide.HOST)
    if seat.interpreter is not None:
        return interpreter_person(seat.interpreter, 50)
    if seat.member is not None or not seat.name:
        return None
    key = key_of(seat)
    sitter = Sitter(key, TableSide.HOST, 60)
    return Person(key, seat.name, short_of(seat.name), "", TableSide.HOST, False, sitter)


# ---- lists and prints ---------------------------------------------------------------
@dataclass(frozen=True)
class Counted:
    """A plan in a list, with how many of its seats are taken."""

    plan: SeatingPlan
    taken: int
    item: Item | None


def plans_of(visit_id: int) -> list[Counted]:
    """The plans of a visit; seats of those who withdrew are not counted."""
    plans = SeatingPlan.objects.filter(visit=visit_id).select_related("item").prefetch_related("seats__member")
    return [
        Counted(one, sum(seat.member is None or seat.member.is_printable for seat in one.seats.all()), one.item)
        for one in plans
    ]


@dataclass(frozen=True)
class PrintedSeat:
    """One seat for a print: where it is in the picture (points, the middle is 0), who sits there ("" is free).

    `is_guest` is somebody of the partner, everybody else is of ours.
    """

    number: int
    x: float
    y: float
    name: str
    short: str
    function: str
    is_guest: bool
    is_interpreter: bool


@dataclass(frozen=True)
class PrintedPlan:
    """A seating plan as plain data, for place cards and the printed plan. `shape` is one of SeatingPlan.Shape."""

    name: str
    shape: str
    item: str
    seats: Sequence[PrintedSeat]


def printed_plan(plan: SeatingPlan) -> PrintedPlan:
    """The plan for a print, in the language that is switched on; restricted, erased and withdrawn members are not
    in it."""
    return PrintedPlan(
        name=plan.name,
        shape=plan.shape,
        item=str(plan.item or ""),
        seats=[printed_seat(place) for place in plan_of(plan).places],
    )


def printed_seat(place: Place) -> PrintedSeat:
    one = place.person
    return PrintedSeat(
        number=place.number,
        x=place.spot.x,
        y=place.spot.y,
        name=one.name if one else "",
        short=one.short if one else "",
        function=one.function if one else "",
        is_guest=bool(one and one.side == TableSide.GUEST),
        is_interpreter=bool(one and one.is_interpreter),
    )


__all__ = ["Person", "Place", "Plan", "PrintedPlan", "PrintedSeat", "plan_of", "plans_of", "printed_plan"]
