"""Visits with what the head of their pages shows, and what a new one can begin with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Max, Prefetch

from hospitium.accounts.policy import Somebody
from hospitium.partners.models import Partnership
from hospitium.partners.models.relations import PartnershipQuerySet
from hospitium.programme.models import Activity, Format, State
from hospitium.visits.models import Template, Visit
from hospitium.visits.models.visits import VisitQuerySet


def workspaces(user: Somebody, row: str = "visit.read") -> VisitQuerySet:
    """The visits that a row of the policy lets this person see, with all that the head of each page shows."""
    partnerships = Partnership.objects.select_related("partner", "home_district", "unit")
    return (
        Visit.objects.visible_to(user, row)
        .select_related("activity__unit", "unit", "officer", "lodging")
        .prefetch_related(Prefetch("activity__partnerships", partnerships))
    )


# ---- opening a visit ---------------------------------------------------------------
def planned_without_visit(user: Somebody) -> list[Activity]:
    """What is planned and has no working place yet, the next one first; only where the person plans."""
    planned = (
        Activity.objects.visible_to(user, "visit.create")
        .filter(state=State.PLANNED, visit=None)
        .select_related("unit")
        .prefetch_related(Prefetch("partnerships", Partnership.objects.select_related("partner", "home_district")))
        .order_by(F("begins").asc(nulls_last=True), "id")
    )
    return list(planned)


def plannable(user: Somebody) -> PartnershipQuerySet:
    """The partnerships with which the person may plan visits."""
    return Partnership.objects.visible_to(user, "visit.create").select_related("partner", "home_district")


def next_number(partnership: Partnership, form: str) -> int | None:
    """The number after the last one of this kind with this partnership; None where they are not numbered."""
    latest = Activity.objects.filter(partnerships=partnership, format=form).aggregate(latest=Max("number"))["latest"]
    if latest is not None:
        return int(latest) + 1
    return 1 if form == Format.SEMINAR else None


def latest_of_series(partnership: Partnership, form: str) -> Visit | None:
    """The visit of this kind before, from which series, languages and hotel are taken over."""
    return (
        Visit.objects.filter(activity__partnerships=partnership, activity__format=form).order_by("-starts_on").first()
    )


def sources_of(user: Somebody, form: str, partnerships: Iterable[Partnership]) -> tuple[list[Template], list[Visit]]:
    """Templates, those of the format first, and earlier visits, those with the same partners first."""
    templates = sorted(Template.objects.visible_to(user), key=lambda one: (one.format != form, one.days, one.pk))
    visits = Visit.objects.visible_to(user, "visit.update").select_related("activity")
    same = set(visits.filter(activity__partnerships__in=list(partnerships)).values_list("pk", flat=True))
    return templates, sorted(visits, key=lambda one: (one.pk not in same, -one.starts_on.toordinal()))
