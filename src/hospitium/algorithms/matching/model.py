"""The placement as a model for the exact search. Only to be imported where it is solved: the solver loads slowly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from ortools.sat.python import cp_model

from hospitium.algorithms.matching.board import NOWHERE, Board
from hospitium.algorithms.matching.problem import Objective, Same, Together

Expression = cp_model.LinearExpr | int
Truth = cp_model.IntVar  # of 0 and 1


class Model:
    """`at`: applicant and offer → whether they go there. All objectives are to be made small."""

    def __init__(self, board: Board) -> None:
        self.board, self.cp = board, cp_model.CpModel()
        self.at: dict[tuple[int, int], Truth] = {}
        self.of_person: list[list[Truth]] = []
        self.of_offer: list[list[Truth]] = [[] for _ in board.offers]
        self.of_city: defaultdict[str, list[Truth]] = defaultdict(list)
        self.of_unit: defaultdict[str, list[Truth]] = defaultdict(list)
        for person in range(len(board.people)):
            self._person(person)
        for index in range(len(board.offers)):
            self._offer(index)
        for groups, quotas in (
            (self.of_unit, board.problem.unit_quotas),
            (self.of_city, board.problem.city_quotas),
        ):
            for key, most in quotas.items():
                self.cp.add(sum(groups[key]) <= most)
        self.net = dict(self._balances())
        for pair in board.problem.together:
            self._together(pair)

    def _person(self, person: int) -> None:
        board, unit = self.board, self.board.people[person].unit
        mine: list[Truth] = []
        for offer in board.wishes[person]:
            self.at[person, offer] = here = self.cp.new_bool_var("")
            mine.append(here)
            self.of_offer[offer].append(here)
            self.of_city[board.offers[offer].city].append(here)
            self.of_unit[unit].append(here)
        self.of_person.append(mine)
        if person in board.fixed:
            self.cp.add_exactly_one(mine)
        else:
            self.cp.add_at_most_one(mine)

    def _offer(self, index: int) -> None:
        offer, placed = self.board.offers[index], self.of_offer[index]
        if offer.minimum <= 1:
            self.cp.add(sum(placed) <= offer.capacity)
            return
        is_open = self.cp.new_bool_var("")
        self.cp.add(sum(placed) <= offer.capacity * is_open)
        self.cp.add(sum(placed) >= offer.minimum * is_open)

    def _balances(self) -> Iterator[tuple[str, Expression]]:
        people = self.board.people
        for one in self.board.problem.balances:
            sent = [here for (person, _), here in self.at.items() if people[person].city == one.city]
            net = one.before + sum(sent) - sum(self.of_city[one.city])
            self.cp.add_linear_constraint(net, one.least, one.most)
            yield one.city, net

    def _together(self, pair: Together) -> None:
        """In each place both or none."""
        places: defaultdict[str, tuple[list[Truth], list[Truth]]] = defaultdict(lambda: ([], []))
        for side, who in enumerate((pair.first, pair.second)):
            person = self.board.number[who]
            for offer in self.board.wishes[person]:
                place = self.board.offers[offer]
                key = place.city if pair.same is Same.CITY else place.id
                places[key][side].append(self.at[person, offer])
        for first, second in places.values():
            self.cp.add(sum(first) == sum(second))

    def figure(self, objective: Objective) -> Expression:
        """What is to be made small; the placements as those who have none."""
        figures: Mapping[Objective, Callable[[], Expression]] = {
            Objective.PLACEMENTS: self._unplaced,
            Objective.RANKS: self._ranks,
            Objective.BALANCE: self._imbalance,
            Objective.EVENNESS: self._unevenness,
            Objective.CHANGE: self._changes,
        }
        return figures[objective]()

    def _unplaced(self) -> Expression:
        return len(self.board.people) - sum(self.at.values())

    def _ranks(self) -> Expression:
        longest, terms = self.board.longest, []
        for person, mine in enumerate(self.of_person):
            terms += [(longest - level) * here for level, here in zip(self.board.levels[person], mine, strict=True)]
        return longest * len(self.board.people) - sum(terms)

    def _imbalance(self) -> Expression:
        total: list[Truth] = []
        for one in self.board.problem.balances:
            apart = self.cp.new_int_var(0, max(one.most, -one.least), "")
            self.cp.add(apart >= self.net[one.city])
            self.cp.add(apart >= -self.net[one.city])
            total.append(apart)
        return sum(total)

    def _unevenness(self) -> Expression:
        sizes: defaultdict[str, int] = defaultdict(int)
        for one in self.board.people:
            sizes[one.unit] += bool(one.unit)
        largest, smallest = self.cp.new_int_var(0, 100, ""), self.cp.new_int_var(0, 100, "")
        for unit, size in sorted(sizes.items()):
            if size:
                share = self.cp.new_int_var(0, 100, "")
                self.cp.add_linear_constraint(100 * sum(self.of_unit[unit]) - size * share, 0, size - 1)
                self.cp.add(largest >= share)
                self.cp.add(smallest <= share)
        return largest - smallest

    def _changes(self) -> Expression:
        told = self.board.problem.announced.items()
        kept = [self.at.get((self.board.number[who], self.board.where[where])) for who, where in told]
        return len(kept) - sum(here for here in kept if here is not None)

    def turns(self) -> Expression:
        """Whom the hosts would take first, where everything else is equal."""
        turns = self.board.turns()
        return sum(
            turn * here
            for mine, theirs in zip(self.of_person, turns, strict=True)
            for here, turn in zip(mine, theirs, strict=True)
        )

    def hint(self, places: Sequence[int]) -> None:
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for (person, offer), here in self.at.items():
            self.cp.add_hint(here, places[person] == offer)

    def places(self, solver: cp_model.CpSolver) -> list[int]:
        places = [NOWHERE] * len(self.board.people)
        for (person, offer), here in self.at.items():
            if solver.boolean_value(here):
                places[person] = offer
        return places
