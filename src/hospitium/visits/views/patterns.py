"""The templates of the office."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.policy import may
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button
from hospitium.visits.actions import patterns as actions
from hospitium.visits.dates import in_course
from hospitium.visits.forms.patterns import EditTemplate, wording_of
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.models import Item, Mode, Template
from hospitium.visits.usual import usual_templates


def templates(request: Request) -> HttpResponse:
    """All templates; a POST enters those of the usual ones that are missing."""
    records = list(Template.objects.visible_to(request.user).prefetch_related("tasks"))
    there = {record.key for record in records}

    def act() -> str:
        count = actions.enter_usual_templates(by=request.user)
        sentence = ngettext("%(count)d template was entered.", "%(count)d templates were entered.", count)
        messages.success(request, sentence % {"count": count})
        return reverse("visits:templates")

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="visits/templates.html",
        context={
            "templates": records,
            "may_edit": may(request.user, "template.update"),
            "is_missing": any(usual.key not in there for usual in usual_templates()),
        },
    )


def template(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Template.objects.visible_to(request.user), pk=pk)
    verdict = may(request.user, "template.update")
    rows = sorted(record.items, key=lambda row: (row["day"], row["starts"]))
    context = {
        "template": record,
        "crumbs": [
            {"label": _("Visits"), "url": reverse("visits:visits")},
            {"label": _("Templates"), "url": reverse("visits:templates")},
            {"label": record},
        ],
        "days": [(day, [shown(row) for row in rows]) for day, rows in groupby(rows, key=lambda row: row["day"])],
        "tasks": sorted(record.tasks.all(), key=lambda task: in_course(task.anchor, task.days)),
        "buttons": [
            Button(_("Edit"), reverse("visits:template_edit", args=[pk]), "pencil", verdict, main=True),
            Button(_("Remove"), reverse("visits:template_remove", args=[pk]), "trash-2", verdict),
        ],
    }
    return render(request, "visits/template.html", context)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    mode = row.get("mode", Mode.NONE)
    return {
        **row,
        "title": wording_of(row.get("title", {})),
        "kind": Item.Kind(row["kind"]).label,
        "mode": Mode(mode).label if mode != Mode.NONE else "",
    }


def template_new(request: Request) -> HttpResponse:
    form = EditTemplate(request.POST or None, initial={"days": 3})
    return answer_form(
        request,
        form,
        lambda: to_page(actions.create_template(values=form.template_values, tasks=form.task_rows, by=request.user)),
        context={"page_title": _("New template"), "cancel_url": reverse("visits:templates")},
    )


def to_page(record: Template) -> str:
    return reverse("visits:template", args=[record.pk])


def template_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Template.objects.visible_to(request.user, "template.update"), pk=pk)
    form = EditTemplate.of(record, request.POST or None)
    form.know(record)

    def act() -> str:
        return to_page(
            actions.edit_template(
                template_id=pk,
                version=form.version_seen,
                values=form.template_values,
                tasks=form.task_rows,
                by=request.user,
            )
        )

    return answer_form(request, form, act, context={"page_title": record, "cancel_url": to_page(record)})


def template_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Template.objects.visible_to(request.user, "template.update"), pk=pk)

    def act() -> str:
        actions.remove_template(template_id=pk, by=request.user)
        return reverse("visits:templates")

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Remove the template"),
            "will": [_("New visits can no longer begin with it.")],
            "stays": [_("Visits that were opened from it stay as they are.")],
            "submit_label": _("Remove"),
            "cancel_url": to_page(record),
        },
    )
