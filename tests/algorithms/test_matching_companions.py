"""Whoever is fixed takes along who goes together with them: contradictions are named before a mechanism begins."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.matching import Claim, Mechanism, Same, Status, Together, solve
from hospitium.algorithms.matching.companions import taken_along
from hospitium.algorithms.matching.locks import plain_contradiction
from tests.algorithms.matchings import (
    B1_FOR_B2,
    a_round,
    applicant,
    feasible,
    offer,
    rounds,
)

AB, BC = Together(first="a", second="b"), Together(first="b", second="c")


def claims_of(problem, mechanism=Mechanism.STABLE):
    outcome = solve(problem, mechanism)
    assert (outcome.status, outcome.placement) == (Status.INFEASIBLE, {})
    return [(claim.code, *claim.ids) for claim in outcome.contradiction]


def two_cities(*people, **more):
    hosts = [offer("p1", city="P"), offer("p2", city="P"), offer("w", 3, city="W")]
    return a_round(people, hosts, fixed=(("a", "p1"),), **more)


@pytest.mark.parametrize("mechanism", Mechanism)
def test_the_other_one_has_no_wish_where_somebody_is_fixed(mechanism):
    problem = two_cities(applicant("a"), applicant("b", "w"), together=(AB,))

    assert claims_of(problem, mechanism) == [("fixed", "a", "p1"), ("together", "a", "b")]


@pytest.mark.parametrize(
    ("more", "claim"),
    [
        ({"inadmissible": {("b", "p2"): (B1_FOR_B2,)}}, ("inadmissible", "b", "p2")),
        ({"forbidden": (("b", "p2"),)}, ("forbidden", "b", "p2")),
        # Lifting the one alone would not help, so that the other one is not named.
        (
            {"forbidden": (("b", "p2"),), "inadmissible": {("b", "p2"): (B1_FOR_B2,)}},
            ("inadmissible", "b", "p2"),
        ),
    ],
)
def test_what_keeps_the_other_one_out_of_their_wish_is_named(more, claim):
    problem = two_cities(applicant("a"), applicant("b", "w", "p2"), together=(AB,), **more)

    assert claims_of(problem) == [("fixed", "a", "p1"), ("together", "a", "b"), claim]


def test_a_host_that_did_not_rank_the_other_one_is_named():
    problem = two_cities(applicant("a"), applicant("b", "p2"), together=(AB,))
    hosts = tuple(replace(one, ranking=(("a",),)) if one.id == "p2" else one for one in problem.offers)

    assert claims_of(replace(problem, offers=hosts))[-1] == ("unranked", "b", "p2")


def test_a_chain_is_followed_to_its_end():
    people = applicant("a"), applicant("b", "p2", "w"), applicant("c", "w")

    assert claims_of(two_cities(*people, together=(AB, BC))) == [
        ("fixed", "a", "p1"),
        ("together", "a", "b"),
        ("together", "b", "c"),
    ]
    held = replace(two_cities(*people, together=(AB, BC)), fixed=(("a", "p1"), ("c", "w")))
    assert claims_of(held)[-2:] == [("together", "a", "b"), ("together", "b", "c")]


def test_a_lock_that_is_not_needed_for_the_contradiction_is_not_named():
    problem = two_cities(applicant("a"), applicant("b", "p2", "w"), together=(AB,))

    held = replace(problem, fixed=(("a", "p1"), ("b", "w")))

    # Wherever the first one is fixed: they have no wish where the second one is.
    assert claims_of(held) == [("fixed", "b", "w"), ("together", "a", "b")]


def test_places_and_quotas_must_have_room_for_the_other_one():
    people = applicant("a", unit="u"), applicant("b", "p1", unit="u")
    both = ("fixed", "a", "p1"), ("together", "a", "b")

    assert claims_of(two_cities(*people, together=(AB,))) == [*both, ("capacity", "p1")]
    roomy = two_cities(people[0], applicant("b", "p2", unit="u"), together=(AB,))
    assert claims_of(replace(roomy, unit_quotas={"u": 1})) == [*both, ("unit_quota", "u")]
    assert claims_of(replace(roomy, city_quotas={"P": 1})) == [*both, ("city_quota", "P")]
    assert solve(roomy).placement == {"a": "p1", "b": "p2"}


def test_two_pairs_of_the_same_two_are_looked_at():
    same = Together(first="b", second="a", same=Same.OFFER)

    assert taken_along(two_cities(applicant("a"), applicant("b", "w"), together=(AB, same))) != ()


def only(problem, claims):
    """The problem with nothing demanded but these claims, and the wishes as they are."""
    said = {code: {one.ids for one in claims if one.code == code} for code in CODES}
    hosts = tuple(
        replace(
            one,
            minimum=0,
            ranking=None,
            capacity=one.capacity if (one.id,) in said["capacity"] else len(problem.applicants),
        )
        for one in problem.offers
    )
    return replace(
        problem,
        offers=hosts,
        fixed=tuple(said["fixed"]),
        forbidden=tuple(said["forbidden"] | said["unranked"]),
        inadmissible={pair: problem.inadmissible[pair] for pair in said["inadmissible"]},
        together=tuple(one for one in problem.together if (one.first, one.second) in said["together"]),
        unit_quotas={key: most for key, most in problem.unit_quotas.items() if (key,) in said["unit_quota"]},
        city_quotas={key: most for key, most in problem.city_quotas.items() if (key,) in said["city_quota"]},
        balances=(),
    )


CODES = ("fixed", "together", "inadmissible", "unranked", "forbidden", "capacity", "unit_quota", "city_quota")


names = st.sampled_from(["a0", "a1", "a2", "a3"])
links = st.lists(st.builds(Together, first=names, second=names, same=st.sampled_from(Same)), min_size=1, max_size=3)
locks = st.lists(
    st.tuples(names, st.sampled_from(["o0", "o1", "o2"])), min_size=1, max_size=3, unique_by=lambda one: one[0]
)


@given(rounds() | rounds(has_more=False), links, locks)
def test_what_is_named_contradicts_itself_and_each_claim_is_needed(problem, together, fixed):
    pairs = {(one.first, one.second): one for one in together if one.first != one.second}
    problem = replace(problem, together=tuple(pairs.values()), fixed=tuple(fixed))
    claims = plain_contradiction(problem)

    assert not claims or feasible(only(problem, claims)) == []
    for claim in claims:
        assert feasible(only(problem, [one for one in claims if one != claim])), claim


@given(rounds(), links, locks)
def test_what_is_possible_is_never_said_to_contradict_itself(problem, together, fixed):
    pairs = [one for one in together if one.first != one.second]
    problem = replace(problem, together=tuple(pairs), fixed=tuple(fixed))

    if plain_contradiction(problem):
        assert solve(problem, Mechanism.OPTIMAL).status is Status.INFEASIBLE
        assert all(isinstance(one, Claim) for one in solve(problem).contradiction)
