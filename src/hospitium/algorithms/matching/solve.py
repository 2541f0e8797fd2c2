"""One signature for the three mechanisms; nothing leaves without having been before the judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from hospitium.algorithms.matching.balanced import balanced
from hospitium.algorithms.matching.board import NOWHERE, Board, Found, board_of
from hospitium.algorithms.matching.locks import plain_contradiction
from hospitium.algorithms.matching.optimal import optimal
from hospitium.algorithms.matching.outcome import (
    Guarantee,
    Mechanism,
    Outcome,
    Progress,
    Status,
    Stopped,
    never,
    silent,
)
from hospitium.algorithms.matching.problem import Problem
from hospitium.algorithms.matching.stable import stable
from hospitium.algorithms.matching.verify import figures, verify

Solver = Callable[[Board, Progress, Stopped], Found]
SOLVERS: Mapping[Mechanism, Solver] = MappingProxyType(
    {Mechanism.STABLE: stable, Mechanism.BALANCED: balanced, Mechanism.OPTIMAL: optimal}
)


def solve(
    problem: Problem,
    mechanism: Mechanism = Mechanism.STABLE,
    progress: Progress = silent,
    stopped: Stopped = never,
) -> Outcome:
    """The placement by this mechanism, with what is proven and what is broken. It never ends without a status."""
    contradiction = plain_contradiction(problem)
    if contradiction:
        seed = problem.seed
        infeasible = Status.INFEASIBLE
        return Outcome(mechanism=mechanism, status=infeasible, contradiction=contradiction, is_smallest=True, seed=seed)
    board = board_of(problem)
    outcome = _outcome(board, mechanism, SOLVERS[mechanism](board, progress, stopped))
    progress(1, len(outcome.placement))
    return outcome


def _outcome(board: Board, mechanism: Mechanism, found: Found) -> Outcome:
    has_placement = found.status in (Status.OPTIMAL, Status.FEASIBLE)
    placement = placement_of(board, found.places) if has_placement else {}
    counted = figures(board.problem, placement)
    outcome = Outcome(
        mechanism=mechanism,
        status=found.status,
        placement=MappingProxyType(placement),
        guarantees=tuple(sorted(found.guarantees)),
        figures={name: counted[name] for name in board.problem.order} if has_placement else {},
        bound=dict(found.bound),
        waiting=waiting(board, found.places) if has_placement else {},
        closed={board.offers[offer].id: count for offer, count in sorted(found.closed.items())},
        contradiction=found.contradiction,
        is_smallest=found.is_smallest,
        not_considered=tuple(sorted(found.not_considered)),
        is_repeatable=found.is_repeatable,
        seed=board.problem.seed,
    )
    broken = verify(board.problem, outcome) if has_placement else ()
    if not broken:
        return outcome
    lost = {"balance": Guarantee.BALANCED, "blocking": Guarantee.STABLE}
    kept = tuple(one for one in outcome.guarantees if one not in {lost.get(finding.code) for finding in broken})
    return replace(outcome, status=Status.FEASIBLE, broken=broken, guarantees=kept)


def placement_of(board: Board, places: Sequence[int]) -> dict[str, str]:
    found = [(board.people[person].id, offer) for person, offer in enumerate(places) if offer != NOWHERE]
    return {who: board.offers[offer].id for who, offer in sorted(found)}


def waiting(board: Board, places: Sequence[int]) -> dict[str, tuple[str, ...]]:
    """Per offer, who would rather be there and could; in the order in which the host would take them."""
    lists: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, wishes in enumerate(board.wishes):
        if person in board.fixed:
            continue
        here = places[person]
        level = board.levels[person][wishes.index(here)] if here != NOWHERE else len(board.people[person].wishes)
        for offer, worth, score in zip(wishes, board.levels[person], board.scores[person], strict=True):
            if worth >= level:
                break
            lists[offer].append((score, person))
    return {
        board.offers[offer].id: tuple(board.people[p].id for _, p in sorted(lists[offer])) for offer in sorted(lists)
    }
