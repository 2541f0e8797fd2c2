from dataclasses import replace

import pytest
from hypothesis import given, settings

from hospitium.algorithms.matching import (
    Balance,
    Envy,
    Finding,
    Guarantee,
    Mechanism,
    Objective,
    Same,
    Status,
    Together,
    blocking_pairs,
    envies,
    figures,
    solve,
    verify,
)
from tests.algorithms.matchings import B1_FOR_B2, a_round, all_placements, applicant, feasible, offer, placed, rounds

PEOPLE = (
    applicant("a", "x", ["y", "z"], city="Berlin", unit="parks"),
    applicant("b", "x", "y", city="Berlin", unit="parks"),
    applicant("c", "y", city="Berlin", unit="roads"),
)
HOSTS = (offer("x", ranking=["b", "a"], city="Prague"), offer("y", 2, city="Prague"), offer("z", 2, city="Warsaw"))
PROBLEM = a_round(PEOPLE, HOSTS)


@pytest.mark.parametrize(
    ("more", "placement", "findings"),
    [
        ({}, {"a": "y", "b": "x", "c": "y"}, []),
        ({}, {"who": "x"}, [Finding("unknown", ("who", "x"))]),
        ({}, {"a": "where"}, [Finding("unknown", ("a", "where"))]),
        ({}, {"c": "z"}, [Finding("not_wished", ("c", "z"))]),
        ({"fixed": (("c", "z"),)}, {"c": "z"}, []),
        ({"fixed": (("c", "y"),)}, {}, [Finding("fixed", ("c", "y"))]),
        ({"inadmissible": {("a", "y"): (B1_FOR_B2,)}}, {"a": "y"}, [Finding("inadmissible", ("a", "y"))]),
        ({"forbidden": (("a", "y"),)}, {"a": "y"}, [Finding("forbidden", ("a", "y"))]),
        (
            {"offers": (replace(HOSTS[0], ranking=(("a",),)), *HOSTS[1:])},
            {"b": "x"},
            [Finding("unranked", ("b", "x"))],
        ),
        ({}, {"a": "x", "b": "x"}, [Finding("capacity", ("x",), {"placed": 2, "places": 1})]),
        (
            {"offers": (*HOSTS[:2], replace(HOSTS[2], minimum=2))},
            {"a": "z"},
            [Finding("minimum", ("z",), {"placed": 1, "minimum": 2})],
        ),
        (
            {"unit_quotas": {"parks": 1}},
            {"a": "y", "b": "x"},
            [Finding("unit_quota", ("parks",), {"placed": 2, "quota": 1})],
        ),
        (
            {"city_quotas": {"Prague": 0}},
            {"a": "z", "c": "y"},
            [Finding("city_quota", ("Prague",), {"placed": 1, "quota": 0})],
        ),
        (
            {"balances": (Balance(city="Berlin", before=1, tolerance=1), Balance(city="Prague", tolerance=1))},
            {"a": "z"},
            [Finding("balance", ("Berlin",), {"net": 2, "tolerance": 1})],
        ),
        ({"together": (Together(first="a", second="b"),)}, {"a": "y", "b": "x"}, []),
        ({"together": (Together(first="a", second="b"),)}, {"a": "y"}, [Finding("together", ("a", "b"))]),
        (
            {"together": (Together(first="a", second="b", same=Same.OFFER),)},
            {"a": "y", "b": "x"},
            [Finding("together", ("a", "b"))],
        ),
    ],
)
def test_the_judge_finds_by_the_definition(more, placement, findings):
    assert list(verify(replace(PROBLEM, **more), placed(placement))) == findings


def test_the_judge_counts_what_was_said():
    said = placed({"c": "y"}, figures={Objective.PLACEMENTS: 2, Objective.RANKS: 4}, guarantees=(Guarantee.STABLE,))

    assert verify(PROBLEM, said) == (
        Finding("blocking", ("a", "x")),
        Finding("blocking", ("a", "y")),
        Finding("blocking", ("a", "z")),
        Finding("blocking", ("b", "x")),
        Finding("blocking", ("b", "y")),
        Finding("figures", ("placements",), {"said": 2, "counted": 1}),
    )


def test_whoever_is_strictly_wanted_more_envies_and_blocks_and_whoever_is_equal_does_not():
    placement = {"a": "x", "b": "y", "c": "y"}

    assert envies(PROBLEM, placement) == (Envy("b", "x", "a"),)
    assert blocking_pairs(PROBLEM, placement) == (("b", "x"),)
    equal = replace(PROBLEM, offers=(replace(HOSTS[0], ranking=(("a", "b"),)), *HOSTS[1:]))
    assert blocking_pairs(equal, placement) == envies(equal, placement) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"fixed": (("b", "y"),)},
        {"fixed": (("a", "x"),)},
        {"forbidden": (("b", "x"),)},
        {"inadmissible": {("b", "x"): (B1_FOR_B2,)}},
        {"offers": (replace(HOSTS[0], ranking=(("a",),)), *HOSTS[1:])},
    ],
)
def test_what_cannot_be_does_not_block(more):
    assert blocking_pairs(replace(PROBLEM, **more), {"a": "x", "b": "y", "c": "y"}) == ()


def test_neither_a_closed_offer_nor_one_that_lacks_more_than_one_blocks():
    people = [applicant("a", "x")]

    assert blocking_pairs(a_round(people, [offer("x", 3)]), {}) == (("a", "x"),)
    assert blocking_pairs(a_round(people, [offer("x", 3)]), {}, {"x": 0}) == ()
    assert blocking_pairs(a_round(people, [offer("x", 3, minimum=2)]), {}) == ()


def test_the_figures_are_counted_from_the_placement():
    people = [
        applicant("a", "x", "y", city="Berlin", unit="parks"),
        applicant("b", "x", city="Berlin", unit="parks"),
        applicant("c", "y", city="Berlin", unit="parks"),
        applicant("d", "y", city="Prague", unit="roads"),
    ]
    problem = a_round(
        people,
        [offer("x", city="Prague"), offer("y", city="Warsaw")],
        balances=(Balance(city="Berlin", before=-3), Balance(city="Prague", before=2)),
        announced={"a": "x", "b": "x"},
    )

    assert figures(problem, {"a": "y", "b": "x"}) == {
        Objective.PLACEMENTS: 2,
        Objective.RANKS: 1 + 0 + 2 + 2,
        Objective.BALANCE: abs(-3 + 2) + abs(2 - 1),
        Objective.EVENNESS: 66,
        Objective.CHANGE: 1,
    }


@given(rounds(people=3, places=2))
@settings(deadline=None)
def test_the_judge_and_brute_force_agree_on_every_placement(problem):
    good = feasible(problem)

    for placement in all_placements(problem):
        assert (verify(problem, placed(placement)) == ()) == (placement in good)


def test_nothing_leaves_without_the_judge(monkeypatch):
    """A solver that sends two people to one place is found out."""
    monkeypatch.setattr("hospitium.algorithms.matching.deferred._State.places", lambda state, width: state.next * 0)

    outcome = solve(a_round([applicant("a", "x"), applicant("b", "x")], [offer("x")]), Mechanism.STABLE)

    assert outcome.status is Status.FEASIBLE
    assert outcome.broken == (Finding("capacity", ("x",), {"placed": 2, "places": 1}),)
