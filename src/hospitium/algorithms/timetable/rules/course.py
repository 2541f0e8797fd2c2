"""Rules on the course of the day: ways, overlaps, breaks, lunch, length, arrival and departure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from hospitium.algorithms.timetable.layout import (
    Day,
    Layout,
    Leg,
    Placed,
    have_members_in_common,
    keys,
    minutes,
    overlaps,
)
from hospitium.algorithms.timetable.problem import Kind, Programme
from hospitium.algorithms.timetable.rules.hit import Hit
from hospitium.algorithms.timetable.ways import way

RESTFUL = frozenset({Kind.MEAL, Kind.FREE})
NOTHING = timedelta(0)


def group_overlap(layout: Layout) -> Iterator[Hit]:
    """Two items at the same time for groups that may have members in common."""
    for one, other in overlaps(layout.placed):
        if have_members_in_common(layout.programme, one.item, other.item):
            shared = minutes(min(one.ends, other.ends) - other.starts)
            yield Hit(keys((one, other)), {"minutes": shared, "groups": _groups(one, other)})


def way_too_short(layout: Layout) -> Iterator[Hit]:
    """The time between two venues is shorter than the way and the buffer, or the transfer shorter than the way."""
    buffer = layout.programme.limits.buffer
    for leg in layout.legs:
        needed = way(layout.programme, *leg.venues)
        if needed is not None and (short := _shortage(leg, needed, buffer)) is not None:
            here, there = leg.venues
            given, asked = short
            facts = {"minutes": given, "needed": asked, "way": needed, "from_venue": here, "to_venue": there}
            yield Hit(leg.items, facts | {"groups": leg.groups})


def way_unknown(layout: Layout) -> Iterator[Hit]:
    """Two venues follow each other on one day, and nothing is known about the way between them."""
    for leg in layout.legs:
        if leg.before.day == leg.after.day and way(layout.programme, *leg.venues) is None:
            here, there = leg.venues
            yield Hit(leg.items, {"from_venue": here, "to_venue": there, "groups": leg.groups})


def no_break(layout: Layout) -> Iterator[Hit]:
    """More than the longest stretch without a meal, free time or a gap long enough to be a break."""
    limits = layout.programme.limits
    for day in layout.days:
        for stretch in _stretches(layout.programme, day):
            length = minutes(max(one.ends for one in stretch) - stretch[0].starts)
            if length > limits.longest_without_break:
                facts = {"minutes": length, "limit": limits.longest_without_break, "day": day.day}
                yield Hit(keys(stretch), facts | {"groups": day.groups})


def no_lunch(layout: Layout) -> Iterator[Hit]:
    """A day that reaches over noon without a meal or free time long enough to eat."""
    limits = layout.programme.limits
    length = timedelta(minutes=limits.lunch_length)
    for day in layout.days:
        opens, closes = (datetime.combine(day.day, at) for at in (limits.lunch_from, limits.lunch_until))
        if day.items[0].starts >= opens + length or day.ends <= closes - length:
            continue
        if not any(_shared(one, opens, closes) >= length for one in day.items if one.item.kind in RESTFUL):
            yield Hit(_about_noon(day, opens, closes), {"day": day.day, "groups": day.groups})


def long_day(layout: Layout) -> Iterator[Hit]:
    """From the first item to the last, free time not counted, it is longer than the office allows."""
    limit = layout.programme.limits.longest_day
    for day in layout.days:
        bound = [one for one in day.items if one.item.kind is not Kind.FREE]
        if not bound:
            continue
        first, last = bound[0], max(bound, key=lambda one: one.ends)
        free = (_shared(one, first.starts, last.ends) for one in day.items if one.item.kind is Kind.FREE)
        length = minutes(last.ends - first.starts - sum(free, NOTHING))
        if length > limit:
            facts = {"minutes": length, "limit": limit, "day": day.day, "groups": day.groups}
            yield Hit(keys((first, last) if first is not last else (first,)), facts)


def before_arrival(layout: Layout) -> Iterator[Hit]:
    """An item begins before the guests are there."""
    arrival = layout.programme.arrival
    for one in layout.placed:
        if arrival is not None and one.starts < arrival:
            yield Hit(keys((one,)), {"starts": one.starts, "arrival": arrival})


def after_departure(layout: Layout) -> Iterator[Hit]:
    """An item ends after the guests have left."""
    departure = layout.programme.departure
    for one in layout.placed:
        if departure is not None and one.ends > departure:
            yield Hit(keys((one,)), {"ends": one.ends, "departure": departure})


def unplaced(layout: Layout) -> Iterator[Hit]:
    """An obligatory item has no time yet."""
    for item in layout.items:
        if item.starts is None and item.is_obligatory:
            yield Hit((item.key,), {"minutes": item.minutes})


def _groups(*placed: Placed) -> tuple[str, ...]:
    return tuple(sorted({group for one in placed for group in one.item.groups}))


def _shortage(leg: Leg, needed: int, buffer: int) -> tuple[int, int] | None:
    """Minutes that are there and minutes that are needed, if they do not suffice."""
    between = minutes(leg.after.starts - leg.before.ends)
    if between < needed + buffer:
        return between, needed + buffer
    moving = sum(one.item.minutes for one in leg.transfers)
    return (moving, needed) if leg.transfers and moving < needed else None


def _stretches(programme: Programme, day: Day) -> Iterator[Sequence[Placed]]:
    """Items without a break between them. Meals and free time are the gap itself."""
    stretch: list[Placed] = []
    last: Placed | None = None
    for one in day.items:
        if one.item.kind in RESTFUL:
            continue
        if last is not None and _pause(programme, last, one) >= programme.limits.break_length:
            yield stretch
            stretch = []
        stretch.append(one)
        last = one if last is None or one.ends >= last.ends else last
    if stretch:
        yield stretch


def _pause(programme: Programme, before: Placed, after: Placed) -> int:
    """Minutes between two items that are not needed to get from one to the other."""
    here, there = before.item.venue, after.item.venue
    walking = way(programme, here, there) if here is not None and there is not None else None
    return minutes(after.starts - before.ends) - (walking or 0)


def _shared(one: Placed, begins: datetime, ends: datetime) -> timedelta:
    return max(min(one.ends, ends) - max(one.starts, begins), NOTHING)


def _about_noon(day: Day, opens: datetime, closes: datetime) -> tuple[str, ...]:
    inside = [one for one in day.items if one.starts < closes and one.ends > opens]
    if inside:
        return keys(inside)
    before = [one for one in day.items if one.ends <= opens]
    after = [one for one in day.items if one.starts >= closes]
    return keys((max(before, key=lambda one: one.ends), after[0]))
