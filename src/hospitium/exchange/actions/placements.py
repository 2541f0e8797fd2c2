"""Places: given by hand, announced, accepted or declined, and who moves up."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.accounts.actions import revoke_links_of
from hospitium.algorithms.matching import verify
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.letters import write_to_applicant
from hospitium.exchange.actions.lost_places import found_again
from hospitium.exchange.actions.runs import take_back
from hospitium.exchange.actions.stay_tasks import make_usual_tasks
from hospitium.exchange.models import Application, HostOffer, Placement, Round, WaitingEntry
from hospitium.exchange.queries.results import Ground, ground_of, own_result, waiting_to_be_told, with_place
from hospitium.exchange.states import PLACEMENT

# Who moves up answers within this time, or until the last day of the round, whichever is later.
TO_ANSWER = timedelta(days=7)
# So many days before the last day for an answer somebody is reminded.
REMINDED_BEFORE = timedelta(days=3)
# What a waiting person must not bring about by moving up.
KEPT = frozenset({"unit_quota", "city_quota", "balance", "capacity", "inadmissible", "forbidden", "unranked"})


@transaction.atomic
def place_by_hand(*, application_id: int, offer_id: int, reason: str, by: User) -> Placement:
    """Give somebody a place, or another one, with a reason. Raises Refused."""
    application = held_application(application_id)
    offer = HostOffer.objects.select_for_update(of=("self",)).select_related("partner", "unit").get(pk=offer_id)
    require(rules.may_place(by, application))
    require(rules.can_be_placed(application, offer))
    if not reason.strip():
        raise Refused(_("Give a reason: whoever asks later has a right to it."))
    before = application.placements.standing().first()
    if before is not None:
        if before.offer_id == offer.pk:
            raise Refused(_("This person has this place already."))
        take_back(before, by)
    placement = Placement.objects.create(
        round=application.round,
        application=application,
        offer=offer,
        origin=Placement.Origin.HAND,
        run=before.run if before else None,
        reason=reason.strip()[:300],
        marks=["corrected"] if before else [],
        placed_by=by,
        placed_at=timezone.now(),
        mentor_name=offer.mentor_name,
        mentor_function=offer.mentor_function,
        mentor_email=offer.mentor_email,
        accommodation=offer.accommodation,
    )
    found_again(application, by)
    record("placement.placed_by_hand", placement, by=by, about=[application.round, application], offer=offer.pk)
    return placement


@transaction.atomic
def drop_placement(*, placement_id: int, by: User) -> Placement:
    """Take a proposed place back. Raises Refused."""
    placement = held(placement_id)
    require(rules.may_drop(by, placement))
    take_back(placement, by)
    return placement


@transaction.atomic
def announce_results(*, round_id: int, answer_until: date, by: User) -> int:
    """Tell everybody their result with their own reasons, each in their language. Returns how many were told."""
    held_round = Round.objects.select_for_update(of=("self",)).select_related("unit", "officer").get(pk=round_id)
    require(rules.may_announce(by, held_round))
    if answer_until < timezone.localdate():
        raise Refused(_("The last day for an answer lies in the past."))
    ground = ground_of(held_round)
    told = 0
    # Read before anything is announced: afterwards there would be nobody left without a place to be told.
    places, others = waiting_to_be_told(held_round)
    for placement in list(places.select_related("application__applicant", "offer__partner", "offer__unit")):
        announce(placement, answer_until, by)
        told += tell(placement.application, ground, by)
    for application in others:
        told += tell(application, ground, by)
    record("round.results_announced", held_round, by=by, told=told, answer_until=answer_until)
    return told


def announce(placement: Placement, answer_until: date, by: User | None) -> None:
    placement.state = PLACEMENT.after("announce")
    placement.announced_at, placement.answer_until = timezone.now(), answer_until
    placement.save(update_fields=["state", "announced_at", "answer_until"])
    about = [placement.round, placement.application]
    record("placement.announced", placement, by=by, about=about, answer_until=answer_until)


def tell(application: Application, ground: Ground, by: User | None) -> int:
    """One mail with the own result; nobody is written to who left no address."""
    with translation.override(application.applicant.language):
        result = own_result(application, ground)
    return write_to_applicant(application, "exchange/mail/result", about=application, result=result)


@transaction.atomic
def accept_placement(*, placement_id: int, by: User) -> Placement:
    """The person takes the place. Raises Refused."""
    placement = held(placement_id)
    require(rules.may_accept(by, placement))
    placement.state, placement.answered_at = PLACEMENT.after("accept"), timezone.now()
    placement.save(update_fields=["state", "answered_at"])
    WaitingEntry.objects.filter(application=placement.application, state=WaitingEntry.State.WAITING).update(
        state=WaitingEntry.State.LEFT, reason="accepted_elsewhere", changed_at=timezone.now()
    )
    make_usual_tasks(placement)
    record("placement.accepted", placement, by=by, about=[placement.round, placement.application])
    return placement


@transaction.atomic
def decline_placement(*, placement_id: int, reason: str, by: User) -> Placement | None:
    """The person does not take the place; whoever waits for it moves up. Returns their new place, if there is one."""
    placement = held(placement_id)
    require(rules.may_answer(by, placement))
    if not reason.strip():
        raise Refused(_("Please say why; the office and the host have to know."))
    placement.state, placement.answered_at = PLACEMENT.after("decline"), timezone.now()
    placement.answer = reason.strip()[:300]
    placement.save(update_fields=["state", "answered_at", "answer"])
    record("placement.declined", placement, by=by, about=[placement.round, placement.application])
    return pass_on(placement, by=by)


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


@transaction.atomic
def remind_of_answers(*, today: date) -> int:
    """Write to everybody whose answer to a place is awaited and whose last day is near, once. Returns how many."""
    waiting = Placement.objects.select_for_update(of=("self",)).filter(
        state=Placement.State.ANNOUNCED,
        reminded_on=None,
        answer_until__gte=today,
        answer_until__lte=today + REMINDED_BEFORE,
    )
    reminded = 0
    for placement in waiting.select_related("round__officer", "application__applicant", "offer"):
        placement.reminded_on = today
        placement.save(update_fields=["reminded_on"])
        reminded += remind(placement)
    return reminded


def remind(placement: Placement) -> int:
    """One mail; nobody is written to who left no address."""
    application = placement.application
    with translation.override(application.applicant.language):
        offer = str(placement.offer)
    written = write_to_applicant(
        application, "exchange/mail/answer_reminder", about=placement, placement=placement, offer=offer
    )
    if written:
        record("placement.reminded", placement, by=None, about=[placement.round, application])
    return written


def held(placement_id: int) -> Placement:
    chosen = Placement.objects.select_for_update(of=("self",))
    return chosen.select_related("round__unit", "round__officer", "application__applicant", "offer__round").get(
        pk=placement_id
    )


def held_application(application_id: int) -> Application:
    chosen = Application.objects.select_for_update(of=("self",)).select_related("round__unit", "applicant")
    return chosen.get(pk=application_id)


__all__ = [
    "accept_placement",
    "announce_results",
    "decline_placement",
    "drop_placement",
    "move_up",
    "pass_on",
    "place_by_hand",
    "remind_of_answers",
]
