"""The pages of runs, of the board, and of the own result."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.exchange.actions.placements import announce_results
from hospitium.exchange.matching import read_problem
from hospitium.exchange.models import Placement, Run
from tests.exchange.small_round import day, make_small_round
from tests.exchange.test_runs import adopted, answered, asked
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_pages_of_a_run_show_the_result_with_its_reasons(sign_in):
    small = make_small_round()
    run = answered(asked(small))
    client = sign_in(small.officer)

    page = client.get(run.get_absolute_url()).content.decode()
    person = client.get(reverse("exchange:run_person", args=[run.pk, "B"])).content.decode()
    problem = client.get(reverse("exchange:run_problem", args=[run.pk])).content

    assert "No applicant and host would both rather have each other." in page
    assert "Waiting list: B, A" in page
    assert "1 more place at" in person
    assert read_problem(json.loads(problem)).as_json() == read_problem(run.problem).as_json()
    assert "Person" not in page + person


def test_the_list_of_runs_stands_side_by_side_and_asks(sign_in):
    small = make_small_round()
    client = sign_in(small.officer)
    address = reverse("exchange:runs", args=[small.round.pk])
    answer = client.post(
        address,
        {"mechanisms": ["stable", "optimal"], "order": "usual", "tiebreak": "lot", "seed": 1, "seconds": 10},
    )
    for run in Run.objects.order_by("pk"):
        if run.is_open:
            answered(run)

    page = client.get(address).content.decode()

    assert answer.status_code == 302
    assert "Results side by side" in page
    assert [one.number for one in Run.objects.order_by("pk")] == [1, 2]


def test_what_if_from_the_page_and_two_side_by_side(sign_in):
    small = make_small_round()
    base = answered(asked(small))
    client = sign_in(small.officer)
    address = reverse("exchange:run_differently", args=[base.pk])

    wrong = client.post(address, {"kind": "capacity", "mechanism": "stable"})
    client.post(
        address,
        {"kind": "capacity", "place": small.offers["Warsaw"].pk, "value": 2, "mechanism": "stable"},
    )
    other = answered(Run.objects.exclude(pk=base.pk).get())
    page = client.get(reverse("exchange:run_beside", args=[base.pk, other.pk])).content.decode()

    assert (wrong.status_code, "Needed for this question." in wrong.content.decode()) == (422, True)
    assert "better off" in page


def test_the_board_places_by_hand_and_tells_the_results(sign_in):
    small = make_small_round()
    client = sign_in(small.officer)
    board = reverse("exchange:board", args=[small.round.pk])
    place = reverse("exchange:application_place", args=[small.people["B"].pk])

    before = client.get(board).content.decode()
    form = client.get(place).content.decode()
    client.post(place, {"offer": small.offers["Warsaw"].pk, "reason": "Knows the host"})
    after = client.get(board).content.decode()
    client.post(reverse("exchange:round_announce", args=[small.round.pk]), {"answer_until": day(10).isoformat()})

    assert "There is no proposed place" in before
    assert "wish no. 1 · 1 place free" in form
    assert "Knows the host" in after
    assert Placement.objects.get().state == "announced"


def test_the_person_reads_the_own_result_and_answers(sign_in):
    small = make_small_round()
    user = make_user(role=Role.EMPLOYEE)
    applicant = small.people["A"].applicant
    applicant.user = user
    applicant.save()
    adopted(small)
    client = sign_in(user)
    address = reverse("exchange:application_result", args=[small.people["A"].pk])

    early = client.get(address).content.decode()
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    page = client.get(address).content.decode()
    placement = Placement.objects.get(application=small.people["A"])
    client.post(reverse("exchange:placement_decline", args=[placement.pk]), {"reason": "Moving house"})

    assert "There is no result yet" in early
    assert "You have a place: " in page
    assert client.get(reverse("exchange:application_result", args=[small.people["B"].pk])).status_code == 404
    placement.refresh_from_db()
    assert (placement.state, placement.answer) == ("declined", "Moving house")
