"""Transfers follow what they join: where they lie in a new plan, and whether the judge lets them stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from hospitium.algorithms.timetable.layout import have_members_in_common
from hospitium.algorithms.timetable.problem import Item, Kind, Programme
from hospitium.algorithms.timetable.verify import hard_violations
from hospitium.algorithms.timetable.ways import way

GRAIN = 5


class Place(NamedTuple):
    """Where an item lies, and for how long."""

    starts: datetime
    minutes: int


def with_transfers(before: Programme, starts: Mapping[str, datetime]) -> tuple[Programme, dict[str, Place]]:
    """The programme with this plan, and the transfers that lead to the same items as before.

    A transfer for which nobody needs to move any more, or for which there is no time, has no place.
    """
    bare = tuple(one if is_settled(one) else replace(one, starts=starts.get(one.key)) for one in before.items)
    programme, found = replace(before, items=bare), {}
    for transfer in sorted((one for one in before.items if is_following(one)), key=_order):
        place = _place(before, programme, transfer)
        if place is None:
            continue
        moved = replace(transfer, starts=place.starts, minutes=place.minutes)
        tried = replace(programme, items=tuple(moved if one.key == moved.key else one for one in programme.items))
        if set(hard_violations(tried)) <= set(hard_violations(programme)):
            programme, found[transfer.key] = tried, place
    return programme, found


def is_settled(item: Item) -> bool:
    return item.is_fixed and item.starts is not None


def is_following(item: Item) -> bool:
    return item.kind is Kind.TRANSFER and item.starts is not None and not item.is_fixed


def _place(before: Programme, after: Programme, transfer: Item) -> Place | None:
    """Straight before what it led to, with the buffer if there is time for it."""
    there = _beside(before, transfer, before.items)[1]
    target = next((one for one in after.items if there and one.key == there.key), None)
    if target is None or target.starts is None:
        return None
    origin = _beside(after, replace(transfer, starts=target.starts, minutes=0), _without(after.items, target))[0]
    if origin is None:
        return Place(target.starts - timedelta(minutes=transfer.minutes), transfer.minutes)
    if origin.ends is None or origin.venue == target.venue:
        return None
    needed = way(after, origin.venue or "", target.venue or "") or transfer.minutes
    minutes = max(-(-needed // GRAIN) * GRAIN, GRAIN)
    latest = target.starts - timedelta(minutes=minutes)
    if latest < origin.ends:
        return None
    return Place(max(origin.ends, latest - timedelta(minutes=after.limits.buffer)), minutes)


def _beside(programme: Programme, item: Item, others: Sequence[Item]) -> tuple[Item | None, Item | None]:
    """What the same guests do before and after it on that day, at a venue."""
    assert item.starts is not None
    same = [
        one
        for one in others
        if one.venue and one.starts and one.starts.date() == item.starts.date() and one.kind is not Kind.TRANSFER
        if have_members_in_common(programme, one, item)
    ]
    earlier = [one for one in same if _order(one) < _order(item)]
    later = [one for one in same if _order(one) > _order(item)]
    return max(earlier, key=_order, default=None), min(later, key=_order, default=None)


def _without(items: Sequence[Item], gone: Item) -> list[Item]:
    return [one for one in items if one.key != gone.key]


def _order(item: Item) -> tuple[datetime, datetime, str]:
    starts = item.starts or datetime.max
    return starts, item.ends or starts, item.key
