"""The file of a partnership, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.queries import sentences
from hospitium.core.events import lines, timeline
from hospitium.core.http import Request
from hospitium.core.records import reasons
from hospitium.desk.context import home_city
from hospitium.desk.kept import Kept, Reading, reading
from hospitium.desk.links import link
from hospitium.desk.queries import file
from hospitium.desk.queries.record import rows_of
from hospitium.desk.queries.words import Chip, status_chip
from hospitium.partners.models import Partnership

EVENTS_ON_A_PAGE = 100


@dataclass(frozen=True)
class File:
    """What was worked out for everybody with the same sight: the warnings of the head and the body as HTML."""

    warnings: tuple[Chip, ...]
    body: SafeString


_files: Kept[File] = Kept(48)


def partnership(request: Request, key: str) -> HttpResponse:
    """The whole partnership on one page."""
    record = visible(request, key)
    now, today = reading(), timezone.localdate()
    sight = file.sight_of(request.user, record)
    kept = _files.get(now, (key, get_language(), today, sight), lambda: make(request, record, sight, now))
    return render(request, "desk/partnership.html", {**head(request, record, "file"), "file": kept})


def make(request: Request, record: Partnership, sight: file.Sight, now: Reading) -> File:
    today = timezone.localdate()
    rows = rows_of(partnership=record, home=home_city(now), today=today, by=request.user)
    context = file.body_of(rows, sight)
    return File(tuple(context["warnings"]), render_to_string("desk/partnership_body.html", context))


def partnership_history(request: Request, key: str) -> HttpResponse:
    """Who did what with the partnership, its instruments and its activities."""
    record = visible(request, key)
    page = Paginator(timeline(record), EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **head(request, record, "history"),
        "page": page,
        "lines": list(lines(page.object_list, dict(sentences()))),
    }
    return render(request, "desk/partnership_history.html", context)


def visible(request: Request, key: str) -> Partnership:
    return get_object_or_404(
        Partnership.objects.visible_to(request.user).select_related("partner__part_of", "unit", "home_district"),
        key=key,
    )


def head(request: Request, record: Partnership, tab: str) -> dict[str, Any]:
    """The head that all tabs of the file share."""
    buttons = file.buttons_of(request.user, record)
    crumbs = [{"label": _("Partnerships"), "url": link("partners:partnerships")}, {"label": str(record)}]
    return {
        "record": record,
        "crumbs": crumbs if crumbs[0]["url"] else [],
        "status": status_chip(record),
        "facts": file.facts_of(record),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "steps": file.steps_of(request.user, record),
        "tabs": file.tabs_of(request.user, record, tab),
        "tabs_label": _("File %(partnership)s") % {"partnership": record},
        "partner_url": link("partners:partner", record.partner.key),
    }
