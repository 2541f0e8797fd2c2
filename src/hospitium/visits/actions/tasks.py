"""What people do with the tasks of a visit, and the reminders of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hospitium.agreements.actions import people_of
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.visits import rules
from hospitium.visits.dates import due_day
from hospitium.visits.models import Anchor, Task, Visit
from hospitium.visits.queries.tasks import confirmed_on, open_tasks

DAY_BEFORE = timedelta(days=1)


@transaction.atomic
def create_task(*, visit_id: int, values: Mapping[str, Any], by: User) -> Task:
    """Add a task; its day is counted from the visit. Raises Refused."""
    visit = locked(Visit, visit_id)
    require(rules.may_edit_tasks(by, visit))
    task = Task(visit=visit)
    write(task, values)
    set_day(task, confirmed_on(visit))
    record("task.created", task, by=by, about=[visit])
    return task


@transaction.atomic
def edit_task(*, task_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Task:
    """Change a task. Raises Refused, or Conflict when somebody saved in between."""
    task = locked(Task, task_id, version=version)
    require(rules.may_edit_tasks(by, task.visit))
    changed = write(task, values)
    if changed:
        set_day(task, confirmed_on(task.visit))
        record("task.changed", task, by=by, about=[task.visit], fields=changed)
    return task


def set_day(task: Task, confirmed: date | None) -> bool:
    """Count the day of a task anew; says whether it moved."""
    due_on = due_day(task.anchor, task.days, task.visit.starts_on, task.visit.ends_on, confirmed)
    if due_on == task.due_on:
        return False
    task.due_on = due_on
    task.save(update_fields=["due_on"])
    return True


def follow_confirmations(visit: Visit) -> int:
    """Somebody answered or was asked anew: open tasks that are counted from the confirmation of all follow.

    Part of the transaction of the answer, and of its event. Returns how many days moved.
    """
    tasks = list(Task.objects.filter(visit=visit, done_on=None, anchor=Anchor.CONFIRMATION).select_related("visit"))
    confirmed = confirmed_on(visit) if tasks else None
    return sum(set_day(task, confirmed) for task in tasks)


@transaction.atomic
def finish_task(*, task_id: int, by: User) -> Task:
    """Tick a task off; a second time changes nothing. Raises Refused."""
    task = locked(Task, task_id)
    require(rules.may_edit_tasks(by, task.visit))
    if task.done_on is None:
        task.done_on, task.done_by = timezone.localdate(), by
        task.version += 1
        task.save(update_fields=["done_on", "done_by", "version"])
        record("task.done", task, by=by, about=[task.visit])
    return task


@transaction.atomic
def reopen_task(*, task_id: int, by: User) -> Task:
    """It was not done after all; its day is counted anew. Raises Refused."""
    task = locked(Task, task_id)
    require(rules.may_edit_tasks(by, task.visit))
    if task.done_on is not None:
        task.done_on = task.done_by = None
        task.version += 1
        task.save(update_fields=["done_on", "done_by", "version"])
        set_day(task, confirmed_on(task.visit))
        record("task.reopened", task, by=by, about=[task.visit])
    return task


@transaction.atomic
def remove_task(*, task_id: int, by: User) -> Visit:
    """Take a task away. Raises Refused."""
    task = locked(Task, task_id)
    visit = task.visit
    require(rules.may_edit_tasks(by, visit))
    record("task.removed", visit, by=by)
    task.delete()
    return visit


# ---- reminders -----------------------------------------------------------------
@transaction.atomic
def remind_of_tasks(*, today: date) -> int:
    """Tell those in charge of what is due tomorrow or today, and once of what is overdue; one mail a person and day.

    Returns how many mails went into the outbox.
    """
    waiting: dict[User, list[tuple[Task, str]]] = {}
    for task in open_tasks(until=today + DAY_BEFORE):
        step = "overdue" if task.due_on and task.due_on < today else "soon"
        sent = timeline(task).filter(code="task.reminded", facts__step=step, facts__due_on=str(task.due_on))
        people = in_charge(task)
        if not people or sent.exists():
            continue
        record("task.reminded", task, by=None, about=[task.visit], step=step, due_on=task.due_on)
        for person in people:
            waiting.setdefault(person, []).append((task, step))
    for person, lines in waiting.items():
        mails.post(
            to=person.email,
            language=person.language,
            template="visits/mail/tasks",
            context={
                "overdue": [task for task, step in lines if step == "overdue"],
                "soon": [task for task, step in lines if step == "soon"],
                "first": lines[0][0],
                "count": len(lines),
                "base_url": settings.BASE_URL,
            },
            about=lines[0][0],
        )
    return len(waiting)


def in_charge(task: Task) -> list[User]:
    """The owner, else the officer of the visit, else those who work for its unit; nobody who has left."""
    named = [person for person in (task.owner, task.visit.officer) if person and person.is_active]
    return named[:1] or people_of(task.visit.unit)
