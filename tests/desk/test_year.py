"""The year: holidays of all cities, clashes, jubilees, filters."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core.multilingual import written_in
from hospitium.desk.queries import year
from hospitium.partners.queries import calendar
from hospitium.programme.models import State
from tests.desk.conftest import Office
from tests.factories import make_activity, make_partner, make_partnership

TODAY = date(2026, 6, 9)


def rows(office: Office, *, partner: str = "", role: str = Role.OFFICER, number: int = 2026) -> year.Rows:
    return year.rows_of(year=number, today=TODAY, home=office.home, partner=partner, by=office.people[role])


def visit(office: Office, begins: str, ends: str, title: str = "Visit") -> None:
    make_activity(
        partnerships=[office.warsaw],
        title=written_in("en", title),
        begins=PartialDate.parse(begins),
        ends=PartialDate.parse(ends),
        state=State.PLANNED,
        is_published=True,
    )


@pytest.mark.parametrize(
    ("country", "language", "name", "spoken"),
    [
        ("PL", "pl", "Narodowe Święto Niepodległości", "pl"),
        ("PL", "hu", "National Independence Day", "en"),
        ("DE", "de", "", "de"),
        ("XX", "de", "", "de"),
    ],
)
def test_holidays_speak_the_language_of_the_reader_or_english(
    country: str, language: str, name: str, spoken: str
) -> None:
    found = {one.on: one for one in calendar.public_holidays(country, "", 2026, language)}

    named = found[date(2026, 11, 11)].name if date(2026, 11, 11) in found else ""
    assert (named, calendar.language_of(country, language)) == (name, spoken)


def test_school_holidays_are_stretches_of_days_where_the_list_has_them() -> None:
    summer = [one for one in calendar.school_holidays("DE", "BE", 2026, "de") if one.name == "Sommerferien"]

    assert summer == [calendar.SchoolHolidays(date(2026, 7, 9), date(2026, 8, 22), "Sommerferien")]
    assert (calendar.school_holidays("HU", "BU", 2026, "de"), calendar.school_holidays("DE", "", 2026, "de")) == (
        (),
        (),
    )


def test_activity_over_a_holiday_of_the_partner_is_a_clash(office: Office) -> None:
    visit(office, "2026-11-09", "2026-11-12", "Seminar")
    visit(office, "2026-11-16", "2026-11-18", "Free week")
    found = rows(office)

    assert [year.clash_words(one) for one in year.clashes_of(found).values()] == [
        "Warsaw: National Independence Day, 11 Nov 2026"
    ]


def test_activity_over_a_holiday_at_home_is_a_clash(office: Office) -> None:
    visit(office, "2026-10-02", "2026-10-04")

    assert [one.place.name for one in year.clashes_of(rows(office)).values()] == ["Sample City"]


def test_what_is_known_to_the_month_only_clashes_with_nothing(office: Office) -> None:
    visit(office, "2026-11", "2026-11")

    assert year.clashes_of(rows(office)) == {}


def test_activity_that_begins_in_the_year_before_belongs_to_both(office: Office) -> None:
    visit(office, "2025-12-30", "2026-01-02")

    assert [len(rows(office, number=number).activities) for number in (2024, 2025, 2026, 2027)] == [0, 1, 1, 0]


def test_months_tell_activities_and_jubilees_in_order(office: Office) -> None:
    visit(office, "2026-07-02", "2026-07-03", "Parking")
    found = rows(office)

    told = [
        (month.name, [line["title"] for line in month.lines]) for month in year.months_of(found, year.clashes_of(found))
    ]

    assert told == [("July", ["Parking"]), ("August", ["Warsaw: 35 years"])]


def test_filter_keeps_to_one_partner(office: Office) -> None:
    visit(office, "2026-07-02", "2026-07-03", "Parking")
    other = make_partnership(partner=make_partner(key="prague", name=written_in("en", "Prague")))
    make_activity(
        partnerships=[other],
        title=written_in("en", "Other"),
        begins=PartialDate(2026, 3, 1),
        ends=PartialDate(2026, 3, 2),
    )

    assert [
        ([str(one) for one in found.activities], [place.key for place in found.places])
        for found in (rows(office), rows(office, partner="warsaw"), rows(office, partner="nowhere"))
    ] == [(["Other", "Parking"], ["prague", "warsaw"]), (["Parking"], ["warsaw"]), ([], [])]


def test_unpublished_activities_are_not_in_the_year_of_an_employee(office: Office) -> None:
    visit(office, "2026-07-02", "2026-07-03", "Open")
    make_activity(
        partnerships=[office.warsaw],
        title=written_in("en", "Canary"),
        begins=PartialDate(2026, 7, 5),
        ends=PartialDate(2026, 7, 6),
    )

    assert [str(one) for one in rows(office, role=Role.EMPLOYEE).activities] == ["Open"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OFFICER, 200),
        (Role.EMPLOYEE, 200),
        (Role.GUEST, 200),
        (Role.INTERPRETER, 403),
        (Role.AUDITOR, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_page_opens_for_those_who_may_read_activities(office: Office, role: str, status: int) -> None:
    assert office.browsers[role].get("/desk/year/2026/").status_code == status


def test_years_without_a_calendar_do_not_exist(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]

    assert [browser.get(f"/desk/year/{number}/").status_code for number in (1899, 1900, 2100, 2101, 10**30)] == [
        404,
        200,
        200,
        404,
        404,
    ]


def test_number_of_queries_does_not_grow_with_the_rows(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    browser.get("/desk/year/2026/")  # the first request of a session writes when it was
    counts = []
    for more in (1, 2):
        for number in range(more):
            visit(office, f"2026-0{number + more}-10", f"2026-0{number + more}-11")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/desk/year/2026/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
