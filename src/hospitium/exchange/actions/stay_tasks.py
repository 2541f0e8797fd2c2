"""What has to be done for a stay: the usual list, tasks of one's own, ticked off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.models import Placement, StayTask
from hospitium.exchange.usual_tasks import usual_list


def make_usual_tasks(placement: Placement) -> None:
    """The usual list, once; called when the place is accepted."""
    known = set(placement.tasks.values_list("code", flat=True))
    officer = placement.round.officer
    StayTask.objects.bulk_create(
        StayTask(
            placement=placement,
            kind=one.kind,
            code=one.code,
            due_on=one.due_on(placement.starts_on, placement.ends_on),
            owner=officer,
        )
        for one in usual_list(incoming=placement.application.is_incoming)
        if one.code not in known
    )


def follow_days(placement: Placement) -> None:
    """What is open on the usual list is due by the days of the stay as they are now."""
    usual = {one.code: one for one in usual_list(incoming=placement.application.is_incoming)}
    for task in placement.tasks.filter(code__in=usual, done_on=None):
        task.due_on = usual[task.code].due_on(placement.starts_on, placement.ends_on)
        task.save(update_fields=["due_on"])


@transaction.atomic
def add_stay_task(*, placement_id: int, values: Mapping[str, Any], by: User) -> StayTask:
    """Add something to be done. Raises Refused."""
    placement = Placement.objects.select_related("round__unit", "application__applicant").get(pk=placement_id)
    require(rules.may_edit_tasks(by, placement))
    task = StayTask(placement=placement)
    write(task, values)
    record("stay_task.added", task, by=by, about=[placement])
    return task


@transaction.atomic
def edit_stay_task(*, task_id: int, version: int | None, values: Mapping[str, Any], by: User) -> StayTask:
    """Change what is to be done, by whom, until when. Raises Refused, or Conflict."""
    task = locked(StayTask, task_id, version=version)
    require(rules.may_edit_tasks(by, task.placement))
    changed = write(task, values)
    if changed:
        record("stay_task.changed", task, by=by, about=[task.placement], fields=changed)
    return task


@transaction.atomic
def finish_stay_task(*, task_id: int, by: User) -> StayTask:
    """Tick off; a second time changes nothing. Raises Refused."""
    task = locked(StayTask, task_id)
    require(rules.may_finish_task(by, task))
    if task.done_on is None:
        task.done_on, task.done_by = timezone.localdate(), by
        task.version += 1
        task.save(update_fields=["done_on", "done_by", "version"])
        record("stay_task.done", task, by=by, about=[task.placement])
    return task


@transaction.atomic
def reopen_stay_task(*, task_id: int, by: User) -> StayTask:
    """Open what was ticked off. Raises Refused."""
    task = locked(StayTask, task_id)
    require(rules.may_finish_task(by, task))
    if task.done_on is not None:
        task.done_on, task.done_by = None, None
        task.version += 1
        task.save(update_fields=["done_on", "done_by", "version"])
        record("stay_task.reopened", task, by=by, about=[task.placement])
    return task


@transaction.atomic
def remove_stay_task(*, task_id: int, by: User) -> None:
    """Take a task away that this stay does not need. Raises Refused."""
    task = locked(StayTask, task_id)
    require(rules.may_edit_tasks(by, task.placement))
    record("stay_task.removed", task.placement, by=by, about=[task.placement.round], task=task.pk)
    task.delete()
