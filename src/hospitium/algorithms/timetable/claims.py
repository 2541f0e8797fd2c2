"""When an item may start, demand by demand, so that each of them can be taken away when they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from hospitium.algorithms.timetable.layout import head_count
from hospitium.algorithms.timetable.problem import Hours, Item, Kind
from hospitium.algorithms.timetable.proposal import Claim, Day, Demand

DAY = 24 * 60
DAYS = Claim("days")
LUNCH = Claim("lunch")
Known = TypeVar("Known")
Stretches = list[tuple[int, int]]  # of minutes of one day, both ends included, in order


def placed_items(demand: Demand) -> list[Item]:
    """What has to be placed. Transfers follow what they join; what is fixed on another day is not touched."""
    days = {day.date for day in demand.days}
    return [item for item in demand.programme.items if _belongs(item, days)]


def _belongs(item: Item, days: set[date]) -> bool:
    if item.is_fixed and item.starts is not None:
        return item.starts.date() in days
    return item.kind is not Kind.TRANSFER


def is_pinned(item: Item) -> bool:
    return item.is_fixed and item.starts is not None


def all_claims(demand: Demand) -> list[Claim]:
    """Everything that could be given up, item by item, then what is demanded of the whole."""
    items = placed_items(demand)
    found: list[Claim] = []
    for item in items:
        if item.is_obligatory or is_pinned(item):
            found.append(Claim("obligatory", (item.key,)))
        if is_pinned(item):
            found.append(Claim("fixed", (item.key,)))
        found += dict.fromkeys(claim for day in demand.days for claim in _claimed(demand, item, day))
    keys = {item.key for item in items}
    found += [Claim("order", pair) for pair in demand.order if keys.issuperset(pair)]
    found += [Claim("together", pair) for pair in demand.together if keys.issuperset(pair)]
    for key in sorted(demand.programme.interpreters):
        interpreted = tuple(item.key for item in items if key in item.interpreters)
        if interpreted:
            found.append(Claim("interpreter_day", interpreted))
    return [*found, LUNCH, DAYS]


def starts_on(demand: Demand, item: Item, day: Day, without: frozenset[Claim]) -> Stretches:
    """The minutes of the day at which the item may start."""
    allowed = [(0, DAY - 1)]
    if is_pinned(item) and Claim("fixed", (item.key,)) not in without:
        assert item.starts is not None
        minute = item.starts.hour * 60 + item.starts.minute
        allowed = [(minute, minute)] if item.starts.date() == day.date else []
    elif DAYS not in without:
        allowed = [(minutes(day.opens), minutes(day.closes) - item.minutes)]
    for claim, stretches in (*_claims_of_place(demand, item, day), *_claims_of_people(demand, item, day)):
        if claim not in without:
            allowed = both(allowed, stretches)
    return [stretch for stretch in allowed if stretch[0] <= stretch[1]]


def _claims_of_place(demand: Demand, item: Item, day: Day) -> Iterator[tuple[Claim, Stretches]]:
    """Each demand on the item with the minutes of the day at which it lets it start."""
    programme, key = demand.programme, (item.key,)
    if item.key in demand.windows and not is_pinned(item):
        yield Claim("window", key), _within(demand.windows[item.key], item, day)
    venue = programme.venues.get(item.venue or "")
    if venue and venue.capacity is not None and (head_count(programme, item) or 0) > venue.capacity:
        yield Claim("capacity", key), []
    if venue and (venue.hours or venue.closed):
        yield Claim("venue_hours", key), _during(venue.hours, venue.closed, item, day)
    if programme.arrival or programme.departure:
        stay = (programme.arrival or datetime.min, programme.departure or datetime.max)
        yield Claim("stay", key), _within([stay], item, day)


def _claims_of_people(demand: Demand, item: Item, day: Day) -> Iterator[tuple[Claim, Stretches]]:
    programme, key = demand.programme, (item.key,)
    for person in _known(programme.people, item.people):
        if person.hours or person.away:
            yield Claim("person_hours", key), _during(person.hours, person.away, item, day)
        if person.busy:
            yield Claim("person_busy", key), _outside(person.busy, item, day)
    for interpreter in _known(programme.interpreters, item.interpreters):
        if interpreter.busy:
            yield Claim("interpreter_busy", key), _outside(interpreter.busy, item, day)


def _claimed(demand: Demand, item: Item, day: Day) -> Iterator[Claim]:
    for claim, _ in (*_claims_of_place(demand, item, day), *_claims_of_people(demand, item, day)):
        yield claim


def _known(all_of_them: Mapping[str, Known], keys: Iterable[str]) -> list[Known]:
    return [all_of_them[key] for key in sorted(keys) if key in all_of_them]


def _within(windows: Iterable[tuple[datetime, datetime]], item: Item, day: Day) -> Stretches:
    """Starts so that the whole item lies in one of the windows."""
    found = [(minute_of(since, day), minute_of(until, day) - item.minutes) for since, until in windows]
    return joined(found)


def _during(hours: tuple[Hours, ...], closed: frozenset[date], item: Item, day: Day) -> Stretches:
    if day.date in closed:
        return []
    if not hours:
        return [(0, DAY - 1)]
    today = [one for one in hours if one.weekday == day.date.weekday()]
    return joined((minutes(one.opens), (minutes(one.closes) or DAY) - item.minutes) for one in today)


def _outside(busy: Iterable[tuple[datetime, datetime, str]], item: Item, day: Day) -> Stretches:
    """Starts so that the item is over when they are busy, or begins when they are done."""
    allowed = [(0, DAY - 1)]
    for since, until, _what in busy:
        if since < until:
            around = [(0, minute_of(since, day) - item.minutes), (minute_of(until, day), DAY - 1)]
            allowed = both(allowed, [one for one in around if one[0] <= one[1]])
    return allowed


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def minute_of(moment: datetime, day: Day) -> int:
    """The minute of the day, cut to a day before and after it so that it may be far away."""
    midnight = datetime.combine(day.date, time())
    return max(-DAY, min(2 * DAY, -((midnight - moment) // timedelta(minutes=1))))


def joined(stretches: Iterable[tuple[int, int]]) -> Stretches:
    """In order, none touching another, none empty."""
    found: Stretches = []
    for since, until in sorted(stretches):
        if since > until:
            continue
        if found and since <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def both(some: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> Stretches:
    """What lies in both."""
    other = list(others)
    return joined((max(a, c), min(b, d)) for a, b in some for c, d in other)
