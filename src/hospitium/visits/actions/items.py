"""What people do with the items of a programme and with the groups of the guests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.visits import rules
from hospitium.visits.actions.filling import like
from hospitium.visits.actions.parts import ask_anew
from hospitium.visits.models import Group, Item, Part, Visit
from hospitium.visits.usual import usual_groups


# ---- items ---------------------------------------------------------------------
@transaction.atomic
def create_item(*, visit_id: int, values: Mapping[str, Any], by: User) -> Item:
    """Put an item into the programme, on a day or without one. Raises Refused."""
    visit = Visit.objects.get(pk=visit_id)
    require(rules.may_edit_visit(by, visit))
    require(rules.may_be_on(visit, values.get("day")))
    item = Item(visit=visit)
    write(item, values)
    record("item.created", visit, by=by, about=[item], item=item.pk)
    return item


@transaction.atomic
def edit_item(*, item_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Item:
    """Change an item. Raises Refused, or Conflict when somebody saved in between."""
    item = locked(Item, item_id, version=version)
    require(rules.may_edit_item(by, item))
    if values.get("day") != item.day:
        require(rules.may_be_on(item.visit, values.get("day")))
    changed = write(item, values)
    if changed:
        record("item.changed", item.visit, by=by, about=[item], item=item.pk, fields=changed)
        ask_if_moved(item, changed, by)
    return item


@transaction.atomic
def move_item(
    *, item_id: int, version: int | None, day: date | None, starts: time | None, minutes: int, by: User
) -> Item:
    """Put an item on another day or time, make it longer or shorter, or take it off its day (both None).

    Raises Refused, or Conflict when somebody saved in between.
    """
    item = locked(Item, item_id, version=version)
    require(rules.may_move_item(by, item, day))
    changed = write(item, {"day": day, "starts": starts if day else None, "minutes": minutes})
    if changed:
        record("item.moved", item, by=by, about=[item.visit], day=day, minutes=minutes)
        ask_if_moved(item, changed, by)
    return item


def ask_if_moved(item: Item, changed: list[str], by: User) -> None:
    """Whoever was asked for another time, or confirmed it, has to be asked anew."""
    if {"day", "starts"} & set(changed):
        ask_anew(item=item, besides=None, by=by)


@transaction.atomic
def duplicate_item(*, item_id: int, by: User) -> Item:
    """A second item of the same kind right behind the first, with nobody asked yet. Raises Refused."""
    item = locked(Item, item_id)
    require(rules.may_edit_item(by, item))
    begins = item.begins_at
    ends = begins + timedelta(minutes=item.minutes) if begins else None
    day, starts = (ends.date(), ends.time()) if ends and fits(ends, item) else (None, None)
    copy = like(item, visit=item.visit, day=day, starts=starts)
    copy.save()
    copy.groups.set(item.groups.all())
    Part.objects.bulk_create(
        Part(item=copy, speaker_id=part.speaker_id, role=part.role, level=part.level)
        for part in item.parts.exclude(state__in=[Part.State.DECLINED, Part.State.REPLACED])
    )
    record("item.created", item.visit, by=by, about=[copy], item=copy.pk)
    return copy


def fits(starts: datetime, item: Item) -> bool:
    """It begins and ends on the day of the first."""
    return starts.date() == item.day and (starts + timedelta(minutes=item.minutes)).date() == item.day


@transaction.atomic
def remove_item(*, item_id: int, by: User) -> Visit:
    """Take an item out of the programme; in versions that were published it stays. Raises Refused."""
    item = locked(Item, item_id)
    require(rules.may_edit_item(by, item))
    visit = item.visit
    key = item.pk
    item.delete()
    record("item.removed", visit, by=by, item=key)
    return visit


# ---- groups --------------------------------------------------------------------
@transaction.atomic
def create_group(*, visit_id: int, values: Mapping[str, Any], by: User) -> Group:
    """A part of the guests that can have a programme of its own. Raises Refused."""
    visit = locked(Visit, visit_id)
    require(rules.may_edit_visit(by, visit))
    group = Group(visit=visit, key=free_key(visit, values["name"]))
    write(group, values)
    record("visit.groups_changed", visit, by=by, group=group.pk)
    return group


def free_key(visit: Visit, name: Mapping[str, str]) -> str:
    """A short name that no other group of the visit has."""
    start = slugify(next(iter(name.values()), ""))[:16] or "group"
    taken = set(visit.groups.values_list("key", flat=True))
    return next(
        key
        for number in range(1, len(taken) + 2)
        if (key := start if number == 1 else f"{start}-{number}") not in taken
    )


@transaction.atomic
def edit_group(*, group_id: int, values: Mapping[str, Any], by: User) -> Group:
    """Change a group. Raises Refused."""
    group = Group.objects.select_for_update().get(pk=group_id)
    require(rules.may_edit_visit(by, group.visit))
    if write(group, values):
        record("visit.groups_changed", group.visit, by=by, group=group.pk)
    return group


@transaction.atomic
def remove_group(*, group_id: int, by: User) -> Visit:
    """Take a group away; its items are then for all, or for the groups that are left. Raises Refused."""
    group = Group.objects.select_for_update().get(pk=group_id)
    visit = group.visit
    require(rules.may_edit_visit(by, visit))
    key = group.pk
    group.delete()
    record("visit.groups_changed", visit, by=by, group=key)
    return visit


@transaction.atomic
def enter_usual_groups(*, visit_id: int, by: User) -> Visit:
    """Heads, A and B, as far as they are not there. Raises Refused."""
    visit = locked(Visit, visit_id)
    require(rules.may_edit_visit(by, visit))
    taken = set(visit.groups.values_list("key", flat=True))
    for key, name in usual_groups().items():
        if key not in taken:
            # The heads sit in A or in B as well.
            Group.objects.create(visit=visit, key=key, name=name, is_apart=key != "heads")
    record("visit.groups_changed", visit, by=by)
    return visit
