"""Noting who was there: one by one, all at once, taken back; and the pages for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import attendance as actions
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import Attendance
from hospitium.delegations.queries.attendance import attendance_of
from hospitium.documents.models import Document
from tests.delegations.papers_world import make_guests, make_office
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return make_office()


@pytest.fixture
def delegation(officer):
    return make_guests(officer)


@pytest.fixture
def member(delegation):
    return printable(delegation)[0]


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)


def today():
    return timezone.localdate()


def test_a_tap_is_noted_with_who_did_it(delegation, member, officer):
    actions.note_attendance(member_id=member.pk, day=today(), state="partly", by=officer)

    note = Attendance.objects.get()
    event = timeline(delegation).first()
    assert (note.member, note.day, note.state, note.noted_by) == (member, today(), "partly", officer)
    assert (event.code, event.facts) == ("attendance.noted", {"day": today().isoformat(), "count": 1})


def test_taken_back_it_is_unknown_and_not_absent(delegation, member, officer):
    actions.note_attendance(member_id=member.pk, day=today(), state="present", by=officer)
    actions.note_attendance(member_id=member.pk, day=today(), state="", by=officer)

    table = attendance_of(delegation)
    assert table.rows[0].states[today()] == ""
    assert table.counts()[-1] == {"present": 0, "partly": 0, "absent": 0, "": 3}


def test_all_present_leaves_alone_what_is_noted(delegation, member, officer):
    actions.note_attendance(member_id=member.pk, day=today(), state="absent", by=officer)

    assert actions.note_all_present(delegation_id=delegation.pk, day=today(), by=officer) == 2
    assert actions.note_all_present(delegation_id=delegation.pk, day=today(), by=officer) == 0
    assert attendance_of(delegation).counts()[-1] == {"present": 2, "partly": 0, "absent": 1, "": 0}


@pytest.mark.parametrize(("days", "reason"), [(1, "lies outside the visit"), (-3, "lies outside the visit")])
def test_only_days_of_the_visit_are_noted(member, officer, days, reason):
    with pytest.raises(Refused, match=reason):
        actions.note_attendance(member_id=member.pk, day=today() + timedelta(days=days), state="present", by=officer)


def test_a_day_to_come_is_not_noted(officer):
    delegation = make_guests(officer, starts_on=today() + timedelta(days=1))

    with pytest.raises(Refused, match="still to come"):
        actions.note_all_present(delegation_id=delegation.pk, day=today() + timedelta(days=1), by=officer)


def test_another_office_notes_nothing(member):
    with pytest.raises(Refused, match="looked after by"):
        actions.note_attendance(
            member_id=member.pk, day=today(), state="present", by=make_user(role=Role.OFFICER, unit=make_unit())
        )


# ---- pages ---------------------------------------------------------------------
def day_address(delegation, day=None):
    return reverse("delegations:delegation_attendance_day", args=[delegation.pk, (day or today()).isoformat()])


def test_a_tap_works_as_a_page_and_as_a_script(desk, delegation, member):
    page = desk.post(day_address(delegation), {"member": member.pk, "state": "present"})
    script = desk.post(
        day_address(delegation), {"member": member.pk, "state": "absent"}, headers={"X-Requested-With": "fetch"}
    )

    assert (page.status_code, page.url) == (302, f"{day_address(delegation)}#member-{member.pk}")
    assert (script.status_code, Attendance.objects.get().state) == (204, "absent")


def test_the_pressed_button_takes_back(desk, delegation, member, officer):
    actions.note_attendance(member_id=member.pk, day=today(), state="present", by=officer)

    text = desk.get(day_address(delegation)).content.decode()

    assert text.count('aria-pressed="true"') == 1
    assert 'value="" data-state="present" aria-pressed="true"' in text


@pytest.mark.parametrize(
    "sent", [{"member": "x", "state": "present"}, {"member": "1", "state": "gone"}, {"member": "9" * 30, "state": ""}]
)
def test_what_is_not_on_the_page_is_refused(desk, delegation, sent):
    assert (desk.post(day_address(delegation), sent).status_code, Attendance.objects.count()) == (409, 0)


@pytest.mark.parametrize("day", ["nonsense", "2001-01-01", "2026-02-31"])
def test_a_day_outside_is_not_found(desk, delegation, day):
    address = reverse("delegations:delegation_attendance_day", args=[delegation.pk, day])

    assert desk.get(address).status_code == 404


def test_a_member_of_another_delegation_is_not_found(desk, delegation, officer):
    other = make_member()

    assert desk.post(day_address(delegation), {"member": other.pk, "state": "present"}).status_code == 404


def test_the_table_costs_the_same_for_more_members(desk, delegation):
    address = reverse("delegations:attendance", args=[delegation.pk])
    desk.get(address)
    with CaptureQueriesContext(connection) as before:
        desk.get(address)
    for _each in range(3):
        make_member(delegation=delegation)
    with CaptureQueriesContext(connection) as after:
        text = desk.get(address).content.decode()

    assert (len(before), text.count("<tr>")) == (len(after), 8)


def test_certificates_come_as_one_archive(desk, delegation):
    desk.post(day_address(delegation), {"all": "present"})
    members = [member.pk for member in printable(delegation)]

    made = desk.post(
        reverse("delegations:delegation_certificates", args=[delegation.pk]),
        {"language": "de", "second": "ru", "members": members},
    )
    archive = desk.get(reverse("delegations:delegation_certificates_zip", args=[delegation.pk]))

    assert (made.status_code, archive["Content-Type"], archive.content[:2]) == (302, "application/zip", b"PK")


def test_without_content_in_the_programme_a_certificate_counts_no_hours_and_says_so_before(desk, delegation, english):
    desk.post(day_address(delegation), {"all": "present"})
    there = reverse("delegations:delegation_certificates", args=[delegation.pk])
    sent = {"language": "de", "second": "", "members": [printable(delegation)[0].pk]}
    note = "The programme has no items with content"

    with_content = note in desk.get(there).content.decode()
    delegation.visit.items.update(kind="meal")
    without = note in desk.get(there).content.decode()
    made = desk.post(there, sent)

    data = Document.objects.get(template="attendance_certificate").data
    assert (with_content, without, made.status_code) == (False, True, 302)
    assert (data["hours"], [day["items"] for day in data["days"]]) == ([], [[]])
