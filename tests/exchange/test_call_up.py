"""Places that become free after the results: offered to the waiting list on request, and explained to who has none."""

from __future__ import annotations

from threading import Event

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions.answers import accept_placement, decline_placement
from hospitium.exchange.actions.moving_up import TO_ANSWER, call_up, preview_call_up
from hospitium.exchange.actions.placements import announce_results
from hospitium.exchange.actions.run_work import end_run, take_run
from hospitium.exchange.actions.runs import adopt_run, ask_runs
from hospitium.exchange.matching import Terms
from hospitium.exchange.models import HostOffer, Placement, Quota, Run, WaitingEntry
from hospitium.exchange.placement_rules import may_call_up
from hospitium.exchange.queries.results import ground_of, own_result
from hospitium.exchange.solve import answer_to
from tests.exchange.small_round import day, make_small_round
from tests.factories import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def told_round():
    """C has the one place in Warsaw, A the one in Prague; B waits for both. Everybody was told."""
    small = make_small_round()
    run = ask_runs(round_id=small.round.pk, mechanisms=["stable"], terms=Terms(seconds=10), by=small.officer)[0]
    question = {"mechanism": run.mechanism, "problem": Run.objects.get(pk=run.pk).problem}
    now = timezone.now()
    end_run(run=take_run(now=now), answer=answer_to(question, Event(), lambda **said: None), now=now)
    adopt_run(run_id=run.pk, by=small.head)
    announce_results(round_id=small.round.pk, answer_until=day(10), by=small.officer)
    Mail.objects.all().delete()
    return small


def raised(small, name, capacity=2):
    HostOffer.objects.filter(pk=small.offers[name].pk).update(capacity=capacity)


def places(small):
    found = small.round.placements.standing().values_list("application__code", "offer", "state")
    names = {offer.pk: name for name, offer in small.offers.items()}
    return sorted((code, names[offer], state) for code, offer, state in found)


def reasons(small, code):
    return [
        (wish.name.rpartition(": ")[2], *wish.reasons)
        for wish in own_result(small.people[code], ground_of(small.round)).wishes
    ]


TOLD = [("A", "Prague", "announced"), ("C", "Warsaw", "announced")]


def test_a_place_more_goes_to_the_first_who_waits():
    small = told_round()
    raised(small, "Warsaw")

    moved = call_up(round_id=small.round.pk, by=small.officer)

    assert places(small) == sorted([*TOLD, ("B", "Warsaw", "announced")])
    assert [(one.origin, one.answer_until) for one in moved] == [("waiting_list", day(20))]
    assert list(Mail.objects.values_list("to", flat=True)) == ["b@example.org"]
    assert timeline(small.round)[0].facts == {"moved": 1}


@pytest.mark.parametrize("better", ["Warsaw", "Prague"])
def test_who_waits_twice_moves_up_to_the_better_wish(better):
    small = told_round()
    run = Run.objects.get()
    wishes = next(one["wishes"] for one in run.problem["applicants"] if one["id"] == "B")
    wishes.sort(key=lambda group: group != [str(small.offers[better].pk)])
    run.save()
    raised(small, "Warsaw")
    raised(small, "Prague")

    call_up(round_id=small.round.pk, by=small.officer)

    assert places(small) == sorted([*TOLD, ("B", better, "announced")])


def test_a_preview_leaves_nothing_behind():
    small = told_round()
    raised(small, "Warsaw")
    before = list(timeline(small.round))

    moved, passed = preview_call_up(round_id=small.round.pk, by=small.officer)

    assert ([one.application.code for one in moved], passed) == (["B"], [])
    assert (places(small), Mail.objects.count(), list(timeline(small.round))) == (TOLD, 0, before)
    assert WaitingEntry.objects.exclude(state="waiting").count() == 0


def test_whom_a_rule_keeps_out_is_named_with_it():
    small = told_round()
    other = make_unit()
    Quota.objects.create(round=small.round, unit=other, most=0)
    run = Run.objects.get()
    run.problem["unit_quotas"] = {f"u{small.people['B'].unit_id}": 2}
    run.save()
    raised(small, "Warsaw")

    moved, passed = preview_call_up(round_id=small.round.pk, by=small.officer)
    call_up(round_id=small.round.pk, by=small.officer)

    assert (moved, [(one.application.code, one.reason) for one in passed]) == ([], [("B", "unit_quota")])
    assert WaitingEntry.objects.get(application=small.people["B"], offer=small.offers["Warsaw"]).reason == "unit_quota"


