"""Travel and beds of a delegation: journeys, pick-ups, rooms, and what does not fit together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.policy import judge
from hospitium.core import wording
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.verdicts import Verdict
from hospitium.delegations.actions import travel as actions
from hospitium.delegations.forms.travel import EditJourney, EditPickup, EditRoom
from hospitium.delegations.models import Delegation, Journey, Member, Pickup, Room, Side
from hospitium.delegations.pictures import TravelDay, guest_mark, own_mark, travel_band
from hospitium.delegations.queries.clashes import placed_items, worded
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.names import by_name, ordered_by_name
from hospitium.delegations.queries.own import label_of_column
from hospitium.delegations.queries.travel import journeys_of, rooms_of
from hospitium.delegations.rules import travel as rules
from hospitium.delegations.tabs import frame_of
from hospitium.visits.forms.visits import Nothing

ROW = "delegation.update"


def travel(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    members = by_name(Member.objects.filter(delegation=record).printable())
    journeys, rooms = journeys_of(record), list(rooms_of(record))
    is_closed = record.state == Delegation.State.CLOSED
    findings = (
        []
        if is_closed or not members
        else worded(record, members, journeys, rooms, list(placed_items().filter(visit=record.visit_id)))
    )
    context = {
        **frame_of(record, request.user, "travel"),
        "members": members,
        "journeys": journeys,
        "rooms": rooms,
        "findings": findings,
        "is_closed": is_closed,
        "notes_title": label_of_column("arrival_note"),
        "notes": [one for one in members if one.arrival_note],
        "band": band_of(record, journeys),
        "may_edit": rules.may_edit_travel(request.user, record),
    }
    return render(request, "delegations/travel.html", context)


def without_journey(members: Sequence[Member], journeys: Sequence[Journey], direction: str) -> list[Member]:
    """Who stands in no arrival, or in no departure."""
    known = {one.pk for trip in journeys if trip.direction == direction for one in trip.members.all()}
    return [one for one in members if one.pk not in known]


def band_of(record: Delegation, journeys: Sequence[Journey]) -> dict[str, Any] | None:
    """The days with arrivals and departures as a picture and as a table; None when there is none."""
    counts: dict[Any, list[int]] = {}
    for one in journeys:
        place = 0 if one.direction == Journey.Direction.ARRIVAL else 1
        counts.setdefault(one.day, [0, 0])[place] += len(one.members.all())
    if not counts:
        return None
    language = get_language() or "en"
    first, last = min(counts), max(counts)
    shown = (
        [first + timedelta(days=step) for step in range((last - first).days + 1)] if (last - first).days < 14 else []
    )
    days = [
        TravelDay(day, wording.day(day, language=language, style="desk", this_year=day.year), *counts.get(day, (0, 0)))
        for day in shown or sorted(counts)
    ]
    arrive, leave = sum(day.arrive for day in days), sum(day.leave for day in days)
    sentences = (
        ngettext("%(count)d person arrives.", "%(count)d persons arrive.", arrive) % {"count": arrive},
        ngettext("%(count)d person leaves.", "%(count)d persons leave.", leave) % {"count": leave},
    )
    finding = " ".join(sentences)
    svg = travel_band(
        days=[replace(one, label=wording.day(one.day, language=language)) for one in days],
        mark=guest_mark if record.side == Side.INCOMING else own_mark,
        arrive=_("Arrive"),
        leave=_("Leave"),
        finding=finding,
    )
    return {
        # Every label in it was escaped by core.charts.
        "svg": mark_safe(svg),  # noqa: S308
        "finding": finding,
        "columns": [
            {"label": _("Day")},
            {"label": _("Arrive"), "numeric": True},
            {"label": _("Leave"), "numeric": True},
        ],
        "rows": [{"cells": [one.label, one.arrive, one.leave]} for one in days],
    }


# ---- journeys ---------------------------------------------------------------------
def journey_new(request: Request, pk: int) -> HttpResponse:
    """With `?direction=` it is chosen already, and those who have none yet are ticked."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    direction = "departure" if request.GET.get("direction") == "departure" else "arrival"
    missing = without_journey(list(everybody(record)), journeys_of(record), direction)
    start = {
        "direction": direction,
        "day": record.visit.starts_on if direction == "arrival" else record.visit.ends_on,
        "members": [one.pk for one in missing],
    }
    form = EditJourney(request.POST or None, initial=start, delegation=record)
    back = reverse("delegations:travel", args=[pk])

    def act() -> str:
        actions.create_journey(delegation_id=pk, values=form.values, by=request.user)
        return back

    context = {"page_title": _("New journey"), "lead": record, "cancel_url": back}
    return answer_form(request, form, act, context=context)


def everybody(record: Delegation) -> Any:
    return ordered_by_name(Member.objects.filter(delegation=record).printable())


