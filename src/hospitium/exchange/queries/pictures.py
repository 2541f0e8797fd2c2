"""The dates of a round as a picture with its table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hospitium.core import charts, wording
from hospitium.core.multilingual import here
from hospitium.exchange.models import Round


def spans_of(record: Round) -> list[tuple[str, date, date]]:
    """What goes on from when to when, as far as both days are known."""
    latest = [day for day in (record.consents_until, record.offers_until, record.applications_until) if day]
    wanted = [
        (_("Applications"), record.call_on, record.applications_until),
        (_("Consents"), record.call_on, record.consents_until),
        (_("Offers of hosts"), record.call_on, record.offers_until),
        (_("Assessment"), max(latest, default=None), record.assessed_until),
        (_("Results"), record.results_on, record.results_on),
        (_("Acceptance"), record.results_on, record.accepted_until),
        (_("Stays"), record.stays_from, record.stays_until),
    ]
    return [(label, first, last) for label, first, last in wanted if first and last and first <= last]


def dates_picture(record: Round, today: date) -> dict[str, Any]:
    """What components/chart.html shows: drawing and table; empty without two known dates."""
    spans = spans_of(record)
    if not spans:
        return {}
    phase = record.phase_on(today)
    finding = _("The dates of the round %(name)s. Today: %(phase)s.") % {"name": record, "phase": phase.label}
    drawing = charts.dates_chart(
        spans=[
            charts.Span(label, first, last, wording.period(first, last, language=here(), style="table"), last < today)
            for label, first, last in spans
        ],
        months=wording.months(language=here()),
        today=today,
        today_label=_("today"),
        finding=finding,
    )
    rows = [
        {"cells": [label, wording.day(first, language=here()), wording.day(last, language=here())]}
        for label, first, last in spans
    ]
    return {
        "svg": mark_safe(drawing),  # noqa: S308 - labels are escaped where the picture is made
        "columns": [{"label": _("What")}, {"label": _("From")}, {"label": _("Until")}],
        "rows": rows,
        "caption": _("The dates of the round"),
    }
