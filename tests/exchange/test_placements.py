"""Places: given by hand, told, accepted, declined, and who moves up."""

from __future__ import annotations

import pytest

from hospitium.accounts.roles import Role
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions.answers import accept_placement, decline_placement
from hospitium.exchange.actions.applications import withdraw_application
from hospitium.exchange.actions.placements import announce_results, drop_placement, place_by_hand
from hospitium.exchange.actions.runs import (
    adopt_run,
    lock_pair,
    unlock_pair,
)
from hospitium.exchange.models import Application, Lock, Placement, Quota, WaitingEntry
from hospitium.exchange.queries.result_list import header, rows_of
from hospitium.exchange.rules import may_rank
from tests.exchange.factories import make_assessment, make_criterion, make_member
from tests.exchange.run_steps import adopted, answered, asked, codes
from tests.exchange.small_round import day, make_small_round
from tests.factories import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# ---- by hand --------------------------------------------------------------------------
def test_a_place_is_given_by_hand_without_any_run():
    small = make_small_round()

    made = place_by_hand(
        application_id=small.people["B"].pk, offer_id=small.offers["Warsaw"].pk, reason="Knows the host",
        by=small.officer,
    )  # fmt: skip

    assert (made.state, made.origin, made.reason, made.marks) == ("proposed", "hand", "Knows the host", [])
    assert codes(made) == ["placement.placed_by_hand"]


def test_a_correction_by_hand_takes_the_run_s_place_back_and_is_marked():
    small = make_small_round()
    first = adopted(small)[0]
    drop_placement(placement_id=adopted(small)[1].pk, by=small.officer)

    made = place_by_hand(
        application_id=first.application_id, offer_id=small.offers["Warsaw"].pk, reason="Her topic", by=small.officer
    )

    assert (made.offer, made.marks) == (small.offers["Warsaw"], ["corrected"])
    assert sorted(Placement.objects.standing().values_list("application__code", flat=True)) == ["A"]


@pytest.mark.parametrize(
    ("state", "offer", "reason", "says"),
    [
        ("yes", "Warsaw", " ", "Give a reason"),
        ("no", "Warsaw", "x", "in the state “no”"),
        ("yes", "Here", "x", "Our colleagues go to partners"),
        ("yes", "Gone", "x", "does not stand any more"),
        ("yes", "Full", "x", "All places of this offer are taken"),
    ],
)
def test_a_hand_may_not_do_everything(state, offer, reason, says):
    small = make_small_round()
    small.offer("Here", unit=small.round.unit)
    small.offer("Gone", partner=small.warsaw, state="withdrawn", reason="moved")
    small.offer("Full", partner=small.warsaw)
    place_by_hand(
        application_id=small.people["B"].pk, offer_id=small.offers["Full"].pk, reason="first", by=small.officer
    )
    Application.objects.filter(code="A").update(state=state)

    with pytest.raises(Refused, match=says):
        place_by_hand(
            application_id=small.people["A"].pk, offer_id=small.offers[offer].pk, reason=reason, by=small.officer
        )


def test_nobody_places_themselves():
    small = make_small_round()
    own = small.person("O", "Warsaw", user=small.officer)

    with pytest.raises(Refused, match="application of their own"):
        place_by_hand(application_id=own.pk, offer_id=small.offers["Warsaw"].pk, reason="x", by=small.officer)


def test_a_lock_needs_a_reason_and_can_be_taken_off():
    small = make_small_round()
    pair = {"application_id": small.people["A"].pk, "offer_id": small.offers["Warsaw"].pk, "by": small.officer}

    with pytest.raises(Refused, match="Give a reason"):
        lock_pair(**pair, kind="fixed", reason=" ")
    lock = lock_pair(**pair, kind="fixed", reason="asked for")
    lock_pair(**pair, kind="forbidden", reason="conflict")
    unlock_pair(lock_id=lock.pk, by=small.officer)

    assert Lock.objects.count() == 0


