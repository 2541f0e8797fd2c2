"""Places that become free: who waits for them moves up, by the rules of the round."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from hospitium.accounts.actions import revoke_links_of
from hospitium.algorithms.matching import verify
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.lost_places import found_again
from hospitium.exchange.actions.placements import announce, tell
from hospitium.exchange.actions.runs import take_back
from hospitium.exchange.models import Application, HostOffer, Placement, Round, WaitingEntry
from hospitium.exchange.queries.results import Ground, ground_of, ranks_of, with_place
from hospitium.exchange.states import PLACEMENT

# Who moves up answers within this time, or until the last day of the round, whichever is later.
TO_ANSWER = timedelta(days=7)
# What a waiting person must not bring about by moving up.
KEPT = frozenset({"unit_quota", "city_quota", "balance", "capacity", "inadmissible", "forbidden", "unranked"})
# Whoever stands somewhere already is passed over without another word.
HAS_PLACE = "has_place"
# In the order of the wishes: a place that was not wished for.
LAST = 999


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
    entry = first_in_line(offer, ground_of(offer.round))
    return moved_up(entry, by) if entry else None


def first_in_line(offer: HostOffer, ground: Ground) -> WaitingEntry | None:
    """The first for whom the rules of the round hold; with whoever is passed over it is noted why."""
    waiting = WaitingEntry.objects.select_for_update(of=("self",)).filter(offer=offer, state=WaitingEntry.State.WAITING)
    for entry in waiting.order_by("position").select_related(
        "application__applicant", "application__round__officer", "offer__round", "offer__unit", "offer__partner"
    ):
        against = what_is_against(entry, ground)
        if not against:
            return entry
        entry.reason, entry.changed_at = against, timezone.now()
        entry.save(update_fields=["reason", "changed_at"])
    return None


@transaction.atomic
def call_up(*, round_id: int, by: User) -> list[Placement]:
    """Offer the free places of a round to whoever waits for them, by the same rules as after a decline.

    Each is told and has the same time to answer. Returns the new places, none where nobody may move up. Raises Refused.
    """
    held_round = Round.objects.select_for_update(of=("self",)).select_related("unit", "officer").get(pk=round_id)
    require(rules.may_call_up(by, held_round, TO_ANSWER))
    moved: list[Placement] = []
    while entry := next_in_line(held_round):
        moved.append(moved_up(entry, by))
    record("round.waiting_lists_called_up", held_round, by=by, moved=len(moved))
    return moved


@transaction.atomic
def preview_call_up(*, round_id: int, by: User) -> tuple[list[Placement], list[WaitingEntry]]:
    """Who would move up, and who not and why, found out by doing it and taking it back. Raises Refused likewise."""
    moved = call_up(round_id=round_id, by=by)
    passed = WaitingEntry.objects.filter(offer__round=round_id, state=WaitingEntry.State.WAITING).exclude(
        reason__in=["", HAS_PLACE]
    )
    kept = list(passed.select_related("application", "offer__unit", "offer__partner"))
    transaction.set_rollback(True)
    return moved, kept


def next_in_line(held_round: Round) -> WaitingEntry | None:
    """Of those who are first somewhere the one with the best wish: whoever waits twice moves up to the better place."""
    ground = ground_of(held_round)
    first = [entry for offer in rules.waited_for(held_round) if (entry := first_in_line(offer, ground))]

    def turn(entry: WaitingEntry) -> tuple[int, int, int]:
        wish = ranks_of(ground, entry.application.code).get(str(entry.offer_id), LAST)
        return wish, entry.position, entry.offer_id

    return min(first, key=turn, default=None)


def what_is_against(entry: WaitingEntry, ground: Ground) -> str:
    """A code, or "": withdrawn, has_place (elsewhere), or the rule of the round that would be broken."""
    application = entry.application
    if application.state not in rules.PLACEABLE:
        return "withdrawn"
    if application.placements.standing().exists():
        return HAS_PLACE
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
