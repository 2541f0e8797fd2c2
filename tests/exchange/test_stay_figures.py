"""What stays add to the balance with a city, to the statistics, and to the start page; reminders of answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.algorithms.reciprocity import Direction, Exchange, TurnCode
from hospitium.core.models import Event, Mail
from hospitium.desk.queries.record import rows_of
from hospitium.desk.queries.turn import balance_of, turn_of
from hospitium.exchange.actions import answers, placements
from hospitium.exchange.models import CostLine, Placement, StayReport, StayTask
from hospitium.exchange.queries.balance import stays_with
from hospitium.exchange.queries.statistics import Line, city_of, counted, lines, topic_of, year_of
from hospitium.exchange.queries.stay_costs import sums_by_funder
from hospitium.exchange.queries.stays import length_in_words, stay_tasks_due, tasks_of
from hospitium.exchange.queries.today import task_reminders
from tests import factories as house
from tests.exchange.small_round import day, make_small_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BEGAN = date(2026, 9, 1)


@pytest.fixture
def small():
    house.make_home()
    return make_small_round()


def stay(small, code, offer, state="finished", **given):
    """A placement in this state, as it stands after the steps."""
    start = {"starts_on": BEGAN, "ends_on": date(2026, 9, 21), "placed_at": timezone.now(), "reason": "fits"}
    return Placement.objects.create(
        round=small.round, application=small.people[code], offer=small.offers[offer], state=state, **{**start, **given}
    )


def guest(small):
    """Somebody of Prague who comes to us."""
    small.offer("Here", unit=small.round.unit)
    return small.person("G", "Here", partner=small.prague)


# ---- balance ---------------------------------------------------------------------
def test_stays_count_in_their_direction_with_nights_and_cost(small):
    done = stay(small, "A", "Prague")
    guest(small)
    running = stay(small, "G", "Here", "under_way", starts_on=day(-3), ends_on=day(20))
    stay(small, "B", "Prague", "agreed")
    CostLine.objects.create(placement=done, what="Journey", planned=Decimal(300), actual=Decimal(280))

    assert stays_with(small.prague, today=day(0)) == [
        Exchange(f"stay-{done.pk}", Direction.OUT, 2026, 1, 1, 20, Decimal(280), 9),
        Exchange(f"stay-{running.pk}", Direction.IN, day(-3).year, 1, 1, 3, None, day(-3).month),
    ]


def test_the_cost_is_unknown_while_one_amount_is(small):
    done = stay(small, "A", "Prague", starts_on=None, ends_on=None)
    CostLine.objects.create(placement=done, what="Journey", actual=Decimal(280))
    CostLine.objects.create(placement=done, what="Hotel")

    found = stays_with(small.prague, today=day(0))

    assert found == [Exchange(f"stay-{done.pk}", Direction.OUT, small.round.year, 1, 1)]


def test_the_balance_with_the_city_has_the_stays(small):
    partnership = house.make_partnership(partner=small.prague, unit=small.round.unit)
    stay(small, "A", "Prague")

    rows = rows_of(partnership=partnership, home=None, today=day(0), by=small.officer)

    assert (balance_of(rows).turn.code, balance_of(rows).ours.nights.known) == (TurnCode.PARTNER_OWES, 20)
    assert {"label": "Of these, stays of staff exchange", "value": "1"} in turn_of(rows)["facts"]


# ---- statistics ------------------------------------------------------------------
def test_statistics_count_both_ways_with_what_is_unknown(small):
    done = stay(small, "A", "Prague")
    StayReport.objects.create(placement=done, answer="Yes", submitted_at=timezone.now())
    guest(small)
    stay(small, "G", "Here", starts_on=None, ends_on=None)
    stay(small, "B", "Warsaw", "under_way")
    stay(small, "C", "Warsaw", "broken_off")

    stays = counted(Placement.objects.all())

    assert lines(stays, topic_of) == [Line("", 2, 1, 42, 1, 2, 1)]
    assert lines(stays, city_of) == sorted(
        [Line(str(small.prague), 1, 1, 21, 1, 2, 1), Line(str(small.warsaw), 1, 0, 21, 0, 0, 0)],
        key=lambda line: line.name.casefold(),
    )
    total = lines(stays, topic_of)[0]
    assert (total.weeks, total.report_rate) == (6.0, 50)
    assert {one.name for one in lines(stays, year_of)} == {"2026", str(small.round.year)}


def test_nothing_known_is_unknown_and_not_zero():
    assert (Line("x", sent=1, days_unknown=1).weeks, Line("x", sent=1).report_rate) == (None, None)


def test_costs_are_summed_by_funder_with_unknown_ones(small):
    done = stay(small, "A", "Prague")
    for funder, planned, actual in (("Land", 100, None), ("Land", 50, 40), ("", 10, 10)):
        CostLine.objects.create(placement=done, what="x", funder=funder, planned=planned, actual=actual)

    found = sums_by_funder(done.costs.all())

    assert [(one.funder, one.planned.known, one.actual.known, one.actual.unknown) for one in found] == [
        ("", 10, 10, 0),
        ("Land", 150, 40, 1),
    ]


# ---- start page ------------------------------------------------------------------
def test_open_tasks_stand_on_the_start_page_of_the_office_and_of_the_person(small):
    user = house.make_user(role=Role.EMPLOYEE)
    person = small.people["A"].applicant
    person.user = user
    person.save()
    made = stay(small, "A", "Prague", "accepted")
    approval = StayTask.objects.create(placement=made, kind="approval", code="supervisor", due_on=day(2))
    own = StayTask.objects.create(placement=made, code="journey", due_on=day(3))
    StayTask.objects.create(placement=made, code="a1", due_on=day(3), done_on=day(0))
    StayTask.objects.create(placement=made, code="claim", due_on=day(200))

    def urls(by):
        return [one.url for one in task_reminders(day(0), by)]

    assert urls(small.officer) == [
        f"/desk/placements/{made.pk}/#task-{approval.pk}",
        f"/desk/placements/{made.pk}/#task-{own.pk}",
    ]
    assert urls(user) == [f"/desk/stays/{made.pk}/#task-{own.pk}"]
    assert urls(house.make_user(role=Role.OFFICER, unit=house.make_unit())) == []


# ---- reminders of answers ----------------------------------------------------------
def test_whoever_has_not_answered_is_reminded_once(small):
    made = placements.place_by_hand(
        application_id=small.people["A"].pk, offer_id=small.offers["Prague"].pk, reason="fits", by=small.officer
    )
    placements.announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    before = Mail.objects.count()

    told = [answers.remind_of_answers(today=when) for when in (day(1), day(2), day(3), day(6))]

    assert told == [0, 1, 0, 0]
    assert Mail.objects.count() == before + 1
    assert Mail.objects.latest("pk").to == "a@example.org"
    assert Event.objects.filter(code="placement.reminded", key=str(made.pk)).count() == 1


def test_nobody_is_reminded_who_has_accepted_or_has_no_address(small):
    stay(small, "A", "Prague", "accepted", answer_until=day(1))
    stay(small, "B", "Warsaw", "announced", answer_until=day(1))
    person = small.people["B"].applicant
    person.email = ""
    person.save()

    assert answers.remind_of_answers(today=day(0)) == 0
    assert Mail.objects.count() == 0


@pytest.mark.usefixtures("english")
def test_the_length_is_stated_in_one_way():
    assert [length_in_words(days) for days in (1, 25, 28)] == [
        "1 day (in weeks: 0.1)",
        "25 days (in weeks: 3.6)",
        "28 days (in weeks: 4)",
    ]


def test_a_task_is_late_after_its_day_unless_the_stay_it_was_before_is_over(small):
    def line(placement, kind):
        task = StayTask.objects.create(placement=placement, kind=kind, code="x", due_on=day(-1))
        return next(one.is_late for one in tasks_of(small.officer, placement) if one.task == task)

    running, over = stay(small, "A", "Prague", "under_way"), stay(small, "B", "Warsaw", "finished")

    found = {(name, kind): line(of, kind) for name, of in (("running", running), ("over", over))
             for kind in ("approval", "preparation", "after")}  # fmt: skip

    assert {key for key, is_late in found.items() if not is_late} == {("over", "approval"), ("over", "preparation")}
    assert [one.kind for one in stay_tasks_due(small.officer, until=day(0)) if one.placement_id == over.pk] == ["after"]


def test_the_same_task_of_many_is_one_reminder_and_hides_nothing(small):
    for code, offer in (("A", "Prague"), ("B", "Warsaw"), ("C", "Warsaw")):
        StayTask.objects.create(
            placement=stay(small, code, offer, "under_way"), kind="after", what="Report", due_on=day(-3)
        )
    StayTask.objects.create(
        placement=Placement.objects.latest("pk"), kind="preparation", what="Find a place", due_on=day(2)
    )

    found = [(one.day, one.title, one.url, one.sub) for one in task_reminders(day(0), small.officer)]

    last = Placement.objects.latest("pk")
    assert found == [
        (day(-3), "Report", f"/desk/placements/?round={small.round.pk}", "Person A, Person B and 1 more"),
        (day(2), "Find a place", f"/desk/placements/{last.pk}/#task-{last.tasks.latest('pk').pk}", "Person C"),
    ]
