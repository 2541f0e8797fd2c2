from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.matching import (
    Balance,
    Condition,
    Guarantee,
    Mechanism,
    Status,
    Tiebreak,
    Together,
    sent_less_received,
    solve,
    verify,
)
from tests.algorithms.matchings import (
    CITIES,
    a_round,
    all_placements,
    applicant,
    count,
    fits_in,
    is_balanced,
    is_within_quotas,
    offer,
    rank,
    rounds,
)


def balanced(problem):
    return solve(problem, Mechanism.BALANCED)


def without_minimum(problem, **more):
    return replace(problem, offers=tuple(replace(one, minimum=0) for one in problem.offers), together=(), **more)


def two_cities(tolerance=0, before=0, **more):
    """Three of Berlin would like to go to Prague, one of Prague to Berlin; the first by application is b1."""
    people = [applicant(f"b{number}", "prague", city="Berlin", applied=number) for number in (1, 2, 3)]
    people.append(applicant("p1", "berlin", city="Prague", applied=4))
    hosts = [offer("berlin", 5, city="Berlin"), offer("prague", 5, city="Prague")]
    limits = (Balance(city="Prague", tolerance=tolerance, before=before),)
    return a_round(people, hosts, balances=limits, tiebreak=Tiebreak.APPLICATION, **more)


def test_one_goes_for_one_who_comes():
    outcome = balanced(two_cities())

    assert outcome.placement == {"b1": "prague", "p1": "berlin"}
    assert outcome.guarantees == (Guarantee.BALANCED, Guarantee.EFFICIENT, Guarantee.TRUTHFUL)
    assert (outcome.status, outcome.broken) == (Status.OPTIMAL, ())


def test_the_tolerance_lets_one_more_go_who_comes_first_by_the_rule():
    outcome = balanced(two_cities(tolerance=1))

    assert outcome.placement == {"b1": "prague", "b2": "prague", "p1": "berlin"}


def test_a_city_that_sends_has_a_tolerance_as_one_that_receives_has():
    problem = replace(two_cities(), balances=(Balance(city="Berlin", tolerance=1),))
    without_prague = replace(problem, applicants=problem.applicants[:3])

    assert balanced(problem).placement == {"b1": "prague", "b2": "prague", "p1": "berlin"}
    assert balanced(without_prague).placement == {"b1": "prague"}


def test_what_was_before_is_made_up_for_and_never_made_worse():
    assert balanced(two_cities(before=2)).placement == {
        "b1": "prague",
        "b2": "prague",
        "b3": "prague",
        "p1": "berlin",
    }
    assert balanced(two_cities(before=-1)).placement == {"b1": "prague", "p1": "berlin"}


def test_a_circle_goes_through_three_cities():
    people = [
        applicant("b", "warsaw", city="Berlin"),
        applicant("w", "prague", city="Warsaw"),
        applicant("p", "berlin", city="Prague"),
        applicant("q", "warsaw", city="Prague"),
    ]
    hosts = [offer(city.lower(), 2, city=city) for city in CITIES]
    limits = tuple(Balance(city=city) for city in CITIES)

    outcome = balanced(a_round(people, hosts, balances=limits, tiebreak=Tiebreak.APPLICATION))

    assert sent_less_received(a_round(people, hosts, balances=limits), outcome.placement) == dict.fromkeys(CITIES, 0)
    assert outcome.placement["b"] == "warsaw"


def test_a_unit_of_people_in_two_cities_is_not_looked_at_and_that_is_said():
    problem = two_cities(unit_quotas={"": 1}, together=(Together(first="b2", second="b3"),))

    outcome = balanced(problem)

    assert outcome.not_considered == (Condition.TOGETHER, Condition.UNIT_QUOTA)
    assert [(one.code, dict(one.facts)) for one in outcome.broken] == [("unit_quota", {"placed": 2, "quota": 1})]


def test_whom_a_host_ranks_first_plays_no_part_and_that_is_said():
    problem = two_cities()
    hosts = (problem.offers[0], replace(problem.offers[1], ranking=(("b3",), ("b2",))))

    outcome = balanced(replace(problem, offers=hosts))

    assert (outcome.placement, outcome.not_considered) == ({"b2": "prague", "p1": "berlin"}, (Condition.RANKING,))


def test_an_offer_that_lacks_people_is_closed_here_too():
    problem = two_cities()
    hosts = (problem.offers[0], replace(problem.offers[1], minimum=2))

    outcome = balanced(replace(problem, offers=hosts))

    assert (outcome.placement, outcome.closed, outcome.guarantees) == ({}, {"prague": 1}, (Guarantee.BALANCED,))


def test_fixed_people_use_up_the_tolerance_and_break_it_rather_than_not_go():
    outcome = balanced(two_cities(fixed=(("b2", "prague"), ("b3", "prague"))))

    assert outcome.placement == {"b1": "prague", "b2": "prague", "b3": "prague", "p1": "berlin"}
    assert [(one.code, dict(one.facts)) for one in outcome.broken] == [("balance", {"net": -2, "tolerance": 0})]
    assert (outcome.status, Guarantee.BALANCED in outcome.guarantees) == (Status.FEASIBLE, False)


