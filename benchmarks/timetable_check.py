"""How long the check of a large programme takes: 200 invented items over 18 days."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from benchmarks.ours import Figure
from hospitium.algorithms.timetable import (
    EVERYBODY,
    Answer,
    Hours,
    Interpreter,
    Item,
    Kind,
    Mode,
    Person,
    Programme,
    Venue,
    check,
)

ITEMS, DAYS, RUNS = 200, 18, 25
FIRST = datetime(2026, 8, 3, 9)
OFFICE_HOURS = tuple(
    Hours(weekday=day, opens=datetime.min.time().replace(hour=8), closes=datetime.min.time().replace(hour=18))
    for day in range(5)
)
STATIONS = (Kind.LECTURE, Kind.STATION, Kind.DISCUSSION)


def check_figure() -> tuple[Figure, ...]:
    """Milliseconds for one check; the programme has faults of many kinds, so that findings are made, too."""
    plan = invented()
    measured = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        found = check(plan)
        measured.append((time.perf_counter() - begun) * 1000)
    note = f"{len(found)} findings of {len({one.code for one in found})} kinds"
    return (Figure(f"Check of a programme of {ITEMS} items", "ms", 20, tuple(measured), note),)


def invented(seed: int = 8) -> Programme:
    """The same programme for the same seed: two groups, 24 venues, 30 speakers, 4 interpreters."""
    chance = Random(seed)
    items = list(_items(chance))
    return Programme(
        items=tuple(items),
        venues={one.key: one for one in _venues(chance)},
        people={f"person {n}": _person(n, chance) for n in range(30)},
        interpreters={f"interpreter {n}": _interpreter(n) for n in range(4)},
        groups={"a": 7, "b": 6},
        disjoint=frozenset({frozenset({"a", "b"})}),
        heads=13,
        guest_languages=frozenset({"hu"}),
        holidays=frozenset({(date(2026, 8, 20), "guest")}),
        arrival=FIRST,
        departure=FIRST + timedelta(days=DAYS),
        today=date(2026, 7, 27),
    )


def _items(chance: Random) -> Iterator[Item]:
    """Eleven items a day, one after the other; in the afternoon the groups go apart."""
    for number in range(ITEMS):
        day, place = divmod(number, -(-ITEMS // DAYS))
        kind = Kind.MEAL if place == 4 else Kind.TRANSFER if place % 3 == 2 else chance.choice(STATIONS)
        group = EVERYBODY if place < 8 else chance.choice(("a", "b"))
        is_interpreted = kind in STATIONS and chance.random() < 0.8
        yield Item(
            key=f"item {number:03}",
            kind=kind,
            minutes=chance.choice((30, 45, 60)),
            starts=FIRST + timedelta(days=day, minutes=55 * place + chance.choice((0, 5, 10))),
            venue=None if kind is Kind.TRANSFER else f"venue {chance.randrange(24)}",
            groups=frozenset({group}),
            people=frozenset({f"person {chance.randrange(30)}"} if kind in STATIONS else ()),
            interpreters=frozenset({f"interpreter {chance.randrange(4)}"} if is_interpreted else ()),
            mode=chance.choice((Mode.CONSECUTIVE, Mode.SIMULTANEOUS)) if is_interpreted else Mode.NONE,
            speech=30,
            answer=chance.choice(tuple(Answer)),
        )


def _venues(chance: Random) -> Iterator[Venue]:
    for number in range(24):
        yield Venue(
            key=f"venue {number}",
            capacity=chance.choice((10, 20, 40)),
            hours=OFFICE_HOURS,
            position=(chance.uniform(52.45, 52.57), chance.uniform(13.25, 13.50)),
            names_due=chance.choice((None, 7, 14)),
            is_office=number % 2 == 0,
        )


def _person(number: int, chance: Random) -> Person:
    begins = FIRST + timedelta(days=chance.randrange(DAYS), hours=chance.randrange(8))
    busy = ((begins, begins + timedelta(hours=1), "visit 7"),)
    return Person(key=f"person {number}", languages=frozenset({"de"}), hours=OFFICE_HOURS, busy=busy)


def _interpreter(number: int) -> Interpreter:
    pairs = frozenset({("de", "hu"), ("hu", "de")} if number else {("de", "hu")})
    return Interpreter(key=f"interpreter {number}", pairs=pairs, modes=frozenset({Mode.CONSECUTIVE, Mode.SIMULTANEOUS}))


if __name__ == "__main__":
    from statistics import median

    for figure in check_figure():
        print(f"{figure.name}: {median(figure.measured):.2f} {figure.unit} ({figure.note})")
