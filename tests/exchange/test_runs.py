"""Runs: asked for, answered by the process, read, compared, adopted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.algorithms.matching import Mechanism, solve
from hospitium.core.leases import ATTEMPTS, LEASE
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions.placements import drop_placement, place_by_hand
from hospitium.exchange.actions.run_work import end_run, give_back_run, keep_run, take_run
from hospitium.exchange.actions.runs import (
    adopt_run,
    ask_differently,
    ask_runs,
    discard_run,
    lock_pair,
    stop_run,
)
from hospitium.exchange.matching import Terms, read_outcome, read_problem
from hospitium.exchange.models import Placement, Run, WaitingEntry, WishedBalance
from hospitium.exchange.queries.results import comparison_of, ground_of, own_result, result_of
from hospitium.exchange.queries.run_words import look_of
from hospitium.operations.solving import MATCHINGS, Solving
from tests.exchange.run_steps import adopted, answered, asked, codes
from tests.exchange.small_round import day, make_small_round
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# ---- asking -----------------------------------------------------------------------
def test_three_mechanisms_are_asked_on_the_same_problem():
    small = make_small_round()

    made = ask_runs(
        round_id=small.round.pk, mechanisms=["stable", "balanced", "optimal"], terms=Terms(), by=small.officer
    )

    assert [(one.number, one.mechanism, one.state) for one in made] == [
        (1, "stable", "waiting"),
        (2, "balanced", "waiting"),
        (3, "optimal", "waiting"),
    ]
    assert made[0].problem == made[1].problem == made[2].problem
    assert codes(made[0]) == ["run.asked"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"applications_until": day(3)}, "Applications are still coming in."),
    ],
)
def test_nothing_is_matched_before_the_applications_are_closed(change, says):
    small = make_small_round()
    for name, value in change.items():
        setattr(small.round, name, value)
    small.round.save()

    with pytest.raises(Refused, match=says):
        asked(small)


def test_at_least_one_mechanism_has_to_be_chosen():
    small = make_small_round()

    with pytest.raises(Refused, match="Choose at least one mechanism"):
        ask_runs(round_id=small.round.pk, mechanisms=[], terms=Terms(), by=small.officer)


def test_an_officer_of_another_unit_asks_for_nothing():
    small = make_small_round()
    other = make_user(role=Role.OFFICER, unit=make_small_round().round.unit)

    with pytest.raises(Refused):
        ask_runs(round_id=small.round.pk, mechanisms=["stable"], terms=Terms(), by=other)


def test_not_everything_is_asked_at_once():
    small = make_small_round()
    for _turn in range(6):
        asked(small)

    with pytest.raises(Refused, match="Several runs are under way"):
        asked(small)


# ---- the worker ---------------------------------------------------------------------
def test_a_run_is_taken_kept_and_ended():
    small = make_small_round()
    run, now = asked(small), timezone.now()

    taken = take_run(now=now)
    kept = keep_run(run=taken, share=0.5, now=now)
    end_run(run=taken, answer={"failure": "memory"}, now=now)

    run.refresh_from_db()
    assert (taken.pk, kept.share) == (run.pk, 0.5)
    assert (run.state, run.message, run.taken_until) == (Run.State.FAILED, "memory", None)
    assert take_run(now=now) is None


def test_a_run_whose_worker_is_gone_is_taken_by_the_next_one_and_given_up_after_five():
    small = make_small_round()
    run, now = asked(small), timezone.now()
    first = take_run(now=now)
    assert take_run(now=now) is None

    for _turn in range(ATTEMPTS - 1):
        now += LEASE + timedelta(seconds=1)
        assert take_run(now=now).pk == run.pk
    now += LEASE + timedelta(seconds=1)

    assert take_run(now=now) is None
    run.refresh_from_db()
    assert (run.state, run.message) == (Run.State.FAILED, "attempts")
    assert keep_run(run=first, share=0.1, now=now) is None


def test_a_run_that_was_given_back_waits_again():
    small = make_small_round()
    run, now = asked(small), timezone.now()

    give_back_run(run=take_run(now=now), counts=False)

    run.refresh_from_db()
    assert (run.state, run.attempts) == (Run.State.WAITING, 0)


def test_a_stop_ends_what_waits_at_once_and_what_runs_by_the_worker():
    small = make_small_round()
    waiting, now = asked(small), timezone.now()
    stop_run(run_id=waiting.pk, by=small.officer)
    running = asked(small)
    taken = take_run(now=now)
    stop_run(run_id=running.pk, by=small.officer)
    end_run(run=taken, answer={"failure": "stopped"}, now=now)

    for run in (waiting, running):
        run.refresh_from_db()
    assert [one.state for one in (waiting, running)] == [Run.State.STOPPED, Run.State.STOPPED]
    with pytest.raises(Refused, match="has ended"):
        stop_run(run_id=running.pk, by=small.officer)


@pytest.mark.django_db(transaction=True)
def test_the_process_answers_with_what_the_solver_finds():
    import time as clock

    small = make_small_round()
    run = asked(small)
    work = Solving(MATCHINGS)
    end = clock.monotonic() + 60

    while run.is_open and clock.monotonic() < end:
        work.step(now=timezone.now())
        clock.sleep(0.1)
        run.refresh_from_db()

    warsaw = str(small.offers["Warsaw"].pk)
    proof = {"findings": [], "changes": {"B": ["places", [warsaw], 1, []]}, "changes_complete": True}
    assert (run.state, run.proof) == (Run.State.DONE, proof)
    expected = solve(read_problem(run.problem), Mechanism.STABLE)
    assert read_outcome(run.outcome).as_json() == expected.as_json()


# ---- the result ---------------------------------------------------------------------
def test_the_stable_result_is_the_one_on_paper():
    small = make_small_round()

    result = result_of(answered(asked(small)))

    assert [(one.code, one.rank) for one in sorted(result.pairs, key=lambda one: one.code)] == [("A", 2), ("C", 1)]
    assert [one.applicant for one in result.without] == ["B"]
    assert result.ranks == [("wish no. 1", 1), ("wish no. 2", 1), ("no place", 1)]
    assert result.blocking == []


def test_a_stored_run_gives_the_same_bytes_again():
    small = make_small_round()
    for mechanism in Mechanism:
        run = answered(asked(small, mechanism.value))

        again = solve(read_problem(run.problem), mechanism)

        assert again.as_json() == read_outcome(run.outcome).as_json()


def test_the_own_result_names_every_wish_with_its_reason():
    small = make_small_round()
    adopted(small)

    result = own_result(small.people["B"], ground_of(small.round))

    taken = "The one place went to somebody with higher priority"
    assert [(one.rank, one.is_met, one.reasons) for one in result.wishes] == [
        (rank, False, [f"{taken}: 1 who stands higher in the order for this offer. On the waiting list at number 1."])
        for rank in (1, 2)
    ]


def test_a_what_if_stands_beside_its_base_and_says_who_wins():
    small = make_small_round()
    base = answered(asked(small))
    change = {"kind": "capacity", "key": str(small.offers["Warsaw"].pk), "value": 2}

    other = answered(ask_differently(run_id=base.pk, changes=[change], mechanism="stable", by=small.officer))

    comparison = comparison_of(result_of(base), result_of(other))
    assert (other.base, other.changes) == (base, [change])
    assert [(one.applicant, one.rank_before, one.rank_after) for one in comparison.wins] == [("B", None, 1)]
    assert (comparison.loses, comparison.same) == ((), 2)
    with pytest.raises(Refused, match="what-if"):
        adopt_run(run_id=other.pk, by=small.head)


def test_a_what_if_has_to_say_what_is_different():
    small = make_small_round()
    base = answered(asked(small))

    with pytest.raises(Refused, match="Say what is to be different"):
        ask_differently(run_id=base.pk, changes=[], mechanism="stable", by=small.officer)


def test_contradictory_locks_are_a_state_with_the_demands():
    small = make_small_round()
    for code in ("A", "B"):
        lock_pair(
            application_id=small.people[code].pk, offer_id=small.offers["Warsaw"].pk, kind="fixed", reason="asked for",
            by=small.officer,
        )  # fmt: skip

    result = result_of(answered(asked(small)))

    assert (result.outcome.status, result.outcome.is_smallest, result.has_placement) == ("infeasible", True, False)
    assert {one.code for one in result.outcome.contradiction} == {"fixed", "capacity"}


@pytest.mark.parametrize("mechanism", [one.value for one in Mechanism])
def test_a_round_without_offers_or_without_people_has_a_result(mechanism):
    small = make_small_round()
    small.round.offers.update(state="withdrawn", reason="no money")
    nobody = make_small_round()
    nobody.round.applications.update(state="no")

    for one in (small, nobody):
        result = result_of(answered(asked(one, mechanism)))
        assert (result.has_placement, result.pairs) == (True, [])
    assert [one.applicant for one in result_of(small.round.runs.first()).without] == ["A", "B", "C"]


# ---- adopting -------------------------------------------------------------------------
def test_adopting_proposes_the_places_and_keeps_the_waiting_lists():
    small = make_small_round()
    run = answered(asked(small))

    made = adopt_run(run_id=run.pk, by=small.head)

    assert [(one.application.code, str(one.offer), one.state, one.origin) for one in made] == [
        ("A", "Prague", "proposed", "run"),
        ("C", "Warsaw", "proposed", "run"),
    ]
    waiting = WaitingEntry.objects.values_list("offer__title_key", "application__code", "position")
    assert sorted(waiting) == [("prague", "B", 1), ("warsaw", "A", 2), ("warsaw", "B", 1)]
    run.refresh_from_db()
    assert (run.state, run.adopted_by) == (Run.State.ADOPTED, small.head)
    assert codes(run) == ["run.asked", "run.ended", "run.adopted"]
    assert Mail.objects.count() == 0


def test_only_the_head_adopts():
    small = make_small_round()
    run = answered(asked(small))

    with pytest.raises(Refused, match="Your role does not allow this"):
        adopt_run(run_id=run.pk, by=small.officer)


def test_an_offer_withdrawn_after_the_run_stops_the_adoption():
    small = make_small_round()
    run = answered(asked(small))
    small.round.offers.filter(pk=small.offers["Warsaw"].pk).update(state="withdrawn", reason="moved")

    with pytest.raises(Refused, match=r"withdrawn or decided anew \(C\)"):
        adopt_run(run_id=run.pk, by=small.head)
    assert Placement.objects.count() == 0


def test_a_second_adoption_takes_the_first_one_back_and_leaves_what_was_placed_by_hand():
    small = make_small_round()
    first = adopted(small)
    drop_placement(placement_id=first[0].pk, by=small.officer)
    place_by_hand(
        application_id=small.people["B"].pk, offer_id=small.offers["Prague"].pk, reason="Speaks Czech", by=small.officer
    )

    adopted(small)

    standing = Placement.objects.standing().values_list("application__code", "offer__title_key", "origin")
    assert sorted(standing) == [("B", "prague", "hand"), ("C", "warsaw", "run")]


def test_a_result_can_be_put_aside_but_not_an_adopted_one():
    small = make_small_round()
    run = answered(asked(small))
    discard_run(run_id=run.pk, by=small.officer)
    run.refresh_from_db()
    other = answered(asked(small))
    adopt_run(run_id=other.pk, by=small.head)

    assert run.state == Run.State.DISCARDED
    with pytest.raises(Refused, match="was adopted"):
        discard_run(run_id=other.pk, by=small.officer)


def test_a_result_that_leaves_the_balance_aside_and_says_so_can_be_adopted():
    small = make_small_round()
    WishedBalance.objects.create(round=small.round, partner=small.warsaw, wished=0, tolerance=0)
    run = answered(asked(small))

    made = adopt_run(run_id=run.pk, by=small.head)

    assert ([code for code, *_rest in run.proof["findings"]], len(made)) == (["balance"], 2)


def test_what_a_mechanism_leaves_aside_takes_nothing_from_its_promise():
    small = make_small_round()
    WishedBalance.objects.create(round=small.round, partner=small.warsaw, wished=0, tolerance=0)
    aside = read_outcome(answered(asked(small)).outcome)
    lost = replace(aside, guarantees=())

    assert [str(look_of(one).label) for one in (aside, lost)] == ["proven, with a remark", "not proven"]
