import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.matching import (
    Balance,
    Claim,
    Condition,
    Cutoffs,
    Finding,
    Guarantee,
    MatchingError,
    Mechanism,
    Objective,
    Outcome,
    Problem,
    Reason,
    Same,
    Status,
    Tiebreak,
    Together,
    solve,
)
from tests.algorithms.matchings import B1_FOR_B2, a_round, applicant, offer, rounds

A, B = applicant("a", "x", ["y", "z"], city="Berlin", unit="parks", seniority=3, applied=2), applicant("b", "x")
X, Y, Z = offer("x", 2, ranking=["b", "a"], city="Prague", minimum=2), offer("y"), offer("z")
EVERYTHING = a_round(
    (A, B),
    (X, Y, Z),
    inadmissible={("a", "y"): (B1_FOR_B2, Reason("windows"))},
    unit_quotas={"parks": 1},
    city_quotas={"Prague": 2},
    together=(Together(first="a", second="b", same=Same.OFFER),),
    fixed=(("b", "x"),),
    forbidden=(("a", "z"),),
    balances=(Balance(city="Prague", before=-1, tolerance=2),),
    announced={"a": "y"},
    tiebreak=Tiebreak.SENIORITY,
    seed=7,
    order=(Objective.RANKS, Objective.PLACEMENTS),
    cutoffs=Cutoffs(work=2.5, seconds=5),
)


def test_a_problem_with_everything_comes_back_from_json_as_it_was():
    assert Problem.from_json(EVERYTHING.as_json()) == EVERYTHING
    assert Problem.from_json(EVERYTHING.as_json()).as_json() == EVERYTHING.as_json()


@given(rounds())
def test_a_problem_gives_the_same_bytes_again(problem):
    text = problem.as_json()

    assert Problem.from_json(text).as_json() == text


@given(rounds(), st.randoms())
@settings(deadline=None, max_examples=25)
def test_the_order_in_which_a_problem_was_put_together_changes_nothing(problem, random):
    applicants, offers = list(problem.applicants), list(problem.offers)
    random.shuffle(applicants)
    random.shuffle(offers)
    shuffled = Problem.from_json(problem.as_json())
    shuffled = a_round(applicants, offers, **{name: getattr(shuffled, name) for name in Problem.__slots__[2:]})

    assert shuffled.as_json() == problem.as_json()
    for mechanism in Mechanism:
        assert solve(shuffled, mechanism).as_json() == solve(problem, mechanism).as_json()


def test_a_short_file_is_enough():
    text = (
        '{"applicants": [{"id": "a", "wishes": ["x", ["y", "z"]]}], "offers": [{"id": "x"}, {"id": "y"}, {"id": "z"}]}'
    )

    assert Problem.from_json(text) == a_round([applicant("a", "x", ["y", "z"])], [offer("x"), offer("y"), offer("z")])


def test_an_outcome_with_everything_comes_back_from_json_as_it_was():
    outcome = Outcome(
        mechanism=Mechanism.OPTIMAL,
        status=Status.FEASIBLE,
        placement={"a": "x"},
        guarantees=(Guarantee.BALANCED,),
        figures={Objective.PLACEMENTS: 1},
        bound={Objective.PLACEMENTS: 2},
        waiting={"x": ("b", "c")},
        closed={"y": 1},
        contradiction=(Claim("fixed", ("a", "x")), Claim("capacity", ("x",))),
        is_smallest=True,
        not_considered=(Condition.TOGETHER,),
        broken=(Finding("capacity", ("x",), {"placed": 2, "places": 1}),),
        is_repeatable=False,
        seed=5,
    )

    assert Outcome.from_json(outcome.as_json()) == outcome


@pytest.mark.parametrize(
    ("facts", "code", "about"),
    [
        ({"applicants": (B, B)}, "applicant_twice", {"id": "b"}),
        ({"offers": (X, Y, Y, Z)}, "offer_twice", {"id": "y"}),
        ({"balances": (Balance(city="P"), Balance(city="P"))}, "balance_twice", {"id": "P"}),
        ({"order": (Objective.RANKS, Objective.RANKS)}, "objective_twice", {"id": "ranks"}),
        ({"applicants": (applicant("c", "x", ["y", "x"]),), "offers": (Y, offer("x"))}, "wish_twice", None),
        ({"applicants": (applicant("c", "w"),), "offers": ()}, "wish_unknown", {"of": "c", "id": "w"}),
        ({"offers": (offer("x", ranking=["a", ["a"]]), Y, Z)}, "ranked_twice", {"of": "x", "id": "a"}),
        ({"offers": (offer("x", ranking=["who"]), Y, Z)}, "ranked_unknown", {"of": "x", "id": "who"}),
        ({"offers": (offer("x", -1), Y, Z)}, "negative", {"id": "x"}),
        ({"unit_quotas": {"parks": -1}}, "negative", {"id": "parks"}),
        ({"balances": (Balance(city="P", tolerance=-1),)}, "negative", {"id": "P"}),
        ({"cutoffs": Cutoffs(work=0)}, "no_time", {}),
        ({"fixed": (("who", "x"),)}, "applicant_unknown", {"id": "who"}),
        ({"forbidden": (("a", "where"),)}, "offer_unknown", {"id": "where"}),
        ({"announced": {"a": "where"}}, "offer_unknown", {"id": "where"}),
        ({"together": (Together(first="a", second="a"),)}, "together_alone", {"id": "a"}),
        ({"together": (Together(first="a", second="who"),)}, "applicant_unknown", {"id": "who"}),
        ({"inadmissible": {("a", "x"): ()}}, "no_reason", {"applicant": "a", "offer": "x"}),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_by_code(facts, code, about):
    with pytest.raises(MatchingError) as refused:
        a_round(**({"applicants": (A, B), "offers": (X, Y, Z)} | facts))

    assert (refused.value.code, refused.value.facts) == (code, {"of": "c", "id": "x"} if about is None else about)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not_json"),
        ("[]", "not_a_problem"),
        ('{"applicants": {}}', "not_a_problem"),
        ('{"applicants": [{"wishes": []}]}', "not_a_problem"),
        ('{"applicants": [{"id": 1}]}', "not_a_problem"),
        ('{"applicants": [{"id": "a", "wishes": "x"}]}', "not_a_problem"),
        ('{"applicants": [{"id": "a", "wishes": [{}]}]}', "not_a_problem"),
        ('{"offers": [{"id": "a", "capacity": true}]}', "not_a_problem"),
        ('{"tiebreak": "height"}', "not_a_problem"),
        ('{"format": 2}', "version"),
        ('{"aplicants": []}', "unknown_word"),
        ('{"offers": [{"id": "a", "capacty": 2}]}', "unknown_word"),
        ('{"applicants": [{"id": "a", "wishes": ["x"]}]}', "wish_unknown"),
    ],
)
def test_a_file_that_is_no_problem_is_refused_by_code(text, code):
    with pytest.raises(MatchingError) as refused:
        Problem.from_json(text)

    assert refused.value.code == code


@pytest.mark.parametrize(("text", "code"), [("", "not_json"), ("{}", "not_an_outcome"), ("3", "not_an_outcome")])
def test_a_file_that_is_no_outcome_is_refused_by_code(text, code):
    with pytest.raises(MatchingError) as refused:
        Outcome.from_json(text)

    assert refused.value.code == code


def test_json_is_sorted_and_has_no_spaces():
    assert json.loads(EVERYTHING.as_json())["applicants"][0]["wishes"] == [["x"], ["y", "z"]]
    assert EVERYTHING.as_json().startswith('{"announced":{"a":"y"},"applicants":[{"applied":2,')
