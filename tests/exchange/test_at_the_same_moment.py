"""Two people act on one place, one run, one application at the same moment: exactly one of them has it."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import transaction

from hospitium.core.models import Event as Noted
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions.answers import decline_placement
from hospitium.exchange.actions.assessment import submit_assessment
from hospitium.exchange.actions.placements import announce_results, place_by_hand
from hospitium.exchange.actions.runs import adopt_run
from hospitium.exchange.models import Placement, WaitingEntry
from tests.exchange.factories import make_application, make_member, make_round, move_to
from tests.exchange.small_round import day, make_small_round
from tests.exchange.test_runs import adopted, answered, asked
from tests.factories import make_unit, make_user
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_is_given_once():
    small = make_small_round()
    offer = small.offers["Warsaw"]

    def give(code: str):
        return lambda: place_by_hand(
            application_id=small.people[code].pk, offer_id=offer.pk, reason="agreed", by=small.officer
        )

    outcomes = at_once([give(code) for code in "ABC"])

    assert sorted(type(one).__name__ for one in outcomes) == ["Placement", "Refused", "Refused"]
    assert Placement.objects.standing().filter(offer=offer).count() == 1


def test_one_person_gets_one_place_however_many_give_one():
    small = make_small_round()
    person = small.people["A"]

    def give(name: str):
        return lambda: place_by_hand(
            application_id=person.pk, offer_id=small.offers[name].pk, reason="agreed", by=small.officer
        )

    outcomes = at_once([give("Warsaw"), give("Prague")])

    assert [type(one) for one in outcomes] == [Placement, Placement]
    assert person.placements.standing().count() == 1


def test_a_run_is_adopted_once():
    small = make_small_round()
    run = answered(asked(small))

    outcomes = at_once([lambda: adopt_run(run_id=run.pk, by=small.head)] * 3)

    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", "Refused", "list"]
    assert Placement.objects.standing().count() == 2


def test_who_is_placed_by_hand_while_a_run_is_adopted_has_one_place():
    small = make_small_round()
    run = answered(asked(small))
    third = small.offer("Third", partner=small.prague)

    given, adopted_too = Event(), Event()

    def give() -> None:
        with transaction.atomic():
            place_by_hand(application_id=small.people["A"].pk, offer_id=third.pk, reason="agreed", by=small.officer)
            given.set()
            # The other has read what is committed, or waits for this transaction, before it ends.
            adopted_too.wait(timeout=1)

    def adopt() -> None:
        given.wait(timeout=30)
        adopt_run(run_id=run.pk, by=small.head)
        adopted_too.set()

    outcomes = at_once([give, adopt])

    assert outcomes == [None, None]
    assert small.people["A"].placements.standing().count() == 1


def test_who_waits_first_for_two_places_moves_up_to_one_of_them():
    small = make_small_round()
    adopted(small)
    announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    given = list(Placement.objects.standing())

    def decline(placement: Placement):
        return lambda: decline_placement(placement_id=placement.pk, reason="cannot", by=small.officer)

    outcomes = at_once([decline(one) for one in given])

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    standing = Placement.objects.standing().filter(application=small.people["B"])
    assert (len(given), standing.count()) == (2, 1)
    assert WaitingEntry.objects.filter(application=small.people["B"], state="moved_up").count() == 1


def test_two_members_of_the_panel_decide_once():
    unit = make_unit()
    record = move_to(make_round(unit=unit, officer=make_user(role="officer", unit=unit)), "assessing")
    members = [make_member(record) for _turn in range(3)]
    application = make_application(round=record, state="consented", wishes=[(1, None)])
    values = {"marks": {}, "recommendation": "yes", "note": ""}

    def send(member):
        return lambda: submit_assessment(application_id=application.pk, version=None, values=values, by=member.user)

    outcomes = at_once([send(one) for one in members])

    application.refresh_from_db()
    assert (application.state, application.assessments.sent().count()) == ("yes", 2)
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert Noted.objects.filter(code="application.decided").count() == 1
