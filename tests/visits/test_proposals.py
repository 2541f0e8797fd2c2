"""The proposal: what is asked, the process that answers, taking over, and the page."""

from __future__ import annotations

import json
import sys
import time as clock
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.algorithms.timetable import Cost, Outcome, Status, Wish
from hospitium.algorithms.timetable import Part as PartOfDay
from hospitium.core.events import timeline
from hospitium.core.leases import ATTEMPTS, LEASE
from hospitium.core.verdicts import Refused
from hospitium.operations.solving import PROPOSALS, Solving
from hospitium.visits.actions.items import move_item
from hospitium.visits.actions.proposals import adopt_items, ask_proposal, discard_proposal, stop_proposal
from hospitium.visits.actions.releases import publish_programme
from hospitium.visits.actions.runs import end_run, give_back_run, keep_run, take_run
from hospitium.visits.models import Item, Part, Proposal, Visit, Way
from hospitium.visits.queries.demands import demand_of
from hospitium.visits.queries.plan_words import DEMANDS, moved_words
from hospitium.visits.queries.proposals import differences_of, result_of
from hospitium.visits.questions import demand_of as read
from hospitium.visits.questions import question_of
from tests.factories import make_unit, make_user
from tests.factories_visits import (
    make_group,
    make_interpreter,
    make_item,
    make_part,
    make_speaker,
    make_venue,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = date(2027, 1, 4)
TUESDAY = date(2027, 3, 9)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(role=Role.OFFICER, unit=unit, language="en")


@pytest.fixture
def visit(unit) -> Visit:
    return make_visit(unit=unit, guest_language="de")


def asked(visit: Visit, by, seconds: int = 10) -> Proposal:
    return ask_proposal(visit_id=visit.pk, seconds=seconds, by=by)


def demand(visit: Visit):
    return demand_of(visit, seconds=10, seed=1, today=TODAY)


def answered(visit: Visit, by, starts: dict[Item, datetime], **given) -> Proposal:
    """A run that has ended with this plan."""
    proposal = asked(visit, by)
    outcome = Outcome(
        status=given.pop("status", Status.OPTIMAL),
        starts={str(item.pk): at for item, at in starts.items()},
        cost=Cost(),
        bound=Cost(),
        **given,
    )
    answer = {"outcome": json.loads(outcome.as_json()), "transfers": {}, "violations": []}
    end_run(run=take_run(now=timezone.now()), answer=answer, now=timezone.now())
    proposal.refresh_from_db()
    return proposal


# ---- what is asked ---------------------------------------------------------------


def test_the_demand_holds_days_hours_wishes_and_what_stands(visit):
    station = make_item(visit=visit, kind="station", wish="morning")
    lunch = make_item(visit=visit, kind="meal", starts=time(12, 30))
    reception = make_item(visit=visit, kind="reception", day=None, starts=None)
    concert = make_item(visit=visit, kind="sightseeing", starts=time(18, 0), minutes=90)
    fixed = make_item(visit=visit, is_fixed=True)
    make_item(visit=visit, kind="transfer", starts=time(8, 30), minutes=20)

    found = demand(visit)

    hours = {key: [(a.time(), b.time()) for a, b in spans[:1]] for key, spans in found.windows.items()}
    assert hours == {
        str(station.pk): [(time(8, 30), time(18, 30))],
        str(lunch.pk): [(time(11, 30), time(14, 30))],
        str(reception.pk): [(time(8, 30), time(22, 0))],
        str(concert.pk): [(time(8, 30), time(22, 0))],
    }
    assert str(fixed.pk) not in found.announced
    assert [day.date.day for day in found.days] == [8, 9, 10, 11, 12]
    assert found.wishes == {str(station.pk): Wish(part=PartOfDay.MORNING)}
    assert found.announced[str(lunch.pk)] == datetime(2027, 3, 9, 12, 30)


def test_what_was_published_is_what_was_announced(visit, officer):
    item = make_item(visit=visit)
    publish_programme(visit_id=visit.pk, note="", by=officer)
    move_item(item_id=item.pk, version=None, day=TUESDAY, starts=time(15), minutes=60, by=officer)

    later = make_item(visit=visit, starts=time(11))

    assert demand(visit).announced == {
        str(item.pk): datetime(2027, 3, 9, 9),
        str(later.pk): datetime(2027, 3, 9, 11),
    }


def test_a_question_comes_back_as_it_was(visit):
    group, other = make_group(visit=visit, heads=7), make_group(visit=visit)
    venue = make_venue(latitude=52.5, longitude=13.4, hours=[{"weekday": 1, "opens": "08:00", "closes": "16:00"}])
    other_venue = make_venue(capacity=30)
    Way.objects.create(origin=venue, target=other_venue, minutes=25)
    item = make_item(visit=visit, venue=venue, groups=[group], interpreters=[make_interpreter()], mode="consecutive")
    make_item(visit=visit, venue=other_venue, groups=[other], day=None, starts=None, wish="evening")
    make_part(item=item, speaker=make_speaker(hours=[{"weekday": 1, "opens": "09:00", "closes": "12:00"}]))

    before = demand(visit)
    stored = json.loads(json.dumps(question_of(before)))

    assert read(stored) == before


def test_a_plan_is_asked_for_once_at_a_time_and_not_while_suspended(visit, officer):
    make_item(visit=visit)
    asked(visit, officer)
    with pytest.raises(Refused, match="being worked on"):
        asked(visit, officer)

    Proposal.objects.all().delete()
    suspend(visit)
    with pytest.raises(Refused):
        asked(visit, officer)


def suspend(visit: Visit) -> None:
    visit.activity.partnerships.update(status="suspended")


def test_nothing_to_place_is_said(visit, officer):
    make_item(visit=visit, is_fixed=True)

    with pytest.raises(Refused, match="nothing to place"):
        asked(visit, officer)


# ---- the worker ------------------------------------------------------------------

ANSWER = {"outcome": json.loads(Outcome(status=Status.OPTIMAL).as_json()), "transfers": {}, "violations": []}
STUB = f"""
import json, sys, time
question = json.loads(sys.stdin.readline())
print(json.dumps({{"share": 0.5, "cost": None}}), flush=True)
CODE
print(json.dumps({{"answer": json.loads({json.dumps(ANSWER)!r})}}), flush=True)
"""


def solving(code: str = "") -> Solving:
    return Solving(replace(PROPOSALS, command=(sys.executable, "-c", STUB.replace("CODE", code))))


def until(work: Solving, done, now: datetime | None = None) -> None:
    """Step until it is so; a guard against hanging is no timing."""
    for _ in range(600):
        work.step(now=now or timezone.now())
        if done():
            return
        clock.sleep(0.05)
    raise AssertionError("It did not come to an end.")


def state(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_a_run_is_taken_answered_and_noted(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    work = solving()

    until(work, lambda: state(proposal) == "done")

    assert (proposal.answer, proposal.attempts, proposal.share, work.is_busy) == (ANSWER, 1, 1.0, False)
    assert [event.code for event in timeline(visit)][:2] == ["proposal.found", "proposal.asked"]


def test_progress_and_lease_are_kept(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    work = solving("time.sleep(60)")
    now = timezone.now()

    until(work, lambda: state(proposal) == "running" and proposal.share == 0.5, now)
    assert proposal.taken_until == now + LEASE
    assert LEASE.total_seconds() <= 60

    work.leave()
    assert (state(proposal), proposal.attempts, work.is_busy) == ("waiting", 0, False)


def test_a_stop_is_handed_on_and_whoever_does_not_listen_is_ended(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    work = solving("time.sleep(60)")
    until(work, lambda: state(proposal) == "running")
    process = work.process.process

    stop_proposal(proposal_id=proposal.pk, by=officer)
    work.step(now=timezone.now())
    work.step(now=timezone.now() + timedelta(seconds=10))

    assert (state(proposal), proposal.answer, process.poll() is not None) == ("stopped", {"failure": "stopped"}, True)


def test_a_waiting_run_stops_at_once(visit, officer):
    make_item(visit=visit)

    assert stop_proposal(proposal_id=asked(visit, officer).pk, by=officer).state == "stopped"
    assert take_run(now=timezone.now()) is None


def test_what_does_not_end_in_time_is_ended(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    work = solving("time.sleep(60)")
    until(work, lambda: state(proposal) == "running")

    work.step(now=timezone.now() + timedelta(seconds=60))

    assert (state(proposal), proposal.answer) == ("failed", {"failure": "late"})


def test_a_process_that_dies_is_started_anew_five_times(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    work = solving("import os; os.kill(os.getpid(), 9)")

    until(work, lambda: state(proposal) == "failed")

    assert (proposal.attempts, proposal.answer) == (ATTEMPTS, {"failure": "attempts"})


def test_the_run_of_a_killed_worker_is_taken_by_the_next(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    now = timezone.now()
    first = take_run(now=now)

    assert take_run(now=now + timedelta(seconds=30)) is None
    second = take_run(now=now + timedelta(seconds=60))

    assert (second.pk, second.attempts) == (proposal.pk, 2)
    assert keep_run(run=first, share=0.9, now=now) is None
    end_run(run=first, answer=ANSWER, now=now)
    give_back_run(run=first, counts=True)
    assert (state(proposal), proposal.attempts) == ("running", 2)


def test_an_error_is_told_at_once(visit, officer):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    work = solving('print(json.dumps({"failure": "memory"}), flush=True); sys.exit()')

    until(work, lambda: state(proposal) == "failed")

    assert (proposal.answer, proposal.attempts) == ({"failure": "memory"}, 1)


def test_a_real_run_finds_the_best_plan_with_its_transfer(visit, officer):
    """Two stations at the same time, one of them fixed; the transfer to the other one goes with it."""
    here, there = make_venue(), make_venue(hours=[{"weekday": 1, "opens": "09:00", "closes": "12:00"}])
    Way.objects.create(origin=here, target=there, minutes=22)
    fixed = make_item(visit=visit, venue=here, is_fixed=True)
    moving = make_item(visit=visit, venue=there, kind="station", starts=time(9, 30))
    transfer = make_item(visit=visit, kind="transfer", starts=time(9, 5), minutes=20)
    proposal = asked(visit, officer)
    work = Solving()

    until(work, lambda: state(proposal) not in ("waiting", "running"))
    result = result_of(proposal, by=officer)

    assert (proposal.state, result.outcome.status, proposal.answer["violations"]) == ("done", Status.OPTIMAL, [])
    plan = {one.item: (one.starts, one.minutes) for one in result.differences}
    begins = plan[moving][0]
    assert fixed not in plan
    assert begins.date() == TUESDAY
    assert time(10, 35) <= begins.time() <= time(11)
    assert transfer in plan
    assert plan[transfer][1] == 25
    assert (result.now.errors, result.then.errors) == (2, 0)


def test_what_contradicts_is_named(visit, officer):
    venue = make_venue(hours=[{"weekday": 1, "opens": "09:00", "closes": "10:00"}])
    items = [make_item(visit=visit, venue=venue) for _ in range(2)]
    proposal = asked(visit, officer)
    work = Solving()

    until(work, lambda: state(proposal) not in ("waiting", "running"))
    result = result_of(proposal, by=officer)

    assert result.outcome.status is Status.INFEASIBLE
    assert result.outcome.is_smallest
    assert [(str(one.sentence), {item.pk for item in one.items}) for one in result.conflict] == [
        ("These items must be in the programme.", {item.pk for item in items}),
        ("The venue of these items must be open.", {item.pk for item in items}),
    ]


# ---- taking over -----------------------------------------------------------------


def test_items_are_taken_over_like_items_moved_by_hand(visit, officer):
    item, other = make_item(visit=visit), make_item(visit=visit, starts=time(11))
    part = make_part(item=item, state=Part.State.CONFIRMED)
    starts = {item: datetime(2027, 3, 10, 14), other: datetime(2027, 3, 9, 11, 30)}
    proposal = answered(visit, officer, starts)

    assert [(one.item, one.moved_by) for one in differences_of(proposal)] == [
        (other, "0:30 hours later"),
        (item, "1 day later"),
    ]
    adopt_items(proposal_id=proposal.pk, versions={item.pk: item.version}, by=officer)

    item.refresh_from_db()
    part.refresh_from_db()
    assert (item.begins_at, item.version, part.state) == (starts[item], 2, "open")
    assert [one.item for one in differences_of(proposal)] == [other]
    assert state(proposal) == "adopted"
    assert next(event.code for event in timeline(visit)) == "proposal.adopted"
    assert "item.moved" in [event.code for event in timeline(item)]


def test_one_that_somebody_changed_stops_them_all(visit, officer):
    item, other = make_item(visit=visit), make_item(visit=visit, starts=time(11))
    proposal = answered(visit, officer, {item: datetime(2027, 3, 10, 14), other: datetime(2027, 3, 10, 15)})
    move_item(item_id=other.pk, version=1, day=TUESDAY, starts=time(16), minutes=60, by=officer)

    with pytest.raises(Refused, match="changed in the meantime"):
        adopt_items(proposal_id=proposal.pk, versions={item.pk: 1, other.pk: 1}, by=officer)

    item.refresh_from_db()
    assert (item.begins_at, state(proposal)) == (datetime(2027, 3, 9, 9), "done")


def test_what_is_new_fixed_or_refused_is_left_alone(visit, officer):
    item, fixed = make_item(visit=visit), make_item(visit=visit, starts=time(11))
    proposal = answered(visit, officer, {item: datetime(2027, 3, 10, 14), fixed: datetime(2027, 3, 10, 15)})
    Item.objects.filter(pk=fixed.pk).update(is_fixed=True)
    make_item(visit=visit, starts=time(16))

    assert [one.item for one in differences_of(proposal)] == [item]
    for versions in ({}, {fixed.pk: 1}):
        with pytest.raises(Refused):
            adopt_items(proposal_id=proposal.pk, versions=versions, by=officer)
    suspend(visit)
    with pytest.raises(Refused):
        adopt_items(proposal_id=proposal.pk, versions={item.pk: 1}, by=officer)


def test_a_plan_that_broke_the_check_is_never_taken_over(visit, officer):
    item = make_item(visit=visit)
    proposal = answered(visit, officer, {item: datetime(2027, 3, 10, 14)})
    proposal.answer["violations"] = ["group_overlap:1:2"]
    proposal.save()

    assert differences_of(proposal) == []
    with pytest.raises(Refused, match="did not pass"):
        adopt_items(proposal_id=proposal.pk, versions={item.pk: 1}, by=officer)


def test_a_discarded_plan_is_not_taken_over(visit, officer):
    item = make_item(visit=visit)
    proposal = answered(visit, officer, {item: datetime(2027, 3, 10, 14)})

    assert discard_proposal(proposal_id=proposal.pk, by=officer).state == "discarded"
    with pytest.raises(Refused):
        adopt_items(proposal_id=proposal.pk, versions={item.pk: 1}, by=officer)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, datetime(2027, 3, 9, 9), "had no time"),
        (datetime(2027, 3, 9, 9), None, "has no time in this plan"),
        (datetime(2027, 3, 9, 9), datetime(2027, 3, 7, 9), "2 days earlier"),
        (datetime(2027, 3, 9, 9), datetime(2027, 3, 9, 7, 45), "1:15 hours earlier"),
        (datetime(2027, 3, 9, 9), datetime(2027, 3, 9, 9), "another length"),
    ],
)
def test_how_far_an_item_is_moved(before, after, expected):
    assert moved_words(before, after) == expected


# ---- the page --------------------------------------------------------------------


def test_the_page_asks_shows_progress_stops_and_lists(visit, officer, client):
    make_item(visit=visit)
    client.force_login(officer)
    page = reverse("visits:proposals", args=[visit.pk])

    assert "Propose a plan" in client.get(page).content.decode()
    assert client.post(page, {"seconds": 30}).status_code == 302
    assert client.post(page, {"seconds": 17}).status_code == 422
    proposal = Proposal.objects.get()
    progress = reverse("visits:proposal_progress", args=[proposal.pk])

    shown = client.get(page).content.decode()
    part = client.get(progress, headers={"X-Requested-With": "hospitium"}).content.decode()
    assert "<progress" in shown
    assert f'data-hospitium-progress="{progress}"' in shown
    assert "data-open" in part
    assert "<html" not in part
    assert client.get(progress).headers["Location"] == page

    client.post(reverse("visits:proposal_stop", args=[proposal.pk]))
    assert "stopped before there was a plan" in client.get(page).content.decode()


def test_the_page_takes_over_and_says_what_was_wrong(visit, officer, client):
    item = make_item(visit=visit)
    proposal = answered(visit, officer, {item: datetime(2027, 3, 10, 14)})
    client.force_login(officer)
    adopt = reverse("visits:proposal_adopt", args=[proposal.pk])

    shown = client.get(reverse("visits:proposals", args=[visit.pk])).content.decode()
    assert f'value="{item.pk}:1"' in shown
    assert "It is proven that no other plan is better." in shown

    empty = client.post(adopt, {"items": "nonsense"})
    assert "No item is chosen" in str([*get_messages(empty.wsgi_request)][-1])
    client.post(adopt, {"items": f"{item.pk}:1"})
    item.refresh_from_db()
    assert item.begins_at == datetime(2027, 3, 10, 14)
    assert "stands as this plan has it" in client.get(reverse("visits:proposal", args=[proposal.pk])).content.decode()


@pytest.mark.parametrize("failure", ["memory", "attempts", "late", "error"])
def test_a_failure_is_said(visit, officer, client, failure):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    end_run(run=take_run(now=timezone.now()), answer={"failure": failure}, now=timezone.now())
    client.force_login(officer)

    shown = client.get(reverse("visits:proposal", args=[proposal.pk])).content.decode()

    assert 'data-tone="danger"' in shown


def test_gap_and_contradictions_are_said(visit, officer, client):
    item = make_item(visit=visit)
    claims = tuple((code, (str(item.pk),)) for code in DEMANDS)
    proposal = answered(visit, officer, {item: item.begins_at}, status=Status.INFEASIBLE, conflict=claims, gap=0.25)
    proposal.answer["outcome"] |= {"cost": [0, 0, 40, 0, 0], "bound": [0, 0, 30, 0, 0]}
    proposal.save()
    client.force_login(officer)

    shown = client.get(reverse("visits:proposals", args=[visit.pk])).content.decode()

    assert "“minutes on the way”: this plan has 40, none has less than 30 (gap 25 %)" in shown
    assert [str(sentence) for sentence in DEMANDS.values() if str(sentence) not in shown] == []


def test_others_do_not_see_it(visit, officer, client):
    make_item(visit=visit)
    proposal = asked(visit, officer)
    client.force_login(make_user(role=Role.OFFICER))

    assert client.get(reverse("visits:proposals", args=[visit.pk])).status_code == 404
    for view in ("proposal_stop", "proposal_adopt", "proposal_discard"):
        assert client.post(reverse(f"visits:{view}", args=[proposal.pk])).status_code == 404


def test_three_items_and_runs_ask_no_more_than_one(visit, officer, client):
    client.force_login(officer)
    page = reverse("visits:proposals", args=[visit.pk])

    def queries(count: int) -> int:
        Item.objects.all().delete()
        Proposal.objects.all().delete()
        items = [make_item(visit=visit, venue=make_venue(), starts=time(9 + 2 * n)) for n in range(count)]
        for item in items:
            make_part(item=item)
        for _ in range(count):
            answered(visit, officer, {item: datetime(2027, 3, 10, 14 + n) for n, item in enumerate(items)})
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(page)
        return len(found)

    queries(1)
    assert queries(3) == queries(1)
