"""Locks that contradict each other, or what must hold: seen by counting, before any mechanism begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from hospitium.algorithms.matching.board import ranks_of
from hospitium.algorithms.matching.companions import taken_along
from hospitium.algorithms.matching.outcome import Claim
from hospitium.algorithms.matching.problem import Pair, Problem


def plain_contradiction(problem: Problem) -> tuple[Claim, ...]:
    """Fixed pairs that cannot be, as far as it shows by counting; each claim is needed for the contradiction."""
    units = {one.id: one.unit for one in problem.applicants}
    cities = {one.id: one.city for one in problem.offers}
    capacities = {one.id: one.capacity for one in problem.offers}
    return (
        _at_odds_alone(problem)
        or _too_many(_by(problem, lambda pair: pair[1]), capacities, "capacity")
        or _too_many(_by(problem, lambda pair: units[pair[0]]), problem.unit_quotas, "unit_quota")
        or _too_many(_by(problem, lambda pair: cities[pair[1]]), problem.city_quotas, "city_quota")
        or taken_along(problem)
    )


def _at_odds_alone(problem: Problem) -> tuple[Claim, ...]:
    ranking = {one.id: ranks_of(one) for one in problem.offers}
    forbidden, taken = set(problem.forbidden), dict[str, str]()
    for who, offer in sorted(set(problem.fixed)):
        fixed, ranks = Claim("fixed", (who, offer)), ranking[offer]
        if who in taken:
            return (Claim("fixed", (who, taken[who])), fixed)
        taken[who] = offer
        if (who, offer) in forbidden:
            return (fixed, Claim("forbidden", (who, offer)))
        if (who, offer) in problem.inadmissible:
            return (fixed, Claim("inadmissible", (who, offer)))
        if ranks is not None and who not in ranks:
            return (fixed, Claim("unranked", (who, offer)))
    return ()


def _too_many(groups: Mapping[str, Sequence[Pair]], limits: Mapping[str, int], code: str) -> tuple[Claim, ...]:
    for key, pairs in sorted(groups.items()):
        if key in limits and len(pairs) > limits[key]:
            return (*(Claim("fixed", pair) for pair in pairs[: limits[key] + 1]), Claim(code, (key,)))
    return ()


def _by(problem: Problem, key: Callable[[Pair], str]) -> Mapping[str, Sequence[Pair]]:
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(set(problem.fixed)):
        found[key(pair)].append(pair)
    return found
