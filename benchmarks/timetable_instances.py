"""Seeded visits with stations to fit into days. Each is cut from a plan, so that one without faults is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from hospitium.algorithms.timetable.problem import Hours, Item, Kind, Limits, Person, Programme, Venue
from hospitium.algorithms.timetable.proposal import Cutoffs, Day, Demand, Part, Wish

MONDAY = date(2027, 6, 7)
CENTRE = (52.52, 13.40)
LENGTHS = (20, 30, 30, 45)


@dataclass(frozen=True)
class Instance:
    """A demand and the plan from which it was made: item → start."""

    name: str
    demand: Demand
    known: dict[str, datetime]


def instance(stations: int, days: int, *, seed: int = 3, seconds: float = 60.0) -> Instance:
    """Stations over a city of about ten kilometres, in quarters as cities have them, with a lunch in each day."""
    random = Random(seed * 1000 + stations)
    dates = _working_days(days)
    venues = _venues(random, stations)
    items = [
        Item(key=f"s{number:03}", kind=Kind.STATION, minutes=random.choice(LENGTHS), venue=f"v{number:03}")
        for number in range(stations)
    ]
    bare = Programme(items=tuple(items), venues=venues, today=date(2027, 5, 3), limits=Limits())
    known, windows, people = _cut(random, bare, dates)
    placed = tuple(
        replace(item, people=frozenset({f"p{item.key}"}) if f"p{item.key}" in people else frozenset()) for item in items
    )
    announced = {item.key: known[item.key] for item in items if random.random() < 0.3}
    wishes = {
        item.key: Wish(part=Part.MORNING if known[item.key].hour < 12 else Part.AFTERNOON, weight=random.randint(1, 3))
        for item in items
        if random.random() < 0.15 and known[item.key].hour < 17
    }
    demand = Demand(
        programme=replace(bare, items=placed, people=people),
        days=tuple(Day(date=day, opens=time(8, 30), closes=time(21)) for day in dates),
        windows=windows,
        wishes=wishes,
        announced=announced,
        seed=seed,
        cutoffs=Cutoffs(seconds=seconds),
    )
    return Instance(f"{stations} stations over {days} days", demand, known)


def _working_days(days: int) -> list[date]:
    every = [MONDAY + timedelta(days=number) for number in range(days * 2)]
    return [day for day in every if day.weekday() != 6][:days]


def _venues(random: Random, stations: int) -> dict[str, Venue]:
    quarters = [(CENTRE[0] + random.gauss(0, 0.025), CENTRE[1] + random.gauss(0, 0.04)) for _ in range(7)]
    found = {}
    for number in range(stations):
        north, east = random.choice(quarters)
        position = (north + random.gauss(0, 0.006), east + random.gauss(0, 0.01))
        found[f"v{number:03}"] = Venue(key=f"v{number:03}", position=position)
    return found


def _cut(
    random: Random, programme: Programme, dates: list[date]
) -> tuple[dict[str, datetime], dict[str, tuple[tuple[datetime, datetime], ...]], dict[str, Person]]:
    """Days filled near by near, as an officer does it; then windows and hours around what came out."""
    left = list(programme.items)
    known: dict[str, datetime] = {}
    for number, day in enumerate(dates):
        at, here, has_eaten = datetime.combine(day, time(9)), "", False
        for _ in range(len(left) // (len(dates) - number)):
            item = min(left, key=lambda one: (_minutes(programme, here, one), one.key)) if here else left[0]
            if at.time() >= time(12) and not has_eaten:
                at, has_eaten = at + timedelta(minutes=30), True
            at += timedelta(minutes=_minutes(programme, here, item) + (10 if here else 0))
            at += timedelta(minutes=-at.minute % 5)
            known[item.key] = at
            at, here = at + timedelta(minutes=item.minutes), item.venue or ""
            left.remove(item)
    windows, people = {}, {}
    for item in programme.items:
        draw, starts = random.random(), known[item.key]
        if draw < 0.75:
            windows[item.key] = tuple(sorted({_window(random, starts, item), _another(random, dates, item)}))
        elif draw < 0.95:
            key = f"p{item.key}"
            people[key] = Person(key=key, hours=_hours(random, starts, item, dates))
    return known, windows, people


def _minutes(programme: Programme, here: str, item: Item) -> int:
    from hospitium.algorithms.timetable.ways import way

    return (way(programme, here, item.venue or "") or 0) if here else 0


def _window(random: Random, starts: datetime, item: Item) -> tuple[datetime, datetime]:
    before, after = random.choice((15, 30, 60, 90)), random.choice((15, 30, 60, 90))
    return starts - timedelta(minutes=before), starts + timedelta(minutes=item.minutes + after)


def _another(random: Random, dates: list[date], item: Item) -> tuple[datetime, datetime]:
    since = datetime.combine(random.choice(dates), time(random.randint(9, 16)))
    return since, since + timedelta(minutes=item.minutes + 120)


def _hours(random: Random, starts: datetime, item: Item, dates: list[date]) -> tuple[Hours, ...]:
    """The day on which it is, and one or two others, with a half day each."""
    ends = starts + timedelta(minutes=item.minutes)
    opens = max(datetime.combine(starts.date(), time(8)), starts - timedelta(hours=2)).time()
    closes = min(datetime.combine(starts.date(), time(21)), ends + timedelta(hours=2)).time()
    found = {starts.weekday(): Hours(weekday=starts.weekday(), opens=opens, closes=closes)}
    for day in random.sample(dates, min(2, len(dates))):
        half = (time(9), time(13)) if random.random() < 0.5 else (time(13), time(18))
        found.setdefault(day.weekday(), Hours(weekday=day.weekday(), opens=half[0], closes=half[1]))
    return tuple(found.values())
