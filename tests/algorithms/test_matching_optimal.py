from dataclasses import replace
from itertools import permutations
from time import monotonic

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.matching import (
    Balance,
    Claim,
    Condition,
    Cutoffs,
    Guarantee,
    Mechanism,
    Objective,
    Same,
    Status,
    Together,
    conflict,
    figures,
    flow,
    solve,
    verify,
)
from hospitium.algorithms.matching.board import board_of
from hospitium.algorithms.matching.conflict import contradiction
from hospitium.algorithms.matching.flow import by_flow, is_flow
from hospitium.algorithms.matching.optimal import Search, by_model
from hospitium.algorithms.matching.outcome import never, silent
from hospitium.algorithms.matching.solve import placement_of
from tests.algorithms.matchings import (
    B1_FOR_B2,
    a_round,
    all_placements,
    applicant,
    cost,
    feasible,
    hard_round,
    offer,
    rounds,
)

COUNTED = (Objective.PLACEMENTS, Objective.RANKS, Objective.CHANGE)


def optimal(problem):
    return solve(problem, Mechanism.OPTIMAL)


@given(rounds())
@settings(deadline=None)
def test_no_placement_that_is_possible_is_better_in_the_order_that_was_chosen(problem):
    possible = feasible(problem)

    outcome = optimal(problem)

    if not possible:
        assert (outcome.status, outcome.placement) == (Status.INFEASIBLE, {})
    else:
        assert (outcome.status, outcome.guarantees, outcome.broken) == (Status.OPTIMAL, (Guarantee.BEST,), ())
        assert dict(outcome.placement) in possible
        assert cost(problem, outcome.placement) == min(cost(problem, one) for one in possible)
        assert (
            outcome.bound
            == outcome.figures
            == {name: figures(problem, outcome.placement)[name] for name in problem.order}
        )


# The weight of rounds of this size; a lighter one, as in large rounds; one so light that it must be tried again.
@pytest.mark.parametrize(("heavy", "light"), [(flow.HEAVY, flow.LIGHT), (0, flow.LIGHT), (0, 0)])
@given(problem=rounds(), order=st.lists(st.sampled_from((*COUNTED, Objective.BALANCE)), unique=True))
@settings(deadline=None)
def test_a_flow_and_the_exact_search_reach_the_same(heavy, light, problem, order):
    offers = tuple(replace(one, minimum=0) for one in problem.offers)
    problem = replace(problem, offers=offers, balances=(), together=(), fixed=(), order=tuple(order))
    board = board_of(problem)
    assert is_flow(board)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flow, "HEAVY", heavy)
        patched.setattr(flow, "LIGHT", light)
        found = by_flow(board)
    model = by_model(board)

    placements = [placement_of(board, places) for places in (found, model.places)]
    assert cost(problem, placements[0]) == cost(problem, placements[1])
    assert len(placements[0]) == len(placements[1])
    assert turns_of(board, found) == turns_of(board, model.places)


@pytest.mark.parametrize(("costs", "is_certain"), [((1, 1, -2), True), ((1, 1, -3), False)])
def test_a_circle_that_costs_less_than_nothing_is_noticed(costs, is_certain):
    tails, heads = np.array([0, 1, 2]), np.array([1, 2, 0])

    assert flow.no_way_around(1, tails, heads, np.array(costs)) is is_certain


def test_a_weight_of_which_it_is_not_certain_is_not_enough(monkeypatch):
    asked = []
    monkeypatch.setattr(flow, "HEAVY", 0)
    monkeypatch.setattr(flow, "no_way_around", lambda *arcs: asked.append("asked"))
    people = [applicant("a", "x", "y"), applicant("b", "y", "x")]

    outcome = optimal(a_round(people, [offer("x"), offer("y")], order=COUNTED))

    assert (asked, outcome.placement) == (["asked"], {"a": "x", "b": "y"})


def turns_of(board, places):
    """What decides at last: how many each host would have taken before those whom it got."""
    able = [
        [board.score(p, o) for p, wishes in enumerate(board.wishes) if o in wishes] for o in range(len(board.offers))
    ]
    return sum(sorted(able[o]).index(board.score(p, o)) for p, o in enumerate(places) if o >= 0)


@given(rounds())
@settings(deadline=None)
def test_a_contradiction_is_named_and_without_any_one_of_its_demands_there_is_none(problem):
    outcome = optimal(problem)

    if outcome.status is Status.INFEASIBLE:
        assert (outcome.is_smallest, feasible(problem)) == (True, [])
        for claim in outcome.contradiction:
            others = [one for one in outcome.contradiction if one != claim]
            assert optimal(only(problem, others)).status is not Status.INFEASIBLE
        assert optimal(only(problem, outcome.contradiction)).status is Status.INFEASIBLE


