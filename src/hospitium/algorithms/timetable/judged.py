"""Nothing is proposed that the judge has not seen. What it refuses is taken out, and the rest is judged again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hospitium.algorithms.timetable.claims import is_pinned
from hospitium.algorithms.timetable.problem import Item, Programme
from hospitium.algorithms.timetable.proposal import Demand
from hospitium.algorithms.timetable.verify import hard_violations

Starts = dict[str, datetime]


def judged(demand: Demand, starts: Mapping[str, datetime]) -> Starts:
    """The starts that stay when the judge has nothing left to say; nothing at all if fixed items are at odds."""
    kept: Starts = {}
    for day in demand.days:
        today = {key: start for key, start in starts.items() if start.date() == day.date}
        while (wrong := _violations(demand, today)) and today:
            movable = sorted(item.key for item in _items(demand, today) if not is_pinned(item))
            named = {part for violation in wrong for part in violation.split(":")}
            refused = [key for key in movable if key in named] or movable
            if not refused:
                return {}
            del today[refused[-1]]
        kept |= today
    return kept


def _violations(demand: Demand, today: Starts) -> tuple[str, ...]:
    """Of one day; nobody is on the way overnight."""
    items = tuple(replace(item, starts=today[item.key]) for item in _items(demand, today))
    programme = replace(demand.programme, items=items)
    return hard_violations(programme, _as_it_was(demand, today))


def _as_it_was(demand: Demand, today: Starts) -> Programme:
    return replace(demand.programme, items=tuple(_items(demand, today)))


def _items(demand: Demand, today: Starts) -> list[Item]:
    return [item for item in demand.programme.items if item.key in today]
