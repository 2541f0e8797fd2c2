"""Two-sided top trading cycles with tolerable imbalance, after Dur & Ünver (Journal of Political Economy 127, 2019).

Honoured: balance with tolerance, places, quotas of units and of cities, admissibility, who is ranked at all, forbidden
and fixed pairs, minimum to open by closing. Not looked at: whom a host ranks before whom, and pairs that go together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import inf

from hospitium.algorithms.matching.board import NOWHERE, Board, Found
from hospitium.algorithms.matching.outcome import Condition, Guarantee, Progress, Status, Stopped, never, silent
from hospitium.algorithms.matching.stable import Places, closing, unseen


def balanced(board: Board, progress: Progress = silent, stopped: Stopped = never) -> Found:
    """A placement in which no city is farther from balance than its tolerance, by trades between cities."""

    def solved(closed: set[int]) -> Places:
        return Trade(board, closed).places

    places, closed = closing(board, solved, progress, stopped)
    not_considered = unseen(board, Condition.RANKING, Condition.TOGETHER)
    if spread_units(board):
        not_considered += (Condition.UNIT_QUOTA,)
    if stopped():
        return Found([NOWHERE] * len(board.people), Status.STOPPED, not_considered=not_considered, is_repeatable=False)
    guarantees = [Guarantee.BALANCED]
    if not closed:
        guarantees += [Guarantee.TRUTHFUL] if board.has_ties else [Guarantee.EFFICIENT, Guarantee.TRUTHFUL]
    return Found(places, Status.OPTIMAL, tuple(guarantees), closed=closed, not_considered=not_considered)


def spread_units(board: Board) -> set[str]:
    """Units with a quota and people in several cities: two of them can meet in one circle, so it is not looked at."""
    cities: defaultdict[str, set[str]] = defaultdict(set)
    for one in board.people:
        cities[one.unit].add(one.city)
    return {unit for unit in board.problem.unit_quotas if len(cities[unit]) > 1}


class Trade:
    """One run. A city gives each of its places to whom its own next applicant may trade it for.

    Each applicant points to the best offer that is still to be had, each offer to its city, each city to the first of
    its own applicants who is still there. Whoever points in a circle gets what they point to. A city that has nobody
    left, and may receive more than it sends, points to the tolerance instead; the tolerance points to the first by the
    tie-break rule among the next applicants of the cities that may send more than they receive.
    """

    def __init__(self, board: Board, closed: set[int]) -> None:
        self.board = board
        self.places = [NOWHERE] * len(board.people)
        self.room = [0 if index in closed else offer.capacity for index, offer in enumerate(board.offers)]
        self.host = [offer.city for offer in board.offers]
        self.may_send: defaultdict[str, float] = defaultdict(lambda: inf)
        self.may_receive: defaultdict[str, float] = defaultdict(lambda: inf)
        for one in board.problem.balances:
            self.may_send[one.city] = one.most - one.before
            self.may_receive[one.city] = one.before - one.least
        self.unit_room: defaultdict[str, float] = defaultdict(lambda: inf, board.problem.unit_quotas)
        self.unit_room.update(dict.fromkeys(spread_units(board), inf))
        self.city_room: defaultdict[str, float] = defaultdict(lambda: inf, board.problem.city_quotas)
        self.at = [0] * len(board.people)  # the wish to which each applicant has come
        self.own: dict[str, list[int]] = defaultdict(list)  # per city its applicants, the next one last
        for person in range(len(board.people) - 1, -1, -1):
            if person not in board.fixed:
                self.own[board.people[person].city].append(person)
        for person, offer in board.fixed.items():
            self.put(person, offer)
            self.may_send[board.people[person].city] -= 1
            self.may_receive[board.people[person].city] += 1
            self.may_send[self.host[offer]] += 1
            self.may_receive[self.host[offer]] -= 1
        self.run()

    def run(self) -> None:
        """Walk from applicant to applicant until the walk meets itself: that is the circle. Then on from its tail."""
        path: list[int | None] = []  # None stands for the tolerance
        while True:
            if not path:
                start = self.start()
                if start is None:
                    return
                path.append(start)
            following = self.follow(path[-1])
            if following == NOWHERE:
                path.pop()
            elif following in path:
                begins = path.index(following)
                self.exchange(path[begins:])
                del path[begins:]
            else:
                path.append(following)

    def start(self) -> int | None:
        return min((person for city in self.own if (person := self.next_of(city)) is not None), default=None)

    def next_of(self, city: str) -> int | None:
        """The first of its own who is still there; who cannot be placed any more because of the unit leaves."""
        own = self.own.get(city, [])
        while own and self.unit_room[self.board.people[own[-1]].unit] <= 0:
            own.pop()
        return own[-1] if own else None

    def follow(self, one: int | None) -> int | None:
        """Whom this applicant, or the tolerance, leads to. NOWHERE: nothing is left, and the applicant has left."""
        if one is None:
            return self.tolerated()
        offer = self.wish(one)
        if offer is None:
            self.own[self.board.people[one].city].pop()
            return NOWHERE
        return self.next_of(self.host[offer])

    def wish(self, person: int) -> int | None:
        wishes = self.board.wishes[person]
        while self.at[person] < len(wishes):
            offer = wishes[self.at[person]]
            if self.is_to_be_had(offer):
                return offer
            self.at[person] += 1
        return None

    def is_to_be_had(self, offer: int) -> bool:
        city = self.host[offer]
        if self.room[offer] <= 0 or self.city_room[city] <= 0:
            return False
        if self.next_of(city) is not None:
            return True
        return self.may_receive[city] > 0 and self.tolerated() != NOWHERE

    def tolerated(self) -> int:
        """The first of those whom their city may send without anybody in return."""
        return min(self.senders(), default=NOWHERE)

    def senders(self) -> Iterator[int]:
        for city in self.own:
            if self.may_send[city] > 0 and (person := self.next_of(city)) is not None:
                yield person

    def exchange(self, circle: list[int | None]) -> None:
        """Everybody in the circle gets what they point to. The tolerance in it: one city sends more, one receives."""
        for position, one in enumerate(circle):
            if one is None:
                begins = circle[(position + 1) % len(circle)]
                ends = circle[position - 1]
                assert begins is not None
                assert ends is not None
                sender = self.board.people[begins].city
                self.may_send[sender] -= 1
                self.may_receive[sender] += 1
                receiver = self.host[self.board.wishes[ends][self.at[ends]]]
                self.may_send[receiver] += 1
                self.may_receive[receiver] -= 1
        for one in circle:
            if one is not None:
                self.own[self.board.people[one].city].pop()
                self.put(one, self.board.wishes[one][self.at[one]])

    def put(self, person: int, offer: int) -> None:
        self.places[person] = offer
        self.room[offer] -= 1
        self.unit_room[self.board.people[person].unit] -= 1
        self.city_room[self.host[offer]] -= 1
