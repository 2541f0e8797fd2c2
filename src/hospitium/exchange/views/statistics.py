"""The statistics of staff exchange, with the years before this installation beside."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.core.http import Request
from hospitium.exchange import past_rules as rules
from hospitium.exchange.models import HistoricRound, Placement
from hospitium.exchange.queries import statistics as queries


def statistics(request: Request) -> HttpResponse:
    """By year, unit, city and topic; `?export=` gives the lines as a file."""
    visible = Placement.objects.visible_to(request.user, "placement.update")
    tables = queries.tables_of(visible)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        return exported(request, tables, kind)
    past = HistoricRound.objects.visible_to(request.user)
    context = {
        "tables": tables,
        "is_empty": not any(table["lines"] for table in tables),
        "past": queries.past_rounds(past),
        "new_url": reverse("exchange:past_round_new") if rules.may_correct(request.user) else "",
        "exports": [{"label": form.label, "url": f"?export={name}"} for name, form in FORMATS.items()],
    }
    return render(request, "exchange/statistics.html", context)


def exported(request: Request, tables: list[dict[str, object]], kind: str) -> HttpResponse:
    header = [
        _("By"),
        _("Name"),
        pgettext("persons", "Sent"),
        pgettext("persons", "Received"),
        _("Weeks"),
        _("Length unknown"),
        _("Reports in percent"),
    ]
    rows = [
        [
            str(table["title"]),
            line.name or None,
            line.sent,
            line.received,
            line.weeks,
            line.days_unknown,
            line.report_rate,
        ]
        for table in tables
        for line in table["lines"]  # type: ignore[attr-defined]
    ]
    title = _("Statistics of staff exchange")
    return table_file(request, name="exchange-statistics", title=title, header=header, rows=rows, kind=kind)
