"""The start page: each role has its own, and says what is due, who waits and what grows quiet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import record
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.desk.queries import quiet, today, welcome
from hospitium.partners.models import ContactFunction, PlanningException, StatusChange
from hospitium.programme.models import Direction, Promise, State
from tests.desk.conftest import Office
from tests.factories import (
    make_activity,
    make_clause,
    make_contact,
    make_instrument,
    make_partnership,
    make_promise,
    make_topic,
)

DAY = date(2026, 6, 9)


def due(office: Office, role: str = Role.OFFICER) -> list[tuple[Any, ...]]:
    lines = today.due_of(today=DAY, here="Sample City", by=office.people[role])
    return [(line["title"], line["end"], (line.get("chip") or {}).get("text")) for line in lines]


@pytest.mark.parametrize("role", [*Role.values, "nobody", "stranger"])
def test_page_opens_for_everybody_who_has_a_role(office: Office, role: str) -> None:
    status = office.browsers[role].get("/desk/").status_code

    assert status == (403 if role == "nobody" else 200)


def test_due_is_what_has_a_date_with_the_most_pressing_first(office: Office) -> None:
    make_promise(partnership=office.warsaw, what="Send the glossary", due_on=date(2026, 6, 1))
    make_promise(partnership=office.warsaw, what="Offer two places", due_on=date(2026, 6, 12))
    make_promise(partnership=office.warsaw, what="Much later", due_on=date(2026, 12, 1))
    make_promise(
        partnership=office.warsaw,
        what="Kept already",
        due_on=date(2026, 6, 2),
        state=Promise.State.KEPT,
        closed_on=DAY,
    )
    make_instrument(
        partnership=office.warsaw,
        title=written_in("en", "Arrangement"),
        valid_until=date(2026, 12, 31),
        is_tacitly_renewed=True,
        renewal_months=24,
        notice_months=6,
    )
    make_instrument(partnership=office.warsaw, title=written_in("en", "Letter"), valid_until=date(2026, 7, 1))

    assert due(office) == [
        ("Send the glossary", "1 Jun 2026", "overdue"),
        ("Offer two places", "12 Jun 2026", "3 days left"),
        ("Arrangement: give notice or let it renew", "30 Jun 2026", "21 days left"),
        ("Letter: expires", "1 Jul 2026", "22 days left"),
    ]


def test_what_is_due_beyond_the_first_lines_folds_out(office: Office) -> None:
    soon = timezone.localdate()
    for number in range(today.MOST_LINES + 2):
        make_promise(partnership=office.warsaw, what=f"Promise {number:02}", due_on=soon)

    page = office.browsers[Role.OFFICER].get("/desk/").content.decode()

    folded = page.partition("<summary>2 more</summary>")[2].partition("</details>")[0]
    assert [f"Promise {number:02}" in folded for number in (0, 11, 12, 13)] == [False, False, True, True]
    assert "Promise 00" in page


def test_due_of_another_unit_is_not_shown(office: Office) -> None:
    make_promise(partnership=office.warsaw, due_on=DAY)
    make_instrument(partnership=office.warsaw, valid_until=date(2026, 7, 1))

    assert (due(office, "stranger"), due(office, Role.EMPLOYEE)) == ([], [])


def test_exception_that_ends_is_due(office: Office) -> None:
    PlanningException.objects.create(
        partnership=office.warsaw,
        purpose="One call",
        reason="Winding up",
        valid_until=DAY,
        granted_by=office.people[Role.HEAD],
        granted_at=timezone.now(),
    )

    assert due(office) == [("The exception ends: One call", "9 Jun 2026", "today")]


def test_failed_mails_stand_only_before_those_who_can_send_them_again(office: Office) -> None:
    Mail.objects.create(
        to="a@example.org",
        language="de",
        subject="x",
        body="y",
        message_id="1",
        status=Mail.Status.FAILED,
        due_at=timezone.now(),
    )

    titles = {role: [line[0] for line in due(office, role)] for role in (Role.ADMINISTRATOR, Role.OFFICER)}

    assert titles == {Role.ADMINISTRATOR: ["1 mail could not be sent"], Role.OFFICER: []}


def test_waiting_tells_both_sides_apart(office: Office) -> None:
    make_promise(partnership=office.warsaw, what="Ours", due_on=date(2026, 6, 1))
    make_promise(partnership=office.warsaw, what="Both", side=Promise.Side.BOTH, due_on=None)
    make_promise(partnership=office.warsaw, what="Theirs", side=Promise.Side.THEIRS, due_on=date(2026, 6, 2))

    found = today.waiting_of(today=DAY, here="Sample City", by=office.people[Role.OFFICER])

    assert [(line["title"], line["sub"]) for line in found.for_us] == [("Warsaw", "waits for 2 promises")]
    assert [(line["title"], line["sub"]) for line in found.for_them] == [("Warsaw", "Theirs")]


def notes(office: Office) -> list[str]:
    own = today.own_partnerships(office.people[Role.OFFICER])
    return [one["title"] for one in quiet.notes_of(partnerships=own, today=DAY, by=office.people[Role.OFFICER]).shown]


def test_quiet_is_what_nobody_has_touched(office: Office) -> None:
    make_activity(partnerships=[office.warsaw], begins=PartialDate(2024, 6), ends=None)
    contact = make_contact(partner=office.warsaw.partner, last_contact=PartialDate(2025, 4, 8))
    ContactFunction.objects.create(contact=contact, function="Director", ends=PartialDate(2025, 12))
    instrument = make_instrument(partnership=office.warsaw)
    make_clause(instrument=instrument, topics=[make_topic()])

    assert notes(office) == [
        "Warsaw: the last counterpart has left.",
        "Warsaw: no activity for 23 months.",
        "Warsaw: 1 of 1 clause dormant.",
    ]


def test_clause_with_a_recent_activity_on_its_topic_does_not_sleep(office: Office) -> None:
    topic = make_topic()
    make_clause(instrument=make_instrument(partnership=office.warsaw), topics=[topic])
    make_activity(partnerships=[office.warsaw], topics=[topic], begins=PartialDate(2025, 11), ends=None)

    assert notes(office) == []


def test_activity_of_another_partner_wakes_no_clause(office: Office) -> None:
    topic = make_topic()
    make_clause(instrument=make_instrument(partnership=office.warsaw), topics=[topic])
    make_activity(partnerships=[make_partnership()], topics=[topic], begins=PartialDate(2025, 11), ends=None)

    assert notes(office) == ["Warsaw: 1 of 1 clause dormant."]


def test_suspended_partnership_is_stated_without_comment(office: Office) -> None:
    office.warsaw.status = "suspended"
    office.warsaw.save()
    StatusChange.objects.create(
        partnership=office.warsaw, status="suspended", since=PartialDate(2022, 2), entered_at=timezone.now()
    )

    assert notes(office) == ["Warsaw has been suspended since February 2022."]


def test_next_activities_are_planned_and_not_over(office: Office) -> None:
    for title, begins, state in (
        ("Past", DAY - timedelta(days=9), State.PLANNED),
        ("Coming", DAY + timedelta(days=9), State.PLANNED),
        ("Running", DAY, State.PLANNED),
        ("Called off", DAY + timedelta(days=3), State.CANCELLED),
    ):
        make_activity(
            partnerships=[office.warsaw],
            title=written_in("en", title),
            begins=PartialDate.of(begins),
            ends=PartialDate.of(begins),
            state=state,
            direction=Direction.IN,
        )

    found = today.next_activities(today=DAY, here="Sample City", by=office.people[Role.OFFICER])

    assert [row["cells"][0]["value"] for row in found["rows"]] == ["Running", "Coming"]


def test_new_officer_gets_first_steps_and_an_old_hand_none(office: Office) -> None:
    officer = office.people[Role.OFFICER]
    before = [(step["title"], bool(step["end"])) for step in welcome.steps_of(by=officer)]
    make_instrument(partnership=office.warsaw, valid_until=date(2030, 1, 1))
    make_contact(partner=office.warsaw.partner)
    make_promise(partnership=office.warsaw)
    make_activity(partnerships=[office.warsaw], state=State.PLANNED)

    assert before == [
        ("Take over partnerships", True),
        ("Enter terms and notice periods", False),
        ("Enter whom you know", False),
        ("Note what was promised", False),
        ("Plan the next visit", False),
    ]
    assert welcome.steps_of(by=officer) == []


def test_other_roles_are_told_what_they_can_do_here(office: Office) -> None:
    page = office.browsers[Role.AUDITOR].get("/desk/").content.decode()

    assert "What you can do here" in page
    assert "Who did what and when; nobody can change it." in page
    assert "First steps" not in page


def test_number_of_queries_does_not_grow_with_the_rows(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]
    day = timezone.localdate()
    browser.get("/desk/")  # the first request of a session writes when it was
    counts = []
    for more in (1, 2):
        for _number in range(more):
            partnership = make_partnership(unit=office.unit)
            make_promise(partnership=partnership, due_on=day)
            make_instrument(partnership=partnership, valid_until=day + timedelta(days=20))
            contact = make_contact(partner=partnership.partner)
            ContactFunction.objects.create(contact=contact, function="Director")
            when = PartialDate.of(day + timedelta(days=5))
            make_activity(partnerships=[partnership], state=State.PLANNED, begins=when, ends=when)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/desk/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_auditor_sees_how_much_happened_and_to_what_but_no_content(office: Office) -> None:
    with transaction.atomic():
        record("partnership.changed", office.warsaw, by=None)
        record("partnership.changed", office.warsaw, by=None)

    lines = today.log_lines(since=timezone.localdate())

    assert [(line["title"], line["sub"]) for line in lines] == [("2 entries", "Partnerships")]
    assert "Warsaw" not in office.browsers[Role.AUDITOR].get("/desk/").content.decode()
