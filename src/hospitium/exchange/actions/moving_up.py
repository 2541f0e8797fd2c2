"""Places that become free: who waits for them moves up, by the rules of the round."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from hospitium.accounts.actions import revoke_links_of
from hospitium.algorithms.matching import verify
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.lost_places import found_again
from hospitium.exchange.actions.placements import announce, tell
from hospitium.exchange.actions.runs import take_back
from hospitium.exchange.models import Application, HostOffer, Placement, WaitingEntry
from hospitium.exchange.queries.results import Ground, ground_of, with_place
from hospitium.exchange.states import PLACEMENT

# Who moves up answers within this time, or until the last day of the round, whichever is later.
TO_ANSWER = timedelta(days=7)
# What a waiting person must not bring about by moving up.
KEPT = frozenset({"unit_quota", "city_quota", "balance", "capacity", "inadmissible", "forbidden", "unranked"})


def free_place(application: Application, *, by: User | None) -> None:
    """Somebody takes part no more: the own place goes to whoever waits for it, and no list waits for them."""
    waits = WaitingEntry.objects.filter(application=application, state=WaitingEntry.State.WAITING)
    waits.update(state=WaitingEntry.State.LEFT, reason="withdrawn", changed_at=timezone.now())
    placement = application.placements.standing().select_related("offer__round", "round").first()
    if placement is None:
        return
    if placement.state == Placement.State.PROPOSED:
        take_back(placement, by)
        return
    # A stay that is agreed is not declined any more, it is broken off.
    step = "decline" if PLACEMENT.allows("decline", placement.state) else "break_off"
    placement.state, placement.answered_at = PLACEMENT.after(step), timezone.now()
    placement.save(update_fields=["state", "answered_at"])
    revoke_links_of(subject=placement, by=by)
    event = "placement.declined" if step == "decline" else "placement.broken_off"
    record(event, placement, by=by, about=[placement.round, application])
    pass_on(placement, by=by)


def pass_on(placement: Placement, *, by: User | None) -> Placement | None:
    """The place that was given back goes to whoever waits for it; what became of it stands with the placement."""
    offer = placement.offer
    made = None
    if not rules.is_time_to_move_up(offer.round, TO_ANSWER):
        mark = "place_late"
    elif not WaitingEntry.objects.filter(offer=offer, state=WaitingEntry.State.WAITING).exists():
        mark = "place_nobody"
    else:
        made = move_up(offer, by=by)
        mark = "place_moved_up" if made else "place_rules"
    mark_freed(placement, mark)
    return made


def mark_freed(placement: Placement, mark: str) -> None:
    placement.marks = [*placement.marks, mark]
    placement.save(update_fields=["marks"])


def move_up(offer: HostOffer, *, by: User | None) -> Placement | None:
    """The first on the waiting list for whom the rules of the round still hold gets the free place."""
    waiting = WaitingEntry.objects.select_for_update(of=("self",)).filter(offer=offer, state=WaitingEntry.State.WAITING)
    ground = ground_of(offer.round)
    for entry in waiting.order_by("position").select_related("application__applicant", "application__round__officer"):
        against = what_is_against(entry, ground)
        if against:
            entry.reason, entry.changed_at = against, timezone.now()
            entry.save(update_fields=["reason", "changed_at"])
            continue
        return moved_up(entry, by)
    return None


def what_is_against(entry: WaitingEntry, ground: Ground) -> str:
    """A code, or "": withdrawn, has_place (elsewhere), or the rule of the round that would be broken."""
    application = entry.application
    if application.state not in rules.PLACEABLE:
        return "withdrawn"
    if application.placements.standing().exists():
        return "has_place"
    if not rules.can_be_placed(application, entry.offer):
        return "capacity"
    known = {(one.code, one.ids) for one in verify(ground.problem, ground.outcome)}
    then = verify(ground.problem, with_place(ground.outcome, application.code, str(entry.offer_id)))
    return next((one.code for one in then if one.code in KEPT and (one.code, one.ids) not in known), "")


def moved_up(entry: WaitingEntry, by: User | None) -> Placement:
    offer, application = entry.offer, entry.application
    placement = Placement.objects.create(
        round=offer.round,
        application=application,
        offer=offer,
        origin=Placement.Origin.WAITING_LIST,
        run=entry.run,
        placed_at=timezone.now(),
        mentor_name=offer.mentor_name,
        mentor_function=offer.mentor_function,
        mentor_email=offer.mentor_email,
        accommodation=offer.accommodation,
    )
    found_again(application, by)
    entry.state, entry.reason, entry.changed_at = WaitingEntry.State.MOVED_UP, "", timezone.now()
    entry.save(update_fields=["state", "reason", "changed_at"])
    record("placement.moved_up", placement, by=by, about=[offer.round, application], position=entry.position)
    last = max(timezone.localdate() + TO_ANSWER, offer.round.accepted_until or date.min)
    announce(placement, last, by)
    tell(application, ground_of(offer.round), by)
    return placement
