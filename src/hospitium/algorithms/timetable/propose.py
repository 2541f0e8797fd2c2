"""Fit stations into days: a plan in milliseconds, exact search for what is small, improvement part by part else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from hospitium.algorithms.timetable.annealing import annealed
from hospitium.algorithms.timetable.board import Board, Plan, board_of
from hospitium.algorithms.timetable.conflict import Contradiction, contradiction
from hospitium.algorithms.timetable.greedy import greedy
from hospitium.algorithms.timetable.judged import judged
from hospitium.algorithms.timetable.neighbourhood import improved
from hospitium.algorithms.timetable.optimal import Search, optimal
from hospitium.algorithms.timetable.proposal import Cost, Demand, Outcome, Progress, Status, Stopped, never, silent

FIRST = 1_000  # steps of annealing for each item until all are in
THEN = 700  # and after that for each item, before anything is proven
LONG = 4_000  # the same where nothing will be proven
CONFLICT = 5.0  # of the solver's work, for each question whether some items fit
HALF = 0.5  # of the time that is left may go into finding out why something does not fit
ALL_IN = Cost(0, 10**9)
DONE_FIRST, DONE_THEN, DONE_EXACT = 0.02, 0.1, 0.5  # shares of the work
ASKED_EVERY = 0.2  # seconds


class Patient:
    """Asks whether to stop five times a second at most, and tells `heard` each time; a yes stays a yes."""

    def __init__(self, stopped: Stopped) -> None:
        self.stopped, self.answer, self.next = stopped, False, 0.0
        self.heard: Callable[[], None] | None = None

    def __call__(self) -> bool:
        now = monotonic()
        if not self.answer and now >= self.next:
            self.next = now + ASKED_EVERY
            self.answer = self.stopped()
            if self.heard is not None:
                self.heard()
        return self.answer


@dataclass(slots=True)
class Run:
    """What is under way: the best plan, what is proven, how much time is left."""

    demand: Demand
    board: Board
    progress: Progress
    stopped: Patient
    begun: float
    plan: Plan
    bound: Cost
    is_proven: bool = False
    is_cut: bool = False
    contradiction: Contradiction | None = None

    @property
    def ends(self) -> float:
        return self.begun + self.demand.cutoffs.seconds

    @property
    def left(self) -> float:
        return max(self.ends - monotonic(), 0.0)

    @property
    def cost(self) -> Cost:
        return self.board.cost(self.plan)

    @property
    def is_over(self) -> bool:
        return self.is_proven or self.is_ended

    @property
    def is_ended(self) -> bool:
        return self.left <= 0 or self.stopped()

    def told(self, share: float) -> None:
        self.progress(share, self.cost)

    def search(self, work: float) -> Search:
        return Search(work, self.left, self.demand.seed, self.stopped)


def propose(demand: Demand, progress: Progress = silent, stopped: Stopped = never) -> Outcome:
    """The best plan that the cut-offs allow, judged before it is returned; the same for the same demand."""
    begun = monotonic()
    progress(0.0, None)
    board = board_of(demand)
    run = Run(demand, board, progress, Patient(stopped), begun, greedy(board), bound_of(board))
    run.told(0.01)
    _all_in(run)
    run.told(DONE_FIRST)
    _improve(run)
    outcome = _outcome(run)
    progress(1.0, outcome.cost)
    return outcome


def _all_in(run: Run) -> None:
    """Whatever must be in gets in, or it is known why not."""
    count = len(run.board.items)
    if run.cost.missing and not run.is_ended and all(run.board.starts[item] for item in run.board.obligatory):
        run.plan = annealed(
            run.board,
            run.plan,
            seed=run.demand.seed,
            steps=FIRST * count,
            until=run.ends,
            stopped=run.stopped,
            is_enough=ALL_IN,
        )
    if run.cost.missing and not run.is_ended:
        run.contradiction = contradiction(run.demand, replace(run.search(CONFLICT), seconds=HALF * run.left))
        if run.contradiction.starts:
            run.plan = _of_starts(run.board, run.contradiction.starts)
    run.is_cut = run.is_cut or run.is_ended


def _of_starts(board: Board, starts: Mapping[str, datetime]) -> Plan:
    number = {item.key: index for index, item in enumerate(board.items)}
    days = {day.date: index for index, day in enumerate(board.days)}
    grain = board.demand.grain
    return {
        number[key]: days[start.date()] * board.slots + (start.hour * 60 + start.minute) // grain
        for key, start in starts.items()
    }


def _improve(run: Run) -> None:
    is_small = len(run.board.items) <= run.demand.cutoffs.exact_upto
    if not run.is_ended:
        steps = (THEN if is_small else LONG) * len(run.board.items)
        run.plan = annealed(run.board, run.plan, seed=run.demand.seed, steps=steps, until=run.ends, stopped=run.stopped)
    run.told(DONE_THEN)
    if is_small and not run.is_ended:
        _prove(run)
        run.told(DONE_EXACT)
    if not run.is_over:
        _work_on(run, DONE_EXACT if is_small else DONE_THEN)
    run.is_cut = run.is_cut or (run.is_ended and not run.is_proven)


def _prove(run: Run) -> None:
    """While it lasts nothing is known but that it goes on; a unit of work is about a second."""
    begun, work = monotonic(), max(run.demand.cutoffs.work, 1.0)

    def heard() -> None:
        run.told(DONE_THEN + (DONE_EXACT - DONE_THEN) * min((monotonic() - begun) / work, 1.0))

    run.stopped.heard = heard
    found = optimal(run.board, run.plan, run.search(run.demand.cutoffs.work))
    run.stopped.heard = None
    run.plan, run.is_proven = found.plan, found.is_proven
    run.is_cut = run.is_cut or found.is_cut
    run.bound = max(run.bound, found.bound or run.bound)


def _work_on(run: Run, done: float) -> None:
    def told(share: float, plan: Plan) -> None:
        run.progress(done + (1 - done) * share, run.board.cost(plan))

    cutoffs = run.demand.cutoffs
    run.plan = improved(
        run.board,
        run.plan,
        seed=run.demand.seed,
        rounds=cutoffs.rounds,
        seconds=run.left,
        stopped=run.stopped,
        told=told,
    )


def bound_of(board: Board) -> Cost:
    """What no plan can go below, by counting: all but the first items of the days are reached from somewhere."""
    driving = 0
    for track in board.tracks:
        there = [item for item in track if board.has_venue[item] and item in board.obligatory]
        others = [item for item in track if board.has_venue[item]]
        nearest = sorted(min((board.ways[one][item] for one in others if one != item), default=0) for item in there)
        driving += sum(nearest[: max(len(nearest) - len(board.days), 0)])
    missing = sum(not board.starts[item] for item in board.obligatory)
    return Cost(missing=missing, driving=0 if missing else driving)


def _outcome(run: Run) -> Outcome:
    board = run.board
    proposed = {board.items[item].key: board.moment(item, slot) for item, slot in run.plan.items()}
    is_whole = board.pinned <= run.plan.keys()
    starts = judged(run.demand, proposed) if is_whole else {}
    if len(starts) < len(proposed):
        run.plan, run.is_proven = _of_starts(board, starts), False
    cost = run.cost
    bound = cost if run.is_proven else min(run.bound, cost)
    conflict = run.contradiction
    return Outcome(
        status=_status(run, cost),
        starts=starts,
        left_out=tuple(item.key for item in board.items if item.key not in starts),
        cost=cost,
        bound=bound,
        gap=_gap(cost, bound),
        conflict=conflict.claims if conflict else (),
        is_smallest=bool(conflict and conflict.is_smallest),
        is_repeatable=not run.is_cut,
        seconds=round(monotonic() - run.begun, 3),
    )


def _status(run: Run, cost: Cost) -> Status:
    if run.is_cut and run.stopped():
        return Status.STOPPED
    if run.contradiction is not None and run.contradiction.is_proven:
        return Status.INFEASIBLE
    if cost.missing:
        return Status.OUT_OF_TIME
    return Status.OPTIMAL if run.is_proven else Status.FEASIBLE


def _gap(cost: Cost, bound: Cost) -> float:
    for figure, least in zip(cost, bound, strict=True):
        if figure != least:
            return round((figure - least) / figure, 4) if figure else 0.0
    return 0.0
