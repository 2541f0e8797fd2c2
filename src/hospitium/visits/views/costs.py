"""The cost plan of a visit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import FORMATS, table_file
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits import rules
from hospitium.visits.actions import costs as actions
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.forms.work import EditCost
from hospitium.visits.models import Cost
from hospitium.visits.queries.costs import costs_of
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of

ROW = "visit.read_internal"


def costs(request: Request, pk: int) -> HttpResponse:
    """The positions with their sums by payer and currency; `?export=` gives them as a file."""
    record = get_object_or_404(workspaces(request.user, ROW), pk=pk)
    found = costs_of(record)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        return as_file(request, found.positions, kind)
    context = {
        **frame_of(record, request.user, "costs"),
        "costs": found,
        "rule": record.cost_rule,
        "may_edit": rules.may_edit_costs(request.user, record),
        "exports": [{"label": form.label, "url": f"?export={kind}"} for kind, form in FORMATS.items()]
        if found.positions
        else [],
    }
    return render(request, "visits/costs.html", context)


def as_file(request: Request, positions: Any, kind: str) -> HttpResponse:
    header = [
        _("What for"),
        _("Item"),
        _("Payer"),
        _("Which funder"),
        _("Planned"),
        _("Actual"),
        _("Difference"),
        _("Currency"),
        _("Chapter"),
        _("Budget title"),
        _("Receipt"),
    ]
    rows = [row_of(one) for one in positions]
    return table_file(request, name="costs", title=_("Costs"), header=header, rows=rows, kind=kind)


def row_of(one: Cost) -> list[Any]:
    return [
        one.what,
        str(one.item or ""),
        one.get_payer_display(),
        one.funder,
        one.planned,
        one.actual,
        None if one.planned is None or one.actual is None else one.actual - one.planned,
        one.currency,
        one.chapter,
        one.title,
        str(one.receipt or ""),
    ]


def cost_new(request: Request, pk: int) -> HttpResponse:
    """With `?item=` the item is chosen already."""
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = EditCost(request.POST or None, request.FILES or None, initial={"item": request.GET.get("item", "")})
    form.limit_to(record)
    back = reverse("visits:costs", args=[pk])

    def act() -> str:
        actions.create_cost(visit_id=pk, values=form.values, upload=form.cleaned_data.get("upload"), by=request.user)
        return back

    return answer_form(
        request, form, act, context={"page_title": _("New position"), "lead": record, "cancel_url": back}
    )


def cost_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(positions_of(request), pk=pk)
    form = EditCost.of(record, request.POST or None, request.FILES or None)
    form.limit_to(record.visit, record)
    back = reverse("visits:costs", args=[record.visit_id])

    def act() -> str:
        is_gone = form.cleaned_data.get("without_receipt")
        actions.edit_cost(
            cost_id=pk,
            version=form.version_seen,
            values=form.values,
            upload=form.cleaned_data.get("upload"),
            receipt=actions.Receipt.REMOVE if is_gone else actions.Receipt.KEEP,
            by=request.user,
        )
        return back

    return answer_form(request, form, act, context={"page_title": record, "lead": record.visit, "cancel_url": back})


def cost_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(positions_of(request), pk=pk)
    back = reverse("visits:costs", args=[record.visit_id])

    def act() -> str:
        actions.remove_cost(cost_id=pk, by=request.user)
        return back

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record.visit,
            "title": _("Remove “%(cost)s”") % {"cost": record},
            "will": [_("The position goes with its amounts and its receipt.")],
            "stays": [_("The item of the programme: unchanged")] if record.item_id else [],
            "submit_label": _("Remove"),
            "cancel_url": back,
        },
    )


def positions_of(request: Request) -> QuerySet[Cost]:
    return Cost.objects.visible_to(request.user, "visit.update").select_related("visit__activity", "receipt")
