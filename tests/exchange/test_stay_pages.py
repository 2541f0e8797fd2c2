"""The pages of placements and stays through a browser: office, person, host in Polish, another office."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from lxml import etree

from hospitium.accounts.roles import Role
from hospitium.exchange.actions import answers, placements, stays
from hospitium.exchange.models import CostLine, HistoricRound, Placement, Rate, StayReport, WeeklyNote
from hospitium.programme.models import LearningPoint
from tests import factories as house
from tests.exchange import factories
from tests.exchange.browsing import YES, at
from tests.exchange.small_round import day
from tests.exchange.stay_steps import begun, finished, link_for, written

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


AGREEMENT = {
    "starts_on": day(-20).isoformat(), "ends_on": day(-1).isoformat(), "goals-de": "Lernen", "tasks_there-de": "Planen",
    "language": "pl", "mentor_name": "Marta", "hours": "39",
}  # fmt: skip


def test_the_office_leads_a_stay_from_the_list_to_the_certificate(client, accepted, small, person):
    client.force_login(small.officer)
    listed = client.get(at("placements"))
    shown = client.get(at("placement", accepted.pk))
    client.post(at("placement_edit", accepted.pk), AGREEMENT)
    link = link_for(accepted, small.officer)
    stays.accept_as_host(placement_id=accepted.pk, version=None, values={}, by=link)
    client.post(at("placement_print", accepted.pk), {"language": "de", "second_language": "pl"})
    signed = {name: day(-30).isoformat() for name in stays.SIGNATURES}
    client.post(at("placement_sign", accepted.pk), signed)
    client.post(at("placement_agree", accepted.pk), YES)
    for task in accepted.tasks.filter(kind="approval"):
        client.force_login(small.head if task.code == "budget" else small.officer)
        client.post(at("stay_task_done", task.pk))
    client.force_login(small.officer)
    for step in ("begin", "finish"):
        assert client.get(at(f"placement_{step}", accepted.pk)).status_code == 200
        client.post(at(f"placement_{step}", accepted.pk), YES)
    client.post(at("placement_europass", accepted.pk), {"skill_job": "Plans", "europass_number": "DE-7"})
    client.post(at("placement_certify", accepted.pk), {"language": "de", "second_language": ""})
    client.post(at("placement_talk_back", accepted.pk), {"day": day(9).isoformat()})
    paper = client.get(at("stay_paper", accepted.pk, "certificate"))
    editable = client.get(at("stay_paper", accepted.pk, "agreement-docx"))

    open_text = client.get(at("stay_paper", accepted.pk, "agreement-odt"))

    accepted.refresh_from_db()
    assert "Person A" in text(listed)
    assert "Missing before “Agree”" in text(shown)
    assert (accepted.state, accepted.skills, accepted.talk_back_on) == ("finished", {"job": "Plans"}, day(9))
    assert paper.content.startswith(b"%PDF")
    written = Document(io.BytesIO(editable.content))
    values = [row.cells[1] for table in written.tables[:2] for row in table.rows]
    assert "Planen" in [one.text for one in values]
    # Each wording is marked with its language.
    assert set(re.findall(r'w:lang w:val="(\w+)"', values[3]._tc.xml)) == {"de", "pl"}
    assert written.core_properties.language == "de"
    assert open_text.headers["Content-Type"] == "application/vnd.oasis.opendocument.text"
    assert words_of(open_text.content) == words_of_docx(written)
    shown = text(client.get(at("placement", accepted.pk)))
    assert "DE-7" in shown
    assert ("A document was made." in shown, "guest_link.given" in shown) == (True, False)
    assert "<dd>Polish</dd>" in shown.replace("\n", "")


def words_of(odt):
    """The lines of an OpenDocument text in their order; its parts are well formed, and the media type comes first."""
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        assert (archive.namelist()[0], archive.infolist()[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
        for part in ("styles.xml", "meta.xml", "META-INF/manifest.xml"):
            etree.fromstring(archive.read(part))
        content = etree.fromstring(archive.read("content.xml"))
    lines = ["".join(one.itertext()) for one in content.iter() if etree.QName(one).localname in {"p", "h"}]
    return [line for line in lines if line]


def words_of_docx(document):
    lines = []
    for part in document.iter_inner_content():
        cells = [cell.text for row in part.rows for cell in row.cells] if hasattr(part, "rows") else [part.text]
        lines += [line for text in cells for line in text.split("\n") if line]
    return lines


def test_application_and_placement_lead_to_each_other(client, accepted, small, person):
    application = at("application", accepted.application_id)
    client.force_login(small.officer)

    ways = [
        f'href="{at("placement", accepted.pk)}"' in text(client.get(application)),
        f'href="{application}"' in text(client.get(at("placement", accepted.pk))),
    ]
    client.force_login(person)
    own = f'href="{at("placement", accepted.pk)}"' in text(client.get(application))

    assert (ways, own) == ([True, True], False)


def test_a_paper_that_was_not_made_is_not_there(client, accepted, small):
    client.force_login(small.officer)

    kinds = ("agreement", "agreement-docx", "agreement-odt", "certificate", "x")
    assert {client.get(at("stay_paper", accepted.pk, kind)).status_code for kind in kinds} == {404}


def test_every_shut_button_says_why(client, accepted, small):
    client.force_login(small.officer)

    shown = text(client.get(at("placement", accepted.pk)))

    assert "The learning goals are missing." in shown
    assert "Make the agreement first; it is the paper that is signed." in shown


def test_the_last_day_does_not_lie_before_the_first(client, accepted, small):
    client.force_login(small.officer)

    answer = client.post(at("placement_edit", accepted.pk), {**AGREEMENT, "ends_on": day(-40).isoformat()})

    assert answer.status_code == 422
    assert "The last day lies before the first." in text(answer)


def test_an_agreement_is_kept_with_gaps_and_says_what_it_needs(client, accepted, small):
    client.force_login(small.officer)

    form = client.get(at("placement_edit", accepted.pk)).context["form"]
    answer = client.post(at("placement_edit", accepted.pk), {"goals-en": "See how it is done", "mentor_name": ""})

    accepted.refresh_from_db()
    assert [name for name, field in form.fields.items() if field.required] == [
        "starts_on", "ends_on", "goals", "tasks_there", "language", "mentor_name",
    ]  # fmt: skip
    assert (answer.status_code, str(accepted.goals), accepted.starts_on) == (302, "See how it is done", None)


@pytest.mark.parametrize("view", ["placement", "placement_edit", "placement_break", "placement_costs", "stay"])
def test_another_office_finds_nothing(client, accepted, view):
    client.force_login(house.make_user(role=Role.OFFICER, unit=house.make_unit()))

    assert client.get(at(view, accepted.pk)).status_code == 404


def test_the_person_writes_notes_and_the_report_and_the_office_takes_suggestions_up(
    client, accepted, small, person
):  # fmt: skip
    begun(accepted, small.officer)
    client.force_login(person)
    empty = client.get(at("stay", accepted.pk))
    note = {"week": 1, "title": "Arrived", "text": "Much to see.", "language": "en", "is_meant_public": "on"}
    client.post(at("weekly_note_new", accepted.pk), note)
    client.post(at("weekly_note", WeeklyNote.objects.get().pk), {**note, "text": "Even more to see."})
    report = {"answer": "", "suggestions": "Try it", "language": "en", "mark_host": "5"}
    kept = client.post(at("stay_report", accepted.pk), {**report, "save": "1"})
    gap = client.post(at("stay_report", accepted.pk), {**report, "send": "1"})
    client.post(at("stay_report", accepted.pk), {**report, "answer": "By cameras", "send": "1"})
    own = client.get(at("stay", accepted.pk))

    client.force_login(small.officer)
    client.post(at("weekly_note_release", WeeklyNote.objects.get().pk))
    suggestion = StayReport.objects.get().suggestions.get()
    asked = client.get(at("suggestion_take_up", suggestion.pk))
    client.post(
        at("suggestion_take_up", suggestion.pk),
        {"what": "Try it", "unit": small.round.unit_id, "owner": small.officer.pk, "due_on": day(90).isoformat()},
    )
    shown = text(client.get(at("placement", accepted.pk)))

    assert (empty.status_code, kept.status_code, gap.status_code, asked.status_code) == (200, 302, 422, 200)
    assert "Please write what became of your question." in text(gap)
    assert "optional" not in text(gap).partition("Answer to your question")[2].partition("</label>")[0]
    assert ("Your report was sent" in text(own), "By cameras" in text(own), "Try it" in text(own)) == (True,) * 3
    assert StayReport.objects.get().evaluation == {"host": 5}
    assert WeeklyNote.objects.get().released_on == day(0)
    assert LearningPoint.objects.get().owner == small.officer
    assert f'<a href="{LearningPoint.objects.get().get_absolute_url()}">is a learning point</a>' in shown
    assert f"in charge: {small.officer.name}" in shown


def test_costs_are_planned_entered_and_exported(client, accepted, small):
    Rate.objects.create(round=small.round, kind="day", amount="100.00")
    written(accepted, small.officer)
    client.force_login(small.officer)

    client.post(at("placement_plan", accepted.pk))
    client.post(at("cost_line_new", accepted.pk), {"what": "Course", "planned": "80", "currency": "EUR"})
    course = CostLine.objects.get(what="Course")
    client.post(at("cost_line_edit", course.pk), {"what": "Course", "actual": "85", "currency": "EUR"})
    shown = text(client.get(at("placement", accepted.pk)))
    file = client.get(at("placement_costs", accepted.pk), {"export": "csv"})
    asked = client.get(at("cost_line_remove", course.pk))
    client.post(at("cost_line_remove", course.pk), YES)

    assert "Sums by funder and currency" in shown
    assert "Daily rate, day 1 to 20" in text(file)
    assert "85" in text(file)
    assert asked.status_code == 200
    assert CostLine.objects.filter(what="Course").count() == 0


@pytest.mark.usefixtures("english")
def test_a_page_says_that_planned_costs_no_longer_fit_the_days(client, accepted, small):
    Rate.objects.create(round=small.round, kind="day", amount="100.00")
    written(accepted, small.officer)
    client.force_login(small.officer)
    client.post(at("placement_plan", accepted.pk))
    fits = text(client.get(at("placement", accepted.pk)))
    accepted.refresh_from_db()
    Placement.objects.update(ends_on=accepted.starts_on + timedelta(days=6))
    shorter = text(client.get(at("placement", accepted.pk)))

    client.post(at("placement_plan", accepted.pk))

    again = text(client.get(at("placement", accepted.pk)))
    assert "no longer fit the stay" in shorter
    assert "Days planned: 20. Days by the dates of the stay: 7." in shorter
    assert ("no longer fit" in fits, "no longer fit" in again) == (False, False)


def test_tasks_are_added_changed_and_removed(client, accepted, small):
    client.force_login(small.officer)

    client.post(at("stay_task_new", accepted.pk), {"what": "Tram pass", "kind": "preparation"})
    task = accepted.tasks.get(what="Tram pass")
    usual = accepted.tasks.get(code="a1")
    client.post(at("stay_task_edit", usual.pk), {"what": usual.label, "kind": usual.kind, "due_on": day(3).isoformat()})
    client.post(at("stay_task_remove", task.pk), YES)

    usual.refresh_from_db()
    assert (usual.what, usual.due_on) == ("", day(3))
    assert not accepted.tasks.filter(what="Tram pass").exists()


# ---- the host --------------------------------------------------------------------
def guest(link, view, data=None):
    client = factories.browser(link)
    url = at(view, link.pk)
    return client.get(url) if data is None else client.post(url, data)


HOST = {"tasks_there": "Planowanie", "mentor_name": "Marta Wzór", "mentor_function": "", "mentor_email": ""}


def test_the_host_sees_a_code_before_the_person_has_accepted_and_the_name_after(small, person):
    made = placements.place_by_hand(
        application_id=small.people["A"].pk, offer_id=small.offers["Warsaw"].pk, reason="fits", by=small.officer
    )
    placements.announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    link = link_for(made, small.officer)

    before = guest(link, "guest_placement")
    guest(link, "guest_placement", {**HOST, "save": "1"})
    early = guest(link, "guest_placement", {**HOST, "accept": "1"})
    answers.accept_placement(placement_id=made.pk, by=person)
    after = guest(link, "guest_placement")

    made.refresh_from_db()
    assert before.status_code == 200
    assert ("Person A" in text(before), "Person A" in text(early), "Person A" in text(after)) == (False, False, True)
    assert (made.mentor_name, made.tasks_there.texts["pl"], early.status_code) == ("Marta Wzór", "Planowanie", 422)
    assert 'lang="pl"' in text(before)


def test_the_host_cannot_agree_before_the_office_has_written_its_part(accepted, small):
    link = link_for(accepted, small.officer)

    early = text(guest(link, "guest_placement"))
    written(accepted, small.officer)
    late = text(guest(link, "guest_placement"))

    assert ('name="accept"' in early, 'name="accept"' in late) == (False, True)


def test_the_host_agrees_or_asks_for_a_change(accepted, small):
    written(accepted, small.officer)
    link = link_for(accepted, small.officer)

    changed = guest(link, "guest_placement_change", {"wish": "A week later"})
    empty = guest(link, "guest_placement_change", {"wish": ""})
    paper = guest(link, "guest_placement_paper")
    said = guest(link, "guest_placement", {**HOST, "accept": "1"})

    accepted.refresh_from_db()
    assert (changed.status_code, empty.status_code, paper.status_code, said.status_code) == (302, 422, 404, 302)
    assert (accepted.host_wish, accepted.mentor_name) == ("", "Marta Wzór")
    assert accepted.host_accepted_at is not None


@pytest.mark.usefixtures("english")
def test_a_host_is_told_that_the_agreement_changed_after_its_yes(accepted, small):
    written(accepted, small.officer)
    link = link_for(accepted, small.officer)
    first = text(factories.browser(link).get(at("guest_placement", link.pk), {"lang": "en"}))
    guest(link, "guest_placement", {**HOST, "accept": "1"})
    accepted.refresh_from_db()
    stays.edit_agreement(
        placement_id=accepted.pk, version=accepted.version, values={"ends_on": day(-2)}, by=small.officer
    )

    later = text(factories.browser(link).get(at("guest_placement", link.pk), {"lang": "en"}))

    said = "The agreement has been changed since you agreed. Please read it and agree again."
    assert (said in first, said in later) == (False, True)


def test_the_host_gives_feedback_on_its_page(accepted, small):
    finished(accepted, small.officer)
    link = link_for(accepted, small.officer, "host_feedback")

    shown = guest(link, "guest_feedback")
    guest(link, "guest_feedback", {"text": "Chętnie", "hosts_again": "no", "days_present": "18", "mark_useful": "4"})
    again = guest(link, "guest_feedback")
    empty = guest(link, "guest_feedback", {"text": "", "hosts_again": "", "days_present": ""})

    assert empty.status_code == 422
    feedback = Placement.objects.get().feedback
    assert shown.status_code == 200
    assert (feedback.text, feedback.hosts_again, feedback.days_present, feedback.marks) == (
        "Chętnie", False, 18, {"useful": 4},
    )  # fmt: skip
    assert "Chętnie" in text(again)
    assert guest(link, "guest_placement").status_code == 404


# ---- list and statistics -------------------------------------------------------------
def test_the_list_asks_as_often_for_three_as_for_one(client, accepted, small):
    client.force_login(small.officer)
    client.get(at("placements"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(at("placements"), {"state": "accepted"})
    for code in "BC":
        small.offers["Prague"].capacity = 5
        small.offers["Prague"].save()
        placements.place_by_hand(
            application_id=small.people[code].pk, offer_id=small.offers["Prague"].pk, reason="fits", by=small.officer
        )
    Placement.objects.update(state="accepted")
    # What is kept between requests is read anew after a change; that is not what is counted here.
    client.get(at("placements"))
    with CaptureQueriesContext(connection) as three:
        shown = client.get(at("placements"), {"state": "accepted"})

    assert "Person C" in text(shown)
    assert len(three) == len(one)


def test_statistics_show_stays_beside_past_rounds(client, accepted, small):
    HistoricRound.objects.create(programme="logo", year=2018, persons=None, host_names=["Barnet"])
    client.force_login(small.officer)
    before = text(client.get(at("statistics")))
    begun(accepted, small.officer)

    after = text(client.get(at("statistics")))
    file = text(client.get(at("statistics"), {"export": "csv"}))

    assert "No stay has begun yet" in before
    assert "Barnet" in before
    assert "By city" in after
    assert ("Sent" in file.partition("\n")[0], "Received" in file.partition("\n")[0]) == (True, True)
    assert str(small.warsaw) in file
    client.force_login(house.make_user(role=Role.EMPLOYEE))
    assert client.get(at("statistics")).status_code in (403, 404)