# ---- told, accepted, declined -----------------------------------------------------------
def test_everybody_is_told_their_result_once():
    small = make_small_round()
    small.person("N", "Warsaw", state="no")
    adopted(small)

    told = announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)

    assert told == 4
    assert sorted(Mail.objects.values_list("to", flat=True)) == [f"{code}@example.org" for code in ("a", "b", "c", "n")]
    texts = {one.to: one.body for one in Mail.objects.all()}
    assert "You have a place: " in texts["a@example.org"]
    assert "The one place went to somebody with higher priority" in texts["b@example.org"]
    assert "Person C" not in texts["b@example.org"]
    assert set(Placement.objects.values_list("state", "answer_until")) == {("announced", day(10))}
    with pytest.raises(Refused, match="no proposed place"):
        announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)


def test_the_last_day_for_an_answer_lies_ahead():
    small = make_small_round()
    adopted(small)

    with pytest.raises(Refused, match="lies in the past"):
        announce_results(round_id=small.round.pk, answer_until=day(-1), by=small.officer)


def test_on_a_refusal_the_first_who_has_no_place_moves_up():
    small = make_small_round()
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    placement = Placement.objects.get(application=small.people["C"])
    Mail.objects.all().delete()

    made = decline_placement(placement_id=placement.pk, reason="Ill", by=small.officer)

    placement.refresh_from_db()
    assert (placement.state, placement.answer) == ("declined", "Ill")
    assert (made.application.code, made.state, made.origin) == ("B", "announced", "waiting_list")
    assert list(Mail.objects.values_list("to", flat=True)) == ["b@example.org"]
    entry = WaitingEntry.objects.get(offer=small.offers["Warsaw"], application=small.people["B"])
    assert entry.state == WaitingEntry.State.MOVED_UP
    with pytest.raises(Refused, match="Results are out"):
        adopt_run(run_id=answered(asked(small)).pk, by=small.head)


def test_whom_a_quota_keeps_out_does_not_move_up_and_it_is_said_why():
    small = make_small_round()
    other = make_unit()
    Application.objects.filter(code="B").update(unit=other)
    Quota.objects.create(round=small.round, unit=other, most=0)
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    placement = Placement.objects.get(application=small.people["C"])

    made = decline_placement(placement_id=placement.pk, reason="Ill", by=small.officer)

    entries = WaitingEntry.objects.filter(offer=small.offers["Warsaw"]).order_by("position")
    assert made is None
    assert [(one.application.code, one.state, one.reason) for one in entries] == [
        ("B", "waiting", "unit_quota"),
        ("A", "waiting", "has_place"),
    ]


def test_the_person_accepts_and_leaves_the_waiting_lists():
    small = make_small_round()
    user = make_user(role=Role.EMPLOYEE)
    small.people["A"].applicant.user = user
    small.people["A"].applicant.save()
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    placement = Placement.objects.get(application=small.people["A"])

    accept_placement(placement_id=placement.pk, by=user)

    placement.refresh_from_db()
    entry = WaitingEntry.objects.get(application=small.people["A"])
    assert (placement.state, entry.state, entry.reason) == ("accepted", "left", "accepted_elsewhere")
    with pytest.raises(Refused):
        accept_placement(placement_id=placement.pk, by=user)


def test_nobody_answers_for_somebody_else_and_nobody_declines_without_a_reason():
    small = make_small_round()
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    placement = Placement.objects.get(application=small.people["A"])

    with pytest.raises(Refused):
        accept_placement(placement_id=placement.pk, by=make_user(role=Role.EMPLOYEE))
    with pytest.raises(Refused, match="Please say why"):
        decline_placement(placement_id=placement.pk, reason="", by=small.officer)


def test_whoever_withdraws_makes_the_place_free_and_leaves_the_lists():
    small = make_small_round()
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)

    withdraw_application(application_id=small.people["C"].pk, by=small.officer)

    standing = Placement.objects.standing().values_list("application__code", "offer__title_key")
    assert sorted(standing) == [("A", "prague"), ("B", "warsaw")]
    withdraw_application(application_id=small.people["A"].pk, by=small.officer)
    left = WaitingEntry.objects.filter(application=small.people["A"]).values_list("state", "reason")
    assert list(left) == [("left", "withdrawn")]


