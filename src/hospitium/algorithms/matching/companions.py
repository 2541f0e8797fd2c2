"""Whoever is fixed takes along who only goes together with them: where those cannot go, that is a contradiction.

No mechanism can mend it, whatever it looks at. A chain of pairs is followed from each fixed person to its end.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hospitium.algorithms.matching.board import ranks_of
from hospitium.algorithms.matching.outcome import Claim
from hospitium.algorithms.matching.problem import Offer, Problem, Same, Together

Claims = tuple[Claim, ...]
KINDS = ("fixed", "together")


class Bound(NamedTuple):
    """Somebody who must be placed, at one of these offers, and the claims from which that follows."""

    who: str
    offers: frozenset[str]
    claims: Claims


def taken_along(problem: Problem) -> Claims:
    """A contradiction between what is fixed and who goes together, or () where none shows; each claim is needed.

    To be asked once the fixed pairs are known not to contradict each other by themselves.
    """
    found = _contradiction(problem)
    for claim in found:
        if claim in found:
            found = _contradiction(_demanding(problem, [one for one in found if one != claim])) or found
    return in_order(found)


def _contradiction(problem: Problem) -> Claims:
    if not problem.together or not problem.fixed:
        return ()
    chains = _Chains(problem)
    bound: dict[str, Bound] = {}
    for one in sorted(chains.fixed):
        for found in chains.followed(one):
            if not found.offers:
                return found.claims
            if found.who not in bound or len(found.claims) < len(bound[found.who].claims):
                bound[found.who] = found
    return _crowded(problem, sorted(bound.values(), key=lambda one: (len(one.claims), one.who)))


def _demanding(problem: Problem, claims: Iterable[Claim]) -> Problem:
    """The same people and wishes, with nothing demanded but these claims."""
    said: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for claim in claims:
        said[claim.code].add(claim.ids)
    everybody = [one.id for one in problem.applicants]

    def without_limits(offer: Offer) -> Offer:
        capacity = offer.capacity if (offer.id,) in said["capacity"] else len(everybody)
        ranked = tuple(who for who in everybody if (who, offer.id) not in said["unranked"])
        return replace(offer, minimum=0, capacity=capacity, ranking=(ranked,))

    return replace(
        problem,
        offers=tuple(without_limits(one) for one in problem.offers),
        fixed=tuple(pair for pair in problem.fixed if pair in said["fixed"]),
        forbidden=tuple(pair for pair in problem.forbidden if pair in said["forbidden"]),
        inadmissible={pair: why for pair, why in problem.inadmissible.items() if pair in said["inadmissible"]},
        together=tuple(one for one in problem.together if (one.first, one.second) in said["together"]),
        unit_quotas={key: most for key, most in problem.unit_quotas.items() if (key,) in said["unit_quota"]},
        city_quotas={key: most for key, most in problem.city_quotas.items() if (key,) in said["city_quota"]},
        balances=(),
    )


def in_order(claims: Iterable[Claim]) -> Claims:
    """Once each: what is fixed, who goes together, what must hold."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(set(claims), key=lambda one: (order.get(one.code, len(KINDS)), one)))


@dataclass(frozen=True, slots=True)
class _Possible:
    """Where somebody could go, and what stands against each other offer that they have wished for."""

    offers: frozenset[str]
    against: Mapping[str, Claim]


class _Chains:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.fixed = problem, dict(problem.fixed)
        self.cities = {one.id: one.city for one in problem.offers}
        self.ranks = {one.id: ranks_of(one) for one in problem.offers}
        self.wishes = {one.id: [offer for group in one.wishes for offer in group] for one in problem.applicants}
        self.forbidden = set(problem.forbidden)
        self.pairs: defaultdict[str, list[tuple[str, Together]]] = defaultdict(list)
        for pair in problem.together:
            self.pairs[pair.first].append((pair.second, pair))
            self.pairs[pair.second].append((pair.first, pair))

    def followed(self, start: str) -> Iterator[Bound]:
        """Everybody who must go with the one who is fixed; nowhere to go means that it cannot be."""
        here = self.fixed[start]
        waiting = deque([Bound(start, frozenset({here}), (Claim("fixed", (start, here)),))])
        seen = {start}
        while waiting:
            one = waiting.popleft()
            yield one
            for other, pair in sorted(self.pairs[one.who], key=lambda pair: (pair[0], pair[1].same)):
                if other not in seen and one.offers:
                    seen.add(other)
                    waiting.append(self.along(one, other, pair))

    def along(self, one: Bound, other: str, pair: Together) -> Bound:
        """Where the other one can go with them, and why nowhere."""
        near = {offer for offer in self.cities if any(self.is_same(offer, each, pair.same) for each in one.offers)}
        claims = (*one.claims, Claim("together", (pair.first, pair.second)))
        possible = self.possible(other, near)
        if other in self.fixed:
            there = self.fixed[other]
            if there in near:
                # From there on its own chain is followed.
                return Bound(other, frozenset({there}), (Claim("fixed", (other, there)),))
            if possible.offers or possible.against:
                return Bound(other, frozenset(), (*claims, Claim("fixed", (other, there))))
        return Bound(other, possible.offers, (*claims, *possible.against.values()))

    def possible(self, who: str, near: set[str]) -> _Possible:
        against = {offer: claim for offer in self.wishes[who] if offer in near for claim in self.against(who, offer)}
        wished = near.intersection(self.wishes[who])
        return _Possible(frozenset(wished.difference(against)), against)

    def against(self, who: str, offer: str) -> Iterator[Claim]:
        """What alone keeps somebody from an offer that they have wished for."""
        pair, ranks = (who, offer), self.ranks[offer]
        if pair in self.problem.inadmissible:
            yield Claim("inadmissible", pair)
        elif ranks is not None and who not in ranks:
            yield Claim("unranked", pair)
        elif pair in self.forbidden:
            yield Claim("forbidden", pair)

    def is_same(self, one: str, other: str, same: Same) -> bool:
        return self.cities[one] == self.cities[other] if same is Same.CITY else one == other


# ---- room for all of them ------------------------------------------------------------
def _crowded(problem: Problem, everybody: Sequence[Bound]) -> Claims:
    """More people who must go somewhere than may: at offers, of a unit, in a city."""
    cities = {one.id: one.city for one in problem.offers}
    units = {one.id: one.unit for one in problem.applicants}
    capacities = {one.id: one.capacity for one in problem.offers}
    for offers in sorted({one.offers for one in everybody}, key=sorted):
        inside = [one for one in everybody if one.offers <= offers]
        limits = [Claim("capacity", (offer,)) for offer in offers]
        if found := _too_many(inside, sum(capacities[offer] for offer in offers), limits):
            return found
    for unit, most in sorted(problem.unit_quotas.items()):
        inside = [one for one in everybody if units[one.who] == unit]
        if found := _too_many(inside, most, [Claim("unit_quota", (unit,))]):
            return found
    for city, most in sorted(problem.city_quotas.items()):
        inside = [one for one in everybody if {cities[offer] for offer in one.offers} == {city}]
        if found := _too_many(inside, most, [Claim("city_quota", (city,))]):
            return found
    return ()


def _too_many(people: Sequence[Bound], most: int, limits: Sequence[Claim]) -> Claims:
    if len(people) <= most:
        return ()
    return (*(claim for one in people[: most + 1] for claim in one.claims), *limits)
