"""The year of all partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Scope, access_of
from hospitium.core.http import Request
from hospitium.desk import pictures
from hospitium.desk.context import home_city
from hospitium.desk.kept import Kept, Reading, reading
from hospitium.desk.links import link
from hospitium.desk.queries import year as queries

FIRST, LAST = 1900, 2100


@dataclass(frozen=True)
class Band:
    """The page below its head, worked out once for everybody with the same sight."""

    body: SafeString
    partners: tuple[tuple[str, str], ...]


_bands: Kept[Band] = Kept(16)


def this_year(request: Request) -> HttpResponse:
    return shown(request, timezone.localdate().year)


def one_year(request: Request, year: int) -> HttpResponse:
    """Raises Http404 for years without a calendar."""
    if not FIRST <= year <= LAST:
        raise Http404
    return shown(request, year)


def shown(request: Request, year: int) -> HttpResponse:
    now, today = reading(), timezone.localdate()
    partner = request.GET.get("partner", "")[:80]
    key = (year, partner, get_language(), today, sight_of(request))
    band = _bands.get(now, key, lambda: make(request, year, partner, now))
    query = {"partner": partner} if partner else {}
    context = {
        "year": year,
        "band": band,
        "partner": partner,
        "before": link("desk:year_of", year - 1, **query) if year > FIRST else "",
        "after": link("desk:year_of", year + 1, **query) if year < LAST else "",
    }
    return render(request, "desk/year.html", context)


def sight_of(request: Request) -> tuple[Scope, Scope]:
    access = access_of(request.user)
    return access.scope("activity.read"), access.scope("partnership.read")


def make(request: Request, year: int, partner: str, now: Reading) -> Band:
    today = timezone.localdate()
    rows = queries.rows_of(year=year, today=today, home=home_city(now), partner=partner, by=request.user)
    clashes = queries.clashes_of(rows)
    scene = queries.scene_of(rows, clashes)
    context: dict[str, Any] = {
        "year": year,
        "svg": pictures.year_band(scene),
        "svg_narrow": pictures.year_column(scene),
        "legend": queries.legend(clashes, rows.home.name if rows.home else ""),
        "table": queries.table_of(rows, clashes),
        "months": queries.months_of(rows, clashes),
        "holidays": queries.holiday_rows(rows),
        "holiday_columns": [{"label": _("Date")}, {"label": _("Holiday")}, {"label": _("Cities")}],
        "clashes": [
            {"title": str(one.activity), "text": queries.clash_words(one), "url": one.activity.get_absolute_url()}
            for one in clashes.values()
        ],
        "activity_new": link("programme:activity_new"),
    }
    names = {one.partner.key: str(one.partner) for one in rows.partnerships}
    return Band(render_to_string("desk/year_body.html", context), tuple(names.items()))