def test_when_places_are_offered_to_the_waiting_list():
    small = told_round()
    none_free = may_call_up(small.officer, small.round, TO_ANSWER).reason
    raised(small, "Warsaw")
    stranger = may_call_up(make_user(role=Role.OFFICER, unit=make_unit()), small.round, TO_ANSWER)
    allowed = may_call_up(small.officer, small.round, TO_ANSWER)
    small.round.stays_until = day(3)
    late = may_call_up(small.officer, small.round, TO_ANSWER).reason
    Placement.objects.update(announced_at=None)

    assert (none_free, bool(stranger), bool(allowed)) == (
        "There is no free place for which somebody waits.",
        False,
        True,
    )
    assert late == "It is too late: whoever moved up could not answer before the last day of the stays."
    assert may_call_up(small.officer, small.round, TO_ANSWER).reason == (
        "The results are not out. Until then a new run or your own hand gives the places."
    )
    with pytest.raises(Refused):
        call_up(round_id=small.round.pk, by=small.officer)


def test_the_board_leads_to_the_question_who_would_move_up(sign_in):
    small = told_round()
    address = reverse("exchange:round_call_up", args=[small.round.pk])
    client = sign_in(small.officer)

    before = client.get(reverse("exchange:board", args=[small.round.pk])).content.decode()
    raised(small, "Warsaw")
    board = client.get(reverse("exchange:board", args=[small.round.pk])).content.decode()
    offers = [client.get(small.offers[name].get_absolute_url()).content.decode() for name in ("Warsaw", "Prague")]
    asked = client.get(address)
    done = client.post(address, {"form_key": asked.context["form_key"]})

    assert (address in before, address in board) == (False, True)
    assert (address in offers[0], address in offers[1]) == (True, False)
    assert [one["application"].code for one in asked.context["moved"]] == ["B"]
    assert (done.status_code, len(places(small))) == (302, 3)


# ---- why somebody is still without a place ------------------------------------------------
def test_before_anything_is_free_the_places_went_to_others():
    assert reasons(told_round(), "B") == [
        ("Warsaw", "The one place went to somebody with higher priority: 1 who stands higher in the "
         "order for this offer. On the waiting list at number 1."),
        ("Prague", "The one place went to somebody with higher priority: 1 who stands higher in the "
         "order for this offer. On the waiting list at number 1."),
    ]  # fmt: skip


def test_after_a_place_was_added_it_is_said_that_nobody_was_called_up():
    small = told_round()
    raised(small, "Warsaw")

    assert reasons(small, "B")[0] == (
        "Warsaw",
        "A place became free after the results, and the waiting list was not called up yet (number 1).",
    )


def test_after_a_decline_it_is_said_what_kept_somebody_out():
    small = told_round()
    WaitingEntry.objects.filter(application=small.people["B"]).update(reason="capacity")
    Placement.objects.filter(application=small.people["C"]).update(state="declined")

    assert reasons(small, "B")[0][1] == "A place became free after the results. There was no free place."


def test_whoever_stands_on_no_list_is_told_so():
    small = told_round()
    WaitingEntry.objects.all().delete()
    Placement.objects.filter(application=small.people["C"]).update(state="declined")

    assert reasons(small, "B")[0][1] == (
        "A place became free after the results; this application does not stand on its waiting list."
    )


def test_a_decline_that_comes_too_late_moves_nobody_up_and_says_so():
    small = told_round()
    placement = Placement.objects.get(application=small.people["C"])
    accept_placement(placement_id=placement.pk, by=small.officer)
    small.round.stays_until = small.round.stays_from = day(3)
    small.round.save()

    decline_placement(placement_id=placement.pk, reason="Ill", by=small.officer)

    assert reasons(small, "B")[0][1] == ("A place became free after the results, too late for somebody to move up.")
