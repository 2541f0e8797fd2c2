"""The placement as a flow of least cost. Only to be imported where it is solved: the solver takes a while to load."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from hospitium.algorithms.matching.board import NOWHERE, Board
from hospitium.algorithms.matching.problem import Objective

Numbers = NDArray[np.int64]
LARGEST = 2**40  # of a cost, which the solver multiplies by the number of points
HEAVY = 2**20  # of a weight, from which on a lighter one is tried first: 100,000 people take half the time then
LIGHT = 2  # so many times the largest turn is the lighter one: hardly ever is it too light
ROUNDS = 500  # to see whether what came out with the lighter weight is the best


def is_flow(board: Board) -> bool:
    """Every condition is a limit on how many go through a point, and what is better is a sum over the people."""
    problem = board.problem
    units = {one.unit for one in board.people if one.unit}
    return (
        not problem.balances
        and not problem.together
        and all(offer.minimum <= 1 for offer in board.offers)
        and (Objective.EVENNESS not in problem.order or len(units) < 2)
    )


def by_flow(board: Board) -> Sequence[int] | None:
    """The offer of each applicant or NOWHERE; None if the numbers are too large for the solver.

    From the applicants, those of a unit with a quota through their unit, to the offers, those of a city with a quota
    through their city, to the end. The cost of a place is what it is worse than no place.
    """
    return _Net(board).solved()


class _Net:
    def __init__(self, board: Board) -> None:
        self.board = board
        self.tails: list[Numbers] = []
        self.heads: list[Numbers] = []
        self.rooms: list[Numbers] = []
        people, offers = len(board.people), len(board.offers)
        self.first_offer, self.nodes = people, people + offers
        self.end = self.node()
        self.supply: dict[int, int] = dict.fromkeys(range(people), 1)
        counts = np.fromiter(map(len, board.wishes), dtype=np.int64, count=people)
        self.person = np.repeat(np.arange(people), counts)
        self.offer = flat(board.wishes)
        self.arcs(self.person, self.first_offer + self.offer, 1)
        self.quotas_of_cities()
        self.is_most_first = counted(board)[0] is Objective.PLACEMENTS
        self.quotas_of_units()

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def arcs(self, tails: Numbers, heads: Numbers, rooms: Numbers | int) -> None:
        self.tails.append(tails)
        self.heads.append(heads)
        self.rooms.append(np.broadcast_to(rooms, tails.shape))

    def quotas_of_cities(self) -> None:
        quotas = self.board.problem.city_quotas
        through = {city: self.node() for city in sorted({one.city for one in self.board.offers} & quotas.keys())}
        places = np.array([one.capacity for one in self.board.offers], dtype=np.int64)
        heads = np.array([through.get(one.city, self.end) for one in self.board.offers], dtype=np.int64)
        self.arcs(self.first_offer + np.arange(len(places)), heads, places)
        nodes = np.array(list(through.values()), dtype=np.int64)
        rooms = np.array([quotas[city] for city in through], dtype=np.int64)
        self.arcs(nodes, np.full(len(nodes), self.end), rooms)

    def quotas_of_units(self) -> None:
        """No more than the quota comes out of a unit; where fewer may be better, a way leads past all offers."""
        members: dict[str, list[int]] = {}
        for person, one in enumerate(self.board.people):
            if one.unit in self.board.problem.unit_quotas:
                members.setdefault(one.unit, []).append(person)
        for unit, inside in sorted(members.items()):
            node = self.node()
            self.arcs(np.full(len(inside), node), np.array(inside, dtype=np.int64), 1)
            self.supply.update(dict.fromkeys(inside, 0))
            self.supply[node] = min(self.board.problem.unit_quotas[unit], len(inside))
        if not self.is_most_first:
            sources = np.array([node for node, supply in self.supply.items() if supply], dtype=np.int64)
            rooms = np.array([supply for supply in self.supply.values() if supply], dtype=np.int64)
            self.arcs(sources, np.full(len(sources), self.end), rooms)

    def solved(self) -> Sequence[int] | None:
        """With the weight that is large enough for certain; before, if that is heavy, with one that is so in general.

        What comes out of the lighter one counts if it is the best without the turns, too: then no other placement that
        is as good has better turns.
        """
        cost = costs_of(self.board, self.person, self.offer)
        light = LIGHT * int(cost.turn.max(initial=0)) + 1
        if cost.weight > HEAVY and light * float(-cost.worse.min(initial=0)) <= LARGEST:
            flow, arcs = self.flow(cost.worse * light + cost.turn)
            if flow is not None and self.is_least(flow.flows(arcs), cost.worse):
                return self.places(flow.flows(arcs))
        flow, arcs = self.flow(costs(cost))
        return None if flow is None else self.places(flow.flows(arcs))

    def flow(self, costs: Numbers) -> tuple[min_cost_flow.SimpleMinCostFlow | None, Numbers]:
        """None where the numbers are too large; and the arcs as the solver counts them."""
        flow = min_cost_flow.SimpleMinCostFlow()
        ends = [np.concatenate(part).astype(np.int32) for part in (self.tails, self.heads)]
        rooms = np.concatenate(self.rooms).astype(np.int64)
        arcs = flow.add_arcs_with_capacity_and_unit_cost(*ends, rooms, self.of_all(costs))
        flow.set_nodes_supplies(np.arange(self.nodes, dtype=np.int32), self.supplies())
        status = flow.solve_max_flow_with_min_cost() if self.is_most_first else flow.solve()
        return (flow if status == flow.OPTIMAL else None), arcs

    def of_all(self, costs: Numbers) -> Numbers:
        """Only the arcs from an applicant to an offer cost anything."""
        return np.concatenate([costs, np.zeros(sum(map(len, self.tails)) - len(costs), dtype=np.int64)])

    def supplies(self) -> Numbers:
        supplies = np.zeros(self.nodes, dtype=np.int64)
        supplies[list(self.supply)] = list(self.supply.values())
        supplies[self.end] = -supplies.sum()
        return supplies

    def is_least(self, used: Numbers, costs: Numbers) -> bool:
        """Does no way around, by taking some back and sending them elsewhere, make it cost less?"""
        supplies, source = self.supplies(), self.nodes
        senders = np.flatnonzero(supplies > 0)
        tails = np.concatenate([*self.tails, np.full(len(senders), source)])
        heads = np.concatenate([*self.heads, senders])
        rooms = np.concatenate([*self.rooms, supplies[senders]])
        sent = np.bincount(tails[: len(used)], used, self.nodes) - np.bincount(heads[: len(used)], used, self.nodes)
        used = np.concatenate([used, sent[senders].astype(np.int64)])
        cost = np.concatenate([self.of_all(costs), np.zeros(len(senders), dtype=np.int64)])
        on, back = used < rooms, used > 0
        return no_way_around(
            len(self.board.people),
            np.concatenate([tails[on], heads[back]]),
            np.concatenate([heads[on], tails[back]]),
            np.concatenate([cost[on], -cost[back]]),
        )

    def places(self, used: Numbers) -> Sequence[int]:
        is_taken = used[: len(self.person)] > 0
        places = np.full(len(self.board.people), NOWHERE, dtype=np.int64)
        places[self.person[is_taken]] = self.offer[is_taken]
        found: list[int] = places.tolist()
        return found


def no_way_around(people: int, tails: Numbers, heads: Numbers, costs: Numbers) -> bool:
    """Is there certainly no circle that costs less than nothing? By Bellman and Ford, from all points at once."""
    order = np.argsort(heads, kind="stable")
    tails, heads, costs = tails[order], heads[order], costs[order]
    least = np.zeros(int(max(tails.max(initial=0), heads.max(initial=0))) + 1, dtype=np.int64)
    # First what leads to people, then the rest: so one round goes two steps far.
    middle = int(np.searchsorted(heads, people))
    halves = [part for part in (slice(0, middle), slice(middle, len(heads))) if part.start < part.stop]
    ways = [_Ways(tails[part], heads[part], costs[part]) for part in halves]
    return any(not sum(way.shortened(least) for way in ways) for _ in range(ROUNDS))


class _Ways:
    """Arcs in the order of their heads."""

    def __init__(self, tails: Numbers, heads: Numbers, costs: Numbers) -> None:
        self.tails, self.costs = tails, costs
        self.starts = np.flatnonzero(np.diff(heads, prepend=-1))
        self.ends = heads[self.starts]

    def shortened(self, least: Numbers) -> bool:
        found = np.minimum.reduceat(least[self.tails] + self.costs, self.starts)
        is_less = found < least[self.ends]
        least[self.ends[is_less]] = found[is_less]
        return bool(is_less.any())


def counted(board: Board) -> list[Objective]:
    """The objectives that a flow can count, in their order; the others are equal for all placements."""
    return [one for one in board.order if one not in (Objective.BALANCE, Objective.EVENNESS)]


def flat(lists: Sequence[Sequence[int]]) -> Numbers:
    return np.fromiter(chain.from_iterable(lists), dtype=np.int64)


def turns(offer: Numbers, score: Numbers) -> Numbers:
    """Of each pair, how many of those who could go there the host would take before."""
    order = np.lexsort((score, offer))
    ordered = offer[order]
    turn = np.empty_like(order)
    turn[order] = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    return turn


class Cost(NamedTuple):
    """Of each pair: `worse`, what the place is worse than none, all objectives in one number, where an earlier one
    outweighs all later ones; `turn`, which decides between equals; `weight`: with it no turns outweigh one `worse`."""

    worse: Numbers
    turn: Numbers
    weight: int
    is_small: bool  # enough to be put into one number


def costs_of(board: Board, person: Numbers, offer: Numbers) -> Cost:
    """Fixed pairs outweigh everything. The first objective is left out where it is the number of placements, because
    then the solver finds the most anyway."""
    levels = flat(board.levels)
    people, longest = max(len(board.people), 1), board.longest
    told = board.problem.announced
    announced = np.array([board.where.get(told.get(one.id, ""), NOWHERE) for one in board.people], dtype=np.int64)
    parts = {
        Objective.PLACEMENTS: (np.full(len(person), -1, dtype=np.int64), people),
        Objective.RANKS: (levels - longest, people * longest),
        Objective.CHANGE: (-(announced[person] == offer).astype(np.int64), people),
    }
    order = counted(board)
    if order[0] is Objective.PLACEMENTS:
        del order[0]
    worse, factor = np.zeros(len(person), dtype=np.int64), 1
    for objective in reversed(order):
        worth, most = parts[objective]
        worse += worth * factor
        factor *= most + 1
    fixed = np.zeros(len(board.people), dtype=bool)
    fixed[list(board.fixed)] = True
    turn = turns(offer, flat(board.scores))
    weight = people * int(turn.max(initial=0)) + 1
    return Cost(worse - fixed[person] * factor * people, turn, weight, weight * factor <= LARGEST)


def costs(cost: Cost) -> Numbers:
    """At last, between equals, whom the hosts would take first; left out where the numbers would get too large."""
    return cost.worse * cost.weight + cost.turn if cost.is_small else cost.worse
