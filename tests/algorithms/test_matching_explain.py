from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.matching import (
    Balance,
    Change,
    Explanation,
    MatchingError,
    Mechanism,
    Objective,
    Outcome,
    Reason,
    Same,
    Status,
    Tiebreak,
    Together,
    Why,
    changed,
    explain,
    smallest_change,
    solve,
)
from hospitium.algorithms.matching.storing import as_plain
from tests.algorithms.matchings import B1_FOR_B2, a_round, applicant, offer, placed, rounds


def reason_of(problem, outcome, who, where):
    """The reasons of one wish, the figures as plain dictionaries."""
    wish = next(wish for wish in explain(problem, outcome).applicants[who].wishes if wish.offer == where)
    return [(str(reason.code), dict(reason.facts)) for reason in wish.reasons]


A, B, C = (applicant(key, "x", applied=number, unit="u", city="Berlin") for number, key in enumerate("abc"))
X, Y = offer("x", 2, city="Prague"), offer("y", 2, city="Prague")


@pytest.mark.parametrize(
    ("problem", "placement", "reasons"),
    [
        (a_round([A], [X]), {"a": "x"}, [("placed", {})]),
        (a_round([applicant("a", "y", "x")], [X, Y]), {"a": "y"}, [("better", {"got": 1})]),
        (a_round([applicant("a", ["y", "x"])], [X, Y]), {"a": "y"}, [("equal", {"got": 1})]),
        (a_round([A], [X, Y], fixed=(("a", "y"),)), {"a": "y"}, [("fixed", {"offer": "y"})]),
        (a_round([A], [X], forbidden=(("a", "x"),)), {}, [("forbidden", {})]),
        (a_round([A, B], [offer("x", ranking=["b"])]), {}, [("unranked", {})]),
        (a_round([A], [offer("x", 0)]), {}, [("no_places", {})]),
        (a_round([A], [offer("x", 3, minimum=3)]), {}, [("closed", {"has": 0, "minimum": 3})]),
        (
            a_round([A], [X], inadmissible={("a", "x"): (B1_FOR_B2, Reason("windows"))}),
            {},
            [("language", {"language": "cs", "asked": "B2", "given": "B1"}), ("windows", {})],
        ),
        (
            a_round([A, B, C], [X], unit_quotas={"u": 1}),
            {"b": "x"},
            [("unit_quota", {"unit": "u", "quota": 1, "placed": 1})],
        ),
        (
            a_round([A, B, C], [X], city_quotas={"Prague": 1}),
            {"b": "x"},
            [("city_quota", {"city": "Prague", "quota": 1, "placed": 1})],
        ),
        (
            a_round([A, B, C], [X], balances=(Balance(city="Prague", before=-1, tolerance=2),)),
            {"b": "x"},
            [("balance", {"city": "Prague", "net": -2, "tolerance": 2})],
        ),
        (
            a_round([A, B, C], [X], balances=(Balance(city="Berlin", tolerance=0),)),
            {},
            [("balance", {"city": "Berlin", "net": 0, "tolerance": 0})],
        ),
        (
            a_round([A, B], [X], together=(Together(first="b", second="a"),)),
            {},
            [("together", {"other": "b", "same": "city"})],
        ),
        (
            a_round([A, B], [X, Y], together=(Together(first="a", second="b", same=Same.OFFER),)),
            {"b": "y"},
            [("together", {"other": "b", "same": "offer"})],
        ),
        (a_round([A, B], [X], together=(Together(first="a", second="b"),)), {"b": "x"}, [("whole", {})]),
        (a_round([A], [X]), {}, [("whole", {})]),
    ],
)
def test_each_reason_has_its_code_and_figures(problem, placement, reasons):
    assert reason_of(problem, placed(placement), "a", "x") == reasons


def test_a_move_within_a_city_asks_for_neither_quota_nor_balance():
    one = applicant("a", "x", "y", city="Berlin", unit="u")
    problem = a_round(
        [one],
        [X, Y],
        unit_quotas={"u": 1},
        city_quotas={"Prague": 1},
        balances=(Balance(city="Prague", tolerance=1), Balance(city="Berlin", tolerance=1)),
    )

    assert reason_of(problem, placed({"a": "y"}), "a", "x") == [("whole", {})]


def test_a_full_offer_says_who_came_before():
    people = [applicant(f"a{number}", "x", applied=number) for number in range(7)]
    host = offer("x", 5, ranking=[["a6", "a5"], ["a1", "a2", "a3", "a4"], "a0"])
    problem = a_round(people, [host], tiebreak=Tiebreak.APPLICATION)

    stable = solve(problem)
    by_hand = placed({"a0": "x", "a2": "x", "a3": "x", "a6": "x", "a1": "x"}, waiting={"x": ("a5", "a4")})

    assert stable.waiting == {"x": ("a4", "a0")}
    assert reason_of(problem, stable, "a4", "x") == [
        ("full", {"places": 5, "better": 2, "earlier": 3, "later": 0, "fixed": 0, "own": 2, "last": 2, "position": 1})
    ]
    assert reason_of(problem, by_hand, "a4", "x") == [
        ("full", {"places": 5, "better": 1, "earlier": 3, "later": 1, "fixed": 0, "own": 2, "last": 3, "position": 2})
    ]
    fixed = replace(problem, fixed=(("a0", "x"),))
    assert reason_of(fixed, solve(fixed), "a3", "x") == [
        ("full", {"places": 5, "better": 2, "earlier": 2, "later": 0, "fixed": 1, "own": 2, "last": 2, "position": 1})
    ]


