"""Speakers and hosts of a visit: who was asked, who has confirmed, who could stand in."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits import rules
from hospitium.visits.actions import parts as actions
from hospitium.visits.forms import parts as forms
from hospitium.visits.models import Item, Part
from hospitium.visits.queries.parts import others, people_of, stand_ins
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def people(request: Request, pk: int) -> HttpResponse:
    """Everybody who speaks or hosts, item by item, with the state of their answer."""
    visit = get_object_or_404(workspaces(request.user, "visit.read_internal"), pk=pk)
    found = people_of(visit, user=request.user)
    counts = Counter(row.part.state for row in found.rows if row.part)
    return render(
        request,
        "visits/people.html",
        {
            **frame_of(visit, request.user, "people"),
            "rows": found.rows,
            "links": found.links,
            "tally": [(Part.State(state), counts[state]) for state in Part.State.values if counts[state]],
            "waiting": counts[Part.State.OPEN],
            "may_edit": rules.may_edit_visit(request.user, visit),
        },
    )


def parts_ask(request: Request, pk: int) -> HttpResponse:
    """Ask everybody who was not asked yet."""
    visit = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    asked = actions.ask_all_open(visit_id=visit.pk, by=request.user)
    if asked.count:
        text = ngettext("%(count)d person is asked.", "%(count)d people are asked.", asked.count)
        messages.success(request, text % {"count": asked.count})
    for part, reason in asked.left_out:
        messages.warning(request, f"{part}: {reason}")
    return to_people(visit.pk)


def part_new(request: Request, pk: int) -> HttpResponse:
    """Put somebody into an item."""
    item = get_object_or_404(items(request), pk=pk)
    form = forms.PartNew(request.POST or None, item=item, user=request.user)

    def act() -> str:
        actions.add_part(item_id=pk, values=form.cleaned_data, by=request.user)
        return reverse("visits:people", args=[item.visit_id])

    return answer_form(request, form, act, context=page_of(item, _("Add a speaker or host")))


def part_edit(request: Request, pk: int) -> HttpResponse:
    """Change what somebody is asked for."""
    part = get_object_or_404(parts(request), pk=pk)
    form = forms.PartEdit.of(part, request.POST or None)

    def act() -> str:
        actions.edit_part(part_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return reverse("visits:people", args=[part.item.visit_id])

    return answer_form(request, form, act, context=page_of(part.item, str(part.speaker)))


def part_ask(request: Request, pk: int) -> HttpResponse:
    part = get_object_or_404(parts(request), pk=pk)
    actions.ask_part(part_id=pk, by=request.user)
    messages.success(request, _("%(name)s is asked.") % {"name": part.speaker})
    return to_people(part.item.visit_id)


def part_remind(request: Request, pk: int) -> HttpResponse:
    part = get_object_or_404(parts(request), pk=pk)
    actions.remind_part(part_id=pk, by=request.user)
    messages.success(request, _("%(name)s is reminded.") % {"name": part.speaker})
    return to_people(part.item.visit_id)


def part_answer(request: Request, pk: int) -> HttpResponse:
    """Note what somebody said by phone."""
    part = get_object_or_404(parts(request), pk=pk)
    form = forms.PhoneAnswer(request.POST or None)

    def act() -> str:
        typed = form.cleaned_data
        actions.note_answer(part_id=pk, state=typed["state"], text=typed["answer_text"], by=request.user)
        return reverse("visits:people", args=[part.item.visit_id])

    return answer_form(request, form, act, context=page_of(part.item, _("Answer of %(name)s") % {"name": part.speaker}))


def part_replace(request: Request, pk: int) -> HttpResponse:
    """Put somebody else into the place."""
    part = get_object_or_404(parts(request), pk=pk)
    able = others(stand_ins(part.item.visit), part.item.parts.all())
    form = forms.Replacement(request.POST or None, part=part, user=request.user, able=able)

    def act() -> str:
        actions.replace_part(part_id=pk, speaker=form.cleaned_data["speaker"], by=request.user)
        return reverse("visits:people", args=[part.item.visit_id])

    title = _("Somebody else for %(name)s") % {"name": part.speaker}
    return answer_form(request, form, act, context=page_of(part.item, title))


def part_move(request: Request, pk: int) -> HttpResponse:
    """Take the other time that somebody proposed."""
    get_object_or_404(parts(request), pk=pk)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 10 else None
    item = actions.accept_other_time(part_id=pk, version=version, by=request.user)
    messages.success(request, _("The item was moved. Whoever else was asked for it has to be asked anew."))
    return to_people(item.visit_id)


def part_remove(request: Request, pk: int) -> HttpResponse:
    """Take somebody out of an item."""
    part = get_object_or_404(parts(request), pk=pk)
    visit = actions.remove_part(part_id=pk, by=request.user)
    messages.success(request, _("%(name)s was taken out.") % {"name": part.speaker})
    return to_people(visit.pk)


def items(request: Request) -> QuerySet[Item]:
    visits = workspaces(request.user, "visit.update").order_by().values("pk")
    return Item.objects.filter(visit__in=visits).select_related("visit__activity")


def parts(request: Request) -> QuerySet[Part]:
    return Part.objects.filter(item__in=items(request).order_by().values("pk")).select_related(
        "item__visit__activity", "speaker"
    )


def page_of(item: Item, title: str) -> dict[str, str]:
    return {
        "page_title": title,
        "lead": str(item),
        "cancel_url": reverse("visits:people", args=[item.visit_id]),
    }


def to_people(visit: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("visits:people", args=[visit]))
