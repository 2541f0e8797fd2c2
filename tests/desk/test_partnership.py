"""The file of a partnership: who sees what, from how many queries, and what it says."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import Disputable, state_claims
from hospitium.core.events import record
from hospitium.core.models import Claim
from hospitium.core.multilingual import written_in
from hospitium.desk.queries import clauses, figures, file, line, lists, network, turn
from hospitium.desk.queries.record import Rows, rows_of
from hospitium.partners.models import Acquaintance, Contact, ContactFunction, StatusChange
from hospitium.programme.models import Direction, State
from tests.desk.conftest import Office
from tests.factories import (
    make_activity,
    make_clause,
    make_contact,
    make_instrument,
    make_partner,
    make_partnership,
    make_promise,
    make_topic,
    make_unit,
)

TODAY = date(2026, 6, 9)
ADDRESS = "/desk/partnerships/warsaw/"


def read(office: Office, role: str = Role.OFFICER) -> Rows:
    return rows_of(partnership=office.warsaw, home=office.home, today=TODAY, by=office.people[role])


def add_contact(office: Office, *, family: str, organisation: str, last: str = "", ends: str = "") -> Contact:
    known = PartialDate.parse(last) if last else None
    contact = make_contact(partner=office.warsaw.partner, family_name=family, last_contact=known)
    ContactFunction.objects.create(
        contact=contact,
        function="Director",
        organisation=organisation,
        begins=PartialDate(2015),
        ends=PartialDate.parse(ends) if ends else None,
    )
    Acquaintance.objects.create(contact=contact, user=office.people[Role.OFFICER], last_contact=known)
    return contact


# ---- who sees what -------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EMPLOYEE, 200),
        (Role.DEPARTMENT_CONTACT, 200),
        (Role.OFFICER, 200),
        (Role.HEAD, 200),
        (Role.GUEST, 200),
        (Role.INTERPRETER, 200),
        (Role.AUDITOR, 403),
        (Role.ADMINISTRATOR, 403),
        ("nobody", 403),
        ("stranger", 200),
    ],
)
def test_file_opens_for_those_who_may_read_partnerships(office: Office, role: str, status: int) -> None:
    assert office.browsers[role].get(ADDRESS).status_code == status


def test_file_of_an_unpublished_partnership_does_not_exist_for_an_employee(office: Office) -> None:
    hidden = make_partnership(unit=office.unit)

    answers = [office.browsers[role].get(hidden.get_absolute_url()).status_code for role in (Role.EMPLOYEE, Role.HEAD)]

    assert answers == [404, 200]


def test_visitor_is_led_to_the_sign_in(office: Office) -> None:
    answer = Client().get(ADDRESS)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={ADDRESS}")


def test_notes_contacts_and_promises_stay_with_the_unit(office: Office) -> None:
    add_contact(office, family="Canary-Contact", organisation="Canary-Office", last="2026-05")
    make_promise(partnership=office.warsaw, what="Canary-Promise")
    canaries = ("canary-notes", "Canary-Contact", "Canary-Promise")

    seen = {}
    for role in (Role.OFFICER, Role.HEAD, "stranger", Role.DEPARTMENT_CONTACT, Role.EMPLOYEE, Role.GUEST):
        page = office.browsers[role].get(ADDRESS).content.decode()
        seen[role] = [canary in page for canary in canaries]

    assert seen == {
        Role.OFFICER: [True] * 3,
        Role.HEAD: [True] * 3,
        "stranger": [False] * 3,
        Role.DEPARTMENT_CONTACT: [False] * 3,
        Role.EMPLOYEE: [False] * 3,
        Role.GUEST: [False] * 3,
    }


def test_what_is_kept_for_one_sight_is_not_shown_to_another(office: Office) -> None:
    """With an event in the log pages are kept; the keeper's page must not reach the stranger."""
    with transaction.atomic():
        record("partnership.changed", office.warsaw, by=None)

    pages = {
        role: office.browsers[role].get(ADDRESS).content.decode()
        for role in (Role.OFFICER, "stranger", Role.EMPLOYEE, Role.HEAD)
    }

    assert {role: "canary-notes" in page for role, page in pages.items()} == {
        Role.OFFICER: True,
        "stranger": False,
        Role.EMPLOYEE: False,
        Role.HEAD: True,
    }


