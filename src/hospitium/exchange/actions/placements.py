"""Places: given by hand, taken back, announced."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.consents import own_way
from hospitium.exchange.actions.letters import write_to_applicant
from hospitium.exchange.actions.lost_places import found_again
from hospitium.exchange.actions.runs import take_back
from hospitium.exchange.models import Application, HostOffer, Placement, Round
from hospitium.exchange.queries.results import Ground, ground_of, own_result, waiting_to_be_told
from hospitium.exchange.states import PLACEMENT


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
    """One mail with the own result, and with where to answer; nobody is written to who left no address."""
    with translation.override(application.applicant.language):
        result = own_result(application, ground)
    way = own_way(application, by) if result.placement else ""
    return write_to_applicant(application, "exchange/mail/result", about=application, result=result, address=way)


def held(placement_id: int) -> Placement:
    chosen = Placement.objects.select_for_update(of=("self",))
    return chosen.select_related("round__unit", "round__officer", "application__applicant", "offer__round").get(
        pk=placement_id
    )


def held_application(application_id: int) -> Application:
    chosen = Application.objects.select_for_update(of=("self",)).select_related("round__unit", "applicant")
    return chosen.get(pk=application_id)
