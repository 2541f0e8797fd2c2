"""Why it is so, for every applicant and each of their wishes, and for every host: codes and figures, no words.

What is said is counted from the placement, not remembered from the search: it is true of a placement by hand, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from hospitium.algorithms.matching.board import NOWHERE, Board, board_of
from hospitium.algorithms.matching.chains import placed_by_more
from hospitium.algorithms.matching.outcome import Mechanism, Outcome, Status
from hospitium.algorithms.matching.problem import Fact, Problem, Reason, Same


class Why(StrEnum):
    """The codes that are ours; besides them stand the codes of the pairs that are not admissible.

    placed. better, equal: they got a better or an equally good wish (got: its number). fixed: they were fixed
    elsewhere. forbidden. unranked: not ranked by the host. no_places. closed (has, minimum): the offer did not open.
    full (places, better, earlier, later, fixed, own, last, position): the places went to so many whom the host wants
    more, so many who are equal to it and come earlier by the rule, so many who come later, so many fixed ones; own
    and last are groups of the host's ranking, position is the one on the waiting list. unit_quota, city_quota (quota,
    placed). balance (net, tolerance): sending or receiving them would leave the balance with that city. together: the
    other one of the two could not come along. whole: it would have been possible, and the whole is better without.
    """

    PLACED = "placed"
    BETTER = "better"
    EQUAL = "equal"
    FIXED = "fixed"
    FORBIDDEN = "forbidden"
    UNRANKED = "unranked"
    NO_PLACES = "no_places"
    CLOSED = "closed"
    FULL = "full"
    UNIT_QUOTA = "unit_quota"
    CITY_QUOTA = "city_quota"
    BALANCE = "balance"
    TOGETHER = "together"
    WHOLE = "whole"


class Change(NamedTuple):
    """The smallest change that would have placed somebody: places (offer) more by so many, minimum (offer) lower by so
    many, unit_quota, city_quota or tolerance (city) more by so many, admissible (applicant, offer): `lifted` reasons
    gone."""

    code: str
    ids: tuple[str, ...]
    by: int = 1
    lifted: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish with the number of its group, from 1, and why it was met or not; the first reason is the decisive one."""

    offer: str
    rank: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """For an applicant. `rank`: the number of the wish that they got; None if they got none of their wishes."""

    applicant: str
    offer: str | None
    rank: int | None
    wishes: tuple[Wish, ...]
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """For an offer. `reason` (placed, places, waiting): full, closed, no_places, unwished (nobody could come and wanted
    to), elsewhere (all who could got a better wish), kept_out (some could and are not here although there is room),
    open (nobody waits). `waiting`: who would rather be here, first who goes first; `refused`: why pairs with this offer
    were not possible, code → how many."""

    offer: str
    placed: tuple[str, ...]
    reason: Reason
    waiting: tuple[str, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    applicants: Mapping[str, Answer]
    hosts: Mapping[str, Host]


def explain(problem: Problem, outcome: Outcome) -> Explanation:
    """All reasons. The smallest change is named where it costs nothing to know: after `stable` with nothing closed;
    for everything else `smallest_change` solves again. Without a placement there is nothing to explain: all is empty.
    """
    if outcome.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Explanation({}, {})
    view = View(board_of(problem), outcome)
    changes: Mapping[int, tuple[int, int]] = {}
    if outcome.mechanism is Mechanism.STABLE and not any(one.minimum > 1 for one in problem.offers):
        changes = placed_by_more(view.board, view.places)
    answers = {view.board.people[person].id: view.answer(person, changes) for person in range(len(view.places))}
    hosts = {offer.id: view.host(index) for index, offer in enumerate(view.board.offers)}
    return Explanation(dict(sorted(answers.items())), hosts)


class View:
    """The placement with everything counted that the reasons ask for."""

    def __init__(self, board: Board, outcome: Outcome) -> None:
        self.board, self.outcome = board, outcome
        self.places = [board.where.get(outcome.placement.get(one.id, ""), NOWHERE) for one in board.people]
        self.at: list[list[int]] = [[] for _ in board.offers]  # scores of those who are there, fixed ones left out
        self.people_at: list[list[int]] = [[] for _ in board.offers]
        self.units: Counter[str] = Counter()
        self.cities: Counter[str] = Counter()
        self.net = {one.city: one.before for one in board.problem.balances}
        for person, offer in enumerate(self.places):
            if offer != NOWHERE:
                self._count(person, offer)
        for scores in self.at:
            scores.sort()
        self.limits = {one.city: one for one in board.problem.balances}
        self.pairs: defaultdict[str, list[tuple[str, Same]]] = defaultdict(list)
        for pair in board.problem.together:
            self.pairs[pair.first].append((pair.second, pair.same))
            self.pairs[pair.second].append((pair.first, pair.same))
        self.forbidden = set(board.problem.forbidden)
        self.wished = {offer for wishes in board.wishes for offer in wishes}
        self.refused: list[Counter[str]] = [Counter() for _ in board.offers]
        self.positions = {
            (who, offer): position
            for offer, waiting in outcome.waiting.items()
            for position, who in enumerate(waiting, start=1)
        }

    def _count(self, person: int, offer: int) -> None:
        board = self.board
        self.people_at[offer].append(person)
        if person not in board.fixed:
            self.at[offer].append(board.score(person, offer))
        home, host = board.people[person].city, board.offers[offer].city
        self.units[board.people[person].unit] += 1
        self.cities[host] += 1
        if home in self.net:
            self.net[home] += 1
        if host in self.net:
            self.net[host] -= 1

    def answer(self, person: int, changes: Mapping[int, tuple[int, int]]) -> Answer:
        board, one = self.board, self.board.people[person]
        here = self.places[person]
        offer = None if here == NOWHERE else board.offers[here].id
        got = next((level for level, group in enumerate(one.wishes) if offer in group), None)
        wishes = tuple(
            Wish(where, level + 1, self.reasons(person, where, level, got))
            for level, group in enumerate(one.wishes)
            for where in group
        )
        change = None
        if person in changes:
            index, more = changes[person]
            change = Change("places", (board.offers[index].id,), more)
        return Answer(one.id, offer, None if got is None else got + 1, wishes, change)

    def reasons(self, person: int, where: str, level: int, got: int | None) -> tuple[Reason, ...]:
        offer = self.board.where[where]
        if self.places[person] == offer:
            return (Reason(Why.PLACED),)
        impossible = tuple(self.impossible(person, where, offer))
        for reason in impossible:
            self.refused[offer][reason.code] += 1
        if got is not None and level >= got:
            return (Reason(Why.BETTER if level > got else Why.EQUAL, {"got": got + 1}), *impossible)
        if impossible:
            return impossible
        if person in self.board.fixed:
            return (Reason(Why.FIXED, {"offer": self.board.offers[self.board.fixed[person]].id}),)
        return (next(self.in_the_way(person, offer)),)

    def impossible(self, person: int, where: str, offer: int) -> Iterator[Reason]:
        who, ranks = self.board.people[person].id, self.board.ranks[offer]
        yield from self.board.problem.inadmissible.get((who, where), ())
        if (who, where) in self.forbidden:
            yield Reason(Why.FORBIDDEN)
        if ranks is not None and who not in ranks:
            yield Reason(Why.UNRANKED)

    def in_the_way(self, person: int, offer: int) -> Iterator[Reason]:
        """What alone would keep them out, in the order in which it is said; at last that the whole is better."""
        place, placed = self.board.offers[offer], len(self.people_at[offer])
        if not place.capacity:
            yield Reason(Why.NO_PLACES)
        if place.id in self.outcome.closed or placed + 1 < place.minimum:
            has = self.outcome.closed.get(place.id, placed)
            yield Reason(Why.CLOSED, {"has": has, "minimum": place.minimum})
        if placed >= place.capacity:
            yield self.full(person, offer)
        yield from self.quotas(person, offer)
        yield from self.balances(person, offer)
        yield from self.companions(person, offer)
        yield Reason(Why.WHOLE)

    def full(self, person: int, offer: int) -> Reason:
        board, score, scores = self.board, self.board.score(person, offer), self.at[offer]
        ranks, count = board.ranks[offer], len(board.people)
        first = bisect_left(scores, score)
        better = bisect_left(scores, score // count * count)
        facts: dict[str, Fact] = {
            "places": board.offers[offer].capacity,
            "better": better,
            "earlier": first - better,
            "later": len(scores) - first,
            "fixed": len(self.people_at[offer]) - len(scores),
        }
        if ranks is not None and scores:
            facts |= {"own": score // count + 1, "last": scores[-1] // count + 1}
        position = self.positions.get((board.people[person].id, board.offers[offer].id))
        return Reason(Why.FULL, facts if position is None else facts | {"position": position})

    def quotas(self, person: int, offer: int) -> Iterator[Reason]:
        problem, unit = self.board.problem, self.board.people[person].unit
        here, city = self.places[person], self.board.offers[offer].city
        quota = problem.unit_quotas.get(unit)
        if here == NOWHERE and quota is not None and self.units[unit] >= quota:
            yield Reason(Why.UNIT_QUOTA, {"unit": unit, "quota": quota, "placed": self.units[unit]})
        quota = problem.city_quotas.get(city)
        is_there = here != NOWHERE and self.board.offers[here].city == city
        if not is_there and quota is not None and self.cities[city] >= quota:
            yield Reason(Why.CITY_QUOTA, {"city": city, "quota": quota, "placed": self.cities[city]})

    def balances(self, person: int, offer: int) -> Iterator[Reason]:
        """Cities whose balance would get out of its limits, or farther out, if they went there."""
        home, host, here = self.board.people[person].city, self.board.offers[offer].city, self.places[person]
        shift: Counter[str] = Counter({home: 1 if here == NOWHERE else 0})
        shift[host] -= 1
        if here != NOWHERE:
            shift[self.board.offers[here].city] += 1
        for city, step in sorted(shift.items()):
            limit = self.limits.get(city)
            if limit is None or not step:
                continue
            after = self.net[city] + step
            if (after > limit.most and step > 0) or (after < limit.least and step < 0):
                facts: dict[str, Fact] = {"city": city, "net": self.net[city], "tolerance": limit.tolerance}
                yield Reason(Why.BALANCE, facts)

    def companions(self, person: int, offer: int) -> Iterator[Reason]:
        for other, same in self.pairs[self.board.people[person].id]:
            theirs, place = self.outcome.placement.get(other), self.board.offers[offer]
            if theirs is not None and same is Same.CITY:
                is_with = self.board.offers[self.board.where[theirs]].city == place.city
            else:
                is_with = theirs == place.id
            if not is_with:
                yield Reason(Why.TOGETHER, {"other": other, "same": same.value})

    def host(self, index: int) -> Host:
        """To be asked when all applicants have been answered: then it is counted who was not possible."""
        offer = self.board.offers[index]
        placed = tuple(sorted(self.board.people[person].id for person in self.people_at[index]))
        waiting = self.outcome.waiting.get(offer.id, ())
        return Host(offer.id, placed, self._reason(index, waiting), waiting, dict(sorted(self.refused[index].items())))

    def _reason(self, index: int, waiting: tuple[str, ...]) -> Reason:
        offer, placed = self.board.offers[index], len(self.people_at[index])
        facts: dict[str, Fact] = {"placed": placed, "places": offer.capacity, "waiting": len(waiting)}
        if not offer.capacity:
            return Reason("no_places", facts)
        if offer.id in self.outcome.closed or (waiting and not placed and len(waiting) < offer.minimum):
            has = self.outcome.closed.get(offer.id, len(waiting))
            return Reason("closed", facts | {"has": has, "minimum": offer.minimum})
        if placed >= offer.capacity:
            return Reason("full", facts)
        if waiting:
            return Reason("kept_out", facts)
        if placed:
            return Reason("open", facts)
        return Reason("elsewhere" if index in self.wished else "unwished", facts)
