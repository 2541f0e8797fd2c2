"""Places that a host takes back: those who had one are told, and stand among those without a place again."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone, translation

from hospitium.accounts.actions import revoke_links_of
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.exchange.actions.letters import write_to_applicant
from hospitium.exchange.models import Application, HostOffer, Placement, StayTask, WaitingEntry
from hospitium.exchange.queries.offers import places_lost
from hospitium.exchange.states import PLACEMENT
from hospitium.exchange.usual_tasks import PREPARATION, REPLACE

# Within this time the office has found another place, or has told that there is none.
TO_REPLACE = timedelta(days=7)


def withdraw_places(offer: HostOffer, reason: str, by: User | None) -> list[Placement]:
    """With the offer its places go, save those of stays that have begun; nobody waits for it any more."""
    lost = places_lost(offer)
    for placement in lost:
        withdraw_place(placement, reason, by)
    WaitingEntry.objects.filter(offer=offer, state=WaitingEntry.State.WAITING).update(
        state=WaitingEntry.State.LEFT, reason="offer_withdrawn", changed_at=timezone.now()
    )
    return lost


def withdraw_place(placement: Placement, reason: str, by: User | None) -> None:
    application = placement.application
    placement.state = PLACEMENT.after("withdraw")
    placement.answer = reason
    placement.version += 1
    placement.save(update_fields=["state", "answer", "version"])
    revoke_links_of(subject=placement, by=by)
    wait_again(application)
    StayTask.objects.create(
        placement=placement,
        kind=PREPARATION,
        code=REPLACE,
        due_on=timezone.localdate() + TO_REPLACE,
        owner=placement.round.officer,
    )
    record("placement.withdrawn", placement, by=by, about=[placement.round, application])
    # Of a place that was only proposed nobody knows.
    if placement.announced_at:
        tell_of_loss(placement)


def wait_again(application: Application) -> None:
    """Accepting a place had taken them off the waiting lists; without it they wait where they waited."""
    left = WaitingEntry.objects.filter(application=application, state=WaitingEntry.State.LEFT)
    left.filter(reason="accepted_elsewhere").update(
        state=WaitingEntry.State.WAITING, reason="", changed_at=timezone.now()
    )


def tell_of_loss(placement: Placement) -> None:
    """One mail with the reason of the host; nobody is written to who left no address."""
    application, host = placement.application, placement.offer
    with translation.override(application.applicant.language):
        offer = str(host)
    where = host.partner or host.unit
    write_to_applicant(
        application, "exchange/mail/place_withdrawn", about=placement, placement=placement, offer=offer, where=where
    )


def found_again(application: Application, by: User | None) -> None:
    """Somebody has another place: what the office had to do about the lost one is done."""
    open_tasks = StayTask.objects.filter(placement__application=application, code=REPLACE, done_on=None)
    for task in open_tasks.select_related("placement"):
        task.done_on, task.done_by = timezone.localdate(), by
        task.version += 1
        task.save(update_fields=["done_on", "done_by", "version"])
        record("stay_task.done", task, by=by, about=[task.placement])
