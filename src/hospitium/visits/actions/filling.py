"""Filling a new visit from a template of the office or from an earlier visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from hospitium.core.multilingual import Multilingual
from hospitium.visits.dates import due_day
from hospitium.visits.models import Cost, Group, Item, Part, Task, Template, Visit

# What of an item is true of the next visit, too; days, answers and interpreters are not.
KEPT_OF_ITEM = (
    "kind", "title", "content", "minutes", "venue_id", "room", "contact", "phone", "dress_code", "language", "mode",
    "speech", "transfer", "responsible", "plan_b", "remark", "is_obligatory", "wish",
)  # fmt: skip
KEPT_OF_COST = ("what", "payer", "funder", "planned", "currency", "chapter", "title")
GONE = (Part.State.DECLINED, Part.State.REPLACED)


def fill(visit: Visit, source: Template | Visit | None) -> None:
    """Items, groups, tasks and planned costs of the source, on the days of the new visit and with nothing confirmed.

    What would lie behind the last day is there without a day.
    """
    if isinstance(source, Template):
        fill_from_template(visit, source)
    elif isinstance(source, Visit):
        fill_from_visit(visit, source)


def fill_from_template(visit: Visit, template: Template) -> None:
    items = [item_from(visit, row) for row in template.items]
    Item.objects.bulk_create(items)
    language = visit.host_language
    enter_tasks(
        visit, ((str(task.what.in_language(language)), task.anchor, task.days) for task in template.tasks.all())
    )


def item_from(visit: Visit, row: Mapping[str, Any]) -> Item:
    texts = dict(row.get("title", {}))
    source = visit.host_language if visit.host_language in texts else next(iter(texts), "")
    day, starts = placed(
        visit, visit.starts_on + timedelta(days=int(row["day"]) - 1), time.fromisoformat(row["starts"])
    )
    return Item(
        visit=visit,
        kind=row["kind"],
        title=Multilingual(texts, source),
        day=day,
        starts=starts,
        minutes=int(row["minutes"]),
        mode=row.get("mode", "none"),
        is_obligatory=bool(row.get("obligatory", True)),
    )


def placed(visit: Visit, day: date | None, starts: time | None) -> tuple[date | None, time | None]:
    is_inside = day is not None and visit.starts_on <= day <= visit.ends_on
    return (day, starts) if is_inside else (None, None)


def enter_tasks(visit: Visit, rows: Iterable[tuple[str, str, int]]) -> None:
    Task.objects.bulk_create(
        Task(
            visit=visit,
            what=what,
            anchor=anchor,
            days=days,
            due_on=due_day(anchor, days, visit.starts_on, visit.ends_on, None),
            owner=visit.officer,
        )
        for what, anchor, days in rows
    )


def fill_from_visit(visit: Visit, earlier: Visit) -> None:
    groups = copy_groups(visit, earlier)
    items = copy_items(visit, earlier, groups)
    Part.objects.bulk_create(
        Part(item=items[part.item_id], speaker_id=part.speaker_id, role=part.role, level=part.level)
        for part in Part.objects.filter(item__visit=earlier).exclude(state__in=GONE)
    )
    Cost.objects.bulk_create(
        Cost(visit=visit, item=items.get(cost.item_id or 0), **{name: getattr(cost, name) for name in KEPT_OF_COST})
        for cost in earlier.costs.all()
    )
    enter_tasks(visit, ((task.what, task.anchor, task.days) for task in earlier.tasks.order_by("pk")))


def copy_groups(visit: Visit, earlier: Visit) -> dict[int, Group]:
    """Key of the earlier group → its like in the new visit."""
    found = list(earlier.groups.all())
    made = [Group(visit=visit, key=one.key, name=one.name, heads=one.heads, is_apart=one.is_apart) for one in found]
    Group.objects.bulk_create(made)
    return dict(zip((group.pk for group in found), made, strict=True))


def copy_items(visit: Visit, earlier: Visit, groups: Mapping[int, Group]) -> dict[int, Item]:
    """Key of the earlier item → its like in the new visit, as many days after the beginning as it was there."""
    step = visit.starts_on - earlier.starts_on
    found = list(earlier.items.prefetch_related("groups"))
    made = []
    for item in found:
        day, starts = placed(visit, item.day + step if item.day else None, item.starts)
        made.append(like(item, visit=visit, day=day, starts=starts))
    Item.objects.bulk_create(made)
    through = Item.groups.through
    through.objects.bulk_create(
        through(item_id=new.pk, group_id=groups[group.pk].pk)
        for old, new in zip(found, made, strict=True)
        for group in old.groups.all()
    )
    return dict(zip((item.pk for item in found), made, strict=True))


def like(item: Item, *, visit: Visit, day: date | None, starts: time | None) -> Item:
    """A new item that is not stored yet, with all of an item that does not belong to its day."""
    kept = {name: getattr(item, name) for name in KEPT_OF_ITEM}
    return Item(visit=visit, day=day, starts=starts, **kept)


__all__ = ["fill", "like"]
