"""An office of a partner names its own people with its link; they see, correct and withdraw what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.actions import note_use, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.verdicts import Refused, require
from hospitium.exchange import nomination_rules as rules
from hospitium.exchange.actions.applications import WishFor, check_wishes, forget_answer, free_code, put_wishes, sent
from hospitium.exchange.actions.consents import ask_all, follow_consents, tell_office_there, tell_withdrawn
from hospitium.exchange.actions.erasure import erase_application_texts
from hospitium.exchange.actions.moving_up import free_place
from hospitium.exchange.models import Applicant, Application, Consent, Round
from hospitium.exchange.states import APPLICATION


@transaction.atomic
def begin_nomination(*, round_id: int, person: Mapping[str, Any], organisation: str, by: GuestLink) -> Application:
    """Name somebody, as a draft that the office of the partner alone sees. Raises Refused."""
    stored = locked(Round, round_id)
    require(rules.may_name(by))
    offer = rules.offer_of(by)
    assert offer is not None  # the rule has asked
    named = Application.objects.named_with(offer, by.email).exclude(state=Application.State.WITHDRAWN)
    if named.filter(applicant__email__iexact=person["email"]).exists():
        raise Refused(_("This person stands in your list already."))
    applicant = Applicant(partner=offer.partner)
    write(applicant, person)
    made = Application(
        round=stored,
        applicant=applicant,
        partner=offer.partner,
        nominated_with=offer,
        organisation=organisation,
        code=free_code(stored),
        saved_at=timezone.now(),
    )
    made.save()
    Consent.objects.create(application=made, kind=Consent.Kind.PERSON, **person)
    note_use(link_id=by.pk, what="answered")
    record("application.named", made, by=None, about=[stored, by])
    return made


@transaction.atomic
def save_nomination(
    *,
    application_id: int,
    version: int | None,
    person: Mapping[str, Any],
    values: Mapping[str, Any],
    wishes: Sequence[WishFor],
    by: GuestLink,
) -> Application:
    """Save what the office there, or the person, has written; a draft also after the last day.

    Raises Refused, or Conflict when the other one saved in between.
    """
    application = locked(Application, application_id, version=version)
    require(rules.may_correct(by, application))
    check_wishes(application, wishes)
    application.saved_at = timezone.now()
    is_sent = application.state != Application.State.DRAFT
    changed = [*save_person(application, person), *write(application, values)]
    put_wishes(application, wishes)
    record("application.saved", application, by=None, about=[by], fields=changed)
    if is_sent:
        note_use(link_id=by.pk, what="answered")
        ask_all(application)
        follow_consents(application, by=None)
    return application


def save_person(application: Application, person: Mapping[str, Any]) -> list[str]:
    """Who it is, and to whom the link goes: another mail address gets a link of its own."""
    consent = application.consents.get(kind=Consent.Kind.PERSON)
    if person.get("email", consent.email).casefold() != consent.email.casefold():
        require(rules.may_change_address(application))
        forget_answer(consent, None)
    write(consent, person)
    return write(application.applicant, person)


@transaction.atomic
def send_nomination(*, application_id: int, by: GuestLink) -> Application:
    """Name somebody for good: the person is asked by mail, the officer in charge is told. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_send(by, application))
    sent(application, by=None, link=by)
    note_use(link_id=by.pk, what="answered")
    officer = application.round.officer or by.created_by
    mails.post(
        to=officer.email,
        language=officer.language,
        template="exchange/mail/person_named",
        context={"application": application, "round": application.round, "base_url": settings.BASE_URL},
        about=application,
    )
    return application


@transaction.atomic
def take_off(*, application_id: int, by: GuestLink) -> None:
    """The office there throws a draft away, or withdraws whom it has named; the person is told. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_take_off(by, application))
    if application.state == Application.State.DRAFT:
        record("application.discarded", application, by=None, about=[application.round, by])
        application.delete()
        if not application.applicant.applications.exists():
            application.applicant.delete()
        return
    withdrawn(application, by)
    consent = application.consents.get(kind=Consent.Kind.PERSON)
    revoke_links_of(subject=consent, by=None)
    tell_withdrawn(application)


@transaction.atomic
def withdraw_in_person(*, application_id: int, by: GuestLink) -> Application:
    """Whoever was named does not want to take part; what was written about them goes at once. Raises Refused.

    The link stays, so that the person can still see what is held. With a place there is a file, and its terms hold.
    """
    application = locked(Application, application_id)
    require(rules.may_withdraw_in_person(by, application))
    consent = application.consents.get(kind=Consent.Kind.PERSON)
    withdrawn(application, by)
    consent.answer, consent.answered_at = Consent.Answer.NO, timezone.now()
    consent.version += 1
    consent.save(update_fields=["answer", "answered_at", "version"])
    if not application.placements.exists():
        erase_application_texts(key=str(application.pk))
        application.wishes.all().delete()
    tell_office_there(application)
    return application


def withdrawn(application: Application, by: GuestLink) -> None:
    application.state = APPLICATION.after("withdraw")
    application.withdrawn_at = timezone.now()
    application.version += 1
    application.save(update_fields=["state", "withdrawn_at", "version"])
    note_use(link_id=by.pk, what="answered")
    record("application.withdrawn", application, by=None, about=[application.round, by])
    free_place(application, by=None)
