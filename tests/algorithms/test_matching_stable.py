from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.matching import (
    Balance,
    Claim,
    Condition,
    Guarantee,
    Mechanism,
    Same,
    Status,
    Tiebreak,
    Together,
    blocking_pairs,
    envies,
    solve,
    verify,
)
from hospitium.algorithms.matching.board import in_order
from hospitium.algorithms.matching.deferred import solve_arrays
from tests.algorithms.matchings import (
    B1_FOR_B2,
    a_round,
    all_placements,
    applicant,
    count,
    fits_in,
    is_possible,
    offer,
    rank,
    rounds,
)


def marriage(table, women):
    """Gale and Shapley's way to write a problem: "his rank of her, her rank of him" in each cell."""
    ranks = {
        (man, woman): [int(number) for number in cell.split(",")]
        for man, row in table.items()
        for woman, cell in zip(women, row.split(), strict=True)
    }
    men = [applicant(man, *sorted(women, key=lambda woman: ranks[man, woman][0])) for man in table]
    hosts = [offer(woman, ranking=sorted(table, key=lambda man: ranks[man, woman][1])) for woman in women]
    return a_round(men, hosts)


THREE = {"alpha": "1,3 2,2 3,1", "beta": "3,1 1,3 2,2", "gamma": "2,2 3,1 1,3"}
FOUR = {
    "alpha": "1,3 2,3 3,2 4,3",
    "beta": "1,4 4,1 3,3 2,2",
    "gamma": "2,2 1,4 3,4 4,1",
    "delta": "4,1 2,2 3,1 1,4",
}


def test_example_1_of_gale_and_shapley_has_three_stable_placements_and_we_take_the_best_for_the_applicants():
    problem = marriage(THREE, "ABC")

    stable = [
        where for where in permutations("ABC") if not blocking_pairs(problem, dict(zip(THREE, where, strict=True)))
    ]

    assert stable == [("A", "B", "C"), ("B", "C", "A"), ("C", "A", "B")]
    assert solve(problem).placement == {"alpha": "A", "beta": "B", "gamma": "C"}


def test_example_2_of_gale_and_shapley_has_one_stable_placement_in_which_nobody_gets_the_first_choice():
    problem = marriage(FOUR, "ABCD")

    outcome = solve(problem)

    assert outcome.placement == {"alpha": "C", "beta": "D", "gamma": "A", "delta": "B"}
    assert not any(outcome.placement[one.id] == one.wishes[0][0] for one in problem.applicants)
    assert [
        where for where in permutations("ABCD") if not blocking_pairs(problem, dict(zip(FOUR, where, strict=True)))
    ] == [("C", "D", "A", "B")]
    assert (outcome.status, outcome.guarantees, outcome.broken) == (
        Status.OPTIMAL,
        (Guarantee.STABLE, Guarantee.TRUTHFUL),
        (),
    )


def is_stable(problem, placement, earlier):
    """By the definition, with whom each host would take before whom, ties broken."""
    for one in problem.applicants:
        if any(who == one.id for who, _ in problem.fixed):
            continue
        here = placement.get(one.id)
        level = len(one.wishes) if here is None else rank(one.wishes, here)
        for where in [where for group in one.wishes[:level] for where in group if is_possible(problem, one, where)]:
            host = next(offer for offer in problem.offers if offer.id == where)
            others = [who for who, at in placement.items() if at == where and (who, at) not in problem.fixed]
            if count(placement, where) < host.capacity or any(earlier(host, one.id, who) for who in others):
                return False
    return True


@given(rounds(has_ties=False, has_more=False))
@settings(deadline=None)
def test_it_is_stable_and_nobody_is_better_off_in_any_other_stable_placement(problem):
    order = [one.id for one in in_order(problem)]

    def earlier(host, one, other):
        ranks = [(0 if host.ranking is None else rank(host.ranking, who), order.index(who)) for who in (one, other)]
        return ranks[0] < ranks[1]

    outcome = solve(problem)
    stable = [one for one in all_placements(problem) if fits_in(problem, one) and is_stable(problem, one, earlier)]

    assert outcome.placement in stable
    for one in problem.applicants:
        best = min((rank(one.wishes, other[one.id]) for other in stable if one.id in other), default=None)
        assert best == rank(one.wishes, outcome.placement.get(one.id))


@given(rounds(people=5, places=4))
@settings(deadline=None)
def test_with_ties_and_all_conditions_no_pair_blocks_and_what_it_looks_at_holds(problem):
    outcome = solve(problem)

    assert set(outcome.not_considered) <= {
        Condition.UNIT_QUOTA,
        Condition.CITY_QUOTA,
        Condition.BALANCE,
        Condition.TOGETHER,
    }
    if outcome.status is not Status.INFEASIBLE:
        unseen = {condition.value for condition in outcome.not_considered}
        held = {where for _, where in problem.fixed}
        assert [one for one in outcome.broken if one.code not in unseen and not set(one.ids) <= held] == []
        assert blocking_pairs(problem, outcome.placement, outcome.closed) == ()
        assert envies(problem, outcome.placement, outcome.closed) == ()
        assert verify(problem, outcome) == outcome.broken


