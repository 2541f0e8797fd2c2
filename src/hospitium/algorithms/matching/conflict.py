"""Demands that contradict each other, until none can be taken away without the others being possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from hospitium.algorithms.matching.outcome import Claim
from hospitium.algorithms.matching.problem import Same

if TYPE_CHECKING:
    from hospitium.algorithms.matching.optimal import Search

Expression = cp_model.LinearExpr | int
Truth = cp_model.IntVar


def contradiction(search: Search) -> tuple[tuple[Claim, ...], bool]:
    """Claims of which each is needed, and whether that is proven."""
    model = _Claims(search)
    needed, is_smallest = list(model.holds), True
    answer, core = model.asked(needed)
    if answer != "INFEASIBLE":
        return tuple(sorted(needed)), False
    needed = [claim for claim in needed if claim in core]
    for claim in list(needed):
        if claim not in needed:
            continue
        without = [one for one in needed if one != claim]
        answer, core = model.asked(without)
        if answer == "INFEASIBLE":
            needed = [one for one in without if one in core]
        elif answer not in ("OPTIMAL", "FEASIBLE"):
            is_smallest = False
    return tuple(sorted(needed)), is_smallest


class _Claims:
    """Every demand with a switch of its own. Only what is fixed demands anything: all else allows nobody to go."""

    def __init__(self, search: Search) -> None:
        self.search, self.board = search, search.board
        self.cp = cp_model.CpModel()
        self.holds: dict[Claim, Truth] = {}
        self.at: dict[tuple[int, int], Truth] = {}
        self.of_offer: defaultdict[int, list[Truth]] = defaultdict(list)
        for person, wishes in enumerate(self.board.wishes):
            for offer in wishes:
                self.at[person, offer] = here = self.cp.new_bool_var("")
                self.of_offer[offer].append(here)
            mine = [self.at[person, offer] for offer in wishes]
            self.cp.add_at_most_one(mine)
            if person in self.board.fixed:
                ids = (self.board.people[person].id, self.board.offers[self.board.fixed[person]].id)
                self.cp.add(sum(mine) == 1).only_enforce_if(self.switch("fixed", *ids))
        self.places()
        self.quotas()
        self.balances()
        self.together()

    def switch(self, code: str, *ids: str) -> Truth:
        return self.holds.setdefault(Claim(code, ids), self.cp.new_bool_var(""))

    def places(self) -> None:
        for index, offer in enumerate(self.board.offers):
            placed = self.of_offer[index]
            self.cp.add(sum(placed) <= offer.capacity).only_enforce_if(self.switch("capacity", offer.id))
            if offer.minimum > 1 and placed:
                is_open = self.cp.new_bool_var("")
                self.cp.add_max_equality(is_open, placed)
                switch = self.switch("minimum", offer.id)
                self.cp.add(sum(placed) >= offer.minimum).only_enforce_if(switch, is_open)

    def quotas(self) -> None:
        for unit, most in self.board.problem.unit_quotas.items():
            self.cp.add(self.sent("unit", unit) <= most).only_enforce_if(self.switch("unit_quota", unit))
        for city, most in self.board.problem.city_quotas.items():
            self.cp.add(self.received(city) <= most).only_enforce_if(self.switch("city_quota", city))

    def balances(self) -> None:
        for one in self.board.problem.balances:
            net = one.before + self.sent("city", one.city) - self.received(one.city)
            self.cp.add_linear_constraint(net, one.least, one.most).only_enforce_if(self.switch("balance", one.city))

    def sent(self, kind: str, key: str) -> Expression:
        return sum(here for (who, _), here in self.at.items() if getattr(self.board.people[who], kind) == key)

    def received(self, city: str) -> Expression:
        return sum(here for (_, offer), here in self.at.items() if self.board.offers[offer].city == city)

    def together(self) -> None:
        for pair in self.board.problem.together:
            sides = [self.board.number[pair.first], self.board.number[pair.second]]
            for key in {self.key(offer, pair.same) for side in sides for offer in self.board.wishes[side]}:
                first, second = (
                    sum(self.at[side, offer] for offer in self.board.wishes[side] if self.key(offer, pair.same) == key)
                    for side in sides
                )
                switch = self.switch("together", pair.first, pair.second)
                self.cp.add(first == second).only_enforce_if(switch)

    def key(self, offer: int, same: Same) -> str:
        return self.board.offers[offer].city if same is Same.CITY else self.board.offers[offer].id

    def asked(self, claims: Iterable[Claim]) -> tuple[str, frozenset[Claim]]:
        """Is it possible to hold all these? If not, which of them are enough for the contradiction."""
        self.cp.clear_assumptions()
        self.cp.add_assumptions([self.holds[claim] for claim in claims])
        solver = self.search.solver()
        word = self.search.solve(self.cp, solver)
        if word != "INFEASIBLE":
            return word, frozenset()
        enough = set(solver.sufficient_assumptions_for_infeasibility())
        core = frozenset(claim for claim in claims if self.holds[claim].index in enough)
        return word, core or frozenset(claims)
