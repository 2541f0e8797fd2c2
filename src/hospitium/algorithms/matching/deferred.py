"""Deferred acceptance on arrays of numbers. Only to be imported where it is used: numpy takes a while to load."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
NOWHERE = -1
WIDEST = 2**62
FEW = 64  # proposals in a round; fewer are made one by one


def solve_arrays(
    wishes: Numbers, scores: Numbers, capacities: Numbers, heard: Callable[[], bool] = lambda: False
) -> Numbers:
    """The offer of each applicant, or -1: applicants propose, hosts keep the best until now (Gale & Shapley 1962).

    `wishes`: a row per applicant, a column per wish, the best first, -1 where there is none. `scores`: of the same
    shape, how soon the host would take them, the smaller the sooner; no two alike at the same offer. `capacities`: per
    offer. The result does not depend on the order of the proposals. `heard` may end it early: then it is not finished.
    """
    count, width = wishes.shape
    state = _State(wishes, scores, capacities)
    active = np.arange(count)
    while len(active) > FEW and not heard():
        active = state.round(active)
    state.one_by_one(active)
    return state.places(width)


class _State:
    def __init__(self, wishes: Numbers, scores: Numbers, capacities: Numbers) -> None:
        if scores.size and int(scores.max()) >= WIDEST // max(len(capacities), 1):
            scores = np.unique(scores, return_inverse=True)[1].reshape(scores.shape)
        self.wishes, self.scores, self.capacities = wishes, scores, capacities
        count, self.width = wishes.shape
        self.next = np.zeros(count, dtype=np.int64)  # the column to which each applicant has come
        self.last = np.full(len(capacities), np.iinfo(np.int64).max)  # score of the last who is kept, if it is full
        self.last[capacities == 0] = -1
        self.held = np.full(count, NOWHERE, dtype=np.int64)
        self.span = int(scores.max(initial=0)) + 1  # so that one number tells the host and then the score

    def round(self, active: Numbers) -> Numbers:
        """Everybody without a place proposes once; who is sent away is handed back."""
        active = active[self.next[active] < self.width]
        columns = self.next[active]
        offers = self.wishes[active, columns]
        is_real = offers >= 0
        active, columns, offers = active[is_real], columns[is_real], offers[is_real]
        is_heard = self.scores[active, columns] < self.last[offers]
        refused, kept = active[~is_heard], active[is_heard]
        self.next[refused] += 1
        self.held[kept] = offers[is_heard]
        return np.concatenate([refused, self._sent_away(np.unique(offers[is_heard]))])

    def _sent_away(self, asked: Numbers) -> Numbers:
        """Whom these hosts do not keep."""
        is_asked = np.zeros(len(self.capacities) + 1, dtype=bool)
        is_asked[asked] = True  # the last one stands for -1: nowhere
        people = np.flatnonzero(is_asked[self.held])
        offers, scores = self.held[people], self.scores[people, self.next[people]]
        order = np.argsort(offers * self.span + scores)
        people, offers, scores = people[order], offers[order], scores[order]
        begins = np.searchsorted(offers, asked)
        place = np.arange(len(people)) - np.repeat(begins, np.diff(np.append(begins, len(people))))
        is_out = place >= self.capacities[offers]
        is_last = place == self.capacities[offers] - 1
        self.last[offers[is_last]] = scores[is_last]
        out = people[is_out]
        self.held[out] = NOWHERE
        self.next[out] += 1
        return out

    def one_by_one(self, active: Numbers) -> None:
        """The end of it: a few who displace each other. A host's heap has the last of those it keeps on top."""
        heaps: dict[int, list[tuple[int, int]]] = {}
        waiting = active.tolist()
        by_offer = np.argsort(self.held, kind="stable") if waiting else active
        begins = np.searchsorted(self.held[by_offer], np.arange(len(self.capacities) + 1)) if waiting else active
        room = self.capacities
        while waiting:
            person = waiting.pop()
            column = int(self.next[person])
            offer = int(self.wishes[person, column]) if column < self.width else NOWHERE
            if offer < 0:
                continue
            if offer not in heaps:
                heaps[offer] = self._heap(by_offer[begins[offer] : begins[offer + 1]])
            sent = self._ask(heaps[offer], int(room[offer]), person, int(self.scores[person, column]))
            if sent is not None:
                self.next[sent] += 1
                waiting.append(sent)

    def _heap(self, people: Numbers) -> list[tuple[int, int]]:
        scores = self.scores[people, self.next[people]]
        heap = [(-score, person) for score, person in zip(scores.tolist(), people.tolist(), strict=True)]
        heapify(heap)
        return heap

    def _ask(self, heap: list[tuple[int, int]], room: int, person: int, score: int) -> int | None:
        if len(heap) < room:
            heappush(heap, (-score, person))
            return None
        if not room or -heap[0][0] < score:
            return person
        return heapreplace(heap, (-score, person))[1]

    def places(self, width: int) -> Numbers:
        """Where each applicant has come to rest; who has come to the end of the list is nowhere."""
        column = np.minimum(self.next, width - 1) if width else self.next
        found = self.wishes[np.arange(len(column)), column] if width else np.full(len(column), NOWHERE)
        return np.where(self.next < width, found, NOWHERE)
