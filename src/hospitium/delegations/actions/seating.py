"""What people do with seating plans: make one, let seats be proposed, correct them by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.models import Seat, SeatingPlan
from hospitium.delegations.queries.seating import key_of, people_of, plan_of
from hospitium.delegations.rules import protocol as rules
from hospitium.delegations.seating import LARGEST, Side, Sitter, propose
from hospitium.visits.models import Visit

OCCUPANT = {"member": "member_id", "speaker": "speaker_id", "interpreter": "interpreter_id"}


@transaction.atomic
def create_plan(*, visit_id: int, values: Mapping[str, Any], by: User) -> SeatingPlan:
    """Begin a seating plan of a visit; nobody is seated yet. Raises Refused."""
    visit = locked(Visit, visit_id)
    require(rules.may_seat(by, visit))
    require_fitting(visit, values)
    plan = SeatingPlan(visit=visit)
    write(plan, values)
    record("seating_plan.created", plan, by=by, about=[visit])
    return plan


@transaction.atomic
def edit_plan(*, plan_id: int, version: int | None, values: Mapping[str, Any], by: User) -> SeatingPlan:
    """Change its form or size; whoever sat on a seat that is gone has none any more.

    Raises Refused, or Conflict when somebody saved in between.
    """
    plan = locked(SeatingPlan, plan_id, version=version)
    require(rules.may_edit_plan(by, plan))
    require_fitting(plan.visit, values)
    if changed := write(plan, values):
        plan.seats.filter(number__gt=plan.size).delete()
        record("seating_plan.changed", plan, by=by, about=[plan.visit], fields=changed)
    return plan


def require_fitting(visit: Visit, values: Mapping[str, Any]) -> None:
    item = values.get("item")
    if item is not None and item.visit_id != visit.pk:
        raise Refused(_("This item belongs to another visit."))
    if values["size"] > LARGEST[values["shape"]]:
        raise Refused(_("This form has at most %(most)d seats.") % {"most": LARGEST[values["shape"]]})


@transaction.atomic
def remove_plan(*, plan_id: int, by: User) -> Visit:
    """Take a plan away with its seats. Raises Refused."""
    plan = locked(SeatingPlan, plan_id)
    visit = plan.visit
    require(rules.may_edit_plan(by, plan))
    record("seating_plan.removed", visit, by=by)
    plan.delete()
    return visit


@transaction.atomic
def propose_seats(*, plan_id: int, by: User) -> SeatingPlan:
    """Seat everybody by the rules of protocol; seats that were given by hand stay. Raises Refused."""
    plan = locked(SeatingPlan, plan_id)
    require(rules.may_edit_plan(by, plan))
    kept = [seat for seat in plan.seats.select_related("member") if stays(seat)]
    sitters = [one.sitter for one in people_of(plan)]
    known = {one.key for one in sitters}
    sitters += [Sitter(key_of(seat), Side.HOST, 60) for seat in kept if key_of(seat) not in known]
    fixed = {seat.number: key_of(seat) for seat in kept}
    proposed = propose(shape=plan.shape, size=plan.size, sitters=sitters, fixed=fixed)
    plan.seats.exclude(pk__in=[seat.pk for seat in kept]).delete()
    for number, key in proposed.items():
        if number not in fixed:
            Seat.objects.create(plan=plan, number=number, **occupant(key))
    touch(plan)
    record("seating_plan.proposed", plan, by=by, about=[plan.visit], seats=len(proposed))
    return plan


def stays(seat: Seat) -> bool:
    """Set by hand, and still coming; somebody who is known by name only was set by hand in any case."""
    if seat.member is not None and not seat.member.is_printable:
        return False
    return seat.is_by_hand or bool(seat.name)


def occupant(key: str) -> dict[str, int]:
    kind, _dash, number = key.partition("-")
    return {OCCUPANT[kind]: int(number)}


@transaction.atomic
def move_seat(
    *, plan_id: int, version: int | None, origin: int, target: int, proposed: Collection[int] = (), by: User
) -> SeatingPlan:
    """Let the person on `origin` sit on `target`; whoever sits there changes places.

    From then on they sit there by hand, but for the seats of `proposed`: a step that is taken back leaves no trace.
    Raises Refused, or Conflict when the seats changed since `version` was seen.
    """
    plan = locked(SeatingPlan, plan_id, version=version)
    require(rules.may_edit_plan(by, plan))
    require_seat(plan, target)
    drop_vacated(plan)
    seats = {seat.number: seat for seat in plan.seats.filter(number__in=[origin, target])}
    if origin not in seats:
        raise Refused(_("Nobody sits on seat %(number)d.") % {"number": origin})
    if origin != target:
        for seat in seats.values():
            seat.delete()
        for number, seat in seats.items():
            seat.pk, seat.number = None, target if number == origin else origin
            seat.is_by_hand = seat.number not in proposed
            seat.save(force_insert=True)
        touch(plan)
        record("seating_plan.seat_moved", plan, by=by, about=[plan.visit], origin=origin, target=target)
    return plan


@transaction.atomic
def take_seat(
    *,
    plan_id: int,
    version: int | None,
    number: int,
    person: str,
    name: str,
    proposed: Collection[int] = (),
    by: User,
) -> SeatingPlan:
    """Seat somebody who has no seat yet, by key (see queries.seating.Person), or anybody by name.

    `proposed` as in move_seat.
    Raises Refused, or Conflict when the seats changed since `version` was seen.
    """
    plan = locked(SeatingPlan, plan_id, version=version)
    require(rules.may_edit_plan(by, plan))
    require_seat(plan, number)
    drop_vacated(plan)
    if plan.seats.filter(number=number).exists():
        raise Refused(_("Seat %(number)d is taken. Choose a free one, or change places.") % {"number": number})
    if person and person not in {one.key for one in plan_of(plan).unseated}:
        raise Refused(_("This person sits already, or takes no part any more."))
    who: dict[str, Any] = occupant(person) if person else {"name": name}
    Seat.objects.create(plan=plan, number=number, is_by_hand=number not in proposed, **who)
    touch(plan)
    record("seating_plan.seat_taken", plan, by=by, about=[plan.visit], number=number)
    return plan


@transaction.atomic
def free_seat(*, plan_id: int, version: int | None, number: int, by: User) -> SeatingPlan:
    """Let nobody sit there; a second time changes nothing.

    Raises Refused, or Conflict when the seats changed since `version` was seen.
    """
    plan = locked(SeatingPlan, plan_id, version=version)
    require(rules.may_edit_plan(by, plan))
    count, _each = plan.seats.filter(number=number).delete()
    if count:
        touch(plan)
        record("seating_plan.seat_freed", plan, by=by, about=[plan.visit], number=number)
    return plan


def require_seat(plan: SeatingPlan, number: int) -> None:
    if not 1 <= number <= plan.size:
        raise Refused(_("There is no seat %(number)d.") % {"number": number})


def drop_vacated(plan: SeatingPlan) -> None:
    """Seats of those who do not come any more count as free; before another sits there, they go."""
    gone = [seat.pk for seat in plan.seats.select_related("member") if seat.member and not seat.member.is_printable]
    plan.seats.filter(pk__in=gone).delete()


def touch(plan: SeatingPlan) -> None:
    """A form that was opened before the seats changed meets the conflict page."""
    plan.version += 1
    plan.save(update_fields=["version"])