def only(problem, claims):
    """The problem with nothing demanded but these claims; who can come where at all stays as it was for the others."""
    of = {code: [claim.ids for claim in claims if claim.code == code] for code in {claim.code for claim in claims}}
    keys = {code: {ids[0] for ids in found} for code, found in of.items()}
    fixed, names = set(problem.fixed), [one.id for one in problem.applicants]

    def ranking(one):
        ranked = names if one.ranking is None else [who for group in one.ranking for who in group]
        held = [who for who, where in fixed if where == one.id and (who, where) not in of.get("unranked", ())]
        return tuple((who,) for who in names if who in held or (who in ranked and (who, one.id) not in fixed))

    offers = tuple(
        replace(
            one,
            capacity=one.capacity if one.id in keys.get("capacity", ()) else 99,
            minimum=one.minimum if one.id in keys.get("minimum", ()) else 0,
            ranking=ranking(one),
        )
        for one in problem.offers
    )
    inadmissible = (set(problem.inadmissible) - fixed) | set(of.get("inadmissible", ()))
    return replace(
        problem,
        offers=offers,
        fixed=tuple(of.get("fixed", ())),
        forbidden=tuple((set(problem.forbidden) - fixed) | set(of.get("forbidden", ()))),
        inadmissible=dict.fromkeys(inadmissible, (B1_FOR_B2,)),
        unit_quotas={key: most for key, most in problem.unit_quotas.items() if key in keys.get("unit_quota", ())},
        city_quotas={key: most for key, most in problem.city_quotas.items() if key in keys.get("city_quota", ())},
        balances=tuple(one for one in problem.balances if one.city in keys.get("balance", ())),
        together=tuple(one for one in problem.together if (one.first, one.second) in of.get("together", ())),
    )


def test_the_order_of_the_objectives_decides():
    people = [applicant("a", "x"), applicant("b", "x", "y", unit="u"), applicant("c", "y", unit="v")]
    hosts = [offer("x"), offer("y")]
    told = {"b": "x", "c": "y"}

    first = {
        order[0]: optimal(a_round(people, hosts, order=order, announced=told)).figures
        for order in permutations(Objective)
        if order[1] is Objective.PLACEMENTS or order[0] is Objective.PLACEMENTS
    }

    assert {name: found[name] for name, found in first.items()} == {
        Objective.PLACEMENTS: 2,
        Objective.RANKS: 2,
        Objective.BALANCE: 0,
        Objective.EVENNESS: 0,
        Objective.CHANGE: 0,
    }


def test_deep_contradictions_are_found_too():
    people = [applicant("a", "x", city="B"), applicant("b", "y", city="B"), applicant("c", "z")]
    hosts = [offer("x", city="P"), offer("y", city="P"), offer("z", 2, minimum=2)]

    lacking = optimal(a_round(people, hosts, fixed=(("c", "z"),)))
    unbalanced = optimal(
        a_round(people, hosts, fixed=(("a", "x"), ("b", "y")), balances=(Balance(city="P", tolerance=1),))
    )
    apart = optimal(
        a_round(people, hosts, fixed=(("a", "x"),), together=(Together(first="a", second="b", same=Same.OFFER),))
    )

    assert lacking.contradiction == (Claim("fixed", ("c", "z")), Claim("minimum", ("z",)))
    assert unbalanced.contradiction == (
        Claim("balance", ("P",)),
        Claim("fixed", ("a", "x")),
        Claim("fixed", ("b", "y")),
    )
    assert apart.contradiction == (Claim("fixed", ("a", "x")), Claim("together", ("a", "b")))
    assert [one.is_smallest for one in (lacking, unbalanced, apart)] == [True, True, True]


def test_quotas_of_units_and_cities_go_through_the_flow():
    people = [applicant(f"a{number}", "x", "y", unit="u") for number in range(4)]
    hosts = [offer("x", 4, city="P"), offer("y", 4, city="W")]

    problem = a_round(people, hosts, unit_quotas={"u": 3}, city_quotas={"P": 1}, order=COUNTED)
    backwards = replace(problem, order=COUNTED[::-1])

    assert is_flow(board_of(problem))
    for one in (problem, backwards):
        outcome = optimal(one)
        assert sorted(outcome.placement.values()) == ["x", "y", "y"]
        assert verify(one, outcome) == ()


