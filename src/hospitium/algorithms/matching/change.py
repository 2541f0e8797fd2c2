"""The smallest change that would have placed somebody, found by solving again with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hospitium.algorithms.matching.explain import Change
from hospitium.algorithms.matching.outcome import Outcome, Stopped, never
from hospitium.algorithms.matching.problem import Applicant, MatchingError, Problem
from hospitium.algorithms.matching.solve import solve

MOST = 5  # of anything; beyond that the change is not small


def smallest_change(problem: Problem, outcome: Outcome, applicant: str, stopped: Stopped = never) -> Change | None:
    """One more place, quota, tolerance, one fewer asked for, a reason lifted: the first of the smallest that helps.

    None: they are placed, no single change of up to five places them, or it was stopped. Each try is a run of its own.
    MatchingError: applicant_unknown.
    """
    one = next((one for one in problem.applicants if one.id == applicant), None)
    if one is None:
        raise MatchingError("applicant_unknown", id=applicant)
    if applicant in outcome.placement:
        return None
    for change in candidates(problem, one):
        if stopped():
            return None
        if applicant in solve(changed(problem, change), outcome.mechanism).placement:
            return change
    return None


def candidates(problem: Problem, one: Applicant) -> Iterator[Change]:
    """The smaller first; of equal size a better wish first."""
    wishes = [offer for group in one.wishes for offer in group]
    minimum = {offer.id: offer.minimum for offer in problem.offers}
    city = {offer.id: offer.city for offer in problem.offers}
    cities = list(dict.fromkeys([one.city, *(city[offer] for offer in wishes)]))
    balanced = {balance.city for balance in problem.balances}
    for by in range(1, MOST + 1):
        for offer in wishes:
            reasons = problem.inadmissible.get((one.id, offer), ())
            if len(reasons) == by:
                yield Change("admissible", (one.id, offer), by, reasons)
        yield from (Change("places", (offer,), by) for offer in wishes)
        yield from (Change("minimum", (offer,), by) for offer in wishes if minimum[offer] - by >= 1)
        if one.unit in problem.unit_quotas:
            yield Change("unit_quota", (one.unit,), by)
        yield from (Change("city_quota", (key,), by) for key in cities if key in problem.city_quotas)
        yield from (Change("tolerance", (key,), by) for key in cities if key in balanced)


def changed(problem: Problem, change: Change) -> Problem:
    """The problem with this change made."""
    key, by = change.ids[-1], change.by
    if change.code == "admissible":
        kept = {pair: reasons for pair, reasons in problem.inadmissible.items() if pair != change.ids}
        return replace(problem, inadmissible=kept)
    if change.code in ("places", "minimum"):
        more, less = (by, 0) if change.code == "places" else (0, by)
        offers = tuple(
            replace(one, capacity=one.capacity + more, minimum=one.minimum - less) if one.id == key else one
            for one in problem.offers
        )
        return replace(problem, offers=offers)
    if change.code == "unit_quota":
        return replace(problem, unit_quotas={**problem.unit_quotas, key: problem.unit_quotas[key] + by})
    if change.code == "city_quota":
        return replace(problem, city_quotas={**problem.city_quotas, key: problem.city_quotas[key] + by})
    balances = tuple(replace(one, tolerance=one.tolerance + by) if one.city == key else one for one in problem.balances)
    return replace(problem, balances=balances)
