"""The pages of runs, of the board, and of the own result."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.exchange.actions.answers import accept_placement
from hospitium.exchange.actions.moving_up import TO_ANSWER
from hospitium.exchange.actions.placements import announce_results, place_by_hand
from hospitium.exchange.actions.runs import ask_differently, lock_pair
from hospitium.exchange.matching import read_problem
from hospitium.exchange.models import Placement, Run, WishedBalance
from hospitium.exchange.queries.results import ground_of
from hospitium.exchange.queries.today import reminders
from hospitium.exchange.views.placing import offers_for
from tests.exchange.small_round import day, make_small_round
from tests.exchange.test_runs import adopted, answered, asked
from tests.factories import make_partner, make_unit, make_user

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
    assert ("<svg" in page, "&lt;svg" in page) == (True, False)
    assert "1 more place at" in person
    assert read_problem(json.loads(problem)).as_json() == read_problem(run.problem).as_json()
    assert "Person" not in page + person


def test_a_city_with_which_a_balance_is_wished_is_called_by_its_name(sign_in):
    small = make_small_round()
    quiet = make_partner(key="quiet-city")
    WishedBalance.objects.create(round=small.round, partner=quiet, tolerance=1)
    run = answered(asked(small))

    page = sign_in(small.officer).get(run.get_absolute_url()).content.decode()

    assert (str(quiet) in page, quiet.key in page) == (True, False)


@pytest.mark.parametrize("mechanism", Run.Mechanism.values)
def test_two_places_fixed_for_one_person_are_both_named_and_none_of_them_wins(mechanism, sign_in):
    small = make_small_round()
    for name in ("Warsaw", "Prague"):
        pair = {"application_id": small.people["A"].pk, "offer_id": small.offers[name].pk}
        lock_pair(**pair, kind="fixed", reason="asked for", by=small.officer)
    run = answered(asked(small, mechanism))

    page = sign_in(small.officer).get(run.get_absolute_url()).content.decode()

    assert (run.outcome["status"], run.outcome["placement"]) == ("infeasible", {})
    assert "These demands cannot be met together" in page
    assert page.count("A is fixed at") == 2
    assert "Without any one of them the others can be met." in page


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


def test_what_if_asks_for_its_kind_then_for_its_fields_and_shows_the_differences(sign_in):
    small = make_small_round()
    base = answered(asked(small))
    client = sign_in(small.officer)
    address = reverse("exchange:run_differently", args=[base.pk])

    first = client.get(address).content.decode()
    second = client.get(f"{address}?kind=capacity")
    wrong = client.post(address, {"kind": "capacity", "place": small.offers["Warsaw"].pk})
    client.post(address, {"kind": "capacity", "place": small.offers["Warsaw"].pk, "value": 2})
    other = answered(Run.objects.exclude(pk=base.pk).get())
    page = client.get(reverse("exchange:run", args=[other.pk])).content.decode()
    beside = client.get(reverse("exchange:run_beside", args=[base.pk, other.pk])).content.decode()
    listed = client.get(reverse("exchange:runs", args=[small.round.pk])).content.decode()

    asked_for = [f"?kind={kind}" in first for kind in ("capacity", "fix", "forbid", "mechanism", "tolerance")]
    # Without a wished balance there is no tolerance to change.
    assert asked_for == [True, True, True, True, False]
    assert list(second.context["form"].fields) == ["kind", "place", "value"]
    assert "Warsaw (now 1)" in second.content.decode()
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["value"])
    assert (other.changes, other.mechanism) == (
        [{"kind": "capacity", "key": str(small.offers["Warsaw"].pk), "value": 2}], "stable",
    )  # fmt: skip
    assert ["better off" in html for html in (page, beside)] == [True, True]
    assert f"What is different from run no. {base.number}" in page
    said = f"Another number of places of an offer: {small.offers['Warsaw'].partner}: Warsaw: 2"
    assert [html.count(said) for html in (page, beside, listed)] == [1, 1, 1]
    assert (
        reverse("exchange:run_beside", args=[other.pk, base.pk]) in client.get(base.get_absolute_url()).content.decode()
    )


def test_a_run_without_places_is_compared_with_none(sign_in):
    small = make_small_round()
    base = answered(asked(small))
    Run.objects.filter(pk=base.pk).update(outcome={**base.outcome, "status": "infeasible", "placement": {}})
    other = answered(ask_differently(run_id=base.pk, changes=[], mechanism="balanced", by=small.officer))
    client = sign_in(small.officer)

    pages = [client.get(one.get_absolute_url()).content.decode() for one in (base, other)]

    assert ["Beside run no." in html for html in pages] == [False, False]
    assert "Another mechanism: balanced" in pages[1]


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "mechanism"),
    [
        ("mechanism", {"mechanism": "balanced"}, [], "balanced"),
        (
            "forbid",
            {"applicant": "C", "place": "Warsaw"},
            [{"kind": "forbid", "applicant": "C", "offer": "Warsaw"}],
            "stable",
        ),
        ("unit_quota", {"unit": "unit", "value": "1"}, [{"kind": "unit_quota", "key": "unit", "value": 1}], "stable"),
        ("nonsense", {}, None, ""),
    ],
)
def test_what_if_of_every_kind(sign_in, kind, typed, stored, mechanism):
    small = make_small_round()
    base = answered(asked(small))
    keys = {"Warsaw": str(small.offers["Warsaw"].pk), "unit": f"u{small.round.unit_id}"}
    typed = {name: keys.get(value, value) for name, value in typed.items()}

    answer = sign_in(small.officer).post(reverse("exchange:run_differently", args=[base.pk]), {"kind": kind, **typed})

    made = Run.objects.exclude(pk=base.pk).first()
    wanted = stored and [{name: keys.get(value, value) for name, value in one.items()} for one in stored]
    assert (made and made.changes, made and made.mechanism) == ((wanted, mechanism) if mechanism else (None, None))
    assert answer.status_code == (302 if mechanism else 200)


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
    left = client.get(address).content.decode()

    assert "There is no result yet" in early
    assert "You have a place: " in page
    assert "<dt>What the guest sees and does</dt>" in page
    assert f"Questions: {small.officer.name}" in page
    assert ("You declined the place: " in left, "You declined this place." in left) == (True, True)
    assert "there is no place for you yet" not in left
    assert client.get(reverse("exchange:application_result", args=[small.people["B"].pk])).status_code == 404
    placement.refresh_from_db()
    assert (placement.state, placement.answer) == ("declined", "Moving house")


def test_the_last_day_for_answers_is_proposed(sign_in):
    small = make_small_round()
    adopted(small)

    page = sign_in(small.officer).get(reverse("exchange:round_announce", args=[small.round.pk]), {}).content.decode()

    usual = max(small.round.accepted_until or day(0), timezone.localdate() + TO_ANSWER)
    assert f'value="{usual.isoformat()}"' in page


def test_the_history_of_a_round_is_not_hidden_by_its_places(sign_in):
    small = make_small_round()
    adopted(small)

    page = sign_in(small.officer).get(small.round.get_absolute_url()).content.decode()

    assert ("A result of the matching was adopted." in page, "A place was proposed by a run." in page) == (True, False)


def test_the_person_finds_the_result_and_the_stay_from_the_application(sign_in):
    small = make_small_round()
    user = make_user(role=Role.EMPLOYEE)
    application = small.people["A"]
    application.applicant.user = user
    application.applicant.save()
    client = sign_in(user)
    pages = (application.get_absolute_url(), reverse("exchange:calls"))
    result = reverse("exchange:application_result", args=[application.pk])
    place = place_by_hand(
        application_id=application.pk, offer_id=small.offers["Warsaw"].pk, reason="fits", by=small.officer
    )
    stay = reverse("exchange:stay", args=[place.pk])

    def shown() -> list[tuple[bool, bool]]:
        found = [client.get(page).content.decode() for page in pages]
        return [(f'href="{result}"' in html, f'href="{stay}"' in html) for html in found]

    before = shown()
    inside = client.get(pages[0]).content.decode()
    announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    told, due = shown(), reminders(today=timezone.localdate(), by=user)
    accept_placement(placement_id=place.pk, by=user)

    assert "A place was given by hand" not in inside
    assert (before, told, shown()) == ([(False, False)] * 2, [(True, False)] * 2, [(True, True)] * 2)
    assert [(one.day, one.url) for one in due] == [(day(5), result)]
    assert f'href="{stay}"' in client.get(result).content.decode()


def test_the_check_says_what_is_not_kept(sign_in):
    small = make_small_round()
    for partner in (small.warsaw, small.prague):
        WishedBalance.objects.create(round=small.round, partner=partner, wished=0, tolerance=0)
    run = answered(asked(small))

    page = sign_in(small.officer).get(run.get_absolute_url()).content.decode()

    assert f"<li>Out of balance: {small.warsaw}.</li>" in page
    assert "stays within its tolerance" not in page


# ---- the board --------------------------------------------------------------------
def a_board():
    small = make_small_round()
    small.offer("Here", unit=make_unit())
    small.person("G", "Here", partner=small.prague)
    place_by_hand(
        application_id=small.people["A"].pk, offer_id=small.offers["Warsaw"].pk, reason="fits", by=small.officer
    )
    return small


@pytest.mark.parametrize(
    ("asked_for", "waiting", "offers"),
    [
        ({}, ["B", "C", "G"], ["Here", "Prague", "Warsaw"]),
        ({"q": "topic b"}, ["B"], []),
        ({"q": "warsaw"}, [], ["Warsaw"]),
        ({"show": "waiting"}, ["B", "C", "G"], []),
        ({"show": "free"}, [], ["Here", "Prague"]),
        ({"city": "Prague"}, ["B", "C", "G"], ["Prague"]),
        ({"city": "Warsaw"}, ["B", "C"], ["Warsaw"]),
        ({"unit": "Here"}, ["G"], ["Here"]),
        ({"unit": "home"}, ["B", "C"], ["Warsaw"]),
        ({"city": "0", "show": "nonsense"}, ["B", "C", "G"], ["Here", "Prague", "Warsaw"]),
    ],
)
def test_the_board_is_narrowed(sign_in, asked_for, waiting, offers):
    small = a_board()
    keys = {"Prague": small.prague.pk, "Warsaw": small.warsaw.pk, "Here": small.offers["Here"].unit_id}
    keys["home"] = small.round.unit_id

    page = sign_in(small.officer).get(
        reverse("exchange:board", args=[small.round.pk]),
        {name: keys.get(value, value) for name, value in asked_for.items()},
    )

    board = page.context["board"]
    shown = [place.offer.title_key for group in (*board.here, *board.there) for place in group.entries]
    assert sorted(one.code for group in board.waiting for one in group.entries) == waiting
    assert (sorted(shown), board.without, board.placed) == ([name.lower() for name in offers], 3, 1)


def test_the_board_counts_places_by_city(sign_in):
    small = a_board()

    page = sign_in(small.officer).get(reverse("exchange:board", args=[small.round.pk]))

    groups = {group.name: (group.taken, group.capacity) for group in page.context["board"].there}
    assert groups == {str(small.warsaw): (1, 1), str(small.prague): (0, 1)}


def test_more_offers_need_no_more_queries(django_assert_num_queries):
    small = make_small_round()
    application = small.people["A"]
    ground = ground_of(small.round)

    with CaptureQueriesContext(connection) as first:
        few = offers_for(application, ground)
    for number in range(6):
        small.offer(f"More {number}", partner=small.warsaw)
    ground = ground_of(small.round)
    with django_assert_num_queries(len(first)):
        many = offers_for(application, ground)

    assert (len(few), len(many)) == (2, 8)
