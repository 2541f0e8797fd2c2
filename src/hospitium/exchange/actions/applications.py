"""What an applicant does: begin, save, send, take back, withdraw; and what the office enters for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions import revoke_links_of
from hospitium.accounts.models import GuestLink, Unit
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions.files import remove_file, store_file
from hospitium.exchange import rules
from hospitium.exchange.actions.consents import ask_all, follow_consents, tell_withdrawn
from hospitium.exchange.actions.moving_up import free_place
from hospitium.exchange.codes import new_code
from hospitium.exchange.completeness import kinds_wanted
from hospitium.exchange.models import (
    Annex,
    Applicant,
    Application,
    Consent,
    HostOffer,
    Round,
    Wish,
)
from hospitium.exchange.states import APPLICATION
from hospitium.partners.models import Partner


@dataclass(frozen=True)
class WishFor:
    """One wish as it was typed: exactly one of offer, city and topic, and its rank; equal ranks are ties."""

    rank: int
    offer: HostOffer | None = None
    partner: Partner | None = None

    @property
    def kind(self) -> str:
        if self.offer is not None:
            return Wish.Kind.OFFER
        return Wish.Kind.CITY if self.partner is not None else Wish.Kind.TOPIC


@transaction.atomic
def begin_application(*, round_id: int, unit: Unit, by: User) -> Application:
    """Begin an application of one's own as a draft; who has one already gets that. Raises Refused."""
    stored = locked(Round, round_id)
    before = stored.applications.filter(applicant__user=by).first()
    if before is not None:
        return before
    require(rules.may_apply(by, stored))
    applicant, is_new = Applicant.objects.get_or_create(
        user=by, defaults={"unit": unit, "name": by.name, "email": by.email, "language": by.language}
    )
    if not is_new:
        write(applicant, {"unit": unit, "partner": None, "name": by.name, "email": by.email})
    made = Application(round=stored, applicant=applicant, unit=unit, code=free_code(stored))
    made.saved_at = timezone.now()
    made.save()
    record("application.begun", made, by=by, about=[stored])
    return made


def free_code(stored: Round) -> str:
    return new_code(set(stored.applications.order_by().values_list("code", flat=True)))


@transaction.atomic
def enter_application(*, round_id: int, person: Mapping[str, Any], values: Mapping[str, Any], by: User) -> Application:
    """Enter an application that came on paper or from a partner, as a draft of the office's. Raises Refused."""
    stored = locked(Round, round_id)
    require(rules.may_enter(by, stored))
    applicant = Applicant()
    write(applicant, person)
    made = Application(
        round=stored,
        applicant=applicant,
        unit=applicant.unit,
        partner=applicant.partner,
        code=free_code(stored),
        entered_by=by,
        saved_at=timezone.now(),
    )
    write(made, values)
    record("application.entered", made, by=by, about=[stored])
    return made


@transaction.atomic
def save_application(*, application_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Application:
    """Save a part of a draft, complete or not; also after the last day. Raises Refused, or Conflict."""
    application = locked(Application, application_id, version=version)
    require(rules.may_write(by, application))
    application.saved_at = timezone.now()
    changed = write(application, values)
    if "unit" in changed and not application.is_incoming:
        write(application.applicant, {"unit": application.unit})
    if changed:
        record("application.saved", application, by=by, fields=changed)
    return application


@transaction.atomic
def save_wishes(
    *,
    application_id: int,
    version: int | None,
    wishes: Sequence[WishFor],
    values: Mapping[str, Any],
    by: User,
) -> Application:
    """Save the wishes with their ranks, windows and weeks. Raises Refused for more wishes than the round allows."""
    application = locked(Application, application_id, version=version)
    require(rules.may_write(by, application))
    check_wishes(application, wishes)
    application.saved_at = timezone.now()
    write(application, values)
    put_wishes(application, wishes)
    record("application.wishes_saved", application, by=by, count=len(wishes))
    return application


def put_wishes(application: Application, wishes: Sequence[WishFor]) -> None:
    application.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(application=application, kind=one.kind, offer=one.offer, partner=one.partner, rank=one.rank)
        for one in wishes
    )


def check_wishes(application: Application, wishes: Sequence[WishFor]) -> None:
    """Raises Refused for too many wishes, for a place on one's own side, or in another round."""
    most = application.round.wishes_at_most
    if len(wishes) > most:
        raise Refused(_("In this round at most %(count)d wishes can be named.") % {"count": most})
    for one in wishes:
        foreign = one.offer is not None and one.offer.round_id != application.round_id
        own = one.offer is not None and one.offer.is_here != application.is_incoming
        if foreign or own or (one.partner is not None and application.is_incoming):
            raise Refused(_("This place is not open to this application."))


