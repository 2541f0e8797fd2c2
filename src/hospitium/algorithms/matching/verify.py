"""The judge: what is wrong with a placement, from the definitions alone. It shares no code with those who make one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hospitium.algorithms.matching.outcome import Finding, Guarantee, Outcome
from hospitium.algorithms.matching.problem import Applicant, Objective, Offer, Problem, Same

Placement = Mapping[str, str]


class Envy(NamedTuple):
    """`applicant` would rather be at `offer`, which would rather have them than `instead_of`."""

    applicant: str
    offer: str
    instead_of: str


def verify(problem: Problem, outcome: Outcome) -> tuple[Finding, ...]:
    """What is broken in the placement, and what is not true of what is said about it; () is good.

    Codes: unknown, not_wished, inadmissible, unranked, forbidden, fixed, capacity, minimum, unit_quota, city_quota,
    balance, together; figures (the figure said is not the one counted) and blocking (stable was said).
    """
    placement = outcome.placement
    known = {one.id for one in problem.applicants}, {one.id for one in problem.offers}
    strange = sorted((who, where) for who, where in placement.items() if who not in known[0] or where not in known[1])
    if strange:
        return tuple(Finding("unknown", pair) for pair in strange)
    found = [
        *_pairs(problem, placement),
        *_fixed(problem, placement),
        *_places(problem, placement),
        *_quotas(problem, placement),
        *_balances(problem, placement),
        *_together(problem, placement),
        *_said(problem, outcome),
    ]
    return tuple(sorted(found, key=lambda one: (one.code, one.ids)))


def _pairs(problem: Problem, placement: Placement) -> Iterator[Finding]:
    offers = {one.id: one for one in problem.offers}
    ranked = {one.id: {who for group in one.ranking or () for who in group} for one in problem.offers}
    fixed, forbidden = set(problem.fixed), set(problem.forbidden)
    for one in problem.applicants:
        pair = (one.id, placement.get(one.id, ""))
        if one.id not in placement:
            continue
        if pair not in fixed and not any(pair[1] in group for group in one.wishes):
            yield Finding("not_wished", pair)
        if pair in problem.inadmissible:
            yield Finding("inadmissible", pair)
        if pair in forbidden:
            yield Finding("forbidden", pair)
        if offers[pair[1]].ranking is not None and one.id not in ranked[pair[1]]:
            yield Finding("unranked", pair)


def _fixed(problem: Problem, placement: Placement) -> Iterator[Finding]:
    yield from (Finding("fixed", pair) for pair in problem.fixed if placement.get(pair[0]) != pair[1])


def _places(problem: Problem, placement: Placement) -> Iterator[Finding]:
    count = Counter(placement.values())
    for offer in problem.offers:
        placed = count[offer.id]
        if placed > offer.capacity:
            yield Finding("capacity", (offer.id,), {"placed": placed, "places": offer.capacity})
        if 0 < placed < offer.minimum:
            yield Finding("minimum", (offer.id,), {"placed": placed, "minimum": offer.minimum})


def _quotas(problem: Problem, placement: Placement) -> Iterator[Finding]:
    city = {one.id: one.city for one in problem.offers}
    units = Counter(one.unit for one in problem.applicants if one.id in placement)
    cities = Counter(city[where] for where in placement.values())
    for code, counted, quotas in (
        ("unit_quota", units, problem.unit_quotas),
        ("city_quota", cities, problem.city_quotas),
    ):
        for key, most in quotas.items():
            if counted[key] > most:
                yield Finding(code, (key,), {"placed": counted[key], "quota": most})


def sent_less_received(problem: Problem, placement: Placement) -> dict[str, int]:
    """For each city with a balance: people sent by it less people received by it, what was before included."""
    city = {one.id: one.city for one in problem.offers}
    sent = Counter(one.city for one in problem.applicants if one.id in placement)
    received = Counter(city[where] for where in placement.values())
    return {one.city: one.before + sent[one.city] - received[one.city] for one in problem.balances}


def _balances(problem: Problem, placement: Placement) -> Iterator[Finding]:
    now = sent_less_received(problem, placement)
    for one in problem.balances:
        limits = sorted((one.before, one.tolerance, -one.tolerance))
        if not limits[0] <= now[one.city] <= limits[-1]:
            yield Finding("balance", (one.city,), {"net": now[one.city], "tolerance": one.tolerance})


def _together(problem: Problem, placement: Placement) -> Iterator[Finding]:
    city = {one.id: one.city for one in problem.offers}
    for pair in problem.together:
        places = [placement.get(who) for who in (pair.first, pair.second)]
        if pair.same is Same.CITY:
            places = [None if where is None else city[where] for where in places]
        if places[0] != places[1]:
            yield Finding("together", (pair.first, pair.second))


def _said(problem: Problem, outcome: Outcome) -> Iterator[Finding]:
    counted = figures(problem, outcome.placement)
    for name, value in outcome.figures.items():
        if value != counted[name]:
            yield Finding("figures", (name.value,), {"said": value, "counted": counted[name]})
    if Guarantee.STABLE in outcome.guarantees:
        for pair in blocking_pairs(problem, outcome.placement, outcome.closed):
            yield Finding("blocking", pair)


def blocking_pairs(
    problem: Problem, placement: Placement, closed: Mapping[str, int] | None = None
) -> tuple[tuple[str, str], ...]:
    """Applicant and offer who would both rather have each other than what they have.

    Only what is strictly better counts: whoever is equal to the host does not displace anybody. Pairs that cannot be
    do not block, nor do fixed applicants, nor offers that are closed or that one more would not open.
    """
    pairs = {(one.applicant, one.offer) for one in envies(problem, placement, closed)}
    count = Counter(placement.values())
    for one, offer in _longings(problem, placement, closed or {}):
        if count[offer.id] < offer.capacity and count[offer.id] + 1 >= offer.minimum:
            pairs.add((one.id, offer.id))
    return tuple(sorted(pairs))


def envies(problem: Problem, placement: Placement, closed: Mapping[str, int] | None = None) -> tuple[Envy, ...]:
    """Who would rather be where the host took somebody whom it wants less. Fixed people are envied by nobody."""
    fixed = {who for who, _ in problem.fixed}
    worst: dict[str, tuple[int, str]] = {}
    rank = {
        one.id: {who: level for level, group in enumerate(one.ranking or ()) for who in group} for one in problem.offers
    }
    for who, where in sorted(placement.items()):
        if who not in fixed:
            worst[where] = max(worst.get(where, (-1, "")), (rank[where].get(who, 0), who))
    found = [
        Envy(one.id, offer.id, worst[offer.id][1])
        for one, offer in _longings(problem, placement, closed or {})
        if offer.id in worst and rank[offer.id].get(one.id, 0) < worst[offer.id][0]
    ]
    return tuple(sorted(found))


def _longings(problem: Problem, placement: Placement, closed: Mapping[str, int]) -> Iterator[tuple[Applicant, Offer]]:
    """Each applicant with each offer that they would rather have and that could take them."""
    offers = {one.id: one for one in problem.offers}
    ranked = {one.id: {who for group in one.ranking or () for who in group} for one in problem.offers}
    settled, forbidden = {who for who, _ in problem.fixed}, set(problem.forbidden)
    for one in problem.applicants:
        if one.id in settled:
            continue
        for group in one.wishes:
            if placement.get(one.id) in group:
                break
            for where in group:
                pair, offer = (one.id, where), offers[where]
                is_possible = pair not in problem.inadmissible and pair not in forbidden and where not in closed
                if is_possible and (offer.ranking is None or one.id in ranked[where]):
                    yield one, offer


def figures(problem: Problem, placement: Placement) -> dict[Objective, int]:
    """The values of all objectives, counted from the placement."""
    return {
        Objective.PLACEMENTS: len(placement),
        Objective.RANKS: _ranks(problem, placement),
        Objective.BALANCE: sum(abs(net) for net in sent_less_received(problem, placement).values()),
        Objective.EVENNESS: _evenness(problem, placement),
        Objective.CHANGE: sum(placement.get(who) != where for who, where in problem.announced.items()),
    }


def _ranks(problem: Problem, placement: Placement) -> int:
    """A place that was fixed without having been wished counts like none."""
    longest = max((len(one.wishes) for one in problem.applicants), default=0)
    total = 0
    for one in problem.applicants:
        where = placement.get(one.id)
        total += next((level for level, group in enumerate(one.wishes) if where in group), longest)
    return total


def _evenness(problem: Problem, placement: Placement) -> int:
    """Whole percentage points, each share rounded down."""
    people = Counter(one.unit for one in problem.applicants if one.unit)
    placed = Counter(one.unit for one in problem.applicants if one.unit and one.id in placement)
    shares = [100 * placed[unit] // count for unit, count in people.items()]
    return max(shares, default=0) - min(shares, default=0)