def test_circles_of_three_cities_round_by_round():
    """Derived by hand. Each city points to the first of its own, each applicant to the best offer still to be had.

    Round 1: a1 → Prague → p1 → Berlin → a1 is a circle: a1 goes to Prague, p1 to Berlin. Prague is full, Berlin has
    one place left. Round 2: a2 → Warsaw → w1 → Berlin → a2 is a circle: a2 goes to Warsaw, w1 to Berlin, which is
    full. Round 3: w2 wishes Berlin and Prague, both are full: w2 leaves. p2 wishes Berlin, which is full, then Warsaw,
    which has a place and nobody left to send for it: p2 leaves.
    """
    people = [
        applicant("a1", "prague", "warsaw", city="Berlin", applied=1),
        applicant("a2", "warsaw", city="Berlin", applied=2),
        applicant("p1", "berlin", city="Prague", applied=3),
        applicant("p2", "berlin", "warsaw", city="Prague", applied=4),
        applicant("w1", "berlin", city="Warsaw", applied=5),
        applicant("w2", "berlin", "prague", city="Warsaw", applied=6),
    ]
    hosts = [offer("berlin", 2, city="Berlin"), offer("prague", 1, city="Prague"), offer("warsaw", 2, city="Warsaw")]
    limits = tuple(Balance(city=city) for city in CITIES)
    problem = a_round(people, hosts, balances=limits, tiebreak=Tiebreak.APPLICATION)

    outcome = balanced(problem)

    assert outcome.placement == {"a1": "prague", "p1": "berlin", "a2": "warsaw", "w1": "berlin"}
    assert sent_less_received(problem, outcome.placement) == dict.fromkeys(CITIES, 0)


FIRST, SECOND = ("Berlin 1", "Berlin 2")  # of one city, in this order


def small_exchanges(tolerance):
    """All of them: two of Berlin, one of Prague, one of Warsaw, one place in each city, every list of wishes each."""
    homes = {FIRST: "Berlin", SECOND: "Berlin", "Prague 1": "Prague", "Warsaw 1": "Warsaw"}
    hosts = [offer(city, city=city) for city in CITIES]
    limits = tuple(Balance(city=city, tolerance=tolerance) for city in CITIES)
    lists = [
        [found for length in range(3) for found in permutations([one for one in CITIES if one != home], length)]
        for home in homes.values()
    ]
    for wishes in product(*lists):
        people = [
            applicant(who, *mine, city=homes[who], applied=number)
            for number, (who, mine) in enumerate(zip(homes, wishes, strict=True))
        ]
        yield wishes, a_round(people, hosts, balances=limits, tiebreak=Tiebreak.APPLICATION)


@pytest.mark.parametrize("tolerance", [0, 1])
def test_in_all_small_exchanges_everything_that_the_theorem_says_holds(tolerance):
    """Balanced and efficient, nobody anywhere unwished, no gain by other wishes, and the order inside a city counts."""
    problems = dict(small_exchanges(tolerance))
    found = {wishes: dict(balanced(problem).placement) for wishes, problem in problems.items()}

    for wishes, problem in problems.items():
        possible = [one for one in all_placements(problem) if fits_in(problem, one) and is_balanced(problem, one)]
        assert found[wishes] in possible
        assert not any(better_for_all(problem, one, found[wishes]) for one in possible)
        for number, person in enumerate(problem.applicants):
            place = found[wishes].get(person.id)
            for lie in {others[number] for others in problems if others[number] != wishes[number]}:
                instead = found[(*wishes[:number], lie, *wishes[number + 1 :])].get(person.id)
                worth = [len(wishes[number]) if one not in wishes[number] else wishes[number].index(one)
                         for one in (place, instead)]  # fmt: skip
                assert worth[0] <= worth[1]
        # Whether the second of Berlin takes part or not, the first gets the same.
        assert found[wishes].get(FIRST) == found[(wishes[0], (), *wishes[2:])].get(FIRST)


def better_for_all(problem, one, other):
    """Nobody is worse off and somebody is better off."""
    ranks = [
        tuple(
            len(person.wishes) if person.id not in placement else rank(person.wishes, placement[person.id])
            for placement in (one, other)
        )
        for person in problem.applicants
    ]
    return all(first <= second for first, second in ranks) and any(first < second for first, second in ranks)


@given(rounds(people=5, places=3, has_ties=False))
@settings(deadline=None)
def test_no_city_leaves_its_tolerance_and_nobody_can_do_better_without_somebody_doing_worse(problem):
    problem = without_minimum(problem, fixed=())

    outcome = balanced(problem)
    possible = [
        one
        for one in all_placements(problem)
        if fits_in(problem, one) and is_within_quotas(problem, one) and is_balanced(problem, one)
    ]

    assert (outcome.broken, verify(problem, outcome)) == ((), ())
    assert dict(outcome.placement) in possible
    assert [one for one in possible if better_for_all(problem, one, outcome.placement)] == []


@given(rounds(people=5, places=3), st.data())
@settings(deadline=None)
def test_nobody_gains_by_other_wishes_than_the_true_ones(problem, data):
    problem = without_minimum(problem)
    one = data.draw(st.sampled_from(problem.applicants))
    names = [host.id for host in problem.offers]
    false = data.draw(st.lists(st.sampled_from(names), unique=True))

    lie = replace(one, wishes=tuple((where,) for where in false))
    lied = replace(problem, applicants=tuple(lie if other is one else other for other in problem.applicants))
    true_rank = rank(one.wishes, balanced(problem).placement.get(one.id))
    false_rank = rank(one.wishes, balanced(lied).placement.get(one.id))

    is_fixed = any(who == one.id for who, _ in problem.fixed)
    assert is_fixed or false_rank is None or (true_rank is not None and true_rank <= false_rank)


@given(rounds(people=6, places=4))
@settings(deadline=None)
def test_with_everything_only_what_is_fixed_or_not_looked_at_is_broken(problem):
    outcome = balanced(problem)

    if outcome.status is not Status.INFEASIBLE and not problem.fixed:
        unseen = {condition.value for condition in outcome.not_considered}
        assert {one.code for one in outcome.broken} <= unseen
        assert all(count(outcome.placement, one.id) <= one.capacity for one in problem.offers)
