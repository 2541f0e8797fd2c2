"""Demands that contradict each other, until none can be taken away without the others fitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from hospitium.algorithms.timetable.board import Board, board_of
from hospitium.algorithms.timetable.claims import DAYS, LUNCH, all_claims
from hospitium.algorithms.timetable.optimal import Search, solve, solver_for
from hospitium.algorithms.timetable.proposal import Claim, Demand


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether all that must be in fits: yes with the starts, no with items that already do not, or None: not known."""

    fits: bool | None
    starts: Mapping[str, datetime] = field(default_factory=dict)
    core: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`starts` when there is none after all; `is_proven` when there is one."""

    claims: tuple[Claim, ...] = ()
    is_smallest: bool = False
    is_proven: bool = False
    starts: Mapping[str, datetime] = field(default_factory=dict)


def contradiction(demand: Demand, search: Search) -> Contradiction:
    """The demands of which each is needed for the contradiction; wishes and items that may stay out play no part."""
    ends = monotonic() + search.seconds
    keys = frozenset(claim.items[0] for claim in all_claims(demand) if claim.code == "obligatory")
    answer = fitting(demand, frozenset(), keys, search)
    if answer.fits is not False:
        return Contradiction(starts=answer.starts)
    core, is_smallest = sorted(answer.core), True
    for key in list(core):
        without = [other for other in core if other != key]
        answer = fitting(demand, frozenset(), frozenset(without), _left(search, ends))
        if answer.fits is False:
            core = [other for other in without if other in answer.core] if answer.core else without
        is_smallest = is_smallest and answer.fits is not None
    return _of_items(demand, core, is_smallest, search, ends)


def _of_items(demand: Demand, core: list[str], is_smallest: bool, search: Search, ends: float) -> Contradiction:
    """The items cannot do without each other; now what else of their demands is needed."""
    others = [claim for claim in all_claims(demand) if claim.code != "obligatory" and _concerns(claim, core)]
    others.sort(key=lambda claim: claim not in (DAYS, LUNCH))  # what concerns all goes first, if it can go
    given_up = {claim for claim in all_claims(demand) if claim.code != "obligatory"} - set(others)
    needed: list[Claim] = []
    for claim in others:
        answer = fitting(demand, frozenset({*given_up, claim}), frozenset(core), _left(search, ends))
        if answer.fits is False:
            given_up.add(claim)
        else:
            needed.append(claim)
            is_smallest = is_smallest and answer.fits is not None
    claims = [*(Claim("obligatory", (key,)) for key in core), *sorted(needed)]
    return Contradiction(tuple(claims), is_smallest, is_proven=True)


def _concerns(claim: Claim, core: list[str]) -> bool:
    return not claim.items or bool(set(claim.items) & set(core))


def _left(search: Search, ends: float) -> Search:
    return replace(search, seconds=max(ends - monotonic(), 0.01))


def fitting(demand: Demand, without: frozenset[Claim], only: frozenset[str], search: Search) -> Answer:
    """Do these items fit, all of them, with some demands given up?"""
    board = board_of(demand, without, only)
    for number, item in enumerate(board.items):
        if not board.starts[number]:
            return Answer(fits=False, core=frozenset({item.key}))
    return _solved(board, search) if board.items else Answer(fits=True)


def _solved(board: Board, search: Search) -> Answer:
    from hospitium.algorithms.timetable.model import Model

    everything = range(len(board.items))
    model = Model(board, everything, range(len(board.days)), {})
    model.cp.add_assumptions([model.is_in[item] for item in everything])
    solver = solver_for(search)
    status, _ = solve(model.cp, solver, search)
    if status == "INFEASIBLE":
        enough = set(solver.sufficient_assumptions_for_infeasibility())
        core = {board.items[item].key for item in everything if model.is_in[item].index in enough}
        return Answer(fits=False, core=frozenset(core or {item.key for item in board.items}))
    if status not in ("OPTIMAL", "FEASIBLE"):
        return Answer(fits=None)
    plan = model.plan(solver)
    return Answer(fits=True, starts={board.items[item].key: board.moment(item, slot) for item, slot in plan.items()})