@given(rounds(people=4, places=3, has_more=False), st.data())
@settings(deadline=None)
def test_nobody_gains_by_other_wishes_than_the_true_ones(problem, data):
    one = data.draw(st.sampled_from(problem.applicants))
    names = [host.id for host in problem.offers]
    false = data.draw(st.lists(st.sampled_from(names), unique=True))

    others = [other for other in problem.applicants if other is not one]
    lie = a_round(
        [*others, applicant(one.id, *false, unit=one.unit, seniority=one.seniority, applied=one.applied)],
        problem.offers,
        seed=problem.seed,
        tiebreak=problem.tiebreak,
    )
    true_rank = rank(one.wishes, solve(problem).placement.get(one.id))
    false_rank = rank(one.wishes, solve(lie).placement.get(one.id))

    assert false_rank is None or (true_rank is not None and true_rank <= false_rank)


@given(st.integers(0, 10_000), st.integers(1, 400), st.integers(1, 60))
@settings(deadline=None)
def test_the_arrays_give_what_one_proposal_after_the_other_gives(seed, people, hosts):
    random = np.random.default_rng(seed)
    width = min(hosts, 4)
    wishes = np.array([random.permutation(hosts)[:width] for _ in range(people)], dtype=np.int64)
    wishes[random.random(wishes.shape) < 0.1] = -1
    wishes = np.take_along_axis(wishes, np.argsort(wishes == -1, axis=1, kind="stable"), axis=1)
    scores = random.permutation(wishes.size).reshape(wishes.shape).astype(np.int64)
    places = random.integers(0, 4, hosts)

    found = solve_arrays(wishes, scores, places).tolist()

    assert found == by_hand(wishes.tolist(), scores.tolist(), places.tolist())
    assert found == solve_arrays(wishes, scores + 2**61, places).tolist()


def by_hand(wishes, scores, places):
    held, column, free = [[] for _ in places], [0] * len(wishes), list(range(len(wishes)))
    found = [-1] * len(wishes)
    while free:
        person = free.pop()
        if column[person] < len(wishes[person]) and (host := wishes[person][column[person]]) >= 0:
            held[host] = sorted([*held[host], (scores[person][column[person]], person)])
            found[person] = host
            for _, out in held[host][places[host] :]:
                column[out] += 1
                found[out] = -1
                free.append(out)
            del held[host][places[host] :]
    return found


@pytest.mark.parametrize(
    ("rule", "first"),
    [(Tiebreak.SENIORITY, "old"), (Tiebreak.APPLICATION, "early"), (Tiebreak.LOT, None)],
)
def test_the_declared_rule_breaks_ties_and_a_lot_changes_with_the_seed(rule, first):
    people = [applicant("early", "x", applied=1, seniority=1), applicant("old", "x", applied=2, seniority=9)]

    found = {
        who for seed in range(20) for who in solve(a_round(people, [offer("x")], tiebreak=rule, seed=seed)).placement
    }

    assert found == ({first} if first else {"early", "old"})


def test_a_lot_does_not_depend_on_who_else_takes_part():
    people = [applicant(f"a{number}") for number in range(30)]

    order = [one.id for one in in_order(a_round(people, [], seed=3))]

    assert [one.id for one in in_order(a_round(people[:10], [], seed=3))] == [who for who in order if int(who[1:]) < 10]


def test_an_offer_that_lacks_people_is_closed_and_they_go_on_to_their_next_wish():
    people = [applicant("a", "x", "y"), applicant("b", "x", "y"), applicant("c", "y")]
    hosts = [offer("x", 3, minimum=3), offer("y", 3, minimum=2)]

    outcome = solve(a_round(people, hosts))

    assert outcome.placement == {"a": "y", "b": "y", "c": "y"}
    assert (outcome.closed, outcome.guarantees) == ({"x": 2}, (Guarantee.STABLE,))


def test_a_fixed_applicant_comes_first_and_an_offer_that_holds_one_is_not_closed():
    people = [applicant("a", "x", "y"), applicant("b", "x")]
    problem = a_round(people, [offer("x", ranking=["b", "a"]), offer("y")], fixed=(("a", "x"),))

    assert solve(problem).placement == {"a": "x"}
    lonely = solve(a_round(people[:1], [offer("x", 2, minimum=2), offer("y")], fixed=(("a", "x"),)))
    assert (lonely.placement, lonely.status, [one.code for one in lonely.broken]) == (
        {"a": "x"},
        Status.FEASIBLE,
        ["minimum"],
    )


