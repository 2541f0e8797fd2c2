"""Timefold on the same instance: run by the Python of its own environment. Reads the board as JSON, prints starts.

Its model says the same as ours: a start for each station out of those that its hours allow, no overlap with the ways
between, lunch; soft: wishes, driving, evenness, change. It may use all cores that one of its solvers uses.
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

BOARD = json.load(sys.stdin)
SLOTS = BOARD["slots"]


@planning_entity
@dataclass
class Station:
    id: Annotated[int, PlanningId]
    starts: Annotated[list[int], ValueRangeProvider] = field(default_factory=list)
    lags: list[int] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    length: int = 0
    weight: int = 0
    wanted_from: int = 0
    wanted_until: int = 0
    announced: int = -1
    start: Annotated[int | None, PlanningVariable] = None


@planning_solution
@dataclass
class Visit:
    stations: Annotated[list[Station], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = None


def day_of(station: Station) -> int:
    return station.start // SLOTS


def overlap(one: Station, other: Station) -> int:
    """Slots that are missing between two stations of a day."""
    if one.start <= other.start:
        return max(one.start + one.lags[other.id] - other.start, 0)
    return max(other.start + other.lags[one.id] - one.start, 0)


def driving(stations: list[Station]) -> int:
    ordered = sorted(stations, key=lambda station: station.start)
    total = 0
    for number in range(len(ordered) - 1):
        total += ordered[number].ways[ordered[number + 1].id]
    return total


def lunch_missing(stations: list[Station]) -> int:
    """Slots that are missing for the break, in the best gap."""
    first, last, length = BOARD["lunch"]
    ordered = sorted(stations, key=lambda station: station.start)
    free_from, best, before = 0, 0, None
    for station in ordered:
        start = station.start % SLOTS
        way = 0 if before is None else before.lags[station.id] - before.length
        best = max(best, min(start - way, last + length) - max(free_from, first))
        free_from, before = start + station.length, station
    return max(length - max(best, last + length - max(free_from, first)), 0)


def unmet(station: Station) -> int:
    slot = station.start % SLOTS
    return 0 if station.wanted_from <= slot <= station.wanted_until else station.weight


def changed(station: Station) -> int:
    if station.announced < 0 or station.announced == station.start:
        return 0
    return 1 if station.announced // SLOTS == station.start // SLOTS else 2


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    return [
        factory.for_each_unique_pair(Station, Joiners.equal(day_of))
        .filter(lambda one, other: overlap(one, other) > 0)
        .penalize(HardSoftScore.ONE_HARD, lambda one, other: overlap(one, other))
        .as_constraint("overlap"),
        factory.for_each(Station)
        .group_by(day_of, ConstraintCollectors.to_list())
        .penalize(HardSoftScore.ONE_HARD, lambda day, stations: lunch_missing(stations))
        .as_constraint("lunch"),
        factory.for_each(Station)
        .group_by(day_of, ConstraintCollectors.to_list())
        .penalize(HardSoftScore.of_soft(1000), lambda day, stations: driving(stations))
        .as_constraint("driving"),
        factory.for_each(Station)
        .filter(lambda station: unmet(station) > 0)
        .penalize(HardSoftScore.of_soft(150000), lambda station: unmet(station))
        .as_constraint("wishes"),
        factory.for_each(Station)
        .filter(lambda station: changed(station) > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda station: changed(station))
        .as_constraint("change"),
    ]


def main() -> None:
    config = SolverConfig(
        solution_class=Visit,
        entity_class_list=[Station],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=BOARD["seconds"])),
    )
    solver = SolverFactory.create(config).build_solver()
    found = solver.solve(Visit([Station(id=number, **one) for number, one in enumerate(BOARD["stations"])]))
    json.dump([station.start for station in found.stations], sys.stdout)


main()
