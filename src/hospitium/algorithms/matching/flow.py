"""The placement as a flow of least cost. Only to be imported where it is solved: the solver takes a while to load."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from hospitium.algorithms.matching.board import NOWHERE, Board
from hospitium.algorithms.matching.problem import Objective

Numbers = NDArray[np.int64]
LARGEST = 2**40  # of a cost, which the solver multiplies by the number of points


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
        self.costs: list[Numbers] = []
        people, offers = len(board.people), len(board.offers)
        self.first_offer, self.nodes = people, people + offers
        self.end = self.node()
        self.supply: dict[int, int] = dict.fromkeys(range(people), 1)
        counts = np.fromiter(map(len, board.wishes), dtype=np.int64, count=people)
        self.person = np.repeat(np.arange(people), counts)
        self.offer = flat(board.wishes)
        self.arcs(self.person, self.first_offer + self.offer, 1, costs(board, self.person, self.offer))
        self.quotas_of_cities()
        self.is_most_first = counted(board)[0] is Objective.PLACEMENTS
        self.quotas_of_units()

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def arcs(self, tails: Numbers, heads: Numbers, rooms: Numbers | int, costs: Numbers | int = 0) -> None:
        self.tails.append(tails)
        self.heads.append(heads)
        self.rooms.append(np.broadcast_to(rooms, tails.shape))
        self.costs.append(np.broadcast_to(costs, tails.shape))

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
        flow = min_cost_flow.SimpleMinCostFlow()
        ends = [np.concatenate(part).astype(np.int32) for part in (self.tails, self.heads)]
        numbers = [np.concatenate(part).astype(np.int64) for part in (self.rooms, self.costs)]
        arcs = flow.add_arcs_with_capacity_and_unit_cost(*ends, *numbers)
        supplies = np.zeros(self.nodes, dtype=np.int64)
        supplies[list(self.supply)] = list(self.supply.values())
        supplies[self.end] = -supplies.sum()
        flow.set_nodes_supplies(np.arange(self.nodes, dtype=np.int32), supplies)
        status = flow.solve_max_flow_with_min_cost() if self.is_most_first else flow.solve()
        if status != flow.OPTIMAL:
            return None
        is_taken = flow.flows(arcs[: len(self.person)]) > 0
        places = np.full(len(self.board.people), NOWHERE, dtype=np.int64)
        places[self.person[is_taken]] = self.offer[is_taken]
        found: list[int] = places.tolist()
        return found


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


def costs(board: Board, person: Numbers, offer: Numbers) -> Numbers:
    """What each place is worse than none, all objectives in one number: an earlier one outweighs all later ones.

    Fixed pairs outweigh everything. The first objective is left out where it is the number of placements, because then
    the solver finds the most anyway.
    """
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
    # At last, between equals, whom the hosts would take first; left out where the numbers would get too large.
    total = turns(offer, flat(board.scores))
    weight = people * int(total.max(initial=0)) + 1
    if weight * np.prod([float(parts[objective][1] + 1) for objective in order]) > LARGEST:
        total, weight = total * 0, 1
    for objective in reversed(order):
        worth, most = parts[objective]
        total = total + worth * weight
        weight *= most + 1
    fixed = np.zeros(len(board.people), dtype=bool)
    fixed[list(board.fixed)] = True
    found: Numbers = total - fixed[person] * weight * people
    return found
