"""Tasks: counted from the visit, done, shown on the start page, and reminded of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.programme.models import State
from hospitium.visits.actions import parts
from hospitium.visits.actions import tasks as actions
from hospitium.visits.actions.visits import edit_visit
from hospitium.visits.models import Task
from hospitium.visits.queries.tasks import confirmed_on, tasks_of
from tests.factories import make_unit, make_user
from tests.factories_visits import make_item, make_part, make_speaker, make_task, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def visit(officer):
    """Monday 8 to Friday 12 March 2027."""
    return make_visit(unit=officer.grants.get().unit, officer=officer)


def add(visit, officer, **given):
    values = {"what": "Hotel", "anchor": "start", "days": -30, "owner": officer, **given}
    return actions.create_task(visit_id=visit.pk, values=values, by=officer)


def codes(record):
    return [event.code for event in reversed(timeline(record))]


@pytest.mark.parametrize(
    ("anchor", "days", "due_on"),
    [
        ("start", -30, date(2027, 2, 6)),
        ("start", 0, date(2027, 3, 8)),
        ("end", 14, date(2027, 3, 26)),
        ("confirmation", 2, None),
    ],
)
def test_the_day_is_counted_from_the_visit(visit, officer, anchor, days, due_on):
    task = add(visit, officer, anchor=anchor, days=days)

    assert (task.due_on, codes(task)) == (due_on, ["task.created"])


def test_the_days_move_with_the_visit_and_what_is_done_stays(visit, officer):
    task, done = add(visit, officer), add(visit, officer)
    actions.finish_task(task_id=done.pk, by=officer)

    days = {"starts_on": date(2027, 3, 10), "ends_on": date(2027, 3, 14)}
    edit_visit(visit_id=visit.pk, version=None, values=days, by=officer)

    task.refresh_from_db()
    done.refresh_from_db()
    assert (task.due_on, done.due_on) == (date(2027, 2, 8), date(2027, 2, 6))


def test_what_is_counted_from_the_confirmation_gets_its_day_when_the_last_one_confirms_and_loses_it_again(
    visit, officer
):
    item = make_item(visit=visit)
    first, second = make_part(item=item), make_part(item=make_item(visit=visit))
    make_item(visit=visit, kind="meal")
    task = add(visit, officer, anchor="confirmation", days=3)
    days = []

    for part in (first, second):
        parts.note_answer(part_id=part.pk, state="confirmed", text="", by=officer)
        task.refresh_from_db()
        days.append(task.due_on)
    parts.add_part(item_id=item.pk, values={"speaker": make_speaker(), "role": "host"}, by=officer)
    task.refresh_from_db()

    today = timezone.localdate()
    assert (days, task.due_on) == ([None, today + timedelta(days=3)], None)


def test_where_nobody_is_asked_nothing_is_confirmed(visit):
    make_item(visit=visit, kind="meal")

    assert confirmed_on(visit) is None


def test_a_task_is_done_once_and_can_be_opened_again(visit, officer):
    task = add(visit, officer)

    for _time in range(2):
        task = actions.finish_task(task_id=task.pk, by=officer)
    done = (task.done_on, task.done_by)
    task = actions.reopen_task(task_id=task.pk, by=officer)

    assert (done, task.done_on, codes(task)) == (
        (timezone.localdate(), officer),
        None,
        ["task.created", "task.done", "task.reopened"],
    )


def test_changing_and_removing(visit, officer):
    task = add(visit, officer)
    version = task.version

    actions.edit_task(task_id=task.pk, version=version, values={"days": -10}, by=officer)
    with pytest.raises(Conflict):
        actions.edit_task(task_id=task.pk, version=version, values={"days": -9}, by=officer)

    assert Task.objects.get().due_on == date(2027, 2, 26)
    actions.remove_task(task_id=task.pk, by=officer)
    assert not Task.objects.exists()


def test_another_office_does_nothing_here(visit, officer):
    other, task = make_user(role=Role.OFFICER, unit=make_unit()), add(visit, officer)

    for act in (actions.finish_task, actions.reopen_task, actions.remove_task):
        with pytest.raises(Refused):
            act(task_id=task.pk, by=other)
    with pytest.raises(Refused):
        add(visit, other)


# ---- pages -----------------------------------------------------------------------
def test_the_page_counts_what_is_done_and_marks_what_is_late(visit, officer, sign_in, english):
    late = make_task(visit=visit, what="Letters", due_on=timezone.localdate() - timedelta(days=2))
    actions.finish_task(task_id=add(visit, officer).pk, by=officer)
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/tasks/"

    page = client.get(address).content.decode()
    found = tasks_of(visit, today=timezone.localdate())

    assert ("1 of 2 tasks done" in page, "1 overdue" in page, "30 days before" in page) == (True, True, True)
    assert (found.done, found.overdue, found.rows[0].task) == (1, 1, late)


def test_tasks_are_added_ticked_and_removed_on_the_page(visit, officer, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/tasks/"
    typed = {"what": "Coach", "anchor": "end", "days": "-3", "owner": officer.pk}

    assert client.get(f"{address}new/").status_code == 200
    client.post(f"{address}new/", typed)
    task = Task.objects.get()
    client.post(f"/desk/tasks/{task.pk}/done/")
    client.post(f"/desk/tasks/{task.pk}/reopen/")
    client.post(f"/desk/tasks/{task.pk}/edit/", {**typed, "days": "-4", "version": Task.objects.get().version})

    assert Task.objects.get().due_on == date(2027, 3, 8)
    assert client.get(f"/desk/tasks/{task.pk}/remove/").status_code == 200
    client.post(f"/desk/tasks/{task.pk}/remove/", {"sent": "1"})
    assert not Task.objects.exists()


def test_an_empty_list_says_what_it_is_for(visit, officer, sign_in):
    assert "No tasks yet" in sign_in(officer).get(f"/desk/visits/{visit.pk}/tasks/").content.decode()


def test_the_page_asks_the_database_as_often_for_three_tasks_as_for_one(visit, officer, sign_in):
    client, address = sign_in(officer), f"/desk/visits/{visit.pk}/tasks/"
    make_task(visit=visit, owner=officer)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    make_task(visit=visit, owner=officer)
    make_task(visit=visit, owner=officer)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


def test_the_start_page_shows_what_is_due_within_two_weeks_to_the_office_that_plans(visit, officer, sign_in):
    today = timezone.localdate()
    for what, days in (("Coach", 14), ("Flowers", 15), ("Badges", -3)):
        make_task(visit=visit, what=what, due_on=today + timedelta(days=days))
    make_task(visit=visit, what="Candles", due_on=today, done_on=today)
    cancelled = make_visit(unit=visit.unit)
    cancelled.activity.state = State.CANCELLED
    cancelled.activity.save()
    make_task(visit=cancelled, what="Tents", due_on=today)

    pages = [
        sign_in(person).get("/desk/").content.decode()
        for person in (officer, make_user(role=Role.OFFICER, unit=make_unit()))
    ]

    words = ("Coach", "Flowers", "Badges", "Candles", "Tents")
    assert [[word for word in words if word in page] for page in pages] == [["Coach", "Badges"], []]


# ---- reminders -----------------------------------------------------------------
def test_whoever_is_in_charge_is_reminded_the_day_before_and_once_when_it_is_late(visit, officer):
    owner = make_user(role=Role.OFFICER, unit=visit.unit, language="de")
    day = date(2027, 2, 6)
    add(visit, officer, what="Hotel", owner=owner)
    add(visit, officer, what="Bus", owner=owner)
    add(visit, officer, what="Presse", owner=None)
    sent = [actions.remind_of_tasks(today=day + timedelta(days=step)) for step in (-2, -1, 0, 1, 2)]

    mails = [
        (mail.to, "Hotel" in mail.body, "Bus" in mail.body, "Presse" in mail.body)
        for mail in Mail.objects.order_by("pk")
    ]
    wanted = [(owner.email, True, True, False), (officer.email, False, False, True)]
    assert (sent, mails) == ([0, 2, 0, 2, 0], [*wanted, *wanted])


def test_who_has_left_is_not_written_to(visit, officer):
    owner = make_user(role=Role.OFFICER, unit=visit.unit)
    add(visit, officer, owner=owner)
    owner.is_active = False
    owner.save()

    actions.remind_of_tasks(today=date(2027, 2, 6))

    assert [mail.to for mail in Mail.objects.all()] == [officer.email]


def test_what_is_done_or_cancelled_reminds_nobody(visit, officer):
    actions.finish_task(task_id=add(visit, officer).pk, by=officer)
    add(visit, officer)
    visit.activity.state = State.CANCELLED
    visit.activity.save()

    assert actions.remind_of_tasks(today=date(2027, 2, 6)) == 0