def test_every_code_of_ours_is_tested_above():
    assert set(Why) == {
        "placed",
        "better",
        "equal",
        "fixed",
        "forbidden",
        "unranked",
        "no_places",
        "closed",
        "full",
        "unit_quota",
        "city_quota",
        "balance",
        "together",
        "whole",
    }


def test_hosts_are_told_why_they_are_full_or_empty_and_who_waits():
    people = [applicant("a", "full", "left"), applicant("b", "full", "shut", "barred"), applicant("c", "kept")]
    people.append(applicant("d", "roomy"))
    hosts = [offer(key) for key in ("full", "left", "barred", "unwished")]
    hosts += [offer("none", 0), offer("shut", 2, minimum=2), offer("kept"), offer("roomy", 2)]
    problem = a_round(people, hosts, inadmissible={("b", "barred"): (B1_FOR_B2,)}, tiebreak=Tiebreak.APPLICATION)

    outcome = replace(solve(problem), placement={"a": "full", "d": "roomy"}, waiting={"full": ("b",), "kept": ("c",)})
    hosts = explain(problem, outcome).hosts

    assert {key: host.reason.code for key, host in hosts.items()} == {
        "full": "full",
        "left": "elsewhere",
        "barred": "unwished",
        "unwished": "unwished",
        "none": "no_places",
        "shut": "closed",
        "kept": "kept_out",
        "roomy": "open",
    }
    assert (hosts["full"].placed, hosts["full"].waiting) == (("a",), ("b",))
    assert hosts["full"].reason.facts == {"placed": 1, "places": 1, "waiting": 1}
    assert hosts["shut"].reason.facts == {"placed": 0, "places": 2, "waiting": 0, "has": 1, "minimum": 2}
    assert hosts["barred"].refused == {"language": 1}


def test_without_a_placement_there_is_nothing_to_explain():
    none = Outcome(mechanism=Mechanism.STABLE, status=Status.INFEASIBLE)

    assert explain(a_round([A], [X]), none) == Explanation({}, {})


def test_an_explanation_can_be_written_down():
    problem = a_round([A], [X])

    assert as_plain(explain(problem, solve(problem))) == {
        "applicants": {
            "a": {
                "applicant": "a",
                "offer": "x",
                "rank": 1,
                "wishes": [{"offer": "x", "rank": 1, "reasons": [{"code": "placed", "facts": {}}]}],
                "change": None,
            }
        },
        "hosts": {
            "x": {
                "offer": "x",
                "placed": ["a"],
                "reason": {"code": "open", "facts": {"placed": 1, "places": 2, "waiting": 0}},
                "waiting": [],
                "refused": {},
            }
        },
    }


# The smallest change.


@given(rounds(people=6, places=4))
@settings(deadline=None, max_examples=40)
def test_after_stable_the_fewest_more_places_are_exactly_those_that_solving_again_asks_for(problem):
    problem = replace(problem, offers=tuple(replace(one, minimum=0) for one in problem.offers))
    outcome = solve(problem)

    for who, answer in explain(problem, outcome).applicants.items():
        needed = [
            (more, one.id)
            for more in range(1, 6)
            for one in problem.offers
            if who not in outcome.placement
            and who in solve(changed(problem, Change("places", (one.id,), more))).placement
        ]
        if answer.change is None:
            assert needed == []
        else:
            assert (answer.change.by, answer.change.ids[0]) in needed
            assert answer.change.by == min(needed)[0]


@given(rounds(people=4, places=3), st.sampled_from(list(Mechanism)))
@settings(deadline=None, max_examples=25)
def test_the_smallest_change_places_them_and_nothing_smaller_does(problem, mechanism):
    problem = replace(problem, order=(Objective.PLACEMENTS, Objective.RANKS))
    outcome = solve(problem, mechanism)
    for one in problem.applicants:
        change = smallest_change(problem, outcome, one.id)
        if outcome.status is Status.INFEASIBLE or change is None:
            continue
        assert one.id not in outcome.placement
        assert one.id in solve(changed(problem, change), mechanism).placement


@pytest.mark.parametrize(
    ("problem", "change"),
    [
        (a_round([A], [offer("x", 0)]), Change("places", ("x",))),
        (a_round([A], [offer("x", 0)], fixed=(("a", "x"),)), Change("places", ("x",))),
        (a_round([A, B], [offer("x", 4, minimum=4)]), Change("minimum", ("x",), 2)),
        (a_round([A], [X], unit_quotas={"u": 0}), Change("unit_quota", ("u",))),
        (a_round([A], [X], city_quotas={"Prague": 0}), Change("city_quota", ("Prague",))),
        (a_round([A], [X], balances=(Balance(city="Prague"),)), Change("tolerance", ("Prague",))),
        (
            a_round([A], [X], inadmissible={("a", "x"): (B1_FOR_B2,)}),
            Change("admissible", ("a", "x"), 1, (B1_FOR_B2,)),
        ),
        (a_round([A], [X], unit_quotas={"u": 0}, city_quotas={"Prague": 0}), None),
        (a_round([A], [X], forbidden=(("a", "x"),)), None),
    ],
)
def test_each_kind_of_change_is_found(problem, change):
    assert smallest_change(problem, solve(problem, Mechanism.OPTIMAL), "a") == change


def test_who_is_placed_needs_no_change_and_who_is_unknown_is_refused():
    problem = a_round([A], [X])

    assert smallest_change(problem, solve(problem), "a") is None
    assert smallest_change(problem, placed({}), "a", stopped=lambda: True) is None
    with pytest.raises(MatchingError) as refused:
        smallest_change(problem, solve(problem), "who")
    assert (refused.value.code, refused.value.facts) == ("applicant_unknown", {"id": "who"})
