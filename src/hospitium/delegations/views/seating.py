"""Seating plans of a visit: the list in a delegation, and the page of one plan with its picture, table and forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.core.forms import answer_form
from hospitium.core.http import Request, new_form_key
from hospitium.core.locking import Conflict
from hospitium.core.records import history
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import seating as actions
from hospitium.delegations.forms.protocol import EditPlan, FreeSeat, MoveSeat, TakeSeat
from hospitium.delegations.history import SENTENCES
from hospitium.delegations.models import Delegation, SeatingPlan
from hospitium.delegations.pictures import Chair, seating_narrow, seating_picture
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.flags import flags_of
from hospitium.delegations.queries.seating import Place, Plan, plan_of, plans_of
from hospitium.delegations.rules import protocol as rules
from hospitium.delegations.seating import Side
from hospitium.delegations.tabs import frame_of
from hospitium.visits.forms.visits import Nothing

# Who speaks and who interprets is nothing for the departments that take part.
ROW = "delegation.update"


def seatings(request: Request, pk: int) -> HttpResponse:
    """The plans of the visit of this delegation."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    context = {
        **frame_of(record, request.user, "seating"),
        "plans": plans_of(record.visit_id),
        "flags": flags_of(record.visit),
        "may_edit": rules.may_seat(request.user, record.visit),
    }
    return render(request, "delegations/seatings.html", context)


def seating_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    form = EditPlan(request.POST or None, initial={"item": request.GET.get("item", ""), "shape": "long", "size": 12})
    form.limit_to(record.visit)

    def act() -> SeatingPlan:
        return actions.create_plan(visit_id=record.visit_id, values=form.values, by=request.user)

    context = {
        "page_title": _("New seating plan"),
        "lead": record.visit,
        "cancel_url": reverse("delegations:seatings", args=[pk]),
    }
    return answer_form(request, form, act, context=context)


