"""Feeds, calendars, and what search engines and finders of security holes look for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import chain

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.http import public
from hospitium.exchange.queries.calls import public_calls
from hospitium.exchange.queries.stays import public_notes
from hospitium.portal import feeds, frame, lines, queries
from hospitium.portal.stored import storable
from hospitium.programme.models import Activity

IN_ATOM = 50
SECURITY_TXT_DAYS = 180


@public
@storable
def atom(request: HttpRequest, language: str) -> HttpResponse:
    """What comes and what was last, as a feed."""
    today = timezone.localdate()
    found = [*queries.coming(today)[:IN_ATOM], *queries.past()[:IN_ATOM]]
    title = _("Seminars and visits: %(name)s") % {"name": settings.INSTALLATION["name"]}
    body = feeds.atom(found, title=title, path=frame.here("atom"))
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@public
@storable
def ics(request: HttpRequest, language: str) -> HttpResponse:
    """All activities as a calendar."""
    title = _("Seminars and visits: %(name)s") % {"name": settings.INSTALLATION["name"]}
    return calendar_file(title, "activities", queries.past(), queries.coming(timezone.localdate()))


@public
@storable
def city_ics(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """The activities with one partner as a calendar."""
    partnership = get_object_or_404(queries.partnerships(), key=key)
    title = " – ".join(lines.names(partnership, queries.home()))
    coming = queries.only(queries.coming(timezone.localdate()), city=key)
    return calendar_file(title, partnership.key, queries.only(queries.past(), city=key), coming)


def calendar_file(title: str, name: str, *found: QuerySet[Activity]) -> HttpResponse:
    activities = chain.from_iterable(queries.for_calendar(one) for one in found)
    cities = feeds.cities(queries.cities_of_activities())
    body = feeds.calendar(activities, title=title, changed=queries.changed_at(), cities=cities)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@public
@storable
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language, each with its other languages."""
    keys = queries.partnerships().order_by("key").values_list("key", flat=True)
    pages = [key for key in queries.pages() if key not in {"start", "partnerships"}]
    addresses: list[tuple[str, dict[str, str]]] = [("start", {}), ("cities", {}), ("activities", {})]
    addresses += [("city", {"key": key}) for key in keys]
    addresses += [("page", {"key": key}) for key in pages]
    calls = list(public_calls(timezone.localdate()).values_list("pk", flat=True))
    addresses += [("calls", {}), *(("call", {"pk": str(pk)}) for pk in calls)] if calls else []
    addresses += [("notes", {})] if public_notes().exists() else []
    context = {"groups": [frame.in_all_languages(f"portal:{name}", arguments) for name, arguments in addresses]}
    return for_all(render(request, "portal/sitemap.xml", context, content_type="application/xml; charset=utf-8"))


@public
@storable
def robots(request: HttpRequest) -> HttpResponse:
    rules = ["User-agent: *", *(f"Disallow: /{part}/" for part in ("account", "desk", "office"))]
    text = "\n".join([*rules, "", f"Sitemap: {frame.absolute('/sitemap.xml')}", ""])
    return for_all(HttpResponse(text, content_type="text/plain; charset=utf-8"))


@public
@storable
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    contact = str(settings.INSTALLATION["contact"])
    expires = datetime.combine(timezone.localdate() + timedelta(days=SECURITY_TXT_DAYS), time())
    fields = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {expires.isoformat()}Z",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {frame.absolute('/.well-known/security.txt')}",
        "",
    ]
    return for_all(HttpResponse("\n".join(fields), content_type="text/plain; charset=utf-8"))


def for_all(response: HttpResponse) -> HttpResponse:
    """The same bytes for everybody: without this, the first visitor's language would be stored with them."""
    response.headers["Content-Language"] = "en"
    return response
