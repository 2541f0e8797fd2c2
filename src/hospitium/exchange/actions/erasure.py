"""Erasing what is held about people in staff exchange, as the terms end.

Rows stay without their data, so that numbers by year, unit, city and topic stay right. None of these fails when
nothing is there: after the restore of a backup they are done once more.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from hospitium.core.multilingual import Multilingual
from hospitium.documents.actions import erase_document
from hospitium.documents.actions.files import remove_file
from hospitium.exchange.models import (
    Annex,
    Applicant,
    Application,
    ApplicationList,
    Assessment,
    Consent,
    HostFeedback,
    HostOffer,
    HostRanking,
    Placement,
    Settlement,
    WeeklyNote,
)
from hospitium.exchange.queries.keeping import APPLICATION_TEXTS, ERASED, PLACEMENT_TEXTS

Counts = dict[str, int]
MENTOR = dict.fromkeys(("mentor_name", "mentor_function", "mentor_email"), "")
CONTACT = dict.fromkeys(("contact_name", "contact_email"), "")


def emptied(model: type[Model], key: str, name: str, values: dict[str, Any]) -> Counts:
    """Write these values over the record, if it is there and holds others."""
    record = model._default_manager.select_for_update(of=("self",)).filter(pk=key).first()
    if record is None or all(getattr(record, column) == value for column, value in values.items()):
        return {}
    for column, value in values.items():
        setattr(record, column, value)
    record.save()
    return {name: 1}


@transaction.atomic
def erase_applicant(*, key: str) -> Counts:
    """Name, address, telephone and account; unit and partner stay for the statistics.

    What a table was compared by is made of the name or the address, and goes with them.
    """
    Application.objects.filter(applicant=int(key)).exclude(import_key="").update(import_key="")
    return emptied(Applicant, key, "applicants", {"name": "", "email": "", "phone": "", "user": None})


@transaction.atomic
def erase_draft(*, key: str) -> Counts:
    """A draft that was never sent, with its consents and annexes."""
    draft = Application.objects.filter(pk=key, state=Application.State.DRAFT).first()
    if draft is None or draft.placements.exists():
        return {}
    person = draft.applicant
    remove_annexes(draft.annexes.all())
    draft.delete()
    if not person.applications.exists():
        person.delete()
    return {"drafts": 1}


@transaction.atomic
def erase_list(*, key: str) -> Counts:
    """A table of applications that nobody took over."""
    count, _each = ApplicationList.objects.filter(pk=key).delete()
    return {"lists": 1} if count else {}


@transaction.atomic
def erase_application_texts(*, key: str) -> Counts:
    """What somebody wrote; topic, unit, city and state stay."""
    texts: dict[str, Any] = dict.fromkeys(APPLICATION_TEXTS, "")
    return emptied(Application, key, "applications", {**texts, "languages": {}, "years": None, "earlier_year": None})


@transaction.atomic
def erase_annex(*, key: str) -> Counts:
    """An annex with its file."""
    return {"annexes": 1} if remove_annexes(Annex.objects.filter(pk=key)) else {}


def remove_annexes(annexes: QuerySet[Annex]) -> int:
    found = list(annexes.select_related("file"))
    for annex in found:
        annex.delete()
        remove_file(stored=annex.file, by=None)
    return len(found)


@transaction.atomic
def erase_consent(*, key: str) -> Counts:
    """Who was asked; kind and answer stay."""
    return emptied(Consent, key, "consents", {"name": "", "email": "", "remark": ""})


@transaction.atomic
def erase_assessment(*, key: str) -> Counts:
    """Notes of the panel; marks and recommendation stay."""
    return emptied(Assessment, key, "assessments", {"note": "", "conflict": ""})


@transaction.atomic
def erase_settlement(*, key: str) -> Counts:
    return emptied(Settlement, key, "settlements", {"reason": ERASED})


@transaction.atomic
def erase_ranking(*, key: str) -> Counts:
    count, _each = HostRanking.objects.filter(pk=key).delete()
    return {"rankings": 1} if count else {}


@transaction.atomic
def erase_host(*, key: str) -> Counts:
    """Mentor and contact of an offer."""
    return emptied(HostOffer, key, "offers", {**MENTOR, **CONTACT})


@transaction.atomic
def erase_mentor(*, key: str) -> Counts:
    return emptied(Placement, key, "mentors", dict(MENTOR))


@transaction.atomic
def erase_agreement(*, key: str) -> Counts:
    """What was agreed, with its papers; offer, days, state and costs stay."""
    placement = Placement.objects.filter(pk=key).select_related("agreement", "certificate").first()
    if placement is None:
        return {}
    papers = [paper for paper in (placement.agreement, placement.certificate) if paper is not None]
    for paper in papers:
        erase_document(document_id=paper.pk)
    empty: dict[str, Any] = dict.fromkeys(PLACEMENT_TEXTS, "")
    # A place given by hand must say why, by constraint; a dash says that there was a reason.
    if placement.origin == Placement.Origin.HAND:
        empty["reason"] = ERASED
    texts: dict[str, Any] = {
        **dict.fromkeys(("goals", "tasks_there", "preparation"), Multilingual()),
        "skills": {},
        "a1_until": None,
        "europass_number": "",
    }
    found = emptied(Placement, key, "placements", {**empty, **texts, "agreement": None, "certificate": None})
    return {**found, **({"papers": len(papers)} if papers else {})}


@transaction.atomic
def erase_note(*, key: str) -> Counts:
    """A note that is not public."""
    count, _each = WeeklyNote.objects.filter(pk=key, released_on=None).delete()
    return {"notes": 1} if count else {}


@transaction.atomic
def erase_feedback(*, key: str) -> Counts:
    """Who gave feedback in which words; marks stay."""
    return emptied(HostFeedback, key, "feedback", {"name": "", "text": ""})
