"""Lists: as many queries for three rows as for one, no column but the named ones, and files that compute nothing."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hospitium.accounts.models import SavedFilter
from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core import tables
from hospitium.core.lists import look
from hospitium.core.models import Event
from hospitium.core.multilingual import written_in
from hospitium.programme.lists import ACTIVITIES
from hospitium.programme.models import Activity, Format
from tests.factories import (
    make_activity,
    make_contact,
    make_instrument,
    make_partner,
    make_partnership,
    make_topic,
    make_unit,
    make_user,
)

LISTS = {
    "/desk/partnerships/": lambda unit: make_partnership(unit=unit),
    "/desk/contacts/": lambda unit: make_contact(partner=make_partnership(unit=unit).partner),
    "/desk/instruments/": lambda unit: make_instrument(partnership=make_partnership(unit=unit)),
    "/desk/activities/": lambda unit: make_activity(partnerships=[make_partnership(unit=unit)]),
}


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def officer(client, unit):
    user = make_user(role=Role.OFFICER, unit=unit)
    client.force_login(user)
    client.cookies["language"] = "en"
    return user


@pytest.mark.parametrize("address", LISTS)
def test_list_asks_the_database_as_often_for_three_rows_as_for_one(client, officer, unit, address):
    counts = []
    for _row in range(2):
        LISTS[address](unit)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        counts.append((len(queries), response.status_code))
        LISTS[address](unit)

    assert counts[0] == counts[1]
    assert counts[0][1] == 200


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"sort": "user__password"},
        {"sort": "-unit__grants__user__password"},
        {"sort": "pk;drop"},
        {"sort": "."},
        {"sort": "--title"},
        {"sort": "\x00\x1b"},
        {"sort": "partnerships__partner__contacts__email"},
        {"page": "9" * 30},
        {"page": "9" * 5000},
        {"page": "-1"},
        {"page": "١"},
        {"year": "2015' OR 1=1"},
        {"partner": "\x00"},
        {"text": "\x00\x07%_\\'\""},
        {"text": "x " * 900},
        {"kind": "no such kind", "status": "[]", "owner": "1e9"},
        {"export": "exe"},
    ],
)
def test_list_takes_what_it_does_not_know_for_nothing(client, officer, unit, address, query):
    LISTS[address](unit)

    response = client.get(f"{address}?{urlencode(query)}")

    assert response.status_code == 200


def test_sort_by_a_column_that_the_list_does_not_name_is_the_list_in_its_own_order(officer):
    with translation.override("en"):
        plain = look(ACTIVITIES, officer, {})
        fuzzed = look(ACTIVITIES, officer, {"sort": "unit__grants__user__password"})

    assert plain.page.paginator.object_list.query.order_by == fuzzed.page.paginator.object_list.query.order_by
    assert plain.headers == fuzzed.headers


def test_unknown_dates_stand_last_in_both_directions(officer, unit):
    early = make_activity(begins=PartialDate(1993), ends=None)
    none = make_activity(begins=None, ends=None)
    late = make_activity(begins=PartialDate(2017, 3), ends=None)

    up = look(ACTIVITIES, officer, {"sort": "begins"})
    down = look(ACTIVITIES, officer, {"sort": "-begins"})

    assert list(up.page.object_list) == [early, late, none]
    assert list(down.page.object_list) == [late, early, none]


def test_filters_together_find_the_one_activity(officer, unit):
    partnership, topic = make_partnership(unit=unit), make_topic(key="mobility")
    wanted = make_activity(
        partnerships=[partnership],
        topics=[topic],
        format=Format.SEMINAR,
        title=written_in("de", "Łódzkie Straßen"),
        begins=PartialDate(2017, 3),
        ends=None,
    )
    make_activity(partnerships=[partnership])
    asked = {
        "partner": partnership.key,
        "topic": "mobility",
        "format": "seminar",
        "year": "2017",
        "text": "LODZ strasse",
    }

    with translation.override("de"):
        shown = look(ACTIVITIES, officer, asked)

    assert list(shown.page.object_list) == [wanted]
    assert len(shown.active) == 5


def test_rows_escape_what_people_typed(officer, unit):
    make_activity(title=written_in("de", "<script>alert(1)</script>"), source='"><img src=x onerror=alert(1)>')

    rows = look(ACTIVITIES, officer, {}).rows

    assert "<script" not in rows[0]
    assert "<img" not in rows[0]
    assert "&lt;script&gt;" in rows[0]


def test_page_beyond_the_end_is_the_last_one(officer, unit):
    partnership = make_partnership(unit=unit)
    for _number in range(101):
        make_activity(partnerships=[partnership])

    shown = look(ACTIVITIES, officer, {"page": "9" * 30})

    assert (shown.page.number, len(shown.rows)) == (2, 1)


def test_search_is_saved_opened_replaced_and_deleted(client, officer, unit):
    make_activity(partnerships=[make_partnership(unit=unit)])
    sent = {"name": "Gäste", "query": "direction=in&sort=-persons&evil=1&format=none"}

    client.post("/desk/activities/", sent)
    kept = SavedFilter.objects.get()
    page = client.get(f"/desk/activities/?{kept.query}").content.decode()
    client.post("/desk/activities/", {**sent, "query": "direction=out"})
    replaced = SavedFilter.objects.get()
    client.post("/desk/activities/", {"forget": str(replaced.pk)})

    assert kept.query == "direction=in&sort=-persons"
    assert 'aria-current="true">Gäste' in page
    assert (replaced.pk, replaced.query) == (kept.pk, "direction=out")
    assert not SavedFilter.objects.exists()
    assert list(Event.objects.order_by("id").values_list("code", flat=True)) == [
        "filter.saved",
        "filter.saved",
        "filter.deleted",
    ]


def test_saved_search_of_somebody_else_cannot_be_deleted(client, officer, unit):
    other = SavedFilter.objects.create(user=make_user(), list_name="activities", name="fremd", query="direction=in")

    client.post("/desk/activities/", {"forget": str(other.pk)})

    assert SavedFilter.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "csv-excel"])
def test_export_reads_back_as_it_was_shown_and_leaves_a_trace(client, officer, unit, kind):
    make_activity(
        partnerships=[make_partnership(unit=unit)],
        title=written_in("de", '=HYPERLINK("http://x")'),
        begins=PartialDate(2015, 6, 9),
        ends=PartialDate(2015, 6, 10),
        heads=None,
        source="-3 Grad",
    )

    response = client.get(f"/desk/activities/?export={kind}")
    sheet = tables.read(response.content)
    row = dict(zip((cell.text for cell in sheet.rows[0]), sheet.rows[1], strict=True))

    shield = "'" if kind == "csv-excel" else ""
    assert len(sheet.rows) == 2
    assert row["Activity"] == tables.Cell(f'{shield}=HYPERLINK("http://x")')
    assert row["Persons"].text == "unknown"
    assert row["When"].text == "2015-06-09"
    assert row["Source"].text == f"{shield}-3 Grad"
    assert [(e.code, e.actor, e.facts) for e in Event.objects.all()] == [
        ("list.exported", officer, {"list": "activities", "format": kind, "count": 1})
    ]


def test_export_is_refused_to_whoever_has_no_row_for_it(client, db):
    client.force_login(make_user(role=Role.EMPLOYEE))

    response = client.get("/desk/activities/?export=xlsx")

    assert response.status_code == 409
    assert not Event.objects.exists()


def test_list_shows_only_what_the_person_may_see(client, unit):
    mine = make_partnership(unit=unit)
    make_contact(partner=mine.partner, family_name="Sichtbar")
    make_contact(partner=make_partner(), family_name="Kanarienvogel")
    client.force_login(make_user(role=Role.OFFICER, unit=unit))

    page = client.get("/desk/contacts/").content.decode()
    file = client.get("/desk/contacts/?export=csv").content.decode()

    assert ("Sichtbar" in page, "Kanarienvogel" in page) == (True, False)
    assert ("Sichtbar" in file, "Kanarienvogel" in file) == (True, False)


def test_empty_list_says_what_will_be_there(client, officer):
    page = client.get("/desk/activities/").content.decode()

    assert "Here seminars, visits and meetings will stand" in page
    assert Activity.objects.count() == 0
