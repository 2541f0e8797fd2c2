"""A round of the size of 2024 through the three mechanisms: 64 people, 26 cities, and guests from three of them."""

from __future__ import annotations

import pytest

from hospitium.algorithms.matching import Mechanism, solve, verify
from hospitium.exchange.matching import Terms, problem_of
from tests.exchange import factories

pytestmark = pytest.mark.django_db
# What is not considered by a mechanism is not promised by it.
LEFT_OUT = {Mechanism.STABLE: {"balance"}, Mechanism.BALANCED: set(), Mechanism.OPTIMAL: set()}


@pytest.mark.parametrize("mechanism", list(Mechanism))
def test_every_mechanism_places_a_round_of_2024_without_faults(mechanism):
    world = factories.round_of_2024()
    problem = problem_of(world.round, Terms())

    outcome = solve(problem, mechanism)

    found = {one.code for one in verify(problem, outcome)}
    assert (len(problem.applicants), len(problem.offers)) == (73, 30)
    assert found - LEFT_OUT[mechanism] == set()
    assert len(outcome.placement) >= 60
    assert set(outcome.placement) <= {one.id for one in problem.applicants}
