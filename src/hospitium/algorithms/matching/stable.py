"""Applicant-proposing deferred acceptance (Gale & Shapley 1962) with places, ties by the declared rule, and closing.

Honoured: admissibility, rankings, forbidden and fixed pairs, places, minimum to open. Quotas, balances and pairs that
go together are not looked at: with them there may be no stable placement at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from hospitium.algorithms.matching.board import NOWHERE, Board, Found, lot
from hospitium.algorithms.matching.outcome import Condition, Guarantee, Progress, Status, Stopped, never, silent

Places = Sequence[int]
Solved = Callable[[set[int]], Places]  # what comes out when these offers are closed


def stable(board: Board, progress: Progress = silent, stopped: Stopped = never) -> Found:
    """The placement that is the best for every applicant among all stable ones.

    Where an offer does not get its minimum, the one that lacks most is closed and all is done again without it: the
    placement is then stable among the offers that are open, and telling the truth is no longer certain to be best.
    """
    places, closed = closing(board, deferred(board), progress, stopped)
    not_considered = unseen(board, Condition.UNIT_QUOTA, Condition.CITY_QUOTA, Condition.BALANCE, Condition.TOGETHER)
    if stopped():
        return Found([NOWHERE] * len(board.people), Status.STOPPED, not_considered=not_considered, is_repeatable=False)
    guarantees = (Guarantee.STABLE,) if closed else (Guarantee.STABLE, Guarantee.TRUTHFUL)
    return Found(places, Status.OPTIMAL, guarantees, closed=closed, not_considered=not_considered)


def deferred(board: Board) -> Solved:
    """The arrays are made once and asked as often as offers are closed."""
    import numpy as np

    from hospitium.algorithms.matching.deferred import solve_arrays

    count = len(board.people)
    lengths = np.fromiter(map(len, board.wishes), dtype=np.int64, count=count)
    is_there = np.arange(max(lengths.max(initial=0), 1)) < lengths[:, None]
    wishes = np.full(is_there.shape, -1, dtype=np.int64)
    scores = np.zeros(is_there.shape, dtype=np.int64)
    wishes[is_there] = np.fromiter(chain.from_iterable(board.wishes), dtype=np.int64)
    scores[is_there] = np.fromiter(chain.from_iterable(board.scores), dtype=np.int64)
    scores += count
    for person in board.fixed:
        scores[person, 0] = person  # before all others
    capacities = np.fromiter((offer.capacity for offer in board.offers), dtype=np.int64, count=len(board.offers))

    def solved(closed: set[int]) -> Places:
        open_places = capacities.copy()
        open_places[list(closed)] = 0
        found: list[int] = solve_arrays(wishes, scores, open_places).tolist()
        return found

    return solved


def closing(
    board: Board, solved: Solved, progress: Progress = silent, stopped: Stopped = never
) -> tuple[Places, dict[int, int]]:
    """Solve; while offers lack people, close the one that lacks most, and solve again; at the end, open again what can
    be opened. The placement, and the closed offers with how many each would have if it alone were opened."""
    closed: dict[int, int] = {}
    while True:
        places = solved(set(closed))
        short = _short(board, places)
        progress((len(closed) + 1) / (len(closed) + len(short) + 1), sum(place != NOWHERE for place in places))
        if not short or stopped():
            break
        worst = min(short, key=lambda index: _lack(board, index, short[index]))
        closed[worst] = short[worst]
    is_new = True
    while is_new and not stopped():
        is_new = False
        for index in reversed(list(closed)):
            tried = solved(set(closed) - {index})
            short = _short(board, tried)
            closed[index] = tried.count(index)
            if not short:
                places, is_new = tried, True
                del closed[index]
    return places, closed


def _short(board: Board, places: Places) -> dict[int, int]:
    """Offers that have people and not enough of them → how many. Where somebody is fixed nothing is closed."""
    counts, held = Counter(places), set(board.fixed.values())
    return {
        index: counts[index]
        for index, offer in enumerate(board.offers)
        if 0 < counts[index] < offer.minimum and index not in held
    }


def _lack(board: Board, index: int, count: int) -> tuple[int, int, bytes, int]:
    offer = board.offers[index]
    return count - offer.minimum, count, lot(board.problem.seed, offer.id), index


def unseen(board: Board, *conditions: Condition) -> tuple[Condition, ...]:
    """Of these kinds of conditions those that the problem has."""
    problem = board.problem
    has = {
        Condition.RANKING: any(offer.ranking is not None and len(offer.ranking) > 1 for offer in problem.offers),
        Condition.MINIMUM: any(offer.minimum > 1 for offer in problem.offers),
        Condition.UNIT_QUOTA: bool(problem.unit_quotas),
        Condition.CITY_QUOTA: bool(problem.city_quotas),
        Condition.BALANCE: bool(problem.balances),
        Condition.TOGETHER: bool(problem.together),
    }
    return tuple(one for one in conditions if has[one])
