"""Items of a programme: enter, change, move, duplicate, remove."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request, safe_next
from hospitium.visits import rules
from hospitium.visits.actions import items as actions
from hospitium.visits.forms import items as forms
from hospitium.visits.forms.choices import day_name
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.models import Item, Part, Visit
from hospitium.visits.queries.visits import workspaces


def found(request: Request, pk: int) -> Item:
    visits = workspaces(request.user, "visit.update").order_by()
    items = Item.objects.filter(visit__in=visits).select_related("visit__activity", "visit__unit", "venue")
    return get_object_or_404(items.prefetch_related("groups", "interpreters"), pk=pk)


def place_of(item: Item) -> str:
    """Where the item stands in the programme of its visit."""
    return f"{reverse('visits:visit', args=[item.visit_id])}#item-{item.pk}"


def crumbs_of(visit: Visit, label: object) -> list[dict[str, Any]]:
    return [
        {"label": _("Visits"), "url": reverse("visits:visits")},
        {"label": visit, "url": visit.get_absolute_url()},
        {"label": label},
    ]


def item_new(request: Request, pk: int) -> HttpResponse:
    """With `?day=` the day is chosen already."""
    visit = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = forms.EditItem(request.POST or None, initial=start_of(request, visit))
    form.limit_to(visit)

    def act() -> str:
        item = actions.create_item(visit_id=pk, values=form.values, by=request.user)
        messages.success(request, _("“%(item)s” stands in the programme.") % {"item": item})
        return place_of(item)

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("New item"),
            "crumbs": crumbs_of(visit, _("New item")),
            "lead": rules.may_edit_visit(request.user, visit).reason or visit,
            "cancel_url": visit.get_absolute_url(),
        },
    )


def start_of(request: Request, visit: Visit) -> dict[str, Any]:
    start = {"kind": Item.Kind.STATION, "minutes": 60, "language": visit.host_language, "is_obligatory": True}
    try:
        return {**start, "day": date.fromisoformat(request.GET.get("day", ""))}
    except ValueError:
        return start


def item_edit(request: Request, pk: int) -> HttpResponse:
    item = found(request, pk)
    form = forms.EditItem.of(item, request.POST or None)
    form.limit_to(item.visit)

    def act() -> str:
        before = item.day, item.starts
        saved = actions.edit_item(item_id=pk, version=form.version_seen, values=form.values, by=request.user)
        if before != (saved.day, saved.starts):
            say_who_confirmed(request, saved)
        return place_of(saved)

    return answer_form(
        request,
        form,
        act,
        template="visits/item.html",
        context={
            "page_title": item,
            "crumbs": crumbs_of(item.visit, item),
            "item": item,
            "parts": list(item.parts.select_related("speaker")),
            "lead": rules.may_edit_item(request.user, item).reason,
            "cancel_url": place_of(item),
        },
    )


def item_move(request: Request, pk: int) -> HttpResponse:
    """Day, begin and length; what the grid sends when an item was dragged, and a small form of its own."""
    item = found(request, pk)
    form = forms.MoveItem.of(item, request.POST or None)
    form.limit_to(item.visit)

    def act() -> str:
        values = form.values
        moved = actions.move_item(
            item_id=pk,
            version=form.version_seen,
            day=values["day"],
            starts=values["starts"],
            minutes=values["minutes"],
            by=request.user,
        )
        messages.success(request, sentence_of(moved))
        say_who_confirmed(request, moved)
        return safe_next(request, place_of(moved))

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Move “%(item)s”") % {"item": item},
            "crumbs": crumbs_of(item.visit, item),
            "lead": rules.may_move_item(request.user, item, item.day).reason,
            "submit_label": _("Move"),
            "cancel_url": place_of(item),
        },
    )


def sentence_of(item: Item) -> str:
    if item.day is None or item.starts is None:
        return _("“%(item)s” has no time now.") % {"item": item}
    return _("“%(item)s”: %(day)s, %(time)s.") % {
        "item": item,
        "day": day_name(item.day),
        "time": f"{item.starts:%H:%M}",
    }


def say_who_confirmed(request: Request, item: Item) -> None:
    """Whoever confirmed did so for the former time."""
    agreed = item.parts.filter(state=Part.State.OPEN).exclude(answered_on=None).select_related("speaker")
    names = [str(part.speaker) for part in agreed]
    if names:
        sentence = ngettext(
            "%(names)s has confirmed another time. Ask again.",
            "%(names)s have confirmed another time. Ask again.",
            len(names),
        )
        messages.warning(request, sentence % {"names": ", ".join(names)})


def item_duplicate(request: Request, pk: int) -> HttpResponse:
    """A POST makes the copy and opens it."""
    found(request, pk)
    copy = actions.duplicate_item(item_id=pk, by=request.user)
    messages.success(request, _("This is the copy; the first stays as it was."))
    return HttpResponseRedirect(copy.get_absolute_url())


def item_remove(request: Request, pk: int) -> HttpResponse:
    """Asks first; who was asked or has confirmed is named."""
    item = found(request, pk)
    asked = item.parts.filter(state__in=[Part.State.ASKED, Part.State.CONFIRMED]).select_related("speaker")
    names = [str(part.speaker) for part in asked]
    will = [_("The item disappears from the programme with its speakers and hosts.")]
    if names:
        will.append(_("Was asked or has confirmed, and must be told: %(names)s.") % {"names": ", ".join(names)})

    def act() -> str:
        actions.remove_item(item_id=pk, by=request.user)
        messages.success(request, _("“%(item)s” was removed.") % {"item": item})
        return item.visit.get_absolute_url()

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": item.visit,
            "title": _("Remove “%(item)s”") % {"item": item},
            "will": will,
            "stays": [_("Versions that were published keep it."), _("Its costs stay in the cost plan.")],
            "submit_label": _("Remove"),
            "cancel_url": place_of(item),
            "verdict": rules.may_edit_item(request.user, item),
        },
    )
