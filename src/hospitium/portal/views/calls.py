"""Calls of staff exchange that the public may read, and their feed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.http import public
from hospitium.core.models import Event
from hospitium.exchange.models import Round
from hospitium.exchange.queries import calls as queries
from hospitium.exchange.queries import stays
from hospitium.portal import feeds, frame
from hospitium.portal.stored import storable

MOST = 50


@public
@storable
def calls(request: HttpRequest, language: str) -> HttpResponse:
    """All public calls, the latest first."""
    today = timezone.localdate()
    found = [queries.Call(one, one.phase_on(today), []) for one in queries.public_calls(today)[:MOST]]
    context = {
        **frame.around(request, current="calls", crumbs=[{"label": _("Staff exchange"), "url": ""}]),
        "open": [one for one in found if one.is_open],
        "others": [one for one in found if not one.is_open],
        "has_notes": stays.public_notes().exists(),
        "linked_data": "",
    }
    return render(request, "portal/calls.html", context)


@public
@storable
def notes(request: HttpRequest, language: str) -> HttpResponse:
    """What people wrote during their stays, as far as they and the office released it; without names."""
    crumbs = [{"label": _("Staff exchange"), "url": frame.here("calls")}, {"label": _("Weekly notes"), "url": ""}]
    context = {
        **frame.around(request, current="calls", crumbs=crumbs),
        "notes": [(note, stays.where_to(note.placement)) for note in stays.public_notes()[:MOST]],
        "linked_data": "",
    }
    return render(request, "portal/notes.html", context)


@public
@storable
def call(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    today = timezone.localdate()
    record = get_object_or_404(queries.public_calls(today), pk=pk)
    shown = queries.call_of(record, today)
    crumbs = [{"label": _("Staff exchange"), "url": frame.here("calls")}, {"label": str(record), "url": ""}]
    context = {
        **frame.around(request, current="calls", crumbs=crumbs),
        "call": shown,
        "facts": queries.facts_of(shown),
        "linked_data": "",
    }
    return render(request, "portal/call.html", context)


@public
@storable
def calls_atom(request: HttpRequest, language: str) -> HttpResponse:
    """The calls as a feed, each with its last change."""
    found = list(queries.public_calls(timezone.localdate())[:MOST])
    title = _("Staff exchange: %(name)s") % {"name": settings.INSTALLATION["name"]}
    entries = [entry_of(one, changed) for one, changed in zip(found, changes(found), strict=True)]
    body = feeds.atom_of(entries, title=title, path=frame.here("calls_atom"), page=frame.here("calls"))
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def changes(found: list[Round]) -> list[datetime]:
    """When each round was last changed; of one without an event, the day of its call."""
    keys = [str(one.pk) for one in found]
    events = Event.objects.filter(kind="exchange.round", key__in=keys).order_by().values_list("key")
    latest = dict(events.annotate(latest=Max("at")).values_list("key", "latest"))
    return [latest.get(str(one.pk)) or feeds.midnight(one.call_on or feeds.EPOCH) for one in found]


def entry_of(record: Round, changed: datetime) -> feeds.Entry:
    name = record.name.here
    return feeds.Entry(
        key=f"call/{record.pk}",
        title=str(record),
        language=name.language if name.is_foreign else "",
        changed=changed,
        summary=str(record.call)[:1000],
        path=frame.here("call", str(record.pk)),
    )