@pytest.mark.parametrize("more", [{}, {"order": COUNTED}])
@pytest.mark.parametrize("first", ["a", "b"])
def test_whom_a_host_ranks_first_decides_between_equals_only_and_that_is_said(first, more):
    people = [
        applicant("a", "x", unit="u"),
        applicant("b", "x", unit="v"),
        applicant("c", "y", "x"),
        applicant("d", "y"),
    ]
    second = {"a": "b", "b": "a"}[first]
    problem = a_round(people, [offer("x", ranking=["c", first, second]), offer("y")], **more)

    outcome = optimal(problem)

    assert outcome.not_considered == (Condition.RANKING,)
    assert first in outcome.placement
    assert second not in outcome.placement


def test_numbers_too_large_for_the_flow_are_left_to_the_exact_search(monkeypatch):
    monkeypatch.setattr(flow, "costs", lambda cost: cost.turn * 0 + 2**62)
    problem = a_round([applicant("a", "x"), applicant("b", "x")], [offer("x")], order=COUNTED)

    outcome = optimal(problem)

    assert by_flow(board_of(problem)) is None
    assert (outcome.status, len(outcome.placement), outcome.bound[Objective.PLACEMENTS]) == (Status.OPTIMAL, 1, 1)


def test_where_numbers_get_large_equals_are_not_told_apart_and_the_rest_holds(monkeypatch):
    monkeypatch.setattr(flow, "LARGEST", 0)
    people = [applicant("a", "x", "y"), applicant("b", "x"), applicant("c", "y", "x")]

    outcome = optimal(a_round(people, [offer("x"), offer("y")], order=COUNTED, announced={"a": "x", "b": "x"}))

    assert [outcome.figures[name] for name in COUNTED] == [2, 2, 1]


class Tired(Search):
    """Comes to no answer but what it is told."""

    def solve(self, model, solver):
        return "UNKNOWN" if self.work < 1 else super().solve(model, solver)


def six_fixed():
    people = [applicant(f"a{number}", "x", "y", city="B") for number in range(6)]
    held = tuple((one.id, "xy"[number % 2]) for number, one in enumerate(people))
    hosts = [offer("x", 9, city="P"), offer("y", 9, city="P")]
    return board_of(a_round(people, hosts, fixed=held, balances=(Balance(city="P", tolerance=1), Balance(city="B"))))


@pytest.mark.parametrize(("work", "is_smallest", "count"), [(60, True, 2), (0, False, 10)])
def test_a_contradiction_that_is_not_proven_says_so(work, is_smallest, count):
    claims, is_proven = contradiction(Tired(six_fixed(), silent, never, work, monotonic() + 60))

    assert (is_proven, len(claims)) == (is_smallest, count)


def test_a_contradiction_of_which_the_solver_says_too_much_is_made_smaller(monkeypatch):
    """It may name demands that are not needed; here it names all that it was asked about."""
    asked = conflict._Claims.asked

    def wordy(model, claims):
        word, core = asked(model, claims)
        return word, frozenset(claims) if core else core

    monkeypatch.setattr(conflict._Claims, "asked", wordy)
    claims, is_proven = contradiction(Search(six_fixed(), silent, never, 60, monotonic() + 60))

    assert is_proven
    assert sorted(claim.code for claim in claims) in (["balance", "fixed"], ["balance", "fixed", "fixed"])


@pytest.mark.parametrize(
    ("cutoffs", "is_stopped", "statuses"),
    [
        (Cutoffs(work=1e-9), False, {Status.OUT_OF_TIME, Status.FEASIBLE}),
        (Cutoffs(seconds=1e-9), False, {Status.OUT_OF_TIME, Status.FEASIBLE}),
        (Cutoffs(), True, {Status.STOPPED, Status.FEASIBLE}),
    ],
)
def test_an_end_before_the_proof_is_a_state_of_its_own(cutoffs, is_stopped, statuses):
    outcome = solve(hard_round(cutoffs), Mechanism.OPTIMAL, stopped=lambda: is_stopped)

    assert outcome.status in statuses
    assert outcome.guarantees == ()
    assert outcome.is_repeatable is (cutoffs.work < 1)
    assert outcome.broken == ()


def test_progress_is_told_and_the_same_problem_gives_the_same_answer():
    problem, told = hard_round(Cutoffs(), people=40), []

    outcome = solve(problem, Mechanism.OPTIMAL, lambda share, placed: told.append((share, placed)))

    assert outcome.status is Status.OPTIMAL
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[-1] == (1, len(outcome.placement))
    assert outcome.as_json() == optimal(problem).as_json()


def test_brute_force_itself_finds_what_is_plain():
    problem = a_round([applicant("a", "x", "y")], [offer("x"), offer("y")], forbidden=(("a", "x"),))

    assert list(all_placements(problem)) == [{"a": "y"}, {}]
