"""Improving a plan part by part: two days are taken apart and put together again as well as can be."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from random import Random
from threading import Event
from time import monotonic

from hospitium.algorithms.timetable.annealing import annealed
from hospitium.algorithms.timetable.board import Board, Plan
from hospitium.algorithms.timetable.optimal import POLL, Search, reworked
from hospitium.algorithms.timetable.proposal import Stopped

STEPS = 20_000  # of annealing in each round, about a third of a second
WORK = 0.6  # of each part, in the solver's own count
PARTS = 2  # at the same time
OUT = 6  # items that were left out and are tried in a part
WARM = 6.0
COLD = 0.5
Part = tuple[list[int], list[int]]  # days, items


def improved(
    board: Board,
    plan: Plan,
    *,
    seed: int,
    rounds: int,
    seconds: float,
    stopped: Stopped,
    told: Callable[[float, Plan], None],
) -> Plan:
    """The best plan after so many rounds, or so many seconds. In each, two pairs of days that have no day in common."""
    random, ends, best = Random(seed), monotonic() + seconds, dict(plan)  # noqa: S311 - no secret depends on it
    for number in range(rounds):
        left = ends - monotonic()
        if stopped() or left <= 0:
            break
        best = _with_parts(board, best, random, Search(WORK, left, seed, stopped))
        left = ends - monotonic()
        if left > 0:
            hot = WARM if number % 2 == 0 else COLD
            seed_here = random.randrange(2**31)
            best = annealed(board, best, seed=seed_here, steps=STEPS, until=ends, hot=hot, stopped=stopped)
        told((number + 1) / rounds, best)
    return best


def _with_parts(board: Board, plan: Plan, random: Random, search: Search) -> Plan:
    """The parts are solved side by side; each is taken over if the whole costs less with it.

    Whether to stop is asked in this thread only: the one who answers may not bear to be asked in another.
    """
    parts, is_stopped = _parts(board, plan, random), Event()
    quiet = replace(search, stopped=is_stopped.is_set)
    with ThreadPoolExecutor(PARTS) as pool:
        answers = [pool.submit(reworked, board, plan, items, days, quiet) for days, items in parts]
        while wait(answers, POLL).not_done:
            if search.stopped():
                is_stopped.set()
    found = [answer.result().plan for answer in answers]
    best = plan
    for (_, items), new in zip(parts, found, strict=True):
        tried = {item: slot for item, slot in best.items() if item not in items}
        tried |= {item: new[item] for item in items if item in new}
        if board.cost(tried) < board.cost(best):
            best = tried
    return best


def _parts(board: Board, plan: Plan, random: Random) -> list[Part]:
    days = list(range(len(board.days)))
    random.shuffle(days)
    out = [item for item in range(len(board.items)) if item not in plan]
    found: list[Part] = []
    while days and len(found) < PARTS:
        chosen, days = days[:2], days[2:]
        items = [item for item, slot in plan.items() if slot // board.slots in chosen]
        tried = random.sample(out, min(OUT, len(out)))
        out = [item for item in out if item not in tried]
        found.append((chosen, sorted([*items, *tried])))
    return found