def test_a_place_that_was_given_by_hand_since_the_run_is_not_given_twice():
    small = make_small_round()
    run = answered(asked(small))
    late = small.person("D")
    place_by_hand(application_id=late.pk, offer_id=small.offers["Warsaw"].pk, reason="Late", by=small.officer)

    with pytest.raises(Refused, match="were taken or withdrawn"):
        adopt_run(run_id=run.pk, by=small.head)

    assert list(Placement.objects.values_list("application__code", "state")) == [("D", "proposed")]


def test_nobody_fixes_a_place_of_their_own_and_no_pair_that_cannot_be():
    small = make_small_round()
    own = small.person("D", "Warsaw", user=small.officer)
    here = small.offer("Here", unit=small.round.unit)
    lock = {"kind": Lock.Kind.FIXED, "reason": "x", "by": small.officer}

    with pytest.raises(Refused, match="of their own"):
        lock_pair(application_id=own.pk, offer_id=small.offers["Warsaw"].pk, **lock)
    with pytest.raises(Refused, match="go to partners"):
        lock_pair(application_id=small.people["A"].pk, offer_id=here.pk, **lock)

    assert Lock.objects.count() == 0


def test_a_second_announcement_tells_the_new_places_alone():
    small = make_small_round()
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    small.offer("More", partner=small.prague)
    place_by_hand(
        application_id=small.people["B"].pk, offer_id=small.offers["More"].pk, reason="New place", by=small.officer
    )
    Mail.objects.all().delete()

    told = announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)

    assert told == 1
    assert list(Mail.objects.values_list("to", flat=True)) == ["b@example.org"]


def test_everybody_reads_the_names_in_their_own_language():
    small = make_small_round()
    small.warsaw.name = written_in("en", "Warsaw", de="Warschau", pl="Warszawa")
    small.warsaw.save()
    for code, language in (("A", "pl"), ("B", "de")):
        person = small.people[code].applicant
        person.language = language
        person.save()
    adopted(small)

    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)

    texts = {one.to: one.body for one in Mail.objects.all()}
    named = {
        to: [name for name in ("Warsaw:", "Warschau:", "Warszawa:") if name in texts[to]]
        for to in ("a@example.org", "b@example.org", "c@example.org")
    }
    assert named == {
        "a@example.org": ["Warszawa:"],
        "b@example.org": ["Warschau:"],
        "c@example.org": ["Warsaw:"],
    }


def test_whoever_gets_no_place_reads_how_the_panel_assessed_it():
    small = make_small_round()
    refused = small.person("N", "Warsaw", state="no")
    adopted(small)
    question = make_criterion(small.round, name=written_in("en", "Question"), top=5, weight=1)
    for mark in (2, 3):
        member = make_member(small.round)
        make_assessment(refused, member, marks={str(question.pk): mark}, recommendation="no", note="canary-note")

    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)

    body = Mail.objects.get(to="n@example.org").body
    assert [line for line in body.splitlines() if line.startswith("- ")][:2] == [
        "- The panel gave 50 of 100 points.",
        "- Question: 2.5 of 5 on average",
    ]
    assert "canary-note" not in body


def test_the_staff_council_gets_all_results_with_reasons_and_without_a_name():
    small = make_small_round()
    small.person("N", "Warsaw", state="no")
    adopted(small)

    rows = rows_of(small.round)

    assert [(row[0], row[4], str(row[6]).rpartition(": ")[2], row[7]) for row in rows] == [
        ("A", "yes", "Prague", "no. 2"),
        ("B", "yes", "no place", ""),
        ("C", "yes", "Warsaw", "no. 1"),
        ("N", "no", "no place", ""),
    ]
    assert len(header()) == len(rows[0])
    assert "who stands higher in the order for this offer" in str(rows[1][9])
    assert [name for name in ("Person A", "a@example.org") if name in str(rows)] == []


def test_nobody_ranks_once_the_results_are_told():
    small = make_small_round()
    small.round.wants_host_ranking = True
    small.round.save()
    offer = small.offers["Warsaw"]
    before = may_rank(offer)
    adopted(small)

    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)

    assert (bool(before), str(may_rank(offer).reason)) == (True, "The results are out; the ranking stays as it was.")
