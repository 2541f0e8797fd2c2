"""The records of protocol, travel and our own journeys in the world of look-alikes; called by world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.delegations.models import (
    Delegation,
    Gift,
    Journey,
    MandateQuestion,
    Member,
    Pickup,
    Rank,
    Room,
    RoomGuest,
    Seat,
    SeatingPlan,
    TravelRequest,
)

if TYPE_CHECKING:
    from tests.matrix.world import Marks, World


def build_protocol(world: World, visit: Any, partnership: Any, venue: Any, officer: User, marks: Marks) -> None:
    """An outgoing delegation with all that hangs on it, a seating plan of the visit, and a gift of its office.

    Of another side than the one of the members' module, so that both may stand beside each other.
    """
    own = type(marks)(units=marks.units)
    # The limits of an office are addressed by its unit, as the rules of the check are.
    limits = [replace(thing, row="protocol.update") for thing in world.things["check_limits"]]
    world.things.setdefault("gift_limits", limits)
    rank = Rank.objects.create(position=Rank.objects.count() + 1, name=written_in("de", "x"))
    # Every head of an office may change the one list; the table calls that "own".
    world.add("rank", rank, row="protocol.read", marks=type(marks)(units=frozenset({"a"})))
    delegation = Delegation.objects.create(visit=visit, partnership=partnership, side="outgoing")
    world.add("delegation", delegation, row="delegation.read", marks=marks)
    member = Member.objects.create(delegation=delegation, family_name="x")
    world.add("member", member, row="delegation.read", marks=marks)
    build_travel(world, delegation, member, venue, own, visit.starts_on)
    plan = SeatingPlan.objects.create(visit=visit, name="x", size=4)
    Seat.objects.create(plan=plan, number=1, member=member)
    world.add("seating", plan, row="delegation.read", marks=marks)
    request = TravelRequest.objects.create(member=member, state="asked", asked_by=officer, currency="EUR")
    world.add("request", request, row="delegation.update", marks=own)
    question = MandateQuestion.objects.create(delegation=delegation, member=member)
    world.add("mandate", question, row="delegation.update", marks=own)
    gift = Gift.objects.create(
        unit=visit.unit,
        direction="received",
        partner=partnership.partner,
        visit=visit,
        on=timezone.localdate(),
        state="asked",
        entered_by=officer,
    )
    world.add("gift", gift, row="gift.read", marks=own)


def build_travel(world: World, delegation: Delegation, member: Member, venue: Any, marks: Marks, day: Any) -> None:
    journey = Journey.objects.create(delegation=delegation, direction="arrival", day=day)
    journey.members.add(member)
    world.add("journey", journey, row="delegation.update", marks=marks)
    world.add("pickup", Pickup.objects.create(journey=journey), row="delegation.update", marks=marks)
    room = Room.objects.create(delegation=delegation, hotel=venue, first_night=day, last_night=day)
    RoomGuest.objects.create(room=room, member=member)
    world.add("room", room, row="delegation.update", marks=marks)