@transaction.atomic
def save_consents(
    *, application_id: int, version: int | None, people: Mapping[str, Mapping[str, Any]], by: User
) -> Application:
    """Save who has to agree: kind → name, email, language. Raises Refused, or Conflict."""
    application = locked(Application, application_id, version=version)
    require(rules.may_write(by, application))
    application.saved_at = timezone.now()
    application.save(update_fields=["saved_at", "version"])
    for kind, values in people.items():
        consent = application.consents.filter(kind=kind).first() or Consent(application=application, kind=kind)
        if consent.pk and (consent.email, consent.name) != (values.get("email"), values.get("name")):
            # Another person has to say it anew.
            forget_answer(consent, by)
        write(consent, values)
    record("application.consents_saved", application, by=by, count=len(people))
    return application


def forget_answer(consent: Consent, by: User | None) -> None:
    revoke_links_of(subject=consent, by=by)
    consent.answer, consent.answered_at, consent.asked_at, consent.noted_by = Consent.Answer.OPEN, None, None, None
    consent.remark = ""


@transaction.atomic
def submit_application(*, application_id: int, by: User) -> Application:
    """Send an application; whoever has to agree is asked by mail. Raises Refused when it is late or incomplete."""
    application = locked(Application, application_id)
    require(rules.may_submit(by, application))
    return sent(application, by=by, link=None)


def sent(application: Application, *, by: User | None, link: GuestLink | None) -> Application:
    application.state = APPLICATION.after("submit")
    application.submitted_at = timezone.now()
    application.version += 1
    application.save(update_fields=["state", "submitted_at", "version"])
    for kind in kinds_wanted(application):
        Consent.objects.get_or_create(application=application, kind=kind)
    record("application.submitted", application, by=by, about=[application.round, *([link] if link else [])])
    ask_all(application)
    follow_consents(application, by=by)
    return application


@transaction.atomic
def take_back_application(*, application_id: int, by: User) -> Application:
    """Make a draft again of what was sent, until the last day. Answers that were given stay. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_take_back(by, application))
    application.state = APPLICATION.after("take_back")
    application.version += 1
    application.save(update_fields=["state", "version"])
    record("application.taken_back", application, by=by, about=[application.round])
    return application


@transaction.atomic
def withdraw_application(*, application_id: int, by: User) -> Application:
    """Withdraw an application at any time; links to it end, a place goes to whoever waits for it. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_withdraw(by, application))
    application.state = APPLICATION.after("withdraw")
    application.withdrawn_at = timezone.now()
    application.version += 1
    application.save(update_fields=["state", "withdrawn_at", "version"])
    for consent in application.consents.all():
        revoke_links_of(subject=consent, by=by)
    record("application.withdrawn", application, by=by, about=[application.round])
    tell_withdrawn(application)
    free_place(application, by=by)
    return application


@transaction.atomic
def discard_application(*, application_id: int, by: User) -> Round:
    """Throw a draft away with its annexes. Raises Refused for anything that was sent."""
    application = locked(Application, application_id)
    require(rules.may_discard(by, application))
    stored = application.round
    record("application.discarded", application, by=by, about=[stored])
    for annex in list(application.annexes.select_related("file")):
        annex.delete()
        remove_file(stored=annex.file, by=by)
    for consent in application.consents.all():
        revoke_links_of(subject=consent, by=by)
    application.delete()
    return stored


@transaction.atomic
def add_annex(*, application_id: int, label: str, upload: UploadedFile[Any], by: User) -> Annex:
    """Add a file to a draft. Raises Refused when it is too large."""
    application = locked(Application, application_id)
    require(rules.may_write(by, application))
    annex = Annex.objects.create(application=application, label=label, file=store_file(upload=upload, by=by))
    record("application.annex_added", application, by=by, annex=annex.pk)
    return annex


@transaction.atomic
def remove_annex(*, annex_id: int, by: User) -> Application:
    """Take a file from a draft. Raises Refused."""
    annex = Annex.objects.select_for_update(of=("self",)).select_related("file").get(pk=annex_id)
    application = locked(Application, annex.application_id)
    require(rules.may_write(by, application))
    record("application.annex_removed", application, by=by, annex=annex.pk)
    annex.delete()
    remove_file(stored=annex.file, by=by)
    return application
