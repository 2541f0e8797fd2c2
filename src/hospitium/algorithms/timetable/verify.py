"""The judge of proposals: what must never be, item against item, from the definition and not from the check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations, product
from math import atan2, ceil, cos, hypot, radians, sin

from hospitium.algorithms.timetable.problem import EVERYBODY, Hours, Item, Kind, Programme

Busy = tuple[tuple[datetime, datetime, str], ...]


def hard_violations(programme: Programme, original: Programme | None = None) -> tuple[str, ...]:
    """What makes a plan impossible, each as its code and the keys concerned, such as "group_overlap:a:b"; () is good.

    With the plan as it was announced, fixed items must stand where they stood. Items without a time are not judged.
    """
    items = sorted((one for one in programme.items if one.starts is not None), key=lambda one: one.key)
    found = {
        *_overlaps(programme, items),
        *_busy_elsewhere(programme, items),
        *_closed(programme, items),
        *_too_many(programme, items),
        *_ways(programme, items),
        *_moved(programme, original),
    }
    return tuple(sorted(found))


def _overlaps(programme: Programme, items: list[Item]) -> Iterator[str]:
    for one, other in combinations(items, 2):
        if _meet(_begin(one), _end(one), _begin(other), _end(other)):
            if _share_guests(programme, one, other):
                yield f"group_overlap:{one.key}:{other.key}"
            yield from (f"person_twice:{one.key}:{other.key}:{who}" for who in one.people & other.people)
            yield from (
                f"interpreter_twice:{one.key}:{other.key}:{who}" for who in one.interpreters & other.interpreters
            )


def _busy_elsewhere(programme: Programme, items: list[Item]) -> Iterator[str]:
    people: dict[str, Busy] = {key: one.busy for key, one in programme.people.items()}
    interpreters: dict[str, Busy] = {key: one.busy for key, one in programme.interpreters.items()}
    for item in items:
        for code, who, busy in (
            *(("person_twice", who, people.get(who, ())) for who in item.people),
            *(("interpreter_twice", who, interpreters.get(who, ())) for who in item.interpreters),
        ):
            for begins, ends, what in busy:
                if _meet(_begin(item), _end(item), begins, ends):
                    yield f"{code}:{item.key}:{who}:{what}"


def _closed(programme: Programme, items: list[Item]) -> Iterator[str]:
    for item in items:
        if programme.arrival is not None and _begin(item) < programme.arrival:
            yield f"before_arrival:{item.key}"
        if programme.departure is not None and _end(item) > programme.departure:
            yield f"after_departure:{item.key}"
        yield from _venue_closed(programme, item)
        for who in item.people & programme.people.keys():
            person = programme.people[who]
            if _begin(item).date() in person.away or not _open(person.hours, item):
                yield f"person_hours:{item.key}:{who}"


def _venue_closed(programme: Programme, item: Item) -> Iterator[str]:
    venue = programme.venues.get(item.venue or "")
    if venue is None or item.kind == Kind.TRANSFER:
        return
    if _begin(item).date() in venue.closed:
        yield f"venue_closed:{item.key}"
    elif not _open(venue.hours, item):
        yield f"venue_hours:{item.key}"


def _too_many(programme: Programme, items: list[Item]) -> Iterator[str]:
    for key, venue in programme.venues.items():
        here = [one for one in items if one.venue == key and one.kind != Kind.TRANSFER]
        if venue.capacity is None:
            continue
        room = venue.capacity
        yield from (f"over_capacity:{one.key}" for one in here if _heads(programme, one) > room)
        for moment in {_begin(one) for one in here}:
            present = [one for one in here if _begin(one) <= moment < _end(one)]
            apart = all(not _share_guests(programme, *pair) for pair in combinations(present, 2))
            counts = [_heads(programme, one) for one in present]
            if apart and sum(counts) > room >= max(counts, default=0):
                yield ":".join(["overlap_venue", *(one.key for one in present)])


def _ways(programme: Programme, items: list[Item]) -> Iterator[str]:
    groups = {*programme.groups, *(key for one in items for key in one.groups)} - {EVERYBODY}
    for group in groups or {EVERYBODY}:
        seen = [one for one in items if one.groups & {group, EVERYBODY}]
        placed = [one for one in seen if one.kind != Kind.TRANSFER and (one.kind != Kind.FREE or one.venue)]
        for after in placed:
            earlier = [one for one in placed if _order(one) < _order(after)]
            before = max(earlier, key=lambda one: (_end(one), _order(one)), default=after)
            if before.venue and after.venue and before.venue != after.venue and _end(before) <= _begin(after):
                yield from _way_too_short(programme, before, after, [one for one in seen if one.kind == Kind.TRANSFER])


def _way_too_short(programme: Programme, before: Item, after: Item, transfers: list[Item]) -> Iterator[str]:
    needed = _way(programme, before.venue or "", after.venue or "")
    if needed is None:
        return
    used = [one for one in transfers if _order(before) < _order(one) < _order(after)]
    time = (_begin(after) - _end(before)) / timedelta(minutes=1)
    if time < needed + programme.limits.buffer or (used and sum(one.minutes for one in used) < needed):
        yield ":".join(["way_too_short", *sorted([before.key, after.key, *(one.key for one in used)])])


def _moved(programme: Programme, original: Programme | None) -> Iterator[str]:
    if original is None:
        return
    now = {one.key: one for one in programme.items}
    for was in original.items:
        item = now.get(was.key)
        if item is None:
            yield f"item_lost:{was.key}"
        elif was.is_fixed and (item.starts, item.minutes, item.venue) != (was.starts, was.minutes, was.venue):
            yield f"fixed_moved:{was.key}"


def _begin(item: Item) -> datetime:
    return item.starts or datetime.max


def _end(item: Item) -> datetime:
    return _begin(item) + timedelta(minutes=item.minutes)


def _order(item: Item) -> tuple[datetime, datetime, str]:
    return _begin(item), _end(item), item.key


def _meet(begins: datetime, ends: datetime, other_begins: datetime, other_ends: datetime) -> bool:
    return begins < other_ends and other_begins < ends


def _share_guests(programme: Programme, one: Item, other: Item) -> bool:
    return not all(
        a != b and EVERYBODY not in (a, b) and {a, b} in programme.disjoint
        for a, b in product(one.groups, other.groups)
    )


def _open(hours: tuple[Hours, ...], item: Item) -> bool:
    midnight = datetime.combine(_begin(item).date(), datetime.min.time())
    for one in hours:
        opens = datetime.combine(midnight, one.opens)
        closes = datetime.combine(midnight, one.closes)
        if one.closes == datetime.min.time():
            closes += timedelta(days=1)
        if one.weekday == midnight.weekday() and opens <= _begin(item) and _end(item) <= closes:
            return True
    return not hours


def _heads(programme: Programme, item: Item) -> int:
    """The guests who certainly take part; where nothing is known, nobody does."""
    if item.persons is not None:
        return item.persons
    if EVERYBODY in item.groups:
        return programme.heads or 0
    if any(group not in programme.groups for group in item.groups):
        return 0
    counts = [programme.groups[group] for group in item.groups]
    if all({a, b} in programme.disjoint for a, b in combinations(item.groups, 2)):
        return sum(counts)
    return max(counts, default=0)


def _way(programme: Programme, here: str, there: str) -> int | None:
    for pair in ((here, there), (there, here)):
        if pair in programme.ways:
            return programme.ways[pair]
    one, other = programme.venues.get(here), programme.venues.get(there)
    if one is None or other is None or one.position is None or other.position is None:
        return None
    limits = programme.limits
    crow = _kilometres(one.position, other.position)
    if crow > limits.walk_until:
        return ceil(crow * limits.detour * 60 / limits.ride_speed - 1e-6) + limits.ride_wait
    return ceil(crow * limits.detour * 60 / limits.walk_speed - 1e-6)


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By the angle between two directions from the middle of the earth."""
    (a, b), (c, d) = ((radians(place[0]), radians(place[1])) for place in (one, other))
    across = hypot(cos(c) * sin(d - b), cos(a) * sin(c) - sin(a) * cos(c) * cos(d - b))
    along = sin(a) * sin(c) + cos(a) * cos(c) * cos(d - b)
    return 6371 * atan2(across, along)
