"""Consents: asked by link, answered, noted by the office; and the recommendation of the department."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from hospitium.accounts.actions import LONGEST, note_use, open_link, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.accounts.rules import may_give_link
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import rules
from hospitium.exchange.completeness import kinds_wanted
from hospitium.exchange.models import Application, Consent
from hospitium.exchange.queries.notices import notice_of
from hospitium.exchange.states import APPLICATION

SHORTEST = timedelta(days=14)
LETTERS = {Consent.Kind.PERSON: "exchange/mail/person_asked"}


def link_until(consent: Consent, today: date) -> date:
    """A link holds until the last day for consents, and two weeks at least.

    Whoever was named follows the own application with it until the stays begin.
    """
    held = consent.application.round
    last = held.consents_until
    if consent.kind == Consent.Kind.PERSON:
        last = max((day for day in (last, held.results_on, held.accepted_until, held.stays_from) if day), default=None)
    return min(max(last or today, today + SHORTEST), today + LONGEST)


def ask_all(application: Application) -> int:
    """Ask everybody who has to agree and was not asked yet, in the name of whoever is in charge of the round.

    Where that person may not give out links any more, the consents wait for the office. Returns how many were asked.
    """
    officer = application.round.officer
    asked = 0
    for consent in application.consents.filter(kind__in=kinds_wanted(application), asked_at=None):
        consent.application = application
        if officer is not None and officer.is_active and may_be_given(consent, officer):
            ask(consent, officer)
            asked += 1
    return asked


def may_be_given(consent: Consent, officer: User) -> bool:
    today = timezone.localdate()
    until = link_until(consent, today)
    unit = consent.application.round.unit
    return bool(rules.may_be_asked(consent)) and bool(may_give_link(officer, unit, ends_on=until, latest=until))


@transaction.atomic
def ask_consent(*, consent_id: int, by: User) -> Consent:
    """Mail the question, once more if need be; earlier links end. Raises Refused."""
    consent = locked(Consent, consent_id)
    require(rules.may_ask_consent(by, consent))
    return ask(consent, by)


def ask(consent: Consent, by: User) -> Consent:
    link, address = opened(consent, by)
    consent.asked_at = timezone.now()
    consent.version += 1
    consent.save(update_fields=["asked_at", "version"])
    application = consent.application
    record("consent.asked", consent, by=by, about=[application, application.round], kind=consent.kind, link=link.pk)
    with translation.override(consent.language):
        notice = notice_of(application) if consent.kind == Consent.Kind.PERSON else None
    mails.post(
        to=consent.email,
        language=consent.language,
        template=LETTERS.get(Consent.Kind(consent.kind), "exchange/mail/consent_asked"),
        context={
            "consent": consent,
            "application": application,
            "round": application.round,
            "link": link,
            "address": address,
            "notice": notice,
            "officer": by,
            "installation": settings.INSTALLATION["name"],
        },
        about=consent,
    )
    return consent


def own_way(application: Application, by: User | None) -> str:
    """The address of a new link to the own application, for whoever was named and wants to take part.

    Earlier links end. Without somebody who may give one out, and where mails go elsewhere than the question did, "".
    """
    consent = application.consents.filter(kind=Consent.Kind.PERSON, answer=Consent.Answer.YES).first()
    giver, today = by or application.round.officer, timezone.localdate()
    if consent is None or giver is None or not giver.is_active:
        return ""
    consent.application = application
    until = link_until(consent, today)
    is_theirs = consent.email.casefold() == application.applicant.email.casefold()
    if not is_theirs or not may_give_link(giver, application.round.unit, ends_on=until, latest=until):
        return ""
    return opened(consent, giver)[1]


def opened(consent: Consent, by: User) -> tuple[GuestLink, str]:
    """A new link with its address; earlier ones end."""
    revoke_links_of(subject=consent, by=by)
    return open_link(
        purpose=rules.purpose_of(consent),
        subject=consent,
        name=consent.name,
        email=consent.email,
        language=consent.language,
        ends_on=link_until(consent, timezone.localdate()),
        by=by,
    )


@transaction.atomic
def answer_consent(*, consent_id: int, answer: str, remark: str, by: GuestLink) -> Consent:
    """What the supervisor or the substitute says with the link. Raises Refused when nothing is asked any more."""
    consent = locked(Consent, consent_id)
    require(rules.may_answer_consent(by, consent))
    if (consent.answer, consent.remark) == (answer, remark):
        return consent
    keep_answer(consent, answer, remark, None)
    note_use(link_id=by.pk, what="answered")
    application = consent.application
    about = [application, application.round, by]
    record("consent.answered", consent, by=None, about=about, kind=consent.kind, answer=answer)
    tell_applicant(consent)
    follow_consents(application, by=None)
    return consent


@transaction.atomic
def note_consent(*, consent_id: int, version: int | None, answer: str, remark: str, by: User) -> Consent:
    """The office notes an answer that it has on paper. Raises Refused, or Conflict."""
    consent = locked(Consent, consent_id, version=version)
    require(rules.may_note_consent(by, consent))
    keep_answer(consent, answer, remark, by)
    application = consent.application
    record("consent.noted", consent, by=by, about=[application, application.round], kind=consent.kind, answer=answer)
    follow_consents(application, by=by)
    return consent


def keep_answer(consent: Consent, answer: str, remark: str, noted_by: User | None) -> None:
    consent.answer, consent.remark, consent.noted_by = answer, remark, noted_by
    consent.answered_at = None if answer == Consent.Answer.OPEN else timezone.now()
    consent.version += 1
    consent.save(update_fields=["answer", "remark", "answered_at", "noted_by", "version"])


def tell_applicant(consent: Consent) -> None:
    """The applicant hears of every answer; of the own one whoever has named the person."""
    if consent.kind == Consent.Kind.PERSON:
        tell_office_there(consent.application)
        return
    applicant = consent.application.applicant
    if applicant.email:
        mails.post(
            to=applicant.email,
            language=applicant.language,
            template="exchange/mail/consent_answered",
            context={"consent": consent, "application": consent.application, "base_url": settings.BASE_URL},
            about=consent.application,
        )


def tell_office_there(application: Application) -> None:
    """Whoever named somebody hears whether the person takes part."""
    offer = application.nominated_with
    if offer is not None and offer.contact_email:
        mails.post(
            to=offer.contact_email,
            language=offer.contact_language,
            template="exchange/mail/person_answered",
            context={
                "application": application,
                "round": application.round,
                "offer": offer,
                "installation": settings.INSTALLATION["name"],
            },
            about=application,
        )


def tell_withdrawn(application: Application) -> None:
    """Whoever was named hears that an office has withdrawn the application, and that the link has ended."""
    consent = application.consents.filter(kind=Consent.Kind.PERSON).exclude(email="").first()
    if consent is not None:
        mails.post(
            to=consent.email,
            language=consent.language,
            template="exchange/mail/person_withdrawn",
            context={
                "application": application,
                "round": application.round,
                "consent": consent,
                "installation": settings.INSTALLATION["name"],
            },
            about=application,
        )


def follow_consents(application: Application, *, by: User | None) -> None:
    """With all consents there the application is complete; without one of them it no longer is."""
    given = set(application.consents.filter(answer=Consent.Answer.YES).values_list("kind", flat=True))
    is_complete = set(kinds_wanted(application)) <= given
    step = "complete" if is_complete else "reopen"
    if not APPLICATION.allows(step, application.state):
        return
    application.state = APPLICATION.after(step)
    application.version += 1
    application.save(update_fields=["state", "version"])
    code = "application.completed" if is_complete else "application.reopened"
    record(code, application, by=by, about=[application.round])


@transaction.atomic
def recommend_application(*, application_id: int, answer: str, remark: str, by: User) -> Consent:
    """The department says what it thinks of an application of one of its people. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_recommend(by, application))
    consent, _is_new = Consent.objects.get_or_create(application=application, kind=Consent.Kind.DEPARTMENT)
    consent.name = by.name
    consent.save(update_fields=["name"])
    keep_answer(consent, answer, remark, by)
    record("application.recommended", application, by=by, about=[application.round], answer=answer)
    return consent
