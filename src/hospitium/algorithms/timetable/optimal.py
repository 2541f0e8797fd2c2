"""The exact search by OR-Tools. The solver, which takes a second to load, is imported inside the functions only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hospitium.algorithms.timetable.board import Board, Plan
from hospitium.algorithms.timetable.proposal import Cost, Stopped, never

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

POLL = 0.02  # seconds between two questions whether to stop


@dataclass(frozen=True, slots=True)
class Search:
    """How far a search goes: the solver's own count of work, the clock as a brake, who may stop it."""

    work: float
    seconds: float
    seed: int
    stopped: Stopped = never


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan known, no plan that costs less than `bound`; `is_cut` when the clock or a person ended it."""

    plan: Plan
    bound: Cost | None
    is_proven: bool
    is_cut: bool


def optimal(board: Board, plan: Plan, search: Search) -> Found:
    """A plan that is at least as good as the given one, and what is proven about it."""
    return reworked(board, plan, range(len(board.items)), range(len(board.days)), search)


def reworked(board: Board, plan: Plan, items: Sequence[int], days: Sequence[int], search: Search) -> Found:
    """The same for some items on some days, while the others stay. All figures are weighed at once: that proves
    faster than one after the other, because the first figures hold the later ones."""
    from hospitium.algorithms.timetable.model import Model

    others: Mapping[int, int] = {item: slot for item, slot in plan.items() if item not in set(items)}
    model, cost = Model(board, items, days, others), board.cost(plan)
    for level, figure in enumerate(cost):
        model.at_most(level, figure)
        if figure:
            break
    model.cp.minimize(model.weighted(cost))
    model.hint(plan)
    solver = solver_for(search)
    status, is_cut = solve(model.cp, solver, search)
    if status not in ("OPTIMAL", "FEASIBLE"):
        return Found(plan, None, is_proven=False, is_cut=is_cut)
    better = model.plan(solver)
    best = better if board.cost(better) < cost else plan
    bound = model.unweighted(cost, solver.best_objective_bound)
    return Found(best, bound, is_proven=status == "OPTIMAL", is_cut=is_cut)


def solver_for(search: Search) -> cp_model.CpSolver:
    """One worker and a limit of counted work: then the search takes the same course each time."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = search.seed % 2**31
    solver.parameters.max_deterministic_time = search.work
    solver.parameters.max_time_in_seconds = max(search.seconds, 0.01)
    return solver


def solve(model: cp_model.CpModel, solver: cp_model.CpSolver, search: Search) -> tuple[str, bool]:
    """Solves in a thread of its own, so that somebody can stop it. The solver's word, and whether it was cut short."""
    is_stopped = False
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(solver.solve, model)
        while wait([answer], POLL).not_done:
            is_stopped = is_stopped or search.stopped()
            if is_stopped:
                solver.stop_search()
    return solver.status_name(answer.result()), is_stopped or solver.wall_time >= search.seconds
