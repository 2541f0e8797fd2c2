"""Opening the working place of a visit: for a planned activity, or together with a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.partners.models import Partnership
from hospitium.programme.models import Activity, Direction, Format, State
from hospitium.programme.rules import may_be_planned
from hospitium.visits import rules
from hospitium.visits.actions import visits as actions
from hospitium.visits.forms import visits as forms
from hospitium.visits.forms.choices import zone_choices, zone_of
from hospitium.visits.models import Visit
from hospitium.visits.queries.visits import latest_of_series, next_number, plannable, planned_without_visit, sources_of


def visit_new(request: Request) -> HttpResponse:
    """With `?activity=` for what is planned, with `?partnership=` and `?format=` for something new, else the choice."""
    asked = request.GET.get("activity", "")
    if asked.isdecimal() and len(asked) < 10:
        return for_activity(request, int(asked))
    partnership = plannable(request.user).filter(key=request.GET.get("partnership", "")).first()
    if partnership:
        return with_activity(request, partnership)
    return choose(request)


def choose(request: Request) -> HttpResponse:
    """What is planned without a working place, and the first step to something new; a POST leads on to the second."""
    form = forms.ChoosePartnership(request.POST or None, initial={"format": Format.SEMINAR})
    form.limit_to(plannable(request.user))

    def act() -> str:
        chosen = form.cleaned_data
        return f"{reverse('visits:visit_new')}?partnership={chosen['partnership'].key}&format={chosen['format']}"

    context = {"planned": planned_without_visit(request.user), "cancel_url": reverse("visits:visits")}
    return answer_form(request, form, act, template="visits/visit_new.html", context=context)


def for_activity(request: Request, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user, "visit.create"), pk=pk)
    partnerships = list(activity.partnerships.select_related("partner"))
    start = suggested(request, partnerships, activity.format, activity.direction)
    for name, known in (("starts_on", activity.begins), ("ends_on", activity.ends)):
        if known and known.precision == "day":
            start[name] = known.first
    form = forms.OpenVisit(request.POST or None, initial=start)
    offer(request, form, activity.format, partnerships)
    return answer_form(
        request,
        form,
        lambda: actions.create_visit(activity_id=pk, values=form.values, source=form.chosen_source, by=request.user),
        context={
            "page_title": _("Open a working place"),
            "lead": rules.may_create_visit(request.user, activity).reason or activity,
            "columns": 2,
            "submit_label": _("Open"),
            "cancel_url": activity.get_absolute_url(),
        },
    )


def with_activity(request: Request, partnership: Partnership) -> HttpResponse:
    asked = request.GET.get("format", "")
    kind = asked if asked in Format.values else Format.SEMINAR.value
    start = {"direction": Direction.IN.value, "number": next_number(partnership, kind)}
    form = forms.NewVisit(
        request.POST or None, initial={**start, **suggested(request, [partnership], kind, Direction.IN)}
    )
    offer(request, form, kind, [partnership])
    form.limit_to(request.user, partnership)

    def act() -> Visit:
        activity = {
            **form.activity_values,
            "format": kind,
            "state": State.PLANNED,
            "partnerships": [partnership],
            "unit": partnership.unit,
        }
        return actions.create_visit_with_activity(
            activity=activity, values=form.values, source=form.chosen_source, by=request.user
        )

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("New visit: %(format)s, %(partnership)s")
            % {"format": Format(kind).label, "partnership": partnership},
            "lead": may_be_planned([partnership], State.PLANNED).reason,
            "columns": 2,
            "submit_label": _("Open"),
            "cancel_url": reverse("visits:visit_new"),
        },
    )


def offer(request: Request, form: forms.OpenVisit, kind: str, partnerships: list[Partnership]) -> None:
    templates, earlier = sources_of(request.user, kind, partnerships)
    form.offer(
        sources=forms.source_choices(templates, earlier), zones=zone_choices(partnerships, form.initial.get("zone", ""))
    )


def suggested(request: Request, partnerships: list[Partnership], kind: str, direction: str) -> dict[str, Any]:
    """What a new visit of this kind usually has, from the last one of the series and from the partner."""
    partner = partnerships[0].partner if partnerships else None
    latest = latest_of_series(partnerships[0], kind) if partnerships else None
    series = latest.series if latest else f"{Format(kind).label} {partner}" if partner else ""
    return {
        "series": series,
        "officer": request.user.pk,
        "host_language": latest.host_language if latest else "de",
        "guest_language": latest.guest_language if latest else partner.own_language if partner else "en",
        "zone": zone_of(partner.country if partner and direction == Direction.OUT else ""),
    }
