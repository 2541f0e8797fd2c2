"""Journeys, rooms and the two sheets made from them: the rooming list of the hotel and the emergency sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from hospitium.core.multilingual import here
from hospitium.delegations.models import Delegation, Journey, Member, Room, RoomGuest
from hospitium.delegations.queries.names import by_name, ordered_by_name

EMERGENCY_NUMBERS = ("112",)  # one number for fire and ambulance in all of the European Union


# ---- rooming list -----------------------------------------------------------------
@dataclass(frozen=True)
class Rooming:
    """One room for the hotel's list: the nights are first and last night, the day of leaving is `leaves_on`."""

    hotel: str
    hotel_id: int
    number: str
    kind: str
    guests: Sequence[str]
    first_night: date
    last_night: date
    remark: str

    @property
    def nights(self) -> int:
        return (self.last_night - self.first_night).days + 1

    @property
    def leaves_on(self) -> date:
        return self.last_night + timedelta(days=1)


def rooms_of(delegation: Delegation) -> QuerySet[Room]:
    """The rooms with those guests who still come and may be named."""
    guests = (
        RoomGuest.objects.filter(member__in=Member.objects.filter(delegation=delegation).printable())
        .select_related("member__delegation")
        .order_by("member__name_key", "id")
    )
    return delegation.rooms.select_related("hotel").prefetch_related(Prefetch("guests", guests))


def rooming_list(delegation: Delegation) -> list[Rooming]:
    """The rooms of a delegation by hotel and number, in the language that is switched on. Empty rooms are in it."""
    return [
        Rooming(
            hotel=str(room.hotel),
            hotel_id=room.hotel_id,
            number=room.number,
            kind=str(room.get_kind_display()),
            guests=[one.name_in(here()) for one in by_name(guest.member for guest in room.guests.all())],
            first_night=room.first_night,
            last_night=room.last_night,
            remark=room.remark,
        )
        for room in sorted(rooms_of(delegation), key=lambda one: (str(one.hotel), one.number, one.pk))
    ]


# ---- emergency sheet --------------------------------------------------------------
@dataclass(frozen=True)
class Reachable:
    """One person of the emergency sheet; "" is unknown and is to be shown as unknown."""

    name: str
    role: str
    mobile: str
    emergency_contact: str
    languages: Sequence[str]
    hotel: str
    hotel_phone: str
    hotel_address: str
    room: str


@dataclass(frozen=True)
class EmergencySheet:
    """Who has to be reached at night: the members, the officer in charge, and the numbers of this country.

    The number of an embassy is kept nowhere yet; a print leaves a line for it.
    """

    delegation: Delegation
    officer: str
    people: Sequence[Reachable]
    numbers: Sequence[str] = EMERGENCY_NUMBERS


def emergency_sheet(delegation: Delegation) -> EmergencySheet:
    """Everybody in the order of protocol, heads first; nobody who withdrew, is restricted or was erased."""
    members = Member.objects.filter(delegation=delegation).printable().in_order().select_related("delegation")
    beds = {
        guest.member_id: guest.room
        for guest in RoomGuest.objects.filter(room__delegation=delegation).select_related("room__hotel")
    }
    officer = delegation.visit.officer
    return EmergencySheet(
        delegation=delegation,
        officer=officer.name if officer else "",
        people=[reachable(one, beds.get(one.pk)) for one in members],
    )


def reachable(one: Member, room: Room | None) -> Reachable:
    return Reachable(
        name=one.name_in(here()),
        role=str(one.get_role_display()),
        mobile=one.phone,
        emergency_contact=one.emergency_contact,
        languages=tuple(one.languages),
        hotel=str(room.hotel) if room else "",
        hotel_phone=room.hotel.phone if room else "",
        hotel_address=room.hotel.address if room else "",
        room=room.number if room else "",
    )


# ---- journeys ---------------------------------------------------------------------
def journeys_of(delegation: Delegation) -> list[Journey]:
    """Arrivals and departures by day and time, each with its pick-up and with those members who come."""
    members = ordered_by_name(Member.objects.filter(delegation=delegation).printable())
    return list(delegation.journeys.select_related("pickup").prefetch_related(Prefetch("members", members)))


__all__ = [
    "EmergencySheet",
    "Reachable",
    "Rooming",
    "emergency_sheet",
    "journeys_of",
    "rooming_list",
    "rooms_of",
]