def journey_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(journeys(request), pk=pk)
    form = EditJourney.of(record, request.POST or None, delegation=record.delegation)
    back = reverse("delegations:travel", args=[record.delegation_id])

    def act() -> str:
        actions.edit_journey(journey_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    return answer_form(
        request, form, act, context={"page_title": record, "lead": record.delegation, "cancel_url": back}
    )


def journey_pickup(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(journeys(request), pk=pk)
    stored = Pickup.objects.filter(journey=record).first()
    form = EditPickup.of(stored or Pickup(journey=record, time=record.time), request.POST or None)
    back = reverse("delegations:travel", args=[record.delegation_id])

    def act() -> str:
        actions.save_pickup(journey_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    context = {
        "page_title": _("Pick-up: %(journey)s") % {"journey": record},
        "lead": record.delegation,
        "cancel_url": back,
    }
    return answer_form(request, form, act, context=context)


def journey_alone(request: Request, pk: int) -> HttpResponse:
    """Nobody picks up after all."""
    record = get_object_or_404(journeys(request), pk=pk)
    back = reverse("delegations:travel", args=[record.delegation_id])

    def act() -> str:
        actions.remove_pickup(journey_id=pk, by=request.user)
        return back

    context = {
        "page_title": record.delegation,
        "title": _("Take the pick-up away: %(journey)s") % {"journey": record},
        "will": [_("Nobody is told off for this journey any more; the check says so.")],
        "stays": [_("The journey itself: unchanged")],
        "submit_label": _("Take away"),
        "cancel_url": back,
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def journey_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(journeys(request), pk=pk)
    back = reverse("delegations:travel", args=[record.delegation_id])

    def act() -> str:
        actions.remove_journey(journey_id=pk, by=request.user)
        return back

    context = {
        "page_title": record.delegation,
        "title": _("Remove the journey “%(journey)s”") % {"journey": record},
        "will": [_("The journey and its pick-up are gone.")],
        "stays": [_("Members and rooms: unchanged")],
        "submit_label": _("Remove"),
        "cancel_url": back,
        "verdict": rules.may_edit_travel(request.user, record.delegation),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def journeys(request: Request) -> Any:
    found = Journey.objects.visible_to(request.user, ROW)
    return found.select_related("delegation__visit__activity", "delegation__visit__unit", "delegation__partnership")


# ---- rooms ------------------------------------------------------------------------
def room_new(request: Request, pk: int) -> HttpResponse:
    """Begins with the hotel of the visit and its nights."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    latest = record.rooms.order_by("-id").first()
    visit = record.visit
    start = {
        "hotel": latest.hotel_id if latest else visit.lodging_id,
        "first_night": latest.first_night if latest else visit.starts_on,
        "last_night": latest.last_night if latest else max(visit.starts_on, visit.ends_on - timedelta(days=1)),
        "kind": latest.kind if latest else Room.Kind.SINGLE,
    }
    form = EditRoom(request.POST or None, initial=start, delegation=record, user=request.user)
    back = reverse("delegations:travel", args=[pk])

    def act() -> str:
        actions.create_room(delegation_id=pk, values=form.values, guests=form.guest_values, by=request.user)
        return back

    context = {
        "page_title": _("New room"),
        "lead": record,
        "cancel_url": back,
        "may_enter_hotel": may_enter(request, record),
    }
    return answer_form(request, form, act, template="delegations/room_form.html", context=context)


def may_enter(request: Request, record: Delegation) -> Verdict:
    """Whether a hotel that is not in the list can be entered as a venue."""
    return judge(request.user, "venue.update", unit=record.visit.unit)


def room_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(rooms(request), pk=pk)
    form = EditRoom.of(record, request.POST or None, delegation=record.delegation, user=request.user)
    back = reverse("delegations:travel", args=[record.delegation_id])

    def act() -> str:
        actions.edit_room(
            room_id=pk, version=form.version_seen, values=form.values, guests=form.guest_values, by=request.user
        )
        return back

    context = {
        "page_title": record,
        "lead": record.delegation,
        "cancel_url": back,
        "may_enter_hotel": may_enter(request, record.delegation),
    }
    return answer_form(request, form, act, template="delegations/room_form.html", context=context)


def room_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(rooms(request), pk=pk)
    back = reverse("delegations:travel", args=[record.delegation_id])

    def act() -> str:
        actions.remove_room(room_id=pk, by=request.user)
        return back

    context = {
        "page_title": record.delegation,
        "title": _("Remove the room “%(room)s”") % {"room": record},
        "will": [_("The room is gone; whoever sleeps in it needs another bed.")],
        "submit_label": _("Remove"),
        "cancel_url": back,
        "verdict": rules.may_edit_travel(request.user, record.delegation),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def rooms(request: Request) -> Any:
    found = Room.objects.visible_to(request.user, ROW)
    return found.select_related(
        "hotel", "delegation__visit__activity", "delegation__visit__unit", "delegation__partnership"
    )
