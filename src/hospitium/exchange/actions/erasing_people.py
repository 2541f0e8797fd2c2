"""Erasing one person's data in staff exchange on request (Art. 17 GDPR), wherever they stand."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models import Model, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions.forgetting import forget_link
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.erasures import remember
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import require
from hospitium.exchange import erasure_rules as rules
from hospitium.exchange.actions import erasure
from hospitium.exchange.models import Applicant, Application, Placement

REQUEST_CLASS = "exchange_on_request"


class Ground(TextChoices):
    """Why somebody's data are erased before their time is over (Art. 17(1) GDPR)."""

    NOT_NEEDED = "not_needed", _("no longer needed for the exchange")
    CONSENT = "consent", _("the consent was taken back")
    OBJECTION = "objection", _("the person objected")
    UNLAWFUL = "unlawful", _("named by mistake, or without a ground")


@transaction.atomic
def erase_person(*, application_id: int, ground: str, by: User) -> Counter[str]:
    """Erase at once what is held about whoever made this application; rows stay for the counts. Raises Refused.

    Returns what was erased. Agreements on stays for which money was planned or paid stay as long as budget law says.
    """
    application = locked(Application, application_id)
    require(rules.may_erase_person(by, application))
    person = application.applicant
    counts = erase_on_request(person)
    about = [application, application.round]
    record("applicant.erased", person, by=by, about=about, ground=Ground(ground).value, **counts)
    return counts


@transaction.atomic
def erase_person_again(*, key: str) -> Counter[str]:
    """The same once more, when a backup from before has come back."""
    person = Applicant.objects.select_for_update(of=("self",)).filter(pk=key).first()
    return erase_on_request(person) if person else Counter()


def erase_on_request(person: Applicant) -> Counter[str]:
    kind, key = reference(person)
    remember(data_class=REQUEST_CLASS, kind=kind, key=key, at=timezone.now())
    counts: Counter[str] = Counter()
    for application in person.applications.all():
        if application.state == Application.State.DRAFT:
            # The person goes with the last draft, so that only a name would be left to look for.
            counts.update(erasure.erase_draft(key=str(application.pk)))
        else:
            counts.update(erase_application(application))
    counts.update(erasure.erase_applicant(key=key))
    return +counts


def erase_application(application: Application) -> Counter[str]:
    counts: Counter[str] = Counter(erasure.erase_application_texts(key=str(application.pk)))
    counts.update(forget_around(application))
    for annex in application.annexes.all():
        counts.update(erasure.erase_annex(key=str(annex.pk)))
    for consent in application.consents.all():
        counts.update(forget_around(consent))
        counts.update(erasure.erase_consent(key=str(consent.pk)))
    for assessment in application.assessments.all():
        counts.update(erasure.erase_assessment(key=str(assessment.pk)))
    for settlement in application.settlements.all():
        counts.update(erasure.erase_settlement(key=str(settlement.pk)))
    for ranking in application.rankings.all():
        counts.update(erasure.erase_ranking(key=str(ranking.pk)))
    for placement in application.placements.all():
        counts.update(erase_placement(placement))
    return counts


def erase_placement(placement: Placement) -> Counter[str]:
    counts: Counter[str] = Counter(forget_around(placement))
    for note in placement.notes.filter(released_on=None):
        counts.update(erasure.erase_note(key=str(note.pk)))
    if feedback := getattr(placement, "feedback", None):
        counts.update(erasure.erase_feedback(key=str(feedback.pk)))
    # Budget law: what was paid for has to be shown for ten years.
    if not placement.costs.exists():
        counts.update(erasure.erase_agreement(key=str(placement.pk)))
    return counts


def forget_around(subject: Model) -> Counter[str]:
    """Messages that were sent about a record, and the links to it."""
    kind, key = reference(subject)
    counts: Counter[str] = Counter(mails=mails.forget_sent(kind=kind, key=key))
    for link in GuestLink.objects.filter(kind=kind, key=key):
        counts["mails"] += mails.forget_sent(kind=link._meta.label_lower, key=str(link.pk))
        counts.update(forget_link(link_id=str(link.pk)))
    return counts