# ---- one plan ---------------------------------------------------------------------
def seating(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    return render(request, "delegations/seating.html", context_of(request, plan))


def context_of(request: Request, plan: SeatingPlan) -> dict[str, Any]:
    shown = plan_of(plan)
    move, take = MoveSeat(), TakeSeat()
    move.limit_to(shown)
    take.limit_to(shown)
    return {
        **frame_of(frame_delegation(request, plan), request.user, "seating"),
        "plan": plan,
        "shown": shown,
        "svg": picture_of(shown, seating_picture),
        "svg_narrow": picture_of(shown, seating_narrow),
        "finding": finding_of(shown),
        "legend": [
            {"mark": "partner", "label": _("of the partner")},
            {"mark": "own", "label": _("of ours")},
            {"mark": "honour", "label": _("place of honour")},
        ],
        "columns": [{"label": _("Seat"), "numeric": True}, {"label": _("Who")}, {"label": _("Side")}],
        "may_edit": rules.may_edit_plan(request.user, plan),
        "move": move,
        "take": take,
        "form_key": new_form_key(),
        "history_lines": history(plan, SENTENCES),
    }


def frame_delegation(request: Request, plan: SeatingPlan) -> Delegation:
    """A plan belongs to the visit; its page stands in the frame of the first delegation of it."""
    delegation = workspaces(request.user, ROW).filter(visit=plan.visit_id).order_by("id").first()
    if delegation is None:
        raise Http404
    return delegation


def picture_of(shown: Plan, draw: Callable[..., str]) -> SafeString:
    """`draw` is one of those of delegations.pictures."""
    several = len(shown.countries) > 1
    chairs = [chair_of(place, several=several) for place in shown.places]
    words = {"driver": _("Driver"), "front": _("Front")}
    # Every label in it was escaped by core.charts.
    return mark_safe(  # noqa: S308
        draw(shape=shown.plan.shape, chairs=chairs, finding=finding_of(shown), words=words)
    )


def chair_of(place: Place, *, several: bool) -> Chair:
    """`several`: guests of several countries sit together, and the country stands below the name."""
    one = place.person
    return Chair(
        number=place.number,
        x=place.spot.x,
        y=place.spot.y,
        name=one.short if one else "",
        label=one.name if one else _("free"),
        is_guest=bool(one and one.side == Side.GUEST),
        is_interpreter=bool(one and one.is_interpreter),
        country=one.country if one and several else "",
        person=one.key if one else "",
        is_by_hand=place.is_by_hand,
    )


def finding_of(shown: Plan) -> str:
    """What the picture says, in two sentences."""
    taken, size = len(shown.taken), len(shown.places)
    first = shown.places[0].person
    count = ngettext("%(taken)d of %(size)d seat is taken.", "%(taken)d of %(size)d seats are taken.", size) % {
        "taken": taken,
        "size": size,
    }
    honour = (
        _("On the place of honour: %(name)s.") % {"name": first.name} if first else _("The place of honour is free.")
    )
    return f"{count} {honour}"


def seating_edit(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    form = EditPlan.of(plan, request.POST or None)
    form.limit_to(plan.visit)

    def act() -> SeatingPlan:
        return actions.edit_plan(plan_id=pk, version=form.version_seen, values=form.values, by=request.user)

    return answer_form(
        request,
        form,
        act,
        context={"page_title": plan, "lead": plan.visit, "cancel_url": plan.get_absolute_url()},
    )


def seating_propose(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    return answer_here(
        request, plan, "", Nothing(request.POST), lambda: actions.propose_seats(plan_id=pk, by=request.user)
    )


def seating_move(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    form = MoveSeat(request.POST)
    form.limit_to(plan_of(plan))
    return answer_here(
        request, plan, "move", form, lambda: actions.move_seat(plan_id=pk, by=request.user, **form.cleaned_data)
    )


def seating_take(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    form = TakeSeat(request.POST)
    form.limit_to(plan_of(plan))
    return answer_here(
        request, plan, "take", form, lambda: actions.take_seat(plan_id=pk, by=request.user, **form.cleaned_data)
    )


def seating_free(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    form = FreeSeat(request.POST)
    return answer_here(
        request, plan, "free", form, lambda: actions.free_seat(plan_id=pk, by=request.user, **form.cleaned_data)
    )


def answer_here(
    request: Request, plan: SeatingPlan, name: str, form: Form, act: Callable[[], SeatingPlan]
) -> HttpResponse:
    """One of the forms of the page of a plan: an error shows the page again, with the form as it was sent."""
    context = {**context_of(request, plan), **({name: form} if name else {}), "sent": form}

    def act_on_what_was_seen() -> SeatingPlan:
        try:
            return act()
        except Conflict as conflict:
            raise Refused(
                _("Somebody changed the seats in the meantime. The plan below is as it is stored now; look again.")
            ) from conflict

    return answer_form(request, form, act_on_what_was_seen, template="delegations/seating.html", context=context)


def seating_remove(request: Request, pk: int) -> HttpResponse:
    plan = found(request, pk)
    delegation = frame_delegation(request, plan)
    back = reverse("delegations:seatings", args=[delegation.pk])

    def act() -> str:
        actions.remove_plan(plan_id=pk, by=request.user)
        return back

    context = {
        "page_title": plan.visit,
        "title": _("Remove the seating plan “%(plan)s”") % {"plan": plan},
        "will": [_("The plan and its seats are gone.")],
        "stays": [_("Members, speakers and interpreters: unchanged")],
        "submit_label": _("Remove"),
        "cancel_url": plan.get_absolute_url(),
        "verdict": rules.may_edit_plan(request.user, plan),
    }
    return answer_form(request, Nothing(request.POST or None), act, template="confirm.html", context=context)


def found(request: Request, pk: int) -> SeatingPlan:
    plans = SeatingPlan.objects.visible_to(request.user, ROW).select_related("visit__activity", "visit__unit", "item")
    return get_object_or_404(plans, pk=pk)
