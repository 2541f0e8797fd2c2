"""The tasks of a visit."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits import rules
from hospitium.visits.actions import tasks as actions
from hospitium.visits.forms.visits import Nothing
from hospitium.visits.forms.work import EditTask
from hospitium.visits.models import Task
from hospitium.visits.queries.tasks import tasks_of
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def tasks(request: Request, pk: int) -> HttpResponse:
    """All tasks by their days, with a button to tick each off."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    context = {
        **frame_of(record, request.user, "tasks"),
        "tasks": tasks_of(record, today=timezone.localdate()),
        "may_edit": rules.may_edit_tasks(request.user, record),
    }
    return render(request, "visits/tasks.html", context)


def task_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(workspaces(request.user, "visit.update"), pk=pk)
    form = EditTask(request.POST or None, initial={"anchor": "start", "days": -30, "owner": record.officer_id})
    form.limit_to(record.officer_id)

    def act() -> str:
        actions.create_task(visit_id=pk, values=form.values, by=request.user)
        return reverse("visits:tasks", args=[pk])

    return answer_form(
        request,
        form,
        act,
        context={"page_title": _("New task"), "lead": record, "cancel_url": reverse("visits:tasks", args=[pk])},
    )


def task_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request), pk=pk)
    form = EditTask.of(record, request.POST or None)
    form.limit_to(record.owner_id)
    back = reverse("visits:tasks", args=[record.visit_id])

    def act() -> str:
        actions.edit_task(task_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return back

    return answer_form(request, form, act, context={"page_title": record, "lead": record.visit, "cancel_url": back})


def task_done(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request), pk=pk)
    actions.finish_task(task_id=pk, by=request.user)
    messages.success(request, _("Done: %(task)s") % {"task": record})
    return to_tasks(record)


def task_reopen(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request), pk=pk)
    actions.reopen_task(task_id=pk, by=request.user)
    messages.success(request, _("Open again: %(task)s") % {"task": record})
    return to_tasks(record)


def task_remove(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(found(request), pk=pk)
    back = reverse("visits:tasks", args=[record.visit_id])

    def act() -> str:
        actions.remove_task(task_id=pk, by=request.user)
        return back

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record.visit,
            "title": _("Remove the task “%(task)s”") % {"task": record},
            "will": [_("It disappears from the list and from the start page.")],
            "submit_label": _("Remove"),
            "cancel_url": back,
        },
    )


def found(request: Request) -> QuerySet[Task]:
    return Task.objects.visible_to(request.user, "visit.update").select_related("visit__activity")


def to_tasks(task: Task) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('visits:tasks', args=[task.visit_id])}#task-{task.pk}")
