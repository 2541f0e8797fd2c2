"""What people do with the working place of a visit: open it, change its data, take it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction

from hospitium.algorithms.dates import PartialDate
from hospitium.core import search
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.programme.actions import create_activity, edit_activity
from hospitium.programme.models import Activity, Direction
from hospitium.programme.rules import may_edit_activity
from hospitium.visits import rules
from hospitium.visits.actions.filling import fill
from hospitium.visits.actions.parts import ask_anew
from hospitium.visits.dates import due_day
from hospitium.visits.models import Anchor, Task, Template, Visit


class Moving(StrEnum):
    """What happens to the items when the days of a visit change."""

    SHIFT = "shift"
    TAKE_OFF = "take_off"
    LEAVE = "leave"


@transaction.atomic
def create_visit(
    *, activity_id: int, values: Mapping[str, Any], source: Template | Visit | None = None, by: User
) -> Visit:
    """Open the working place of a planned activity, filled from a template or from an earlier visit.

    The cost rule is the partnership's. Raises Refused.
    """
    activity = Activity.objects.select_for_update().get(pk=activity_id)
    require(rules.may_create_visit(by, activity))
    partnerships = list(activity.partnerships.all())
    rule = next((partnership.cost_rule for partnership in partnerships if partnership.cost_rule), None)
    visit = Visit()
    lead = rules.lead_of(by, activity)
    start = {"activity": activity, "unit": lead, "officer": by, **({"cost_rule": rule} if rule else {})}
    if activity.direction == Direction.OUT:
        # Then the guests are we ourselves.
        start["understood"] = [values.get("host_language", visit.host_language)]
    write(visit, {**start, **values})
    fill(visit, source)
    tell_activity(visit, by)
    facts = {"template": source.key} if isinstance(source, Template) else {"copied_from": source.pk} if source else {}
    record("visit.created", visit, by=by, about=[activity, *partnerships], **facts)
    return visit


@transaction.atomic
def create_visit_with_activity(
    *,
    activity: Mapping[str, Any],
    values: Mapping[str, Any],
    source: Template | Visit | None = None,
    by: User,
) -> Visit:
    """Plan an activity and open its working place in one step. Raises Refused."""
    planned = create_activity(values=activity, by=by)
    return create_visit(activity_id=planned.pk, values=values, source=source, by=by)


@transaction.atomic
def edit_visit(
    *,
    visit_id: int,
    version: int | None,
    values: Mapping[str, Any],
    moving: Moving = Moving.LEAVE,
    by: User,
) -> Visit:
    """Change the data of a visit. When its days change, open tasks follow, and the items as `moving` says.

    Raises Refused, or Conflict when somebody saved in between.
    """
    visit = locked(Visit, visit_id, version=version)
    require(rules.may_edit_visit(by, visit))
    before = visit.starts_on
    changed = write(visit, values)
    if {"starts_on", "ends_on"} & set(changed):
        move_items(visit, visit.starts_on - before, moving, by)
        move_tasks(visit)
        tell_activity(visit, by)
    if changed:
        record(
            "visit.changed", visit, by=by, about=[visit.activity, *visit.activity.partnerships.all()], fields=changed
        )
    return visit


def move_items(visit: Visit, step: timedelta, moving: Moving, by: User) -> None:
    """Items move by whole days or stay; only where that was chosen, what lies outside is taken off its day.

    Whoever was asked for another day, or confirmed it, has to be asked anew.
    """
    if moving == Moving.LEAVE:
        return
    for item in visit.items.exclude(day=None):
        day = item.day + step if moving == Moving.SHIFT and item.day else item.day
        is_inside = day is not None and visit.starts_on <= day <= visit.ends_on
        if is_inside and day == item.day:
            continue
        item.day, item.starts = (day, item.starts) if is_inside else (None, None)
        item.version += 1
        item.save(update_fields=["day", "starts", "version"])
        ask_anew(item=item, besides=None, by=by)


def move_tasks(visit: Visit) -> None:
    """Open tasks that are counted from the days of the visit get their new day."""
    for task in Task.objects.filter(visit=visit, done_on=None).exclude(anchor=Anchor.CONFIRMATION):
        task.due_on = due_day(task.anchor, task.days, visit.starts_on, visit.ends_on, None)
        task.save(update_fields=["due_on"])


def tell_activity(visit: Visit, by: User) -> None:
    """The activity has the days of its visit, where the same person may change it."""
    activity = visit.activity
    days = {"begins": exact(visit.starts_on), "ends": exact(visit.ends_on)}
    if (activity.begins, activity.ends) != tuple(days.values()) and may_edit_activity(by, activity):
        visit.activity = edit_activity(activity_id=activity.pk, version=None, values=days, by=by)


def exact(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


@transaction.atomic
def remove_visit(*, visit_id: int, by: User) -> Activity:
    """Take the working place away with all that is in it; the activity stays. Raises Refused once it was published."""
    visit = locked(Visit, visit_id)
    require(rules.may_remove_visit(by, visit))
    activity = visit.activity
    search.forget(visit)
    visit.delete()
    record("visit.removed", activity, by=by, about=activity.partnerships.all())
    return activity
