"""The tasks of a visit with their days, and those that a person should keep in mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.policy import Somebody
from hospitium.algorithms.timetable import Answer
from hospitium.programme.models import State
from hospitium.visits.models import Anchor, Part, Task, Visit
from hospitium.visits.queries.timetable import answer_of


@dataclass(frozen=True)
class Row:
    """One task: how its day is counted in words, and how it stands."""

    task: Task
    counted: str
    is_overdue: bool
    days_left: int | None

    @property
    def is_done(self) -> bool:
        return self.task.done_on is not None


@dataclass(frozen=True)
class Tasks:
    """The tasks of one visit in the order of their days, those without a day last."""

    rows: Sequence[Row]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue for row in self.rows)


def tasks_of(visit: Visit, *, today: date) -> Tasks:
    tasks = visit.tasks.select_related("owner", "done_by").order_by(
        F("due_on").asc(nulls_last=True), "anchor", "days", "id"
    )
    return Tasks([row_of(task, today) for task in tasks])


def row_of(task: Task, today: date) -> Row:
    is_open = task.done_on is None
    return Row(
        task=task,
        counted=counted_words(task.anchor, task.days),
        is_overdue=bool(is_open and task.due_on and task.due_on < today),
        days_left=(task.due_on - today).days if task.due_on and is_open else None,
    )


def counted_words(anchor: str, days: int) -> str:
    """How the day of a task is counted: "T − 90, begin of the visit" is what the office writes."""
    label: str | Promise = Anchor(anchor).label
    if days == 0:
        return _("on the day: %(anchor)s") % {"anchor": label}
    if days < 0:
        return ngettext("%(count)d day before: %(anchor)s", "%(count)d days before: %(anchor)s", -days) % {
            "count": -days,
            "anchor": label,
        }
    return ngettext("%(count)d day after: %(anchor)s", "%(count)d days after: %(anchor)s", days) % {
        "count": days,
        "anchor": label,
    }


def open_tasks(*, until: date) -> QuerySet[Task]:
    """What is to be done up to a day in visits that were not cancelled, the oldest first."""
    return (
        Task.objects.filter(done_on=None, due_on__lte=until)
        .exclude(visit__activity__state=State.CANCELLED)
        .select_related("visit__activity", "visit__unit", "visit__officer", "owner")
        .order_by("due_on", "id")
    )


def tasks_due(user: Somebody, *, until: date) -> QuerySet[Task]:
    """The same for the visits that this person plans."""
    return open_tasks(until=until).filter(visit__in=Visit.objects.visible_to(user, "visit.update").order_by())


def confirmed_on(visit: Visit) -> date | None:
    """The day on which the last speaker or host confirmed; None while somebody is missing, or where nobody is asked."""
    items = [list(item.parts.all()) for item in visit.items.prefetch_related("parts")]
    parts = [part for found in items for part in found]
    if not parts or any(answer_of(found) != Answer.CONFIRMED for found in items):
        return None
    return max(
        (part.answered_on for part in parts if part.state == Part.State.CONFIRMED and part.answered_on), default=None
    )
