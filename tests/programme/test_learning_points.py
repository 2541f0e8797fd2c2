"""Learning points: noted by the office, answered by whoever takes them up, asked about once on their day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.desk.queries import today as today_queries
from hospitium.programme import actions
from hospitium.programme.models import LearningPoint
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
State = LearningPoint.State
CANARY = "<b>canary</b>"


class Office:
    """An office with an officer, a department with its contact, a stranger, and an activity of March 2026."""

    def __init__(self):
        self.unit, self.department = factories.make_unit(), factories.make_unit(kind="department")
        self.officer = factories.make_user(role="international_officer", unit=self.unit, language="en")
        self.contact = factories.make_user(role="department_contact", unit=self.department, language="en")
        self.stranger = factories.make_user(role="head_of_office")
        self.partnership = factories.make_partnership(unit=self.unit)
        self.activity = factories.make_activity(
            partnerships=[self.partnership],
            unit=self.unit,
            begins=PartialDate(2026, 6, 9),
            ends=PartialDate(2026, 6, 12),
        )

    def point(self, **given):
        start = {"what": CANARY, "partnership": self.partnership, "activity": self.activity, "unit": self.department}
        return actions.add_learning_point(**{**start, **given}, by=self.officer)


@pytest.fixture
def office():
    return Office()


def codes(point):
    return [(event.code, event.facts) for event in timeline(point)]


def test_a_point_is_asked_about_six_months_after_the_activity(office, time_machine):
    time_machine.move_to(date(2026, 6, 20))

    point = office.point()

    assert (point.due_on, point.state, point.unit) == (date(2026, 12, 12), State.OPEN, office.department)
    assert codes(point) == [("learning_point.added", {"due_on": "2026-12-12"})]
    assert [event.code for event in timeline(office.activity)] == ["learning_point.added"]


def test_a_point_of_long_ago_is_asked_about_in_half_a_year(office, time_machine):
    time_machine.move_to(date(2027, 8, 31))

    assert office.point().due_on == date(2028, 2, 29)


def test_a_point_belongs_somewhere(office):
    with pytest.raises(Refused, match="Name the partnership"):
        actions.add_learning_point(what="x", by=office.officer)


def test_only_the_unit_in_charge_notes_points(office):
    with pytest.raises(Refused, match="looked after by"):
        actions.add_learning_point(what="x", partnership=office.partnership, by=office.stranger)
    with pytest.raises(Refused, match="Your role does not allow this"):
        actions.add_learning_point(what="x", partnership=office.partnership, by=office.contact)


@pytest.mark.parametrize("state", [State.ADOPTED, State.ADAPTED, State.REJECTED])
def test_the_department_says_what_became_of_it(office, state):
    point = office.point()

    closed = actions.close_learning_point(
        point_id=point.pk, state=state, reason="The legal basis is missing.", on=date(2026, 12, 1), by=office.contact
    )

    assert (closed.state, closed.reason, closed.closed_on) == (state, "The legal basis is missing.", date(2026, 12, 1))
    assert codes(point)[0] == ("learning_point.closed", {"state": state})


def test_an_answer_needs_its_reason_and_comes_once(office):
    point = office.point()
    with pytest.raises(Refused, match="Write what came of it"):
        actions.close_learning_point(
            point_id=point.pk, state="rejected", reason=" ", on=date.today(), by=office.contact
        )
    actions.close_learning_point(point_id=point.pk, state="adopted", reason="x", on=date.today(), by=office.contact)

    with pytest.raises(Refused, match="has its answer already"):
        actions.close_learning_point(point_id=point.pk, state="adopted", reason="x", on=date.today(), by=office.contact)
    with pytest.raises(Refused, match="Open it again to change it"):
        actions.edit_learning_point(point_id=point.pk, version=None, values={"what": "y"}, by=office.officer)


def test_reopening_takes_the_answer_back(office):
    point = office.point()
    with pytest.raises(Refused, match="is open"):
        actions.reopen_learning_point(point_id=point.pk, by=office.contact)
    actions.close_learning_point(point_id=point.pk, state="adopted", reason="x", on=date.today(), by=office.contact)

    opened = actions.reopen_learning_point(point_id=point.pk, by=office.contact)

    assert (opened.state, opened.reason, opened.closed_on) == (State.OPEN, "", None)


def test_what_is_not_decided_is_asked_later(office, time_machine):
    time_machine.move_to(date(2026, 12, 12))
    point = office.point(due_on=date(2026, 12, 12))
    with pytest.raises(Refused, match="still to come"):
        actions.postpone_learning_point(point_id=point.pk, due_on=date(2026, 12, 12), by=office.contact)

    later = actions.postpone_learning_point(point_id=point.pk, due_on=date(2027, 3, 1), by=office.contact)

    assert later.due_on == date(2027, 3, 1)
    assert codes(point)[0] == ("learning_point.postponed", {"due_on": "2027-03-01"})


def test_on_its_day_the_owner_is_asked_once_and_again_after_a_postponement(office, time_machine):
    time_machine.move_to(date(2026, 12, 1))
    point = office.point(owner=office.officer, due_on=date(2026, 12, 12))

    assert actions.ask_about_learning_points(today=date(2026, 12, 11)) == 0
    assert actions.ask_about_learning_points(today=date(2026, 12, 12)) == 1
    assert actions.ask_about_learning_points(today=date(2026, 12, 13)) == 0
    actions.postpone_learning_point(point_id=point.pk, due_on=date(2027, 3, 1), by=office.officer)
    assert actions.ask_about_learning_points(today=date(2027, 3, 1)) == 1

    mail = Mail.objects.first()
    assert (mail.to, mail.subject) == (office.officer.email, f"What came of it: {CANARY}")
    assert mail.body.endswith(f"{point.get_absolute_url()}\n")


def test_without_an_owner_the_contacts_of_the_department_are_asked(office):
    office.point(due_on=date(2026, 12, 12))
    office.point(unit=None, due_on=date(2026, 12, 12))

    actions.ask_about_learning_points(today=date(2027, 1, 1))

    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted([office.contact.email, office.officer.email])


def test_today_shows_the_contact_what_is_due(office):
    office.point(due_on=date(2026, 12, 12))
    office.point(what="Much later", due_on=date(2028, 12, 12))

    lines = {
        person.pk: [line["title"] for line in today_queries.due_of(today=date(2026, 12, 1), here="", by=person)]
        for person in (office.contact, office.officer, office.stranger)
    }

    assert lines == {office.contact.pk: [CANARY], office.officer.pk: [CANARY], office.stranger.pk: []}


# ---- pages ---------------------------------------------------------------------
def test_list_shows_each_what_is_theirs_under_the_same_number_of_queries(office, sign_in):
    browser, counts = sign_in(office.officer), []
    browser.get(reverse("programme:learning_points"))
    for names in ([CANARY], ["Second", "Third"]):
        for name in names:
            office.point(what=name)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("programme:learning_points"), {"state": "open"}).content.decode()
        counts.append(len(queries))

    assert [page.count(name) for name in ("&lt;b&gt;canary", "Second", "Third", CANARY)] == [1, 1, 1, 0]
    assert counts[0] == counts[1]
    assert "Here will stand" in sign_in(office.stranger).get(reverse("programme:learning_points")).content.decode()


def test_filter_finds_what_is_due(office, sign_in, time_machine):
    time_machine.move_to(date(2026, 12, 20))
    office.point(what="Due one", due_on=date(2026, 12, 12))
    office.point(what="Later one", due_on=date(2027, 12, 12))

    page = sign_in(office.officer).get(reverse("programme:learning_points"), {"state": "due"}).content.decode()

    assert (page.count("Due one"), page.count("Later one")) == (1, 0)


def test_office_notes_changes_and_department_answers_by_page(office, sign_in):
    officer, contact = sign_in(office.officer), sign_in(office.contact)
    form = {"what": "A glossary", "activity": office.activity.pk, "partnership": office.partnership.pk}

    made = officer.post(reverse("programme:learning_point_new"), {**form, "unit": office.department.pk})
    point = LearningPoint.objects.get()
    edit = officer.post(
        reverse("programme:learning_point_edit", args=[point.pk]),
        {"what": "A longer glossary", "unit": office.department.pk, "version": point.version},
    )
    close = contact.post(
        reverse("programme:learning_point_close", args=[point.pk]),
        {"state": "adapted", "reason": "For two departments", "on": "2026-12-01"},
    )

    assert (made.status_code, edit.status_code, close.status_code) == (302, 302, 302)
    point.refresh_from_db()
    assert (point.what, point.state, point.reason) == ("A longer glossary", State.ADAPTED, "For two departments")
    assert "taken over in part" in contact.get(point.get_absolute_url()).content.decode()


def test_new_page_starts_from_the_activity(office, sign_in):
    page = sign_in(office.officer).get(reverse("programme:learning_point_new"), {"activity": office.activity.pk})

    assert page.context["form"].initial == {"partnership": office.partnership, "activity": office.activity}


@pytest.mark.parametrize("view", ["learning_point", "learning_point_edit", "learning_point_close"])
def test_a_stranger_sees_no_point(office, sign_in, view):
    point = office.point()

    assert sign_in(office.stranger).get(reverse(f"programme:{view}", args=[point.pk])).status_code == 404


def test_postpone_and_reopen_by_page(office, sign_in):
    point, browser = office.point(), sign_in(office.contact)
    later = (timezone.localdate() + timedelta(days=40)).isoformat()

    browser.post(reverse("programme:learning_point_postpone", args=[point.pk]), {"due_on": later})
    actions.close_learning_point(point_id=point.pk, state="adopted", reason="x", on=date.today(), by=office.contact)
    asked = browser.get(reverse("programme:learning_point_reopen", args=[point.pk])).content.decode()
    browser.post(reverse("programme:learning_point_reopen", args=[point.pk]), {"sure": "1"})

    point.refresh_from_db()
    assert (point.due_on.isoformat(), point.state) == (later, State.OPEN)
    assert "Open this learning point again" in asked


def test_activity_and_file_show_what_was_learnt(office, sign_in):
    office.point(what="A glossary for both cities")
    browser = sign_in(office.officer)

    pages = [browser.get(one.get_absolute_url()).content.decode() for one in (office.activity, office.partnership)]
    note = browser.get(reverse("desk:handover", args=[office.partnership.key])).content.decode()

    assert [page.count("A glossary for both cities") for page in (*pages, note)] == [1, 1, 1]
