"""The public pages: start, cities, one city, activities, editorial pages."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core.http import public
from hospitium.partners.models import Home, Partnership
from hospitium.portal import frame, lines, linked, maps, queries, texts, words
from hospitium.portal.models import EditorialPage
from hospitium.portal.stored import storable
from hospitium.programme.models import Activity, Format

ON_START_PAGE, ON_CITY_PAGE, ON_LIST_PAGE = 4, 20, 50
THEMES = (("partnerships", "cities"), ("cooperation", ""), ("europe", ""))
NUMBER = re.compile(r"[1-9][0-9]{0,4}")


@public
def root(request: HttpRequest) -> HttpResponse:
    """To the start page in the language of the visitor's cookie or browser."""
    response = redirect("portal:start", get_language())
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public
@storable
def start(request: HttpRequest, language: str) -> HttpResponse:
    home, cities, today = queries.home(), queries.cities(), timezone.localdate()
    facts = texts.facts()
    pages = {
        key: texts.shown(page, language=language, facts=facts)
        for key, page in queries.pages(["start", *(key for key, _view in THEMES)]).items()
    }
    coming = list(queries.coming(today)[:ON_START_PAGE])
    latest = list(queries.past()[:ON_START_PAGE])
    context = {
        **frame.around(request),
        "page": pages.get("start"),
        "map": maps.of_all(home, cities.cities),
        "table": city_table(home, cities),
        "themes": [
            {"page": pages[key], "url": frame.here(view) if view else frame.here("page", key)}
            for key, view in THEMES
            if key in pages
        ],
        "coming": [lines.activity_line(one) for one in coming],
        "latest": [lines.activity_line(one) for one in latest],
        "cities": [lines.city_line(one, home) for one in cities.cities],
        "linked_data": linked.script(linked.site(home), *linked.events(coming, home)),
    }
    return render(request, "portal/start.html", context)


@public
@storable
def cities(request: HttpRequest, language: str) -> HttpResponse:
    home, found = queries.home(), queries.cities()
    page = queries.pages(["partnerships"]).get("partnerships")
    context = {
        **frame.around(request, current="cities", crumbs=[{"label": _("Partner cities"), "url": ""}]),
        "page": texts.shown(page, language=language, facts=texts.facts()) if page else None,
        "map": maps.of_all(home, found.cities),
        "table": city_table(home, found),
        "cities": [lines.city_line(one, home, found.districts.get(one.partner_id, ())) for one in found.cities],
        "others": [lines.city_line(one, home, title=" – ".join(lines.names(one, home))) for one in found.others],
        "sources": queries.sources_of(found.cities),
        "linked_data": linked.script(*(linked.city(one) for one in found.cities)),
    }
    return render(request, "portal/cities.html", context)


def city_table(home: Home | None, found: queries.Cities) -> dict[str, Any]:
    """The map as a table: what it draws, and the numbers that a drawing cannot say."""
    columns = [
        {"label": _("City")},
        {"label": _("Partnership since")},
        {"label": _("Distance"), "numeric": True},
        {"label": _("Status")},
    ]
    rows = []
    for one in found.cities:
        line = lines.city_line(one, home)
        since = line.since if one.since else None
        cells = [{"value": line.name, "url": line.url}, since, line.distance, {"chip": lines.status_chip(one)}]
        rows.append({"cells": cells})
    return {"columns": columns, "rows": rows}


@public
@storable
def city(request: HttpRequest, language: str, key: str) -> HttpResponse:
    partnership = get_object_or_404(queries.partnerships(), key=key)
    home, today = queries.home(), timezone.localdate()
    instruments = queries.instruments_of(partnership)
    coming = list(queries.only(queries.coming(today), city=key)[:ON_CITY_PAGE])
    past = list(queries.only(queries.past(), city=key)[: ON_CITY_PAGE + 1])
    shown = past[:ON_CITY_PAGE]
    neighbours = [one for one in queries.cities().cities if not queries.is_quiet(one)]
    districts = queries.districts_of(partnership)
    change = queries.status_since(partnership)
    contradictions = queries.contradictions([partnership, *instruments, *coming, *shown])
    crumbs = [
        {"label": _("Partner cities"), "url": frame.here("cities")},
        {"label": str(partnership.partner), "url": ""},
    ]
    context = {
        **frame.around(request, current="cities", crumbs=crumbs),
        "partnership": partnership,
        "names": lines.names(partnership, home),
        "line": lines.city_line(partnership, home),
        "chips": [lines.status_chip(partnership)],
        "jubilee": lines.jubilee(partnership, today),
        "facts": facts_of(partnership, home),
        "map": maps.of_one(home, partnership, neighbours),
        "instruments": [lines.instrument_line(one, contradictions) for one in instruments],
        "contradictions": [lines.contradiction_line(one) for one in contradictions],
        "districts": [lines.city_line(one, home, title=" – ".join(lines.names(one, home))) for one in districts],
        "coming": [lines.activity_line(one, without=partnership.pk) for one in coming],
        "past": [lines.activity_line(one, without=partnership.pk) for one in shown],
        "has_more": len(past) > ON_CITY_PAGE,
        "sources": queries.sources_of([partnership], [change] if change else [], instruments, districts),
        "linked_data": linked.script(linked.city(partnership), *linked.events(coming, home)),
    }
    return render(request, "portal/city.html", context)


