"""What people do with journeys, pick-ups and rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.models import Delegation, Journey, Member, Pickup, Room, RoomGuest
from hospitium.delegations.rules import travel as rules


# ---- journeys ---------------------------------------------------------------------
@transaction.atomic
def create_journey(*, delegation_id: int, values: Mapping[str, Any], by: User) -> Journey:
    """Enter an arrival or a departure with those who travel together. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_edit_travel(by, delegation))
    require_members(delegation, values.get("members", ()))
    journey = Journey(delegation=delegation)
    write(journey, values)
    record("journey.created", journey, by=by, about=[delegation])
    return journey


@transaction.atomic
def edit_journey(*, journey_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Journey:
    """Change a journey. Raises Refused, or Conflict when somebody saved in between."""
    journey = locked(Journey, journey_id, version=version)
    require(rules.may_edit_travel(by, journey.delegation))
    require_members(journey.delegation, values.get("members", ()))
    if changed := write(journey, values):
        record("journey.changed", journey, by=by, about=[journey.delegation], fields=changed)
    return journey


@transaction.atomic
def remove_journey(*, journey_id: int, by: User) -> Delegation:
    """Take a journey away with its pick-up. Raises Refused."""
    journey = locked(Journey, journey_id)
    delegation = journey.delegation
    require(rules.may_edit_travel(by, delegation))
    record("journey.removed", delegation, by=by)
    journey.delete()
    return delegation


@transaction.atomic
def save_pickup(*, journey_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Pickup:
    """Say who meets an arrival or brings to a departure. Raises Refused, or Conflict."""
    journey = locked(Journey, journey_id)
    require(rules.may_edit_travel(by, journey.delegation))
    stored = Pickup.objects.filter(journey=journey).first()
    pickup = locked(Pickup, stored.pk, version=version) if stored else Pickup(journey=journey)
    changed = write(pickup, values)
    if changed or stored is None:
        record("journey.pickup_planned", journey, by=by, about=[journey.delegation], fields=changed)
    return pickup


@transaction.atomic
def remove_pickup(*, journey_id: int, by: User) -> Journey:
    """Nobody picks up after all; a second time changes nothing. Raises Refused."""
    journey = locked(Journey, journey_id)
    require(rules.may_edit_travel(by, journey.delegation))
    count, _each = Pickup.objects.filter(journey=journey).delete()
    if count:
        record("journey.pickup_cancelled", journey, by=by, about=[journey.delegation])
    return journey


# ---- rooms ------------------------------------------------------------------------
@transaction.atomic
def create_room(*, delegation_id: int, values: Mapping[str, Any], guests: Iterable[Member], by: User) -> Room:
    """Enter a room with those who sleep in it. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_edit_travel(by, delegation))
    people = list(guests)
    require_members(delegation, people)
    room = Room(delegation=delegation)
    write(room, values)
    set_guests(room, people)
    record("room.created", room, by=by, about=[delegation], guests=len(people))
    return room


@transaction.atomic
def edit_room(
    *, room_id: int, version: int | None, values: Mapping[str, Any], guests: Iterable[Member], by: User
) -> Room:
    """Change a room and who sleeps in it. Raises Refused, or Conflict when somebody saved in between."""
    room = locked(Room, room_id, version=version)
    require(rules.may_edit_travel(by, room.delegation))
    people = list(guests)
    require_members(room.delegation, people)
    changed = write(room, values)
    if set_guests(room, people):
        changed.append("guests")
    if changed:
        record("room.changed", room, by=by, about=[room.delegation], fields=changed)
    return room


def set_guests(room: Room, people: Iterable[Member]) -> bool:
    """Whoever may not be named stays where they are: the form cannot have offered them."""
    wanted = {one.pk for one in people}
    before = {one.member_id: one for one in room.guests.select_related("member")}
    hidden = {key for key, one in before.items() if one.member.is_restricted}
    gone = set(before) - wanted - hidden
    room.guests.filter(member__in=gone).delete()
    for key in sorted(wanted - set(before)):
        RoomGuest.objects.create(room=room, member_id=key)
    return bool(gone or wanted - set(before))


@transaction.atomic
def remove_room(*, room_id: int, by: User) -> Delegation:
    """Take a room away; its guests need another bed. Raises Refused."""
    room = locked(Room, room_id)
    delegation = room.delegation
    require(rules.may_edit_travel(by, delegation))
    record("room.removed", delegation, by=by)
    room.delete()
    return delegation


def require_members(delegation: Delegation, members: Iterable[Member]) -> None:
    if any(one.delegation_id != delegation.pk for one in members):
        raise Refused(_("This person belongs to another delegation."))
