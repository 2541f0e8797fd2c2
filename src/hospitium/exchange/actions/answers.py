"""Whether somebody takes the place that they were told of: in person, noted by the office, or with a link."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.accounts.actions import note_use
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import nomination_rules
from hospitium.exchange import placement_rules as rules
from hospitium.exchange.actions.consents import own_way
from hospitium.exchange.actions.letters import write_to_applicant
from hospitium.exchange.actions.moving_up import pass_on
from hospitium.exchange.actions.placements import held
from hospitium.exchange.actions.stay_tasks import make_usual_tasks
from hospitium.exchange.models import Placement, WaitingEntry
from hospitium.exchange.states import PLACEMENT

# So many days before the last day for an answer somebody is reminded.
REMINDED_BEFORE = timedelta(days=3)


@transaction.atomic
def accept_placement(*, placement_id: int, by: User) -> Placement:
    """The person takes the place. Raises Refused."""
    placement = held(placement_id)
    require(rules.may_accept(by, placement))
    return accepted(placement, by=by)


@transaction.atomic
def decline_placement(*, placement_id: int, reason: str, by: User) -> Placement | None:
    """The person does not take the place; whoever waits for it moves up. Returns their new place, if there is one."""
    placement = held(placement_id)
    require(rules.may_answer(by, placement))
    return declined(placement, reason, by=by)


@transaction.atomic
def accept_with_link(*, placement_id: int, by: GuestLink) -> Placement:
    """Whoever was named takes the place, or the office that named them says so. Raises Refused."""
    placement = held(placement_id)
    require(nomination_rules.may_accept_place(by, placement))
    accepted(placement, by=None, link=by)
    note_use(link_id=by.pk, what="answered")
    tell_the_other(placement, by)
    return placement


@transaction.atomic
def decline_with_link(*, placement_id: int, reason: str, by: GuestLink) -> Placement | None:
    """Whoever was named does not take the place, or the office that named them says so. Raises Refused."""
    placement = held(placement_id)
    require(nomination_rules.may_answer_place(by, placement))
    moved = declined(placement, reason, by=None, link=by)
    note_use(link_id=by.pk, what="answered")
    tell_the_other(placement, by)
    return moved


def accepted(placement: Placement, *, by: User | None, link: GuestLink | None = None) -> Placement:
    placement.state, placement.answered_at = PLACEMENT.after("accept"), timezone.now()
    placement.save(update_fields=["state", "answered_at"])
    WaitingEntry.objects.filter(application=placement.application, state=WaitingEntry.State.WAITING).update(
        state=WaitingEntry.State.LEFT, reason="accepted_elsewhere", changed_at=timezone.now()
    )
    make_usual_tasks(placement)
    record("placement.accepted", placement, by=by, about=concerned(placement, link))
    return placement


def declined(placement: Placement, reason: str, *, by: User | None, link: GuestLink | None = None) -> Placement | None:
    if not reason.strip():
        raise Refused(_("Please say why; the office and the host have to know."))
    placement.state, placement.answered_at = PLACEMENT.after("decline"), timezone.now()
    placement.answer = reason.strip()[:300]
    placement.save(update_fields=["state", "answered_at", "answer"])
    record("placement.declined", placement, by=by, about=concerned(placement, link))
    return pass_on(placement, by=by)


def concerned(placement: Placement, link: GuestLink | None) -> list[Model]:
    return [placement.round, placement.application, *([link] if link else [])]


def tell_the_other(placement: Placement, link: GuestLink) -> None:
    """What the person answers, the office that named them hears, and the other way round."""
    application, office = placement.application, placement.application.nominated_with
    if office is None:
        return
    is_person = nomination_rules.is_person(link, application)
    to, language = (
        (office.contact_email, office.contact_language)
        if is_person
        else (application.applicant.email, application.applicant.language)
    )
    if not to:
        return
    with translation.override(language):
        offer = str(placement.offer)
    mails.post(
        to=to,
        language=language,
        template="exchange/mail/place_answered",
        context={
            "application": application,
            "round": placement.round,
            "placement": placement,
            "offer": offer,
            "is_person": is_person,
            "name": office.contact_name if is_person else application.applicant.name,
            "officer": placement.round.officer,
            "installation": settings.INSTALLATION["name"],
        },
        about=application,
    )


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
    way = own_way(application, None)
    written = write_to_applicant(
        application, "exchange/mail/answer_reminder", about=placement, placement=placement, offer=offer, address=way
    )
    if written:
        record("placement.reminded", placement, by=None, about=[placement.round, application])
    return written