def facts_of(partnership: Partnership, home: Home | None) -> list[dict[str, Any]]:
    line = lines.city_line(partnership, home)
    facts: list[dict[str, Any]] = [
        {"label": _("Partnership since"), "value": line.since if partnership.since else None},
        {"label": _("Distance"), "value": line.distance},
        {"label": _("Kind"), "value": str(partnership.get_kind_display())},
    ]
    if partnership.renewed:
        facts.insert(1, {"label": _("Renewed"), "value": words.when_words(partnership.renewed)})
    if line.own_name:
        facts.append({"label": _("Own name"), "value": line.own_name, "lang": line.own_language})
    if partnership.unit:
        facts.append({"label": _("Looked after by"), "value": str(partnership.unit)})
    return facts


@public
@storable
def activities(request: HttpRequest, language: str) -> HttpResponse:
    partnerships = {one.key: one for one in queries.partnerships()}
    chosen_city, chosen_format = request.GET.get("city", ""), request.GET.get("format", "")
    if chosen_city not in {"", *partnerships} or chosen_format not in {"", *Format.values}:
        raise Http404
    found = queries.only(queries.past(), city=chosen_city, format=chosen_format)
    page = page_of(found, request.GET.get("page", "1"))
    home = queries.home()
    coming: list[Activity] = []
    if page.number == 1:
        coming = list(queries.only(queries.coming(timezone.localdate()), city=chosen_city, format=chosen_format))
    context = {
        **frame.around(request, current="activities", crumbs=[{"label": _("Seminars and visits"), "url": ""}]),
        "coming": [lines.activity_line(one) for one in coming],
        "years": [
            {"year": year, "lines": [lines.activity_line(one) for one in rows]}
            for year, rows in queries.by_year(page.object_list)
        ],
        "page": page,
        "filters": filters(list(partnerships.values()), chosen_city, chosen_format),
        "is_filtered": bool(chosen_city or chosen_format),
        "linked_data": linked.script(*linked.events(coming, home)),
    }
    return render(request, "portal/activities.html", context)


def page_of(found: Any, wanted: str) -> Any:
    """One page of a list; an address that no link of ours leads to does not exist."""
    if not NUMBER.fullmatch(wanted):
        raise Http404
    try:
        return Paginator(found, ON_LIST_PAGE).page(int(wanted))
    except EmptyPage as error:
        raise Http404 from error


def filters(partnerships: list[Partnership], city: str, format: str) -> list[dict[str, Any]]:
    """The filters as plain links; each keeps the other filter."""
    address = frame.here("activities")

    def link(label: str, wanted_city: str, wanted_format: str) -> dict[str, Any]:
        chosen = [("city", wanted_city), ("format", wanted_format)]
        query = "&".join(f"{name}={value}" for name, value in chosen if value)
        current = (wanted_city, wanted_format) == (city, format)
        return {"label": label, "url": f"{address}?{query}" if query else address, "current": current}

    present = queries.formats()
    cities = [link(str(one), one.key, format) for one in partnerships if queries.is_of_whole_cities(one)]
    kinds = [link(str(label), city, value) for value, label in Format.choices if value in present]
    return [
        {"label": _("City"), "links": [link(_("All cities"), "", format), *cities]},
        {"label": _("Format"), "links": [link(_("All formats"), city, ""), *kinds]},
    ]


@public
@storable
def page(request: HttpRequest, language: str, key: str) -> HttpResponse:
    found = get_object_or_404(EditorialPage.objects.published(), key=key)
    elsewhere = {"start": "start", "partnerships": "cities"}
    if key in elsewhere:
        return redirect(frame.here(elsewhere[key]), permanent=True)
    shown = texts.shown(found, language=language, facts=texts.facts())
    context = {
        **frame.around(request, current=key, crumbs=[{"label": shown.title.text, "url": ""}]),
        "page": shown,
        "linked_data": linked.script(linked.site(queries.home())),
    }
    return render(request, "portal/page.html", context)
