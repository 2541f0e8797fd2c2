"""Whose data of staff exchange are still held, and since when their time runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from hospitium.core.multilingual import Multilingual
from hospitium.core.retention import Due
from hospitium.exchange.models import (
    Annex,
    Applicant,
    Application,
    ApplicationList,
    Assessment,
    Consent,
    CostLine,
    HostFeedback,
    HostOffer,
    HostRanking,
    Placement,
    Round,
    Settlement,
    WeeklyNote,
)

Rows = QuerySet[Any]
STANDING = ~Q(state__in=["declined", "broken_off", "dropped", "withdrawn"])
APPLICATION_TEXTS = ("question", "benefit", "function", "earlier", "title")
PLACEMENT_TEXTS = ("insurance", "accommodation", "reason", "answer", "host_wish")
# A settlement, and a place given by hand, must say why, by constraint; a dash says that there was a reason.
ERASED = "–"


# ---- when the time begins ----------------------------------------------------------
def year_end(record: Round) -> date:
    return date(record.year, 12, 31)


def applications_end(record: Round) -> date:
    return record.applications_until or year_end(record)


def results(record: Round) -> date:
    return record.results_on or record.accepted_until or year_end(record)


def round_end(record: Round) -> date:
    return record.stays_until or year_end(record)


def stay_end(placement: Placement) -> date:
    return placement.ends_on or round_end(placement.round)


# ---- what is held ------------------------------------------------------------------
def due(rows: Rows, anchor: Callable[[Any], date], day: date) -> list[Due]:
    """Those whose time began on or before the day, the oldest first."""
    kind = rows.model._meta.label_lower
    found = [Due(kind, str(one.pk), anchor(one)) for one in rows]
    return sorted((one for one in found if one.anchor <= day), key=lambda one: (one.anchor, int(one.key)))


def applicants(day: date) -> Iterable[Due]:
    """From the end of the last round in which somebody applied."""
    held = Applicant.objects.exclude(name="", email="", phone="", user=None).annotate(
        last_end=Max("applications__round__stays_until"), last_year=Max("applications__round__year")
    )
    # Whoever has not applied yet has only begun, and goes with the draft.
    return due(held.filter(last_year__isnull=False), last_round_end, day)


def last_round_end(applicant: Any) -> date:
    end: date | None = applicant.last_end
    year_ends = date(applicant.last_year, 12, 31)
    return end if end and end.year >= applicant.last_year else year_ends


def on_request(day: date) -> Iterable[Due]:
    """Nothing is due by itself: the office erases when a person asks for it."""
    return []


def drafts(day: date) -> Iterable[Due]:
    rows = Application.objects.filter(state=Application.State.DRAFT).select_related("round")
    return due(rows, lambda one: applications_end(one.round), day)


def lists(day: date) -> Iterable[Due]:
    return due(ApplicationList.objects.defer("content"), lambda one: timezone.localdate(one.uploaded_at), day)


def with_texts() -> Rows:
    empty = Q(**dict.fromkeys(APPLICATION_TEXTS, ""), languages={}, years=None, earlier_year=None)
    return Application.objects.exclude(state=Application.State.DRAFT).exclude(empty).select_related("round")


def placed() -> Rows:
    return Placement.objects.filter(STANDING, application=OuterRef("pk"))


def texts_of_others(day: date) -> Iterable[Due]:
    return due(with_texts().exclude(Exists(placed())), lambda one: results(one.round), day)


def texts_of_placed(day: date) -> Iterable[Due]:
    rows = with_texts().filter(Exists(placed())).annotate(last_day=Max("placements__ends_on"))
    return due(rows, lambda one: one.last_day or round_end(one.round), day)


def annexes(day: date) -> Iterable[Due]:
    return due(Annex.objects.select_related("application__round"), lambda one: results(one.application.round), day)


def consents(day: date) -> Iterable[Due]:
    held = Consent.objects.exclude(name="", email="", remark="").select_related("application__round")
    return due(held, lambda one: results(one.application.round), day)


def assessments(day: date) -> Iterable[Due]:
    held = Assessment.objects.exclude(note="", conflict="").select_related("application__round")
    return due(held, lambda one: results(one.application.round), day)


def settlements(day: date) -> Iterable[Due]:
    held = Settlement.objects.exclude(reason=ERASED).select_related("application__round")
    return due(held, lambda one: results(one.application.round), day)


def rankings(day: date) -> Iterable[Due]:
    return due(HostRanking.objects.select_related("offer__round"), lambda one: results(one.offer.round), day)


def hosts(day: date) -> Iterable[Due]:
    empty = dict.fromkeys(("mentor_name", "mentor_function", "mentor_email", "contact_name", "contact_email"), "")
    held = HostOffer.objects.exclude(**empty).select_related("round")
    return due(held, lambda one: round_end(one.round), day)


def mentors(day: date) -> Iterable[Due]:
    held = Placement.objects.exclude(mentor_name="", mentor_function="", mentor_email="").select_related("round")
    return due(held, lambda one: round_end(one.round), day)


def agreements(day: date, *, paid: Q) -> Iterable[Due]:
    texts = {
        **dict.fromkeys((*PLACEMENT_TEXTS, "europass_number"), ""),
        **dict.fromkeys(("goals", "tasks_there", "preparation"), Multilingual()),
    }
    texts.pop("reason")
    empty = Q(**texts, skills={}, a1_until=None, agreement=None, certificate=None, reason__in=["", ERASED])
    held = Placement.objects.exclude(empty).annotate(is_paid=Exists(CostLine.objects.filter(placement=OuterRef("pk"))))
    return due(held.filter(paid).select_related("round"), stay_end, day)


def agreements_paid(day: date) -> Iterable[Due]:
    return agreements(day, paid=Q(is_paid=True))


def agreements_unpaid(day: date) -> Iterable[Due]:
    return agreements(day, paid=Q(is_paid=False))


def notes(day: date) -> Iterable[Due]:
    held = WeeklyNote.objects.filter(released_on=None).select_related("placement__round")
    return due(held, lambda one: stay_end(one.placement), day)


def feedback(day: date) -> Iterable[Due]:
    held = HostFeedback.objects.exclude(name="", text="").select_related("placement__round")
    return due(held, lambda one: stay_end(one.placement), day)
