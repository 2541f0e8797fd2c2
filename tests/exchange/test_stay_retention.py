"""What of staff exchange is erased when, and what stays; a second time changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hospitium.core.retention import Due, Erased
from hospitium.documents.models import Document, StoredFile
from hospitium.exchange.models import (
    Annex,
    Applicant,
    Application,
    Assessment,
    CostLine,
    HostFeedback,
    HostOffer,
    HostRanking,
    Placement,
    Settlement,
    WeeklyNote,
)
from hospitium.exchange.retention import CLASSES
from tests.exchange import factories
from tests.exchange.small_round import make_round
from tests.exchange.stay_steps import agreed

pytestmark = pytest.mark.django_db
BY_KEY = {one.key: one for one in CLASSES}
EVER = date(9000, 1, 1)
RESULTS, APPLIED, STAYED = date(2026, 6, 1), date(2026, 3, 1), date(2026, 12, 1)


@pytest.fixture
def record():
    return make_round(
        year=2026, call_on=date(2026, 1, 1), applications_until=APPLIED, results_on=RESULTS,
        stays_from=date(2026, 9, 1), stays_until=STAYED,
    )  # fmt: skip


@pytest.fixture
def application(record):
    return factories.make_application(round=record, state=Application.State.NO)


def stored_file():
    return StoredFile.objects.create(
        name="cv.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        stored_as="kept",
        uploaded_at=timezone.now(),
    )


def found(key, day=EVER):
    return [(one.key, one.anchor) for one in BY_KEY[key].find(day)]


def erase(key, record):
    """What was erased, then what a second time finds."""
    due = Due(record._meta.label_lower, str(record.pk), RESULTS)
    return [BY_KEY[key].erase(due), BY_KEY[key].erase(due)]


def check(key, record, anchor, name):
    """Found from its day on, erased once, then no longer found."""
    assert (found(key, anchor - timedelta(days=1)), found(key, anchor)) == ([], [(str(record.pk), anchor)])
    assert erase(key, record) == [Erased({name: 1}), Erased({})]
    assert found(key) == []


def test_an_applicant_is_emptied_and_the_unit_stays(application):
    applicant = application.applicant
    unit = applicant.unit

    check("exchange_applicant", applicant, STAYED, "applicants")

    applicant.refresh_from_db()
    assert (applicant.name, applicant.email, applicant.user, applicant.unit) == ("", "", None, unit)


def test_a_draft_goes_with_its_person(record):
    draft = factories.make_application(round=record)

    check("exchange_draft", draft, APPLIED, "drafts")

    assert Applicant.objects.count() == 0


def test_texts_go_and_topic_unit_and_state_stay(application):
    check("exchange_application", application, RESULTS, "applications")

    application.refresh_from_db()
    assert (application.question, application.languages, application.years) == ("", {}, None)
    assert (application.state, application.unit is not None) == ("no", True)


def test_texts_of_somebody_placed_wait_for_the_end_of_the_stay(record, application):
    offer = factories.make_offer(round=record)
    Placement.objects.create(
        round=record, application=application, offer=offer, state="finished", reason="x", placed_at=timezone.now(),
        starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 20),
    )  # fmt: skip

    assert found("exchange_application") == []
    check("exchange_application_placed", application, date(2026, 9, 20), "applications")


def test_annexes_consents_and_what_the_panel_wrote_go(record, application):
    consent = factories.make_consent(application, answer="yes")
    member = factories.make_member(record)
    assessment = factories.make_assessment(application, member, note="Weak", recommendation="no")
    settlement = Settlement.objects.create(
        application=application, decision="no", reason="Because", by=member.user, at=timezone.now()
    )
    annex = Annex.objects.create(application=application, label="CV", file=stored_file())

    check("exchange_annex", annex, RESULTS, "annexes")
    check("exchange_consent", consent, RESULTS, "consents")
    check("exchange_assessment", assessment, RESULTS, "assessments")
    check("exchange_settlement", settlement, RESULTS, "settlements")

    consent.refresh_from_db()
    assert (consent.name, consent.kind, consent.answer) == ("", "supervisor", "yes")
    assert (Assessment.objects.get().recommendation, Settlement.objects.get().decision) == ("no", "no")


def test_rankings_and_hosts_go(record, application):
    offer = factories.make_offer(round=record, mentor_name="Jan Wzór", contact_email="host@example.org")
    ranking = HostRanking.objects.create(offer=offer, application=application, rank=1)

    check("exchange_ranking", ranking, RESULTS, "rankings")
    check("exchange_host", offer, STAYED, "offers")

    assert (HostOffer.objects.get().mentor_name, HostOffer.objects.get().contact_email) == ("", "")


def test_an_agreement_goes_with_its_paper_and_costs_stay(accepted, small):
    agreed(accepted, small.officer)
    assert len(found("exchange_agreement")) == 1
    CostLine.objects.create(placement=accepted, what="Journey", actual=100)

    unpaid, paid = found("exchange_agreement"), found("exchange_agreement_paid")
    accepted.refresh_from_db()
    first, again = erase("exchange_agreement_paid", accepted)

    accepted.refresh_from_db()
    assert (unpaid, paid) == ([], [(str(accepted.pk), accepted.ends_on)])
    assert (first, again) == (Erased({"placements": 1, "papers": 1}), Erased({}))
    assert (accepted.goals.texts, accepted.reason, accepted.agreement, accepted.state) == ({}, "–", None, "agreed")
    assert Document.objects.get().erased_on is not None
    assert found("exchange_agreement_paid") == []
    assert CostLine.objects.count() == 1


def test_mentor_notes_and_feedback_go_and_public_notes_and_marks_stay(accepted, small):
    agreed(accepted, small.officer)
    note = WeeklyNote.objects.create(placement=accepted, week=1, text="Quiet")
    WeeklyNote.objects.create(placement=accepted, week=2, text="Public", released_on=date(2026, 9, 9))
    said = HostFeedback.objects.create(
        placement=accepted, text="Good", name="Host", marks={"useful": 5}, at=timezone.now()
    )
    accepted.refresh_from_db()

    check("exchange_note", note, accepted.ends_on, "notes")
    check("exchange_feedback", said, accepted.ends_on, "feedback")
    check("exchange_mentor", accepted, small.round.stays_until, "mentors")

    assert [one.text for one in WeeklyNote.objects.all()] == ["Public"]
    assert HostFeedback.objects.get().marks == {"useful": 5}


def test_nothing_fails_where_nothing_is():
    missing = Due("exchange.placement", "999999", RESULTS)

    assert {one.key: one.erase(missing) for one in CLASSES} == {one.key: Erased({}) for one in CLASSES}
