"""The groups of the guests of a visit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits import rules
from hospitium.visits.actions import items as actions
from hospitium.visits.forms import visits as forms
from hospitium.visits.models import Group
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def groups(request: Request, pk: int) -> HttpResponse:
    """The groups with how many items each has; a POST enters those that most visits have."""
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)

    def act() -> str:
        actions.enter_usual_groups(visit_id=pk, by=request.user)
        return reverse("visits:groups", args=[pk])

    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        act,
        template="visits/groups.html",
        context={
            **frame_of(record, request.user, "visit"),
            "groups": list(record.groups.prefetch_related("items")),
            "may_edit": rules.may_edit_visit(request.user, record),
        },
    )


def group_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = forms.EditGroup(request.POST or None, initial={"is_apart": True})

    def act() -> str:
        actions.create_group(visit_id=pk, values=form.values, by=request.user)
        return reverse("visits:groups", args=[pk])

    context = {"page_title": _("New group"), "lead": record, "cancel_url": reverse("visits:groups", args=[pk])}
    return answer_form(request, form, act, context=context)


def found(request: Request, pk: int) -> Group:
    visits = workspaces(request.user, "visit.update")
    return get_object_or_404(Group.objects.filter(visit__in=visits.order_by()).select_related("visit__activity"), pk=pk)


def group_edit(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    form = forms.EditGroup.of(record, request.POST or None)
    back = reverse("visits:groups", args=[record.visit_id])

    def act() -> str:
        actions.edit_group(group_id=pk, values=form.values, by=request.user)
        return back

    return answer_form(request, form, act, context={"page_title": record, "lead": record.visit, "cancel_url": back})


def group_remove(request: Request, pk: int) -> HttpResponse:
    record = found(request, pk)
    back = reverse("visits:groups", args=[record.visit_id])

    def act() -> str:
        actions.remove_group(group_id=pk, by=request.user)
        return back

    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record.visit,
            "title": _("Remove the group “%(group)s”") % {"group": record},
            "will": [_("Items of this group alone are for all from then on.")],
            "stays": [_("All items stay where they are.")],
            "submit_label": _("Remove"),
            "cancel_url": back,
        },
    )
