"""Rules on venues and people: open, there, large enough, not twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from hospitium.algorithms.timetable.layout import (
    Layout,
    Placed,
    have_members_in_common,
    head_count,
    keys,
    overlaps,
)
from hospitium.algorithms.timetable.problem import Hours, Item, Kind, Person, Programme, Venue
from hospitium.algorithms.timetable.rules.hit import Hit

FRIDAY = 4
DAY = 24 * 60


def venue_hours(layout: Layout) -> Iterator[Hit]:
    """An item outside the hours of its venue, on a day on which it is not closed altogether."""
    for venue, one in _at_venues(layout):
        if one.day not in venue.closed and not _is_inside(venue.hours, one):
            yield Hit(keys((one,)), {"venue": venue.key, "starts": one.starts, "ends": one.ends})


def venue_closed(layout: Layout) -> Iterator[Hit]:
    """An item on a day on which its venue is closed."""
    for venue, one in _at_venues(layout):
        if one.day in venue.closed:
            yield Hit(keys((one,)), {"venue": venue.key, "day": one.day})


def friday_afternoon(layout: Layout) -> Iterator[Hit]:
    """An item at a public office that lasts into Friday afternoon."""
    latest = layout.programme.limits.friday_ends
    for venue, one in _at_venues(layout):
        if venue.is_office and one.starts.weekday() == FRIDAY and one.ends > datetime.combine(one.day, latest):
            yield Hit(keys((one,)), {"venue": venue.key, "ends": one.ends, "limit": latest})


def over_capacity(layout: Layout) -> Iterator[Hit]:
    """More guests than the venue has room for."""
    for item in layout.items:
        room = _capacity(layout.programme, item)
        persons = head_count(layout.programme, item)
        if room is not None and persons is not None and persons > room:
            yield Hit((item.key,), {"venue": item.venue, "persons": persons, "capacity": room})


def overlap_venue(layout: Layout) -> Iterator[Hit]:
    """Groups that are at one venue at the same time and fit in alone, but not together."""
    for key, placed in layout.venues.items():
        venue = layout.programme.venues.get(key)
        if venue is None or venue.capacity is None:
            continue
        for present in _together(layout.programme, placed):
            counts = [head_count(layout.programme, one.item) or 0 for one in present]
            if max(counts) <= venue.capacity < sum(counts):
                facts = {"venue": key, "persons": sum(counts), "capacity": venue.capacity}
                yield Hit(keys(present), facts)


def person_twice(layout: Layout) -> Iterator[Hit]:
    """A speaker or host in two items at once, or in one and elsewhere, another visit included."""
    for key, placed in layout.people.items():
        for one, other in overlaps(placed):
            yield Hit(keys((one, other)), {"person": key}, (key,))
        person = layout.programme.people.get(key)
        for one, begins, ends, what in elsewhere(placed, person.busy if person else ()):
            yield Hit(keys((one,)), {"person": key, "from": begins, "until": ends, "elsewhere": what}, (key, what))


def person_hours(layout: Layout) -> Iterator[Hit]:
    """A speaker or host outside the hours, or on a day away."""
    for key, placed in layout.people.items():
        person = layout.programme.people.get(key)
        for one in placed:
            if person is not None and not _is_there(person, one):
                facts = {"person": key, "starts": one.starts, "ends": one.ends, "is_away": one.day in person.away}
                yield Hit(keys((one,)), facts, (key,))


def elsewhere(
    placed: Iterable[Placed], busy: tuple[tuple[datetime, datetime, str], ...]
) -> Iterator[tuple[Placed, datetime, datetime, str]]:
    """Items that meet a stretch in which somebody is busy elsewhere."""
    if not busy:
        return
    by_day = _busy_by_day(busy)
    for one in placed:
        near = {stretch for day in _days(one.starts, one.ends) for stretch in by_day.get(day, ())}
        for begins, ends, what in sorted(near):
            if begins < one.ends and one.starts < ends:
                yield one, begins, ends, what


def _busy_by_day(
    busy: tuple[tuple[datetime, datetime, str], ...],
) -> dict[date, list[tuple[datetime, datetime, str]]]:
    found: dict[date, list[tuple[datetime, datetime, str]]] = {}
    for stretch in busy:
        for day in _days(stretch[0], stretch[1]):
            found.setdefault(day, []).append(stretch)
    return found


def _days(begins: datetime, ends: datetime) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(begins.toordinal(), ends.toordinal() + 1))


def _at_venues(layout: Layout) -> Iterator[tuple[Venue, Placed]]:
    for key, placed in layout.venues.items():
        venue = layout.programme.venues.get(key)
        if venue is not None:
            for one in placed:
                yield venue, one


def _is_there(person: Person, one: Placed) -> bool:
    return one.day not in person.away and _is_inside(person.hours, one)


def _is_inside(hours: tuple[Hours, ...], one: Placed) -> bool:
    """Whether one stretch of the day holds the whole item; where no hours are known, every time will do."""
    if not hours:
        return True
    begins = one.starts.hour * 60 + one.starts.minute
    ends = begins + one.item.minutes
    weekday = one.starts.weekday()
    return any(
        stretch.weekday == weekday
        and stretch.opens.hour * 60 + stretch.opens.minute <= begins
        # Closing at 0:00 is closing at the end of the day.
        and ends <= (stretch.closes.hour * 60 + stretch.closes.minute or DAY)
        for stretch in hours
    )


def _capacity(programme: Programme, item: Item) -> int | None:
    if item.venue is None or item.kind is Kind.TRANSFER:
        return None
    venue = programme.venues.get(item.venue)
    return None if venue is None else venue.capacity


def _together(programme: Programme, placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    """At each beginning, who is there besides; people in two items at once are counted in the first."""
    running: list[Placed] = []
    for one in placed:
        running = [earlier for earlier in running if earlier.ends > one.starts]
        if one.ends == one.starts:
            continue
        present: list[Placed] = []
        for candidate in (*running, one):
            if not any(have_members_in_common(programme, candidate.item, taken.item) for taken in present):
                present.append(candidate)
        running.append(one)
        if len(present) > 1:
            yield present
