"""What people do with the templates of the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hospitium.accounts.policy import may
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import require
from hospitium.visits.models import Template, TemplateTask, Visit
from hospitium.visits.usual import UsualTemplate, usual_templates

# What a template has besides its columns: (what, anchor, days).
TaskRow = tuple[Multilingual, str, int]


@transaction.atomic
def create_template(*, values: Mapping[str, Any], tasks: Iterable[TaskRow] = (), by: User) -> Template:
    """Enter a template of the office. Raises Refused."""
    require(may(by, "template.update"))
    template = Template(key=free_key(values["name"]))
    write(template, values)
    set_tasks(template, tasks)
    record("template.created", template, by=by)
    return template


@transaction.atomic
def edit_template(
    *, template_id: int, version: int | None, values: Mapping[str, Any], tasks: Iterable[TaskRow], by: User
) -> Template:
    """Change a template; visits that were opened from it stay as they are.

    Raises Refused, or Conflict when somebody saved in between.
    """
    template = locked(Template, template_id, version=version)
    require(may(by, "template.update"))
    changed = write(template, values)
    if set_tasks(template, tasks):
        changed.append("tasks")
    if changed:
        record("template.changed", template, by=by, fields=changed)
    return template


@transaction.atomic
def remove_template(*, template_id: int, by: User) -> None:
    """Take a template away; visits that were opened from it stay. Raises Refused."""
    template = locked(Template, template_id)
    require(may(by, "template.update"))
    record("template.removed", template, by=by)
    template.delete()


@transaction.atomic
def make_template(*, visit_id: int, name: Mapping[str, str], by: User) -> Template:
    """Keep the programme and the tasks of a visit as a template. Raises Refused."""
    visit = Visit.objects.visible_to(by).get(pk=visit_id)
    placed = visit.items.exclude(day=None)
    values = {
        "name": name,
        "format": visit.activity.format,
        "days": (visit.ends_on - visit.starts_on).days + 1,
        "is_outgoing": visit.activity.direction == "out",
        "items": [
            {
                "day": (item.day - visit.starts_on).days + 1,
                "starts": f"{item.starts:%H:%M}",
                "minutes": item.minutes,
                "kind": item.kind,
                "title": dict(item.title.texts),
                "mode": item.mode,
                "obligatory": item.is_obligatory,
            }
            for item in placed
            if item.day and visit.starts_on <= item.day <= visit.ends_on
        ],
    }
    language = visit.host_language
    tasks = [(Multilingual({language: task.what}, language), task.anchor, task.days) for task in visit.tasks.all()]
    return create_template(values=values, tasks=tasks, by=by)


@transaction.atomic
def enter_usual_templates(*, by: User) -> int:
    """Enter those of the usual templates that are not there; returns how many. Raises Refused."""
    require(may(by, "template.update"))
    there = set(Template.objects.values_list("key", flat=True))
    missing = [usual for usual in usual_templates() if usual.key not in there]
    for usual in missing:
        enter(usual, by)
    return len(missing)


def enter(usual: UsualTemplate, by: User) -> None:
    template = Template.objects.create(
        key=usual.key,
        name=usual.name,
        format=usual.format,
        days=usual.days,
        items=usual.items,
        is_outgoing=usual.is_outgoing,
    )
    set_tasks(template, ((task.what, task.anchor, task.days) for task in usual.tasks))
    record("template.created", template, by=by)


def set_tasks(template: Template, tasks: Iterable[TaskRow]) -> bool:
    """Put these tasks in the place of the former ones; False when they are the same."""
    wanted = list(tasks)
    before = [(task.what, task.anchor, task.days) for task in template.tasks.all()]
    if sorted(before, key=in_time) == sorted(wanted, key=in_time):
        return False
    template.tasks.all().delete()
    TemplateTask.objects.bulk_create(
        TemplateTask(template=template, what=what, anchor=anchor, days=days) for what, anchor, days in wanted
    )
    return True


def in_time(row: TaskRow) -> tuple[str, int, str]:
    what, anchor, days = row
    return str(anchor), days, str(sorted(what.texts.items()))


def free_key(name: Mapping[str, str]) -> str:
    start = slugify(next(iter(name.values()), ""))[:34] or "template"
    taken = set(Template.objects.values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := start if n == 1 else f"{start}-{n}") not in taken)
