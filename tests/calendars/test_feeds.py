"""Feeds: what their owner may see now, in wall times of the host city, behind an address that can be revoked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hospitium.accounts.models import Grant
from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.calendars.actions.subscriptions import subscribe
from hospitium.calendars.models import Subscription
from hospitium.core.logs import without_secrets
from hospitium.core.models import Event
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.programme.models import State
from hospitium.visits.actions.items import move_item
from tests.factories import make_activity, make_partnership, make_unit, make_user
from tests.factories_visits import make_item, make_part, make_task, make_venue, make_visit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def visit(officer):
    return make_visit(unit=officer.grants.get().unit, officer=officer)


def path_of(user, what="person", key=""):
    _subscription, address = subscribe(what=what, key=str(key), by=user)
    return "/calendars/" + address.rpartition("/")[2]


def events(user, what="person", key=""):
    response = Client().get(path_of(user, what, key))
    assert response.status_code == 200
    read = icalendar.Calendar.from_ical(response.content)
    return {str(one["UID"]).partition("@")[0]: one for one in read.walk("VEVENT")}


# ---- the address -----------------------------------------------------------------
def test_a_token_has_128_bits_and_only_its_hash_is_kept(officer):
    subscription, address = subscribe(what="person", by=officer)
    token = address.rpartition("/")[2].removesuffix(".ics")

    assert (len(token), address.startswith("http://127.0.0.1:8000/calendars/")) == (22, True)
    assert token not in str(Subscription.objects.values().get(pk=subscription.pk))


def test_whoever_has_no_right_address_gets_404(officer):
    path = path_of(officer)
    subscription = Subscription.objects.get()
    client = Client()
    client.force_login(officer)

    assert client.get(path).status_code == 200
    client.post(reverse("calendars:subscription_revoke", args=[subscription.pk]))
    revoked, unknown = Client().get(path), Client().get("/calendars/AAAAAAAAAAAAAAAAAAAAAA.ics")
    assert (revoked.status_code, unknown.status_code) == (404, 404)


@pytest.mark.parametrize("end", ["grant", "account"])
def test_a_feed_ends_with_the_right_of_its_owner(officer, visit, end):
    path = path_of(officer)
    if end == "grant":
        Grant.objects.update(withdrawn_at=NOW - timedelta(days=1))
    else:
        officer.is_active = False
        officer.save()

    assert Client().get(path).status_code == 404


def test_a_feed_is_asked_again_and_kept_by_nobody(officer, visit, settings):
    item = make_item(visit=visit)
    path = path_of(officer)
    client = Client()

    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    head = client.head(path)
    item.minutes = 90
    item.save()
    changed = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, head.status_code, changed.status_code) == (200, 304, 200, 200)
    assert (again.content, first["Cache-Control"], first["X-Robots-Tag"]) == (
        b"",
        "private, no-cache",
        "noindex, nofollow",
    )
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert settings.SESSION_COOKIE_NAME not in first.cookies


def test_a_use_is_noted_by_the_hour_and_is_no_event(officer):
    path = path_of(officer)
    before = Event.objects.count()

    Client().get(path)
    used = Subscription.objects.get().used_at
    with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
        Client().get(path)
        still = Subscription.objects.get().used_at

    assert (used, still, Event.objects.count()) == (NOW, NOW, before)


def test_the_address_stands_in_no_log(officer):
    path = path_of(officer)
    token = path.rpartition("/")[2].removesuffix(".ics")

    assert token not in without_secrets(f"Not Found: {path}")


# ---- what is in it ---------------------------------------------------------------
def test_an_item_has_wall_times_with_its_zone_and_nothing_internal(officer, visit):
    venue = make_venue(name=written_in("de", "Altes Pumpwerk"), address="Beispielweg 1, 12345 Musterstadt")
    item = make_item(
        visit=visit, title=written_in("de", "Deiche, Daten; und mehr", en="Dykes"), venue=venue, room="Saal 2",
        remark="nie nach außen", phone="030 1", contact="Pforte", plan_b="drinnen", responsible="Ada",
    )  # fmt: skip
    part = make_part(item=item)

    found = events(officer)[f"item-{item.pk}"]

    assert (found["DTSTART"].params["TZID"], found["DTSTART"].dt.replace(tzinfo=None)) == (
        "Europe/Berlin",
        datetime(2027, 3, 9, 9, 0),
    )
    assert found["DTEND"].dt.replace(tzinfo=None) == datetime(2027, 3, 9, 10, 0)
    assert (str(found["SUMMARY"]), str(found["LOCATION"])) == (
        "Deiche, Daten; und mehr",
        "Altes Pumpwerk, Saal 2, Beispielweg 1, 12345 Musterstadt",
    )
    text = found.to_ical().decode()
    assert [word for word in ("nie nach", "030 1", "Pforte", "drinnen", "Ada") if word in text] == []
    assert (part.speaker.name in str(found["DESCRIPTION"]), str(found["STATUS"])) == (True, "TENTATIVE")


def test_the_language_of_a_feed_is_that_of_its_owner(officer, visit):
    item = make_item(visit=visit, title=written_in("de", "Deiche", en="Dykes"))
    officer.language = "en"
    officer.save()

    assert str(events(officer)[f"item-{item.pk}"]["SUMMARY"]) == "Dykes"


@pytest.mark.parametrize(
    ("day", "minutes", "end"),
    [
        # Clocks skip from two to three: by the clock it ends an hour after three.
        (date(2027, 3, 28), 60, datetime(2027, 3, 28, 4, 30)),
        (date(2027, 3, 28), 120, datetime(2027, 3, 28, 4, 30)),
        # The hour from two to three is there twice.
        (date(2026, 10, 25), 60, datetime(2026, 10, 25, 3, 30)),
    ],
)
def test_wall_times_are_kept_in_the_nights_when_clocks_change(officer, day, minutes, end):
    visit = make_visit(unit=officer.grants.get().unit, starts_on=day, ends_on=day)
    item = make_item(visit=visit, day=day, starts=time(2, 30), minutes=minutes)

    found = events(officer)[f"item-{item.pk}"]

    assert (found["DTSTART"].dt.replace(tzinfo=None), found["DTEND"].dt.replace(tzinfo=None)) == (
        datetime.combine(day, time(2, 30)),
        end,
    )
    assert found["DTEND"].dt.astimezone(UTC) > found["DTSTART"].dt.astimezone(UTC)


def test_each_zone_brings_its_rules(officer):
    unit = officer.grants.get().unit
    for zone in ("Europe/Berlin", "Asia/Tokyo", "Africa/Windhoek", "Europe/Kyiv"):
        make_item(visit=make_visit(unit=unit, zone=zone))

    read = icalendar.Calendar.from_ical(Client().get(path_of(officer)).content)

    zones = {str(one["TZID"]): one for one in read.walk("VTIMEZONE")}
    assert set(zones) == {"Europe/Berlin", "Asia/Tokyo", "Africa/Windhoek", "Europe/Kyiv"}
    summer = datetime(2027, 3, 28, 12, 0)
    assert zones["Europe/Berlin"].to_tz().utcoffset(summer) == timedelta(hours=2)
    assert zones["Europe/Berlin"].to_tz().utcoffset(datetime(2027, 3, 9, 9, 0)) == timedelta(hours=1)
    assert zones["Asia/Tokyo"].to_tz().utcoffset(summer) == timedelta(hours=9)


def test_visits_and_activities_are_whole_days_and_partial_dates_are_left_out(officer, visit):
    unit = officer.grants.get().unit
    plain = {"unit": unit, "state": State.PLANNED, "ends": None}
    exact = make_activity(**plain | {"begins": PartialDate(2027, 5, 3), "ends": PartialDate(2027, 5, 5)})
    single = make_activity(begins=PartialDate(2027, 6, 1), **plain)
    month = make_activity(begins=PartialDate(2027, 5), **plain)
    old = make_activity(begins=PartialDate(2001, 5, 3), **plain)

    found = events(officer)

    days = {key: (one["DTSTART"].dt, one["DTEND"].dt) for key, one in found.items()}
    assert days[f"visit-{visit.pk}"] == (date(2027, 3, 8), date(2027, 3, 13))
    assert days[f"activity-{exact.pk}"] == (date(2027, 5, 3), date(2027, 5, 6))
    assert days[f"activity-{single.pk}"] == (date(2027, 6, 1), date(2027, 6, 2))
    assert {f"activity-{one.pk}" for one in (month, old, visit.activity)} & set(found) == set()


def test_what_is_cancelled_says_so_and_what_has_no_time_is_not_there(officer, visit):
    item, unplaced = make_item(visit=visit), make_item(visit=visit, day=None, starts=None)
    visit.activity.state = State.CANCELLED
    visit.activity.save()

    found = events(officer)

    assert [str(found[key]["STATUS"]) for key in (f"item-{item.pk}", f"visit-{visit.pk}")] == ["CANCELLED"] * 2
    assert f"item-{unplaced.pk}" not in found


def test_a_change_raises_the_sequence_under_the_same_uid(officer, visit):
    item = make_item(visit=visit)
    before = events(officer)[f"item-{item.pk}"]
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        move_item(item_id=item.pk, version=None, day=item.day, starts=time(11, 0), minutes=60, by=officer)
    after = events(officer)[f"item-{item.pk}"]

    assert (before["UID"], before["SEQUENCE"] < after["SEQUENCE"]) == (after["UID"], True)
    assert after["LAST-MODIFIED"].dt == NOW + timedelta(hours=1)


def test_my_own_open_tasks_are_days(officer, visit):
    mine = make_task(visit=visit, owner=officer)
    others, done = make_task(visit=visit), make_task(visit=visit, owner=officer, done_on=date(2026, 11, 1))

    found = events(officer)

    assert (found[f"task-{mine.pk}"]["DTSTART"].dt, str(found[f"task-{mine.pk}"]["SUMMARY"])) == (
        date(2026, 12, 8),
        "Fällig: Hotel reservieren"
        if "Fällig" in str(found[f"task-{mine.pk}"]["SUMMARY"])
        else "Due: Hotel reservieren",
    )
    assert {f"task-{others.pk}", f"task-{done.pk}"} & set(found) == set()


# ---- whose and which -------------------------------------------------------------
def test_nobody_sees_the_visits_of_another_unit(officer, visit):
    stranger = make_user(role=Role.OFFICER, unit=make_unit())
    item = make_item(visit=visit)

    assert f"item-{item.pk}" not in events(stranger)
    with pytest.raises(Refused):
        subscribe(what="visit", key=str(visit.pk), by=stranger)
    with pytest.raises(Refused):
        subscribe(what="person", by=make_user(role=Role.EMPLOYEE))


def test_a_feed_of_one_visit_and_of_one_partnership(officer, visit):
    partnership = make_partnership(unit=officer.grants.get().unit)
    there = make_visit(unit=officer.grants.get().unit, partnership=partnership)
    here_item, there_item = make_item(visit=visit), make_item(visit=there)

    assert set(events(officer, "visit", visit.pk)) == {f"visit-{visit.pk}", f"item-{here_item.pk}"}
    assert set(events(officer, "partnership", partnership.pk)) == {f"visit-{there.pk}", f"item-{there_item.pk}"}


def test_a_department_sees_the_visits_in_which_it_takes_part_without_names(visit):
    unit = make_unit()
    visit.activity.departments.add(unit)
    part = make_part(item=make_item(visit=visit))
    other = make_item()
    contact = make_user(role=Role.DEPARTMENT_CONTACT, unit=unit)

    found = events(contact)

    assert (f"item-{part.item_id}" in found, f"item-{other.pk}" in found) == (True, False)
    assert part.speaker.name not in found[f"item-{part.item_id}"].to_ical().decode()


def test_as_many_questions_for_three_visits_as_for_one(officer, visit):
    make_part(item=make_item(visit=visit))
    path = path_of(officer)
    Client().get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        Client().get(path)
    for _number in range(2):
        make_part(item=make_item(visit=make_visit(unit=officer.grants.get().unit)))
    with CaptureQueriesContext(connection) as three:
        Client().get(path)

    assert len(one) == len(three)


# ---- the page --------------------------------------------------------------------
def test_the_address_is_shown_once_and_the_feed_can_be_revoked(officer):
    client = Client()
    client.force_login(officer)

    empty = client.get("/desk/calendars/")
    made = client.post("/desk/calendars/new/", {"what": "person", "partnership": ""})
    again = client.get("/desk/calendars/")

    assert (empty.status_code, made.status_code, made["Cache-Control"]) == (200, 200, "no-store")
    address = made.context["address"]
    assert (address in made.content.decode(), address in again.content.decode()) == (True, False)
    assert Client().get("/calendars/" + address.rpartition("/")[2]).status_code == 200
    assert len(again.context["feeds"]) == 1


def test_a_feed_of_a_partnership_needs_one(officer):
    client = Client()
    client.force_login(officer)
    partnership = make_partnership(unit=officer.grants.get().unit)

    wrong = client.post("/desk/calendars/new/", {"what": "partnership", "partnership": ""})
    right = client.post("/desk/calendars/new/", {"what": "partnership", "partnership": partnership.pk})

    assert (wrong.status_code, right.status_code, Subscription.objects.get().key) == (422, 200, str(partnership.pk))


def test_somebody_elses_feed_cannot_be_revoked(officer):
    subscription, _address = subscribe(what="person", by=officer)
    client = Client()
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit()))

    assert client.post(reverse("calendars:subscription_revoke", args=[subscription.pk])).status_code == 404
