"""Makes records of protocol, travel and our own journeys for tests; whatever is not given gets a plain value."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from hospitium.delegations.models import Gift, Journey, Pickup, Room, RoomGuest, SeatingPlan, Side, TravelRequest
from tests.factories import make_unit
from tests.factories_delegations import make_delegation, make_member
from tests.factories_visits import make_venue


def make_plan(**given: Any) -> SeatingPlan:
    """A round table of six seats for a visit that has a delegation."""
    visit = given.pop("visit", None) or make_delegation().visit
    return SeatingPlan.objects.create(**{"visit": visit, "name": "Abendessen", "shape": "round", "size": 6, **given})


def make_journey(**given: Any) -> Journey:
    """An arrival on Monday 8 March 2027 at noon, by plane, unless said otherwise."""
    members = given.pop("members", [])
    delegation = given.pop("delegation", None) or (members[0].delegation if members else make_delegation())
    start = {"direction": "arrival", "day": date(2027, 3, 8), "time": time(12, 0), "number": "LO 387"}
    journey = Journey.objects.create(**{"delegation": delegation, **start, **given})
    journey.members.set(members)
    return journey


def make_pickup(**given: Any) -> Pickup:
    return Pickup.objects.create(**{"time": time(12, 15), "place": "Ausgang B", **given})


def make_room(**given: Any) -> Room:
    """A single room from 8 to 11 March 2027, the nights of the visit."""
    members = given.pop("members", [])
    delegation = given.pop("delegation", None) or (members[0].delegation if members else make_delegation())
    hotel = given.pop("hotel", None) or make_venue(phone="030 1", address="Am Markt 1")
    start = {"kind": "single", "number": "12", "first_night": date(2027, 3, 8), "last_night": date(2027, 3, 11)}
    room = Room.objects.create(**{"delegation": delegation, "hotel": hotel, **start, **given})
    for member in members:
        RoomGuest.objects.create(room=room, member=member)
    return room


def make_gift(**given: Any) -> Gift:
    unit = given.pop("unit", None) or make_unit()
    start = {
        "direction": "received",
        "on": date(2027, 3, 9),
        "what": "Bildband",
        "value": Decimal("20.00"),
        "giver": "Stadtverwaltung",
        "receiver": "Referatsleitung",
        "occasion": "Seminar",
    }
    return Gift.objects.create(**{"unit": unit, **start, **given})


def make_request(**given: Any) -> TravelRequest:
    """The draft of a request of somebody of ours who travels."""
    member = given.pop("member", None) or make_member(delegation=make_delegation(side=Side.OUTGOING))
    start = {"purpose": "Seminar", "why_in_person": "Ortstermin"}
    return TravelRequest.objects.create(**{"member": member, **start, **given})
