"""What is asked of a proposal and what comes out of it: stations to fit into days, and the plan with what it costs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from hospitium.algorithms.timetable.problem import Programme, TimetableError

VERSION = 1  # of the way in which plans are found; stored with each outcome


class Part(StrEnum):
    """A part of the day, by when an item starts: before noon, before five, after."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS: Mapping[Part, tuple[time, time]] = MappingProxyType(
    {
        Part.MORNING: (time(0), time(11, 59)),
        Part.AFTERNOON: (time(12), time(16, 59)),
        Part.EVENING: (time(17), time(23, 59)),
    }
)


class Status(StrEnum):
    """INFEASIBLE: it is proven that not all that must be in fits; the plan, if there is one, leaves something out."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    OUT_OF_TIME = "out_of_time"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the visit and the hours into which its items must fit. Fixed items are not bound by them."""

    date: date
    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Where somebody would like an item; a wish that is not met costs its weight."""

    day: date | None = None
    part: Part | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoffs:
    """When to be content. The work is counted, so that the same input gives the same plan on a slow machine, too.

    `seconds` is the emergency brake by the clock: a plan that it ended is not repeatable, and says so.
    `exact_upto`: so many items are tried whole and proven; more are improved part by part, in `rounds`.
    `work`: of the exact search, in the solver's own count, about a second each.
    """

    seconds: float = 60.0
    exact_upto: int = 30
    work: float = 40.0
    rounds: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Fit these items into these days.

    Hours and other engagements of venues and people stand in the programme. `windows`: the stretches in which an item
    must lie; an item without one may lie anywhere. `announced`: what the guests were told, from which as little as
    possible is changed. `order`: the first of each pair ends before the second starts. `together`: both on one day.
    Starts lie on a grid of `grain` minutes; fixed items stay where they are.
    """

    programme: Programme
    days: tuple[Day, ...]
    windows: Mapping[str, tuple[tuple[datetime, datetime], ...]] = field(default_factory=lambda: MappingProxyType({}))
    wishes: Mapping[str, Wish] = field(default_factory=lambda: MappingProxyType({}))
    announced: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    grain: int = 5
    seed: int = 0
    cutoffs: Cutoffs = field(default_factory=Cutoffs)

    def __post_init__(self) -> None:
        keys = {item.key for item in self.programme.items}
        if len(keys) != len(self.programme.items):
            raise TimetableError("duplicate")
        if len({day.date for day in self.days}) != len(self.days):
            raise TimetableError("duplicate_day")
        if self.grain < 1 or 1440 % self.grain:
            raise TimetableError("grain", grain=self.grain)
        named = {*self.windows, *self.wishes, *self.announced}
        named.update(key for pair in (*self.order, *self.together) for key in pair)
        if named - keys:
            raise TimetableError("unknown_item", items=tuple(sorted(named - keys)))


class Cost(NamedTuple):
    """What a plan costs; the first figure that differs decides.

    `missing`: items that must be in and are not. `wishes`: the weights of what was not met; an item that may be left
    out and is counts ten. `driving`: minutes between items, for each group. `unevenness`: by how many whole half hours
    the fullest day exceeds the emptiest. `change`: 1 for an announced item at another hour, 2 on another day or out.
    """

    missing: int = 0
    wishes: int = 0
    driving: int = 0
    unevenness: int = 0
    change: int = 0


class Claim(NamedTuple):
    """One thing that was demanded, for the app to put into words: a code and the items that it is about."""

    code: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A plan that has passed the judge, with what is proven about it.

    No plan costs less than `bound`; `gap` is how much less it might cost, as a share, at the first figure that is not
    proven. `conflict`: demands that contradict each other; without any one of them the others would fit, if
    `is_smallest`. `is_repeatable` is False when the clock or a person ended the search.
    """

    status: Status
    starts: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[str, ...] = ()
    cost: Cost | None = None
    bound: Cost | None = None
    gap: float | None = None
    conflict: tuple[Claim, ...] = ()
    is_smallest: bool = False
    is_repeatable: bool = True
    seconds: float = 0.0
    version: int = VERSION

    def applied(self, programme: Programme) -> Programme:
        """The programme with this plan: fixed items as they were, all others where the plan puts them, or nowhere."""
        items = tuple(
            item if item.is_fixed and item.starts else replace(item, starts=self.starts.get(item.key))
            for item in programme.items
        )
        return replace(programme, items=items)

    def as_json(self) -> str:
        kept: dict[str, Any] = {
            "status": self.status.value,
            "starts": {key: start.isoformat() for key, start in sorted(self.starts.items())},
            "left_out": self.left_out,
            "cost": self.cost,
            "bound": self.bound,
            "gap": self.gap,
            "conflict": self.conflict,
            "is_smallest": self.is_smallest,
            "is_repeatable": self.is_repeatable,
            "seconds": self.seconds,
            "version": self.version,
        }
        return json.dumps(kept, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        kept = json.loads(text)
        return cls(
            status=Status(kept["status"]),
            starts={key: datetime.fromisoformat(start) for key, start in kept["starts"].items()},
            left_out=tuple(kept["left_out"]),
            cost=None if kept["cost"] is None else Cost(*kept["cost"]),
            bound=None if kept["bound"] is None else Cost(*kept["bound"]),
            gap=kept["gap"],
            conflict=tuple(Claim(code, tuple(items)) for code, items in kept["conflict"]),
            is_smallest=kept["is_smallest"],
            is_repeatable=kept["is_repeatable"],
            seconds=kept["seconds"],
            version=kept["version"],
        )


class Progress(Protocol):
    """Told the share of the work that is done, from 0 to 1, and the cost of the best plan so far, if there is one."""

    def __call__(self, share: float, best: Cost | None) -> None: ...


class Stopped(Protocol):
    """Asked again and again whether somebody wants it to end."""

    def __call__(self) -> bool: ...


def silent(share: float, best: Cost | None) -> None:
    """Tells nobody."""


def never() -> bool:
    """Nobody stops it."""
    return False
