"""From a round to the problem of its matching."""

import pytest

from hospitium.algorithms.matching import Applicant, Balance, Offer, Problem, Reason, Together
from hospitium.exchange.matching import Terms, kept_problem, problem_of, read_problem, with_change
from hospitium.exchange.models import Application, Lock, Placement, Quota, Window, WishedBalance
from tests.exchange.small_round import day, make_small_round

pytestmark = pytest.mark.django_db


def test_a_round_becomes_ids_and_groups():
    small = make_small_round()
    warsaw, prague = (str(small.offers[name].pk) for name in ("Warsaw", "Prague"))

    problem = problem_of(small.round, Terms())

    assert [(one.id, one.wishes) for one in problem.applicants] == [
        (code, ((warsaw,), (prague,))) for code in ("A", "B", "C")
    ]
    assert {one.id: (one.city, one.ranking) for one in problem.offers} == {
        warsaw: (small.warsaw.key, (("C",), ("B",), ("A",))),
        prague: (small.prague.key, (("A",), ("B",), ("C",))),
    }


def test_equal_wishes_and_equal_points_are_groups():
    small = make_small_round()
    small.person("D", ("Prague", "Warsaw"))

    problem = problem_of(small.round, Terms())

    found = {one.id: one for one in problem.applicants}["D"]
    assert sorted(found.wishes[0]) == sorted(str(one.pk) for one in small.offers.values())
    ranking = {one.id: one.ranking for one in problem.offers}[str(small.offers["Warsaw"].pk)]
    assert ranking == (("C",), ("B",), ("A",))  # D is on nobody's list


def test_only_a_yes_takes_part_and_whoever_was_deferred_when_asked_for():
    small = make_small_round()
    small.person("D", "Prague", state=Application.State.DEFERRED)
    small.person("E", "Prague", state=Application.State.NO)
    small.person("F", "Prague", state=Application.State.WITHDRAWN)

    usual, more = problem_of(small.round, Terms()), problem_of(small.round, Terms(states=("yes", "deferred")))

    assert [one.id for one in usual.applicants] == ["A", "B", "C"]
    assert [one.id for one in more.applicants] == ["A", "B", "C", "D"]


def test_a_language_that_does_not_reach_and_times_that_do_not_meet_are_reasons_with_figures():
    small = make_small_round()
    spring = Window.objects.create(round=small.round, starts_on=day(60), ends_on=day(73))
    autumn = Window.objects.create(round=small.round, starts_on=day(100), ends_on=day(120))
    warsaw, prague = small.offers["Warsaw"], small.offers["Prague"]
    warsaw.languages = {"pl": "B2"}
    warsaw.save()
    prague.windows.add(spring)
    small.people["A"].languages = {"pl": "B1"}
    small.people["A"].save()
    small.people["A"].windows.add(autumn)
    small.people["B"].languages = {"pl": "C1"}
    small.people["B"].weeks = 3
    small.people["B"].save()

    problem = problem_of(small.round, Terms())

    assert problem.inadmissible == {
        ("A", str(warsaw.pk)): (Reason("language", {"language": "pl", "asked": "B2", "given": "B1"}),),
        ("A", str(prague.pk)): (Reason("windows"),),
        ("B", str(prague.pk)): (Reason("too_short", {"asked": 3, "given": 2}),),
        ("C", str(warsaw.pk)): (Reason("language", {"language": "pl", "asked": "B2", "given": ""}),),
    }


def test_quotas_balances_pairs_and_locks_come_along():
    small = make_small_round()
    Quota.objects.create(round=small.round, unit=small.round.unit, most=2)
    Quota.objects.create(round=small.round, partner=small.warsaw, most=1)
    WishedBalance.objects.create(round=small.round, partner=small.prague, wished=1, tolerance=2)
    small.people["A"].together_with = small.people["B"]
    small.people["A"].save()
    for code, name, kind in (("C", "Prague", "fixed"), ("A", "Prague", "forbidden")):
        Lock.objects.create(
            round=small.round, application=small.people[code], offer=small.offers[name], kind=kind, reason="x",
            by=small.officer, at=small.people[code].submitted_at,
        )  # fmt: skip

    problem = problem_of(small.round, Terms())

    prague = str(small.offers["Prague"].pk)
    assert problem.unit_quotas == {f"u{small.round.unit_id}": 2}
    assert problem.city_quotas == {small.warsaw.key: 1}
    assert problem.balances == (Balance(city=small.prague.key, before=1, tolerance=2),)
    assert problem.together == (Together(first="A", second="B"),)
    assert (problem.fixed, problem.forbidden) == ((("C", prague),), (("A", prague),))


def test_what_was_placed_by_hand_and_what_was_accepted_stays_where_it_is():
    small = make_small_round()
    for code, name, state, origin in (
        ("A", "Warsaw", Placement.State.PROPOSED, "hand"),
        ("B", "Prague", Placement.State.ACCEPTED, "run"),
    ):
        Placement.objects.create(
            round=small.round, application=small.people[code], offer=small.offers[name], state=state, origin=origin,
            reason="asked for" if origin == "hand" else "", placed_at=small.people[code].submitted_at,
        )  # fmt: skip

    problem = problem_of(small.round, Terms())

    assert problem.fixed == (("A", str(small.offers["Warsaw"].pk)), ("B", str(small.offers["Prague"].pk)))
    assert problem.announced == {"B": str(small.offers["Prague"].pk)}


def test_a_guest_comes_from_a_city_and_goes_to_an_offer_of_ours():
    small = make_small_round()
    small.offer("Here", unit=small.round.unit)
    small.person("G", "Here", "Prague", partner=small.warsaw)

    problem = problem_of(small.round, Terms())

    found = {one.id: one for one in problem.applicants}["G"]
    assert (found.city, found.unit, found.wishes) == (small.warsaw.key, "", ((str(small.offers["Here"].pk),),))


def test_the_kept_problem_gives_the_same_bytes():
    problem = problem_of(make_small_round().round, Terms(seed=7))

    assert read_problem(kept_problem(problem)).as_json() == problem.as_json()


PROBLEM = Problem(
    applicants=(Applicant(id="A", wishes=(("1",),)),),
    offers=(Offer(id="1", capacity=1, city="x"),),
    inadmissible={("A", "1"): (Reason("windows"),)},
    balances=(Balance(city="x"),),
)


@pytest.mark.parametrize(
    ("change", "look", "wanted"),
    [
        ({"kind": "capacity", "key": "1", "value": 3}, lambda one: one.offers[0].capacity, 3),
        ({"kind": "minimum", "key": "1", "value": 2}, lambda one: one.offers[0].minimum, 2),
        ({"kind": "tolerance", "key": "x", "value": 4}, lambda one: one.balances[0].tolerance, 4),
        ({"kind": "unit_quota", "key": "u1", "value": 5}, lambda one: dict(one.unit_quotas), {"u1": 5}),
        ({"kind": "city_quota", "key": "x", "value": 6}, lambda one: dict(one.city_quotas), {"x": 6}),
        ({"kind": "fix", "applicant": "A", "offer": "1"}, lambda one: (one.fixed, dict(one.inadmissible)),
         ((("A", "1"),), {})),
        ({"kind": "forbid", "applicant": "A", "offer": "1"}, lambda one: one.forbidden, (("A", "1"),)),
    ],
)  # fmt: skip
def test_one_thing_is_asked_differently(change, look, wanted):
    assert look(with_change(PROBLEM, change)) == wanted


def test_a_change_that_there_is_not_is_no_change():
    with pytest.raises(LookupError):
        with_change(PROBLEM, {"kind": "weather"})