def test_what_it_does_not_look_at_is_said_and_what_is_broken_by_it_too():
    people = [applicant("a", "x", unit="u", city="B"), applicant("b", unit="u", city="B")]
    problem = a_round(
        people,
        [offer("x", city="P")],
        unit_quotas={"u": 0},
        city_quotas={"P": 0},
        balances=(Balance(city="B"),),
        together=(Together(first="a", second="b"),),
    )

    outcome = solve(problem)

    assert outcome.not_considered == tuple(sorted(set(Condition) - {Condition.RANKING, Condition.MINIMUM}))
    assert [one.code for one in outcome.broken] == ["balance", "city_quota", "together", "unit_quota"]
    assert outcome.status is Status.FEASIBLE


@pytest.mark.parametrize(
    ("more", "claims"),
    [
        ({"fixed": (("a", "x"), ("a", "y"))}, [("fixed", "a", "x"), ("fixed", "a", "y")]),
        ({"fixed": (("a", "x"),), "forbidden": (("a", "x"),)}, [("fixed", "a", "x"), ("forbidden", "a", "x")]),
        (
            {"fixed": (("a", "x"),), "inadmissible": {("a", "x"): (B1_FOR_B2,)}},
            [("fixed", "a", "x"), ("inadmissible", "a", "x")],
        ),
        ({"fixed": (("b", "y"),)}, [("fixed", "b", "y"), ("unranked", "b", "y")]),
        ({"fixed": (("a", "x"), ("b", "x"))}, [("fixed", "a", "x"), ("fixed", "b", "x"), ("capacity", "x")]),
        (
            {"fixed": (("a", "y"), ("b", "x")), "together": (Together(first="b", second="a"),)},
            [("fixed", "a", "y"), ("fixed", "b", "x"), ("together", "b", "a")],
        ),
        (
            {"fixed": (("a", "z"), ("b", "x")), "together": (Together(first="a", second="b", same=Same.OFFER),)},
            [("fixed", "a", "z"), ("together", "a", "b")],
        ),
        ({"fixed": (("a", "y"),), "unit_quotas": {"u": 0}}, [("fixed", "a", "y"), ("unit_quota", "u")]),
        ({"fixed": (("a", "y"),), "city_quotas": {"P": 0}}, [("fixed", "a", "y"), ("city_quota", "P")]),
    ],
)
@pytest.mark.parametrize("mechanism", Mechanism)
def test_contradictory_locks_are_a_state_with_the_smallest_reason(more, claims, mechanism):
    people = [applicant("a", "x", "y", unit="u"), applicant("b", "x", "y")]
    problem = a_round(people, [offer("x"), offer("y", ranking=["a"], city="P"), offer("z")], **more)

    outcome = solve(problem, mechanism)

    assert (outcome.status, outcome.is_smallest, outcome.placement) == (Status.INFEASIBLE, True, {})
    assert list(outcome.contradiction) == [Claim(code, tuple(ids)) for code, *ids in claims]


@pytest.mark.parametrize("mechanism", Mechanism)
def test_two_who_go_together_may_be_fixed_at_two_offers_of_one_city(mechanism):
    people, hosts = [applicant("a"), applicant("b")], [offer("x", city="P"), offer("y", city="P")]
    problem = a_round(people, hosts, fixed=(("a", "x"), ("b", "y")), together=(Together(first="a", second="b"),))

    outcome = solve(problem, mechanism)

    assert (outcome.placement, outcome.broken) == ({"a": "x", "b": "y"}, ())


@pytest.mark.parametrize("mechanism", Mechanism)
@pytest.mark.parametrize(
    "problem",
    [
        a_round([], []),
        a_round([applicant("a")], []),
        a_round([applicant("a")], [offer("x", 3)]),
        a_round([applicant("a", "x")], [offer("x", 0)]),
        a_round([applicant("a", "x")], [offer("x")], inadmissible={("a", "x"): (B1_FOR_B2,)}),
    ],
)
def test_nobody_nothing_and_nowhere_are_answered_with_an_empty_placement(problem, mechanism):
    outcome = solve(problem, mechanism)

    assert (outcome.status, outcome.placement) == (Status.OPTIMAL, {})


@pytest.mark.parametrize("mechanism", Mechanism)
def test_who_stops_it_gets_a_state_and_not_half_a_placement(mechanism):
    problem = a_round([applicant("a", "x", city="B")], [offer("x")], balances=(Balance(city="B", tolerance=1),))

    outcome = solve(problem, mechanism, stopped=lambda: True)

    assert (outcome.status in (Status.STOPPED, Status.OPTIMAL), outcome.placement in ({}, {"a": "x"})) == (True, True)
    if mechanism is not Mechanism.OPTIMAL:
        assert (outcome.status, outcome.is_repeatable) == (Status.STOPPED, False)
