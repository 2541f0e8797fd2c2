"""Venues, what happens there, and the ways between them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.visits import rules
from hospitium.visits.actions import places as actions
from hospitium.visits.forms import places as forms
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.history import SENTENCES
from hospitium.visits.hours import hours_as_lines
from hospitium.visits.lists import VENUES
from hospitium.visits.models import Venue
from hospitium.visits.queries.places import items_at, neighbours_of, ways_of


def venues(request: Request) -> HttpResponse:
    new = {"label": _("New venue"), "url": reverse("visits:venue_new"), "icon": "plus", "main": True}
    return answer_list(request, VENUES, context={"acts": [new] if may(request.user, "venue.update") else []})


def venue(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Venue.objects.visible_to(request.user).select_related("unit"), pk=pk)
    verdict = may(request.user, "venue.update")
    buttons = [
        Button(_("Edit"), reverse("visits:venue_edit", args=[pk]), "pencil", verdict),
        Button(_("Ways"), reverse("visits:venue_ways", args=[pk]), "map-pin", verdict),
        Button(
            _("Remove"),
            reverse("visits:venue_remove", args=[pk]),
            "trash-2",
            rules.may_remove_venue(request.user, record),
        ),
    ]
    context = {
        "venue": record,
        "heading": record,
        "heading_lang": record.name.here.language if record.name.here.is_foreign else "",
        "crumbs": [{"label": _("Venues"), "url": reverse("visits:venues")}, {"label": record}],
        "chips": [{"text": _("public office"), "tone": "", "icon": "landmark"}] if record.is_office else [],
        "buttons": buttons if verdict else [],
        "reasons": reasons(buttons) if verdict else [],
        "facts": facts_of(record),
        "items": items_at(record, request.user),
        "ways": ways_of(record),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "visits/venue.html", context)


def facts_of(record: Venue) -> list[Any]:
    position = (
        f"{record.latitude:.5f}, {record.longitude:.5f}"
        if record.latitude is not None and record.longitude is not None
        else None
    )
    days = "" if record.names_due is None else record.names_due
    return list(
        known(
            [
                fact(_("Address"), record.address or None),
                fact(_("Entrance"), record.entrance if record.entrance else None),
                fact(_("Way there"), record.way_there),
                fact(_("Contact on site"), record.contact or None),
                fact(_("Phone"), record.phone or None),
                fact(_("E-mail address"), record.email),
                fact(_("Capacity"), record.capacity),
                fact(_("Opening hours"), "\n".join(hours_as_lines(record.hours, get_language() or "de")) or None),
                fact(_("Wants names, days before"), days),
                fact(_("Dress code"), record.dress_code),
                fact(_("House of"), record.unit or ""),
                fact(_("Position"), position),
            ]
        )
    )


def venue_new(request: Request) -> HttpResponse:
    form = forms.EditVenue(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.create_venue(values=form.values, by=request.user),
        context={"page_title": _("New venue"), "cancel_url": reverse("visits:venues")},
    )


def venue_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Venue.objects.visible_to(request.user, "venue.update"), pk=pk)
    form = forms.EditVenue.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.edit_venue(venue_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def venue_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Venue.objects.visible_to(request.user, "venue.update"), pk=pk)

    def act() -> str:
        actions.remove_venue(venue_id=pk, by=request.user)
        return reverse("visits:venues")

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Remove the venue"),
            "will": [_("The venue disappears from the list with its ways.")],
            "submit_label": _("Remove"),
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_remove_venue(request.user, record),
        },
    )


def venue_ways(request: Request, pk: int) -> HttpResponse:
    """How long it takes to the venues with which this one shares programmes, or to all when it has none yet."""
    record = get_object_or_404(Venue.objects.visible_to(request.user, "venue.update"), pk=pk)
    form = forms.MeasureWays(
        request.POST or None,
        venue=record,
        others=neighbours_of(record, everything="all" in request.GET),
        ways=ways_of(record),
    )

    def act() -> Venue:
        actions.measure_ways(venue_id=pk, measured=form.measured, by=request.user)
        messages.success(request, _("The ways were saved."))
        return record

    return answer_form(
        request,
        form,
        act,
        template="visits/ways.html",
        context={
            "page_title": record,
            "is_everything": "all" in request.GET,
            "crumbs": [
                {"label": _("Venues"), "url": reverse("visits:venues")},
                {"label": record, "url": record.get_absolute_url()},
                {"label": _("Ways")},
            ],
            "cancel_url": record.get_absolute_url(),
        },
    )
