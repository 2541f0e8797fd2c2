"""The handover note: what it tells, who may make it, and the trace that it leaves."""

from __future__ import annotations

from datetime import date

import pytest

from hospitium.accounts.roles import Role
from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import timeline
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.desk.queries import handover
from hospitium.desk.queries.record import rows_of
from hospitium.partners import actions
from hospitium.partners.models import Acquaintance, ContactFunction
from hospitium.programme.models import State
from tests.desk.conftest import Office
from tests.factories import make_activity, make_contact, make_instrument, make_promise

TODAY = date(2026, 6, 9)
PAGE, PDF = "/desk/partnerships/warsaw/handover/", "/desk/partnerships/warsaw/handover.pdf"


def sections(office: Office) -> dict[str, handover.Section]:
    rows = rows_of(partnership=office.warsaw, home=office.home, today=TODAY, by=office.people[Role.OFFICER])
    return {section.title: section for section in handover.sections_of(rows)}


def test_note_tells_what_a_successor_needs(office: Office) -> None:
    contact = make_contact(
        partner=office.warsaw.partner, family_name="Žák", last_contact=PartialDate(2026, 5), email="zak@example.org"
    )
    ContactFunction.objects.create(contact=contact, function="Director", organisation="Protocol")
    Acquaintance.objects.create(contact=contact, user=office.people[Role.OFFICER], last_contact=PartialDate(2026, 5))
    make_promise(partnership=office.warsaw, what="Send the glossary", due_on=date(2026, 9, 1))
    make_instrument(
        partnership=office.warsaw,
        title=written_in("en", "Arrangement"),
        valid_until=date(2026, 12, 31),
        is_tacitly_renewed=True,
        renewal_months=24,
        notice_months=3,
        file_reference="II B 12",
    )
    make_activity(
        partnerships=[office.warsaw],
        title=written_in("en", "Parking"),
        state=State.PLANNED,
        begins=PartialDate(2026, 7, 2),
        ends=PartialDate(2026, 7, 3),
    )
    make_activity(partnerships=[office.warsaw], title=written_in("en", "Visit"), heads=None)

    found = sections(office)

    assert found["Sensitivities"].text == "Never before noon, canary-notes."
    assert {title: [list(row) for row in section.rows] for title, section in found.items() if section.rows} == {
        "Next dates": [
            ["2 Jul 2026", "Parking (2–3 July 2026)"],
            ["12 Aug 2026", "Jubilee: 35 years"],
            ["30 Sept 2026", "Notice: Arrangement"],
        ],
        "Open promises": [["Send the glossary", "Sample City promises Warsaw", "1 Sept 2026", None]],
        "Contacts": [["Žák, zak@example.org", "Director, Protocol", office.people[Role.OFFICER].name, "May 2026"]],
        "Instruments in force": [
            ["Arrangement", "12 Aug 1991", "until 31 Dec 2026, renewed tacitly", "30 Sept 2026", "II B 12"]
        ],
        "Last activities": [["9–10 June 2015", "Visit", "Guests in Sample City", None]],
    }
    assert list(found["Single points and what grows quiet"].items) == [
        f"Protocol: only {office.people[Role.OFFICER].name} knows anybody there."
    ]


@pytest.mark.parametrize(
    ("role", "page", "pdf"),
    [
        (Role.OFFICER, 200, 200),
        (Role.HEAD, 200, 200),
        ("stranger", 403, 409),
        (Role.DEPARTMENT_CONTACT, 403, 403),
        (Role.EMPLOYEE, 403, 403),
        (Role.GUEST, 403, 403),
        (Role.AUDITOR, 403, 403),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_only_who_looks_after_the_partnership_hands_it_over(office: Office, role: str, page: int, pdf: int) -> None:
    browser = office.browsers[role]

    assert (browser.get(PAGE).status_code, browser.post(PDF).status_code) == (page, pdf)


def test_pdf_is_a_file_and_leaves_a_trace(office: Office) -> None:
    answer = office.browsers[Role.OFFICER].post(PDF)

    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="handover-warsaw-')
    assert [(event.code, event.actor, event.facts) for event in timeline(office.warsaw)] == [
        ("partnership.handed_over", office.people[Role.OFFICER], {})
    ]


def test_looking_at_the_page_leaves_no_trace_and_makes_no_pdf(office: Office) -> None:
    browser = office.browsers[Role.OFFICER]

    assert (browser.get(PAGE).status_code, browser.get(PDF).status_code) == (200, 403)
    assert list(timeline(office.warsaw)) == []


def test_note_handover_is_refused_to_another_unit(office: Office) -> None:
    with pytest.raises(Refused, match="looked after by"):
        actions.note_handover(partnership_id=office.warsaw.pk, by=office.people["stranger"])
    assert list(timeline(office.warsaw)) == []


def test_document_has_no_word_for_what_nobody_knows(office: Office) -> None:
    """Unknown goes to the PDF as null; the template writes the word in italics."""
    rows = rows_of(partnership=office.warsaw, home=None, today=TODAY, by=office.people[Role.OFFICER])

    document = handover.document_of(rows, by=office.people[Role.OFFICER])

    assert document["facts"] == [
        {"label": "Status", "value": "active"},
        {"label": "Since", "value": "12 August 1991"},
        {"label": "Level", "value": "city"},
        {"label": "Kind", "value": "Partnership"},
        {"label": "Looked after by", "value": "Desk for Central Europe"},
        {"label": "Cost rule", "value": None},
    ]
    assert document["reference"] == "File reference: ________________"
