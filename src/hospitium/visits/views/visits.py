"""The list of visits, and the page of one visit with its data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.lists import answer_list
from hospitium.accounts.policy import may
from hospitium.agreements.models import Instrument
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import User
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.programme.models import Activity
from hospitium.visits import rules
from hospitium.visits.actions import patterns
from hospitium.visits.actions import visits as actions
from hospitium.visits.forms import visits as forms
from hospitium.visits.history import SENTENCES
from hospitium.visits.lists import VISITS
from hospitium.visits.models import Visit
from hospitium.visits.queries.grid import grid_of
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of, name_of


def visits(request: Request) -> HttpResponse:
    acts: list[dict[str, object]] = []
    if may(request.user, "visit.create"):
        acts.append({"label": _("New visit"), "url": reverse("visits:visit_new"), "icon": "plus", "main": True})
    if may(request.user, "template.read"):
        acts.append({"label": _("Templates"), "url": reverse("visits:templates"), "icon": "file-text"})
    return answer_list(request, VISITS, context={"acts": acts})


def visit(request: Request, pk: int) -> HttpResponse:
    """The programme of a visit by day."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    buttons = buttons_of(request, record)
    context = {
        **frame_of(record, request.user, "visit"),
        "grid": grid_of(record, by=request.user),
        "groups": list(record.groups.all()),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record, request.user),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "visits/visit.html", context)


def buttons_of(request: Request, record: Visit) -> list[Button]:
    may_edit = rules.may_edit_visit(request.user, record)
    if not may(request.user, "visit.update"):
        return []
    return [
        Button(_("Data of the visit"), reverse("visits:visit_edit", args=[record.pk]), "pencil", may_edit),
        Button(_("Groups"), reverse("visits:groups", args=[record.pk]), "users", may_edit),
        Button(_("Item"), reverse("visits:item_new", args=[record.pk]), "plus", may_edit, main=True),
    ]


def facts_of(record: Visit, user: User) -> list[Any]:
    """What is known of the visit as a whole; its basis for those who may read that instrument."""
    activity = record.activity
    lodging, basis = record.lodging, basis_of(activity, user)
    names = _("complete") if record.names_known else _("not yet complete")
    diets = _("all known") if record.diets_known else _("not yet known")
    clock = [f"{when:%H:%M}" if when else None for when in (record.arrival, record.departure)]
    return list(
        known(
            [
                fact(_("Activity"), str(activity), url=activity.get_absolute_url()),
                fact(_("Basis"), str(basis) if basis else None, url=basis.get_absolute_url() if basis else ""),
                fact(_("Lead"), record.unit),
                fact(_("Arrival, first day"), clock[0]),
                fact(_("Departure, last day"), clock[1]),
                fact(_("Hotel"), str(lodging) if lodging else None, url=lodging.get_absolute_url() if lodging else ""),
                fact(_("Who bears which cost"), record.cost_rule if record.cost_rule else None),
                fact(_("List of names"), names),
                fact(_("Catering wishes"), diets),
                fact(_("File reference"), record.file_reference),
            ]
        )
    )


def basis_of(activity: Activity, user: User) -> Instrument | None:
    if activity.basis_id is None:
        return None
    return Instrument.objects.visible_to(user).filter(pk=activity.basis_id).first()


def visit_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = forms.EditVisit.of(record, request.POST or None)
    form.limit_to(record)

    def act() -> Visit:
        return actions.edit_visit(
            visit_id=pk, version=form.version_seen, values=form.visit_values, moving=form.items_go, by=request.user
        )

    return answer_form(
        request,
        form,
        act,
        template="visits/visit_edit.html",
        context={
            "page_title": _("Data of the visit"),
            "crumbs": [
                {"label": _("Visits"), "url": reverse("visits:visits")},
                {"label": name_of(record), "url": record.get_absolute_url()},
                {"label": _("Data of the visit")},
            ],
            "lead": rules.may_edit_visit(request.user, record).reason or record,
            "visit": record,
            "may_remove": rules.may_remove_visit(request.user, record),
            "cancel_url": record.get_absolute_url(),
        },
    )


def visit_remove(request: Request, pk: int) -> HttpResponse:
    """Asks first, because nothing brings the programme back."""
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.remove_visit(visit_id=pk, by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Remove the working place"),
            "will": [
                _("The programme with its items, groups, tasks and costs is gone; nothing brings it back."),
                _("People who were asked already are not told. Tell them before."),
            ],
            "stays": [_("The activity stays in the file of the partnership."), _("Venues and speakers stay.")],
            "submit_label": _("Remove"),
            "danger": True,
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_remove_visit(request.user, record),
        },
    )


def visit_keep(request: Request, pk: int) -> HttpResponse:
    """Keep the programme of a visit as a template of the office."""
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = forms.NewTemplateOfVisit(request.POST or None)

    def act() -> str:
        made = patterns.make_template(visit_id=pk, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The programme was kept as a template."))
        return reverse("visits:template", args=[made.pk])

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Keep as a template"),
            "lead": _("%(visit)s: its items by day and its tasks. People, venues and costs are not taken along.")
            % {"visit": name_of(record)},
            "cancel_url": record.get_absolute_url(),
        },
    )