def test_kept_file_shows_a_write_at_the_next_request(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    with transaction.atomic():
        record("partnership.changed", office.warsaw, by=None)
    before = browser.get(ADDRESS).content.decode()
    with transaction.atomic():
        visit = make_activity(partnerships=[office.warsaw], title=written_in("en", "Visit of the fire brigade"))
        record("activity.created", visit, by=None, about=[office.warsaw])

    after = browser.get(ADDRESS).content.decode()

    assert ("fire brigade" in before, "fire brigade" in after) == (False, True)


# ---- how much it costs ------------------------------------------------------------
def fill(office: Office, count: int) -> None:
    topic = make_topic()
    for number in range(count):
        instrument = make_instrument(partnership=office.warsaw)
        make_clause(instrument=instrument, topics=[topic])
        make_activity(partnerships=[office.warsaw], topics=[topic])
        add_contact(office, family=f"Person {number}", organisation=f"Office {number}", last="2026-01")
        make_promise(partnership=office.warsaw)
        make_partnership(key=f"district-{count}-{number}", partner=office.warsaw.partner, home_district=make_unit())


def test_number_of_queries_does_not_grow_with_the_rows(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    browser.get(ADDRESS)  # the first request of a session writes when it was
    counts = []
    for more in (1, 2):
        fill(office, more)
        with CaptureQueriesContext(connection) as queries:
            browser.get(ADDRESS)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_kept_file_costs_few_queries(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    fill(office, 3)
    with transaction.atomic():
        record("partnership.changed", office.warsaw, by=None)
    browser.get(ADDRESS)

    with CaptureQueriesContext(connection) as queries:
        browser.get(ADDRESS)

    assert len(queries) <= 7


# ---- what it says -------------------------------------------------------------------
def test_figures_carry_their_source_and_say_what_is_unknown(office: Office) -> None:
    make_activity(
        partnerships=[office.warsaw],
        title=written_in("en", "Parking"),
        begins=PartialDate(2023, 6, 8),
        ends=PartialDate(2023, 6, 9),
        source="Press, June 2023",
    )
    rows = read(office)

    found = figures.figures_of(rows, clauses.lives_of(rows))

    assert [(one["value"], one.get("unit", ""), one["label"], one["source"]) for one in found] == [
        (
            "64",
            "days",
            "to the jubilee of 35 years, 12 August 2026. Nothing is planned yet.",
            "Beginning on 12 Aug 1991",
        ),
        ("36", "months", "since the last recorded activity: Parking", "Press, June 2023"),
        ("0", "", "promises open", "Notes on results"),
        (None, "", "persons took part since 2023", "for 1 of 1 visits no number is recorded"),
    ]


@pytest.mark.parametrize(
    ("begins", "is_missing"),
    [
        (PartialDate(2026, 12), False),
        (PartialDate(2026), False),
        (PartialDate(2027, 2, 1), True),
    ],
)
def test_jubilee_with_a_visit_planned_in_its_year_misses_nothing(
    office: Office, begins: PartialDate, is_missing: bool
) -> None:
    make_activity(partnerships=[office.warsaw], state=State.PLANNED, begins=begins, ends=None)

    figure = figures.jubilee(read(office))

    assert figure is not None
    assert ("Nothing is planned yet." in figure["label"]) is is_missing


def test_figures_of_an_empty_file_are_unknown_and_never_nought(office: Office) -> None:
    office.warsaw.since = None
    rows = read(office)

    found = figures.figures_of(rows, ())

    assert [(one["value"], one["label"]) for one in found] == [
        (None, "since when the partnership exists"),
        (None, "when the last visit was"),
        ("0", "promises open"),
    ]


def test_persons_are_at_least_what_is_known(office: Office) -> None:
    for heads in (13, 15, None):
        make_activity(partnerships=[office.warsaw], heads=heads)
    rows = read(office)

    figure = figures.persons(rows)

    assert figure == {
        "value": "28",
        "unit": "at least",
        "label": "persons took part since 2015",
        "source": "for 1 of 3 visits no number is recorded",
    }


@pytest.mark.parametrize(
    ("directions", "sentence"),
    [
        ([Direction.IN, Direction.OUT], "The visits are even."),
        ([Direction.IN], "Sample City is next to pay a visit."),
        ([Direction.OUT], "Warsaw is next to pay a visit."),
        (
            [Direction.OUT, Direction.UNKNOWN, Direction.UNKNOWN],
            "It cannot be said who is next: the direction of some visits is unknown.",
        ),
    ],
)
def test_turn_says_who_is_next(office: Office, directions: list[Direction], sentence: str) -> None:
    for direction in directions:
        make_activity(partnerships=[office.warsaw], direction=direction)

    assert turn.turn_of(read(office))["sentence"] == sentence


def test_turn_of_a_suspended_partnership_names_nobody(office: Office) -> None:
    make_activity(partnerships=[office.warsaw])
    office.warsaw.status = "suspended"

    assert turn.turn_of(read(office))["sentence"] == "The partnership is suspended."


def test_balance_shows_sums_with_their_gaps(office: Office) -> None:
    make_activity(partnerships=[office.warsaw], heads=44)
    make_activity(partnerships=[office.warsaw], heads=None)
    make_activity(partnerships=[office.warsaw], direction=Direction.OUT, heads=None)

    found = turn.turn_of(read(office))

    assert [row["cells"] for row in found["rows"]] == [
        ["Visits", "2", "1", "0"],
        ["Persons", "at least 44, 1 unknown", None, "0"],
        ["Nights", None, None, "0"],
        ["Cost in euros", None, None, "0"],
    ]
    # The picture prints the same as the table.
    assert re.findall(r">(at least 44|44|unknown)</text>", found["svg"]) == ["at least 44", "unknown"]


def test_amounts_of_another_currency_are_not_added_up(office: Office) -> None:
    make_activity(partnerships=[office.warsaw], cost=100)
    make_activity(partnerships=[office.warsaw], cost=900, currency="PLN")

    assert turn.turn_of(read(office))["rows"][3]["cells"] == ["Cost in euros", "at least 100, 1 unknown", "0", "0"]


def test_clauses_are_lived_asleep_or_not_in_evidence(office: Office) -> None:
    transport, culture, sport = make_topic(), make_topic(), make_topic()
    instrument = make_instrument(partnership=office.warsaw)
    for topic, text in ((transport, "Transport"), (culture, "Culture"), (sport, "Sport")):
        make_clause(instrument=instrument, topics=[topic], text=written_in("en", text), position=topic.pk)
    make_activity(partnerships=[office.warsaw], topics=[transport], begins=PartialDate(2024), ends=None)
    make_activity(partnerships=[office.warsaw], topics=[culture], begins=PartialDate(2012), ends=None)
    rows = read(office)

    found = clauses.coverage_of(rows, clauses.lives_of(rows), clauses.districts_of(rows))

    assert [(row["label"], row["chip"]["text"]) for row in found["rows"]] == [
        ("Transport", "lived 2024"),
        ("Culture", "dormant since 2012"),
        ("Sport", "not in evidence"),
    ]


def test_clause_that_only_districts_live_says_so(office: Office) -> None:
    topic = make_topic()
    make_clause(instrument=make_instrument(partnership=office.warsaw), topics=[topic])
    district = make_partnership(key="district", partner=office.warsaw.partner, home_district=make_unit())
    make_activity(partnerships=[district], topics=[topic], begins=PartialDate(2025), ends=None)
    rows = read(office)

    found = clauses.coverage_of(rows, clauses.lives_of(rows), clauses.districts_of(rows))

    assert [(row["chip"]["text"], row["cells"]) for row in found["rows"]] == [
        ("districts only", ["", "", "", "", "hollow"])
    ]


def test_network_warns_when_the_last_counterpart_has_left(office: Office) -> None:
    add_contact(office, family="Kowalski", organisation="Protocol", last="2025-04-08", ends="2025-12")
    rows = read(office)
    net = network.network_of(contacts=rows.contacts, today=TODAY)

    chips = [chip["text"] for chip in file.warnings_of(rows, net)]

    assert chips == ["the last counterpart has left", "14 months without contact"]
    assert [one["text"] for one in network.warnings(rows, net)] == [
        "Kowalski has left; no successor is known.",
        "Protocol: the last counterpart has left.",
    ]


def test_network_misses_no_successor_who_is_written_down(office: Office) -> None:
    add_contact(office, family="Kowalski", organisation="Protocol", last="2025-04-08", ends="2025-12")
    add_contact(office, family="Nowak", organisation="Registry", last="2026-05-01")
    kowalski, nowak = Contact.objects.order_by("pk")
    Contact.objects.filter(pk=kowalski.pk).update(successor=nowak)
    rows = read(office)

    net = network.network_of(contacts=rows.contacts, today=TODAY)

    assert "Kowalski has left; no successor is known." not in [one["text"] for one in network.warnings(rows, net)]


def test_line_has_a_row_in_its_table_for_everything_it_draws(office: Office) -> None:
    make_instrument(
        partnership=office.warsaw, title=written_in("en", "Agreement on transport"), signed=PartialDate(1994, 2)
    )
    make_activity(
        partnerships=[office.warsaw], title=written_in("en", "Golden Book"), begins=PartialDate(2021, 9, 9), ends=None
    )
    make_activity(partnerships=[office.warsaw], state=State.CANCELLED)

    found = line.line_of(read(office))

    assert [row["cells"] for row in found["rows"]] == [
        ["12 Aug 1991", "Beginning of the partnership", "Verzeichnis"],
        ["Feb 1994, day unknown", "Agreement on transport", "Archiv"],
        ["9 September 2021", "Guests in Sample City: Golden Book", "Pressemitteilung"],
    ]
    # From the year before the partnership began, although nothing is recorded so early.
    assert found["years"] == "1990–2027"


def test_conflicting_sources_stand_side_by_side(office: Office) -> None:
    dates = Disputable("since", Claim.Shape.DATE, "since")
    state_claims(
        office.warsaw, dates, [("1991-08-12", "Chancellery"), ("1992", "Press"), ("", "Archive")], by=None, in_use=0
    )

    found = lists.conflicts(read(office))

    assert [(one["title"], one["url"]) for one in found] == [
        ("Warsaw: since", f"/desk/claims/partners.partnership/{office.warsaw.pk}/since/")
    ]
    assert [(one["value"], one["source"], one["chosen"]) for one in found[0]["claims"]] == [
        ("12 Aug 1991", "Chancellery", True),
        ("1992", "Press", False),
        (None, "Archive", False),
    ]


def test_suspended_partnership_says_since_when_nothing_is_planned(office: Office) -> None:
    office.warsaw.status = "suspended"
    office.warsaw.save()
    StatusChange.objects.create(
        partnership=office.warsaw, status="suspended", since=PartialDate(2022, 2), entered_at=timezone.now()
    )

    page = office.browsers[Role.HEAD].get(ADDRESS).content.decode()

    assert re.findall(r"no planning since [^<]*", page) == ["no planning since February 2022"]
    assert "Grant an exception" in page


def test_buttons_say_why_they_are_shut(office: Office) -> None:
    page = office.browsers["stranger"].get(ADDRESS).content.decode()

    assert page.count("This record is looked after by: Desk for Central Europe.") >= 1
    assert f'href="{ADDRESS}handover/"' not in page


def test_file_is_there_in_every_language(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    fill(office, 1)
    answers = []
    for language in ("de", "en", "pl", "cs", "hu", "ru"):
        browser.cookies["language"] = language
        answers.append(browser.get(ADDRESS).headers["Content-Language"])

    assert answers == ["de", "en", "pl", "cs", "hu", "ru"]


def test_partner_without_anything_has_a_file_that_says_what_would_be_here(office: Office) -> None:
    empty = make_partnership(partner=make_partner(), unit=office.unit, since=None, source="")

    page = office.browsers[Role.OFFICER].get(empty.get_absolute_url()).content.decode()

    assert re.findall(r'<div class="hsp-empty"><strong>([^<]*)', page) == [
        "The line of the partnership will be drawn here",
        "Here the clauses will stand beside what was done",
        "Nobody is recorded there yet",
        "No activity is recorded yet",
        "No instrument is recorded yet",
    ]


# ---- history ------------------------------------------------------------------------
def test_history_tells_of_the_partnership_and_of_what_is_about_it(office: Office) -> None:
    officer = office.people[Role.OFFICER]
    with transaction.atomic():
        record("partnership.changed", office.warsaw, by=officer)
        visit = make_activity(partnerships=[office.warsaw])
        record("activity.created", visit, by=officer, about=[office.warsaw])
        record("activity.created", make_activity(), by=officer)

    page = office.browsers[Role.OFFICER].get(f"{ADDRESS}history/").content.decode()

    assert re.findall(r"<p>([^<]*)</p></li>", page) == [
        "An activity was entered.",
        "The file of the partnership was changed.",
    ]
