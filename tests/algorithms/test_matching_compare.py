from dataclasses import replace

from hypothesis import given, settings

from hospitium.algorithms.matching import Mechanism, Move, Reason, Tiebreak, Turn, compare, solve
from tests.algorithms.matchings import a_round, applicant, offer, placed, rounds

PEOPLE = [
    applicant("a", "x", "y", applied=1),
    applicant("b", "x", "y", applied=2),
    applicant("c", ["y", "z"], applied=3),
    applicant("d", "z", applied=4),
]
PROBLEM = a_round(PEOPLE, [offer("x"), offer("y"), offer("z", 2)], tiebreak=Tiebreak.APPLICATION)
FULL = {"places": 1, "better": 0, "fixed": 0}


def test_who_wins_who_loses_who_moves_sideways_and_why():
    before = placed({"a": "x", "b": "y", "c": "z", "d": "z"})
    after = placed({"a": "y", "b": "x", "c": "y", "d": "z"})

    found = compare(PROBLEM, before, after)

    assert found.wins == (Move("b", Turn.WINS, "y", "x", 2, 1, (Reason("full", {**FULL, "earlier": 1, "later": 0}),)),)
    assert found.loses == (
        Move("a", Turn.LOSES, "x", "y", 1, 2, (Reason("full", {**FULL, "earlier": 0, "later": 1}),)),
    )
    assert found.sideways == (Move("c", Turn.SIDEWAYS, "z", "y", 1, 1, (Reason("equal", {"got": 1}),)),)
    assert found.same == 1


def test_what_changed_between_two_problems_is_the_reason():
    changed = replace(PROBLEM, forbidden=(("a", "x"),), applicants=tuple(PEOPLE[:2]))

    found = compare(PROBLEM, solve(PROBLEM), solve(changed), changed)

    assert [(move.applicant, move.before, move.after) for move in found.wins] == [("b", "y", "x")]
    assert [(move.applicant, move.reasons) for move in found.loses] == [("a", (Reason("forbidden"),))]
    assert (found.sideways, found.same) == ((), 0)


def test_a_place_that_was_not_wished_is_less_than_a_wish_and_more_than_none():
    nowhere, unwished, wished = placed({}), placed({"d": "x"}), placed({"d": "z"})

    assert [move.rank_after for move in compare(PROBLEM, nowhere, unwished).wins] == [None]
    assert [move.rank_after for move in compare(PROBLEM, unwished, wished).wins] == [1]
    assert [move.turn for move in compare(PROBLEM, wished, nowhere).loses] == [Turn.LOSES]


@given(rounds())
@settings(deadline=None, max_examples=50)
def test_there_and_back_the_winners_are_the_losers(problem):
    one, other = solve(problem, Mechanism.STABLE), solve(problem, Mechanism.BALANCED)

    there, back = compare(problem, one, other), compare(problem, other, one)

    assert [move.applicant for move in there.wins] == [move.applicant for move in back.loses]
    assert [move.applicant for move in there.loses] == [move.applicant for move in back.wins]
    assert there.same == back.same
