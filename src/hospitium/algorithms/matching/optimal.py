"""The best placement by OR-Tools, in the order that the office chose. The solver is imported inside the functions only.

Honoured: everything but whom a host ranks before whom, which only decides between placements that are equal otherwise;
who is not ranked at all does not come.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from hospitium.algorithms.matching.board import NOWHERE, Board, Found
from hospitium.algorithms.matching.outcome import Condition, Guarantee, Progress, Status, Stopped, never, silent
from hospitium.algorithms.matching.problem import Objective
from hospitium.algorithms.matching.stable import unseen

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from hospitium.algorithms.matching.model import Model

POLL = 0.02  # seconds between two questions whether to stop


def optimal(board: Board, progress: Progress = silent, stopped: Stopped = never) -> Found:
    """The best placement, proven where the status says so, by a flow where the problem is one."""
    from hospitium.algorithms.matching.flow import by_flow, is_flow

    not_considered = unseen(board, Condition.RANKING)
    places = by_flow(board) if is_flow(board) else None
    if places is None:
        return by_model(board, progress, stopped)
    return Found(
        places, Status.OPTIMAL, (Guarantee.BEST,), bound=_counted(board, places), not_considered=not_considered
    )


@dataclass(slots=True)
class Search:
    """What is under way: the time that is left, the best placement so far, and how far it is proven."""

    board: Board
    progress: Progress
    stopped: Stopped
    work: float
    ends: float
    places: Sequence[int] | None = None
    bound: dict[Objective, int] = field(default_factory=dict)
    is_proven: bool = True
    is_cut: bool = False

    @property
    def is_over(self) -> bool:
        return self.work <= 0 or self.is_cut

    def solver(self) -> cp_model.CpSolver:
        """One worker and a limit of counted work: then the search takes the same course each time."""
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = self.board.problem.seed % 2**31
        solver.parameters.max_deterministic_time = max(self.work, 0.001)
        solver.parameters.max_time_in_seconds = max(self.ends - monotonic(), 0.01)
        return solver

    def solve(self, model: cp_model.CpModel, solver: cp_model.CpSolver) -> str:
        """Solves in a thread of its own, so that somebody can stop it. The solver's word."""
        is_stopped = False
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(solver.solve, model)
            while wait([answer], POLL).not_done:
                is_stopped = is_stopped or self.stopped()
                if is_stopped:
                    solver.stop_search()
        self.work -= solver.response_proto.deterministic_time
        self.is_cut = self.is_cut or is_stopped or monotonic() >= self.ends
        return solver.status_name(answer.result())


def by_model(board: Board, progress: Progress = silent, stopped: Stopped = never) -> Found:
    """One objective after the other; what is reached in one is held in the next."""
    from hospitium.algorithms.matching.model import Model

    cutoffs = board.problem.cutoffs
    search = Search(board, progress, stopped, cutoffs.work, monotonic() + cutoffs.seconds)
    model = Model(board)
    levels: list[Objective | None] = [*board.order, None]
    for number, objective in enumerate(levels):
        word = _level(search, model, objective)
        if word == "INFEASIBLE":
            return _contradiction(search)
        if search.is_over or search.places is None:
            search.is_proven = search.is_proven and not search.is_over
            break
        placed = sum(place != NOWHERE for place in search.places)
        progress((number + 1) / (len(levels) + 1), placed)
    return _found(search)


def _level(search: Search, model: Model, objective: Objective | None) -> str:
    """None stands for what decides at last between equals: whom the hosts would take first."""
    figure = model.turns() if objective is None else model.figure(objective)
    model.cp.minimize(figure)
    if search.places is not None:
        model.hint(search.places)
    solver = search.solver()
    word = search.solve(model.cp, solver)
    if word not in ("OPTIMAL", "FEASIBLE"):
        search.is_proven = False
        return word
    search.places = model.places(solver)
    best, least = round(solver.objective_value), ceil(solver.best_objective_bound - 1e-6)
    model.cp.add(figure <= best)
    if objective is not None and search.is_proven:
        # Below an unproven figure nothing is known of the later ones.
        is_count = objective is Objective.PLACEMENTS
        search.bound[objective] = len(search.board.people) - least if is_count else least
    search.is_proven = search.is_proven and word == "OPTIMAL"
    return word


def _found(search: Search) -> Found:
    not_considered = unseen(search.board, Condition.RANKING)
    is_repeatable = not search.is_cut
    if search.places is None:
        status = Status.STOPPED if search.stopped() else Status.OUT_OF_TIME
        nowhere = [NOWHERE] * len(search.board.people)
        return Found(nowhere, status, not_considered=not_considered, is_repeatable=is_repeatable)
    return Found(
        search.places,
        Status.OPTIMAL if search.is_proven else Status.FEASIBLE,
        (Guarantee.BEST,) if search.is_proven else (),
        bound={name: search.bound[name] for name in search.board.problem.order if name in search.bound},
        not_considered=not_considered,
        is_repeatable=is_repeatable,
    )


def _contradiction(search: Search) -> Found:
    from hospitium.algorithms.matching.conflict import contradiction

    claims, is_smallest = contradiction(search)
    nowhere = [NOWHERE] * len(search.board.people)
    return Found(nowhere, Status.INFEASIBLE, contradiction=claims, is_smallest=is_smallest)


def _counted(board: Board, places: Sequence[int]) -> dict[Objective, int]:
    """A flow is proven, so that what it reaches is the bound."""
    from hospitium.algorithms.matching.solve import placement_of
    from hospitium.algorithms.matching.verify import figures

    counted = figures(board.problem, placement_of(board, places))
    return {name: counted[name] for name in board.problem.order}
