"""The list of delegations, those of one visit, and the page of one with its members in order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import judge
from hospitium.accounts.queries import sentences
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.delegations.actions import delegations as actions
from hospitium.delegations.forms import delegations as forms
from hospitium.delegations.lists.delegations import DELEGATIONS
from hospitium.delegations.models import Delegation, Side
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.members import alike_in, rows_of
from hospitium.delegations.queries.missing import progress_of, sentence_of
from hospitium.delegations.queries.of_visit import overview_of
from hospitium.delegations.queries.usual import usual_values
from hospitium.delegations.rules import delegations as rules
from hospitium.delegations.rules import steps
from hospitium.delegations.tabs import frame_of
from hospitium.delegations.views.steps import stages_of, step_buttons
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.queries.visits import workspaces as visit_workspaces
from hospitium.visits.tabs import frame_of as visit_frame_of
from hospitium.visits.tabs import name_of


def delegations(request: Request) -> HttpResponse:
    return answer_list(request, DELEGATIONS)


def of_visit(request: Request, pk: int) -> HttpResponse:
    """The delegations of one visit with how far each is."""
    visit = get_object_or_404(visit_workspaces(request.user, "delegation.read"), pk=pk)
    verdict = rules.may_open_delegation(request.user, visit)
    button = Button(_("Open delegation"), reverse("delegations:delegation_new", args=[pk]), "plus", verdict, main=True)
    context = {
        **visit_frame_of(visit, request.user, "delegations"),
        "rows": overview_of(visit),
        "button": button,
    }
    return render(request, "delegations/of_visit.html", context)


def delegation_new(request: Request, pk: int) -> HttpResponse:
    visit = get_object_or_404(visit_workspaces(request.user, "delegation.create"), pk=pk)
    form = forms.NewDelegation(request.POST or None, initial=usual_values(visit, today=timezone.localdate()))
    form.for_visit(visit)

    def act() -> Any:
        opened = actions.open_delegations(
            visit_id=pk, partnerships=form.values["partnerships"], values=form.delegation_values, by=request.user
        )
        return opened[0] if len(opened) == 1 else reverse("delegations:of_visit", args=[pk])

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Open delegation"),
            "crumbs": [
                {"label": _("Visits"), "url": reverse("visits:visits")},
                {"label": name_of(visit), "url": visit.get_absolute_url()},
                {"label": _("Open delegation")},
            ],
            "lead": rules.may_open_delegation(request.user, visit).reason or visit,
            "submit_label": _("Open"),
            "cancel_url": reverse("delegations:of_visit", args=[pk]),
        },
    )


def delegation(request: Request, pk: int) -> HttpResponse:
    """Who comes, in the order of precedence, and what is missing until when."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    rows, withdrawn = rows_of(record)
    progress = progress_of(record, [row.known for row in rows])
    buttons = buttons_of(request, record)
    taken = step_buttons(record, request.user)
    context = {
        **frame_of(record, request.user, "members"),
        "rows": rows,
        "withdrawn": withdrawn,
        "is_by_hand": any(row.member.place is not None for row in rows),
        "progress": progress,
        "progress_words": sentence_of(progress),
        "alike": alike_in(record),
        "stages": stages_of(record),
        "steps": taken,
        "buttons": buttons,
        "reasons": reasons([*buttons, *taken]),
        "may_edit": rules.may_edit_delegation(request.user, record),
        # Whoever has left is asked for nothing any more, and what was given is erased from then on.
        "is_asking": record.state != Delegation.State.CLOSED and timezone.localdate() <= record.visit.ends_on,
        "facts": facts_of(record, request),
        "history_lines": history(record, sentences(), limit=8),
    }
    return render(request, "delegations/delegation.html", context)


def buttons_of(request: Request, record: Delegation) -> list[Button]:
    """For those who change delegations; who only reads sees none."""
    if not judge(request.user, "delegation.update", unit=record.visit.unit):
        return []
    verdict = rules.may_edit_delegation(request.user, record)
    found = [
        Button(_("Data of the delegation"), reverse("delegations:delegation_edit", args=[record.pk]), "pencil", verdict)
    ]
    if record.side == Side.OUTGOING:
        ours = reverse("delegations:member_ours", args=[record.pk])
        found.append(Button(_("Colleague"), ours, "user-round", verdict))
    new = reverse("delegations:member_new", args=[record.pk])
    return [*found, Button(_("Name a member"), new, "plus", verdict, main=True)]


def facts_of(record: Delegation, request: Request) -> list[Any]:
    """The remark is for those who plan the visit alone."""
    remark = record.remark if judge(request.user, "delegation.update", unit=record.visit.unit) else ""
    asked = [
        str(label)
        for wanted, label in ((record.needs_visa, _("visa")), (record.asks_passport, _("passport data")))
        if wanted
    ]
    return list(
        known(
            [
                fact(pgettext("for persons", "Places"), record.quota),
                fact(_("Language of the members"), record.get_language_display()),
                fact(_("Names until"), record.names_due_on),
                fact(_("Details until"), record.details_due_on),
                fact(_("Changes until"), record.changes_due_on),
                fact(_("Asked for"), ", ".join(asked)),
                fact(_("Purpose and mandate"), record.mandate if record.mandate else ""),
                fact(_("Internal remark"), remark),
            ]
        )
    )


def delegation_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)
    form = forms.EditDelegation.of(record, request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.edit_delegation(
            delegation_id=pk, version=form.version_seen, values=form.values, by=request.user
        ),
        template="delegations/delegation_edit.html",
        context={
            "page_title": _("Data of the delegation"),
            "crumbs": crumbs_of(record, _("Data of the delegation")),
            "lead": rules.may_edit_delegation(request.user, record).reason or record,
            "delegation": record,
            "may_remove": steps.may_remove_delegation(request.user, record),
            "cancel_url": record.get_absolute_url(),
        },
    )


def delegation_remove(request: Request, pk: int) -> HttpResponse:
    """Asks first, because links that were sent end with it."""
    record = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)

    def act() -> str:
        visit = actions.remove_delegation(delegation_id=pk, by=request.user)
        messages.success(request, _("The delegation was removed."))
        return reverse("delegations:of_visit", args=[visit.pk])

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Remove the delegation"),
            "will": [_("Deadlines and remarks are deleted."), _("Links that were sent for it end at once.")],
            "stays": [_("The visit and the partnership stay.")],
            "submit_label": _("Remove"),
            "danger": True,
            "cancel_url": record.get_absolute_url(),
            "verdict": steps.may_remove_delegation(request.user, record),
        },
    )


def crumbs_of(record: Delegation, label: object) -> list[dict[str, Any]]:
    return [
        {"label": _("Delegations"), "url": reverse("delegations:delegations")},
        {"label": str(record.partnership), "url": record.get_absolute_url()},
        {"label": label},
    ]
