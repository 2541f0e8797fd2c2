"""Who would be placed by more places at an offer, after deferred acceptance: by the chain of those who move up.

One more place is taken by the first who waits for it; their old place is taken by the first who waits for that, and so
on. The placement after it is stable, and in all stable placements the same people are placed (Roth 1986): therefore
this tells exactly who would be placed if everything were done again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hospitium.algorithms.matching.board import NOWHERE, Board

MOST = 5  # more places at one offer; beyond that the change is not small


def placed_by_more(board: Board, places: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """Applicant without a place → the offer at which the fewest more places would place them, and how many."""
    chains = _Chains(board, places)
    found: dict[int, tuple[int, int]] = {}
    for offer in range(len(board.offers)):
        for more, person in chains.following(offer):
            known = found.get(person)
            if known is None or more < known[1] or (more == known[1] and chains.prefers(person, offer, known[0])):
                found[person] = (offer, more)
    return found


class _Chains:
    def __init__(self, board: Board, places: Sequence[int]) -> None:
        self.board, self.places = board, places
        self.choice = [self._column(person) for person in range(len(places))]
        self.waiting: list[list[tuple[int, int]]] = [[] for _ in board.offers]
        for person, wishes in enumerate(board.wishes):
            for column in range(self.choice[person]):
                self.waiting[wishes[column]].append((board.scores[person][column], person))
        for waiting in self.waiting:
            waiting.sort()

    def _column(self, person: int) -> int:
        """Up to which wish they would rather be elsewhere. Ties are broken here as they were in the search."""
        wishes, here = self.board.wishes[person], self.places[person]
        return wishes.index(here) if here in wishes else 0 if here != NOWHERE else len(wishes)

    def following(self, offer: int) -> list[tuple[int, int]]:
        """How many more places → who is placed by the last of them; a place that moves nobody in ends the list."""
        moved: dict[int, int] = {}  # applicant → the wish to which they have come
        found: list[tuple[int, int]] = []
        for more in range(1, MOST + 1):
            last = self._one_more(offer, moved)
            if last is None:
                break
            if last != NOWHERE:
                found.append((more, last))
        return found

    def _one_more(self, offer: int, moved: dict[int, int]) -> int | None:
        """Who without a place gets one by it; NOWHERE: it stays free farther on; None: nobody wants it."""
        is_wanted = False
        while True:
            person = self._first(offer, moved)
            if person is None:
                return NOWHERE if is_wanted else None
            before = moved.get(person, self.choice[person])
            moved[person] = self.board.wishes[person].index(offer)
            is_wanted = True
            if before == len(self.board.wishes[person]):
                return person
            offer = self.board.wishes[person][before]

    def _first(self, offer: int, moved: Mapping[int, int]) -> int | None:
        for _, person in self.waiting[offer]:
            if person not in moved or self.board.wishes[person].index(offer) < moved[person]:
                return person
        return None

    def prefers(self, person: int, offer: int, other: int) -> bool:
        wishes = self.board.wishes[person]
        there, known = (wishes.index(one) if one in wishes else len(wishes) for one in (offer, other))
        return there < known
