"""From a draft to a complete application: rows, events, mails; each refusal once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.documents.models import StoredFile
from hospitium.exchange import completeness
from hospitium.exchange.actions import applications as actions
from hospitium.exchange.actions import consents
from hospitium.exchange.actions.applications import WishFor
from hospitium.exchange.models import Application, Consent
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


@pytest.fixture
def office():
    return house.make_unit()


@pytest.fixture
def officer(office):
    return house.make_user(role=Role.OFFICER, unit=office, name="Officer")


@pytest.fixture
def employee():
    return house.make_user(role=Role.EMPLOYEE, name="Erika Beispiel")


@pytest.fixture
def record(office, officer):
    record = factories.make_round(unit=office, officer=officer)
    factories.make_rule(record, "supervisor")
    factories.make_rule(record, "substitute")
    return record


@pytest.fixture
def draft(record, employee):
    """An application that lacks nothing and was not sent."""
    applicant = factories.make_applicant(user=employee)
    topic = house.make_topic()
    made = factories.make_application(round=record, applicant=applicant, topic=topic, wishes=[(1, None)])
    factories.make_consent(made, "supervisor")
    factories.make_consent(made, "substitute", language="pl")
    return made


def codes(record):
    return [event.code for event in timeline(record)]


def late(record):
    record.applications_until = timezone.localdate() - timedelta(days=1)
    record.save()


# ---- drafts --------------------------------------------------------------------
def test_an_application_is_begun_once(record, employee):
    unit = house.make_unit()

    first = actions.begin_application(round_id=record.pk, unit=unit, by=employee)
    second = actions.begin_application(round_id=record.pk, unit=house.make_unit(), by=employee)

    assert (second.pk, first.state, first.unit, first.applicant.name) == (first.pk, "draft", unit, "Erika Beispiel")
    assert re.fullmatch(r"[A-Z0-9]{4}", first.code)
    assert codes(first) == ["application.begun"]


def test_nobody_begins_after_the_last_day(record, employee):
    late(record)

    with pytest.raises(Refused, match="Applications were accepted until"):
        actions.begin_application(round_id=record.pk, unit=house.make_unit(), by=employee)


def test_a_draft_is_saved_after_the_last_day_and_not_sent(draft, record, employee):
    late(record)

    actions.save_application(application_id=draft.pk, version=draft.version, values={"title": "Radwege"}, by=employee)
    with pytest.raises(Refused, match="kept as a draft"):
        actions.submit_application(application_id=draft.pk, by=employee)

    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Radwege", "draft")


def test_two_windows_at_one_draft(draft, employee):
    actions.save_application(application_id=draft.pk, version=draft.version, values={"title": "Eins"}, by=employee)

    with pytest.raises(Conflict):
        actions.save_application(application_id=draft.pk, version=draft.version, values={"title": "Zwei"}, by=employee)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.OFFICER, Role.HEAD, Role.DEPARTMENT_CONTACT])
def test_nobody_else_writes_a_draft(draft, role, office):
    other = house.make_user(role=role, unit=office if role != Role.EMPLOYEE else None)

    with pytest.raises(Refused):
        actions.save_application(application_id=draft.pk, version=None, values={"title": "x"}, by=other)


def test_wishes_with_ties(draft, record, employee):
    first, second = house.make_partner(), house.make_partner()
    offer = factories.make_offer(round=record)
    wishes = [WishFor(1, partner=first), WishFor(1, partner=second), WishFor(2, offer=offer), WishFor(3)]

    actions.save_wishes(application_id=draft.pk, version=None, wishes=wishes, values={"weeks": 4}, by=employee)

    draft.refresh_from_db()
    assert list(draft.wishes.values_list("rank", "kind", "partner", "offer")) == [
        (1, "city", first.pk, None),
        (1, "city", second.pk, None),
        (2, "offer", None, offer.pk),
        (3, "topic", None, None),
    ]
    assert draft.weeks == 4


def test_wishes_that_cannot_be(draft, record, employee):
    def save(*wishes):
        actions.save_wishes(application_id=draft.pk, version=None, wishes=wishes, values={}, by=employee)

    with pytest.raises(Refused, match="at most 5"):
        save(*(WishFor(1, partner=house.make_partner()) for _wish in range(6)))
    with pytest.raises(Refused, match="not open"):
        save(WishFor(1, offer=factories.make_offer(round=record, unit=house.make_unit())))
    with pytest.raises(Refused, match="not open"):
        save(WishFor(1, offer=factories.make_offer()))
    assert draft.wishes.count() == 1


def test_annexes_come_and_go(draft, employee):
    upload = SimpleUploadedFile("lebenslauf.pdf", b"%PDF-1.4 x")

    annex = actions.add_annex(application_id=draft.pk, label="Lebenslauf", upload=upload, by=employee)
    file = annex.file
    actions.remove_annex(annex_id=annex.pk, by=employee)

    assert (draft.annexes.count(), StoredFile.objects.filter(pk=file.pk).exists()) == (0, False)
    assert codes(draft) == ["application.annex_removed", "application.annex_added"]


def test_a_draft_is_thrown_away_with_its_files(draft, employee):
    actions.add_annex(application_id=draft.pk, label="x", upload=SimpleUploadedFile("x.pdf", b"%PDF-x"), by=employee)

    actions.discard_application(application_id=draft.pk, by=employee)

    assert (Application.objects.count(), Consent.objects.count(), StoredFile.objects.count()) == (0, 0, 0)


# ---- sending -------------------------------------------------------------------
def test_sending_asks_supervisor_and_substitute_in_their_languages(draft, record, employee, officer):
    actions.submit_application(application_id=draft.pk, by=employee)

    draft.refresh_from_db()
    links = list(GuestLink.objects.order_by("pk").values_list("purpose", "email", "created_by"))
    supervisor, substitute = draft.consents.order_by("pk")
    assert (draft.state, draft.submitted_at is not None) == ("submitted", True)
    assert links == [
        ("consent", supervisor.email, officer.pk),
        ("substitute", substitute.email, officer.pk),
    ]
    assert list(Mail.objects.order_by("pk").values_list("to", "language")) == [
        (supervisor.email, "de"),
        (substitute.email, "pl"),
    ]
    assert codes(draft) == ["consent.asked", "consent.asked", "application.submitted"]
    assert [str(one.what) for one in completeness.missing(draft)] == [
        "the answer of the supervisor",
        "the answer of the substitute",
    ]


def test_what_is_missing_is_named_and_keeps_a_draft_from_being_sent(record, employee):
    draft = actions.begin_application(round_id=record.pk, unit=house.make_unit(), by=employee)

    with pytest.raises(Refused, match="Something is still missing"):
        actions.submit_application(application_id=draft.pk, by=employee)

    assert [(one.part, one.until) for one in completeness.missing(draft)] == [
        (part, record.applications_until)
        for part in ("topic", "topic", "topic", "topic", "person", "person", "wishes", "consents", "consents")
    ]


def test_without_an_officer_who_may_give_links_it_is_sent_all_the_same(draft, record, employee, officer):
    officer.grants.update(ends_on=timezone.localdate() - timedelta(days=1))

    actions.submit_application(application_id=draft.pk, by=employee)

    draft.refresh_from_db()
    assert (draft.state, GuestLink.objects.count()) == ("submitted", 0)
    assert list(draft.consents.values_list("asked_at", flat=True)) == [None, None]


def test_a_round_that_wants_no_consent_makes_it_complete_at_once(draft, record, employee):
    record.eligibility_rules.all().delete()

    actions.submit_application(application_id=draft.pk, by=employee)

    draft.refresh_from_db()
    assert (draft.state, Mail.objects.count()) == ("consented", 0)


# ---- consents ------------------------------------------------------------------
def sent(draft, employee):
    actions.submit_application(application_id=draft.pk, by=employee)
    Mail.objects.all().delete()
    return {link.purpose: link for link in GuestLink.objects.all()}, {one.kind: one for one in draft.consents.all()}


def test_with_both_answers_it_is_complete(draft, employee):
    links, asked = sent(draft, employee)

    for kind, purpose in (("supervisor", "consent"), ("substitute", "substitute")):
        consents.answer_consent(consent_id=asked[kind].pk, answer="yes", remark="Gern.", by=links[purpose])

    draft.refresh_from_db()
    assert draft.state == "consented"
    assert codes(draft)[:3] == ["application.completed", "consent.answered", "consent.answered"]
    assert [mail.to for mail in Mail.objects.all()] == [draft.applicant.email] * 2


def test_an_answer_can_be_changed_and_takes_the_completeness_back(draft, employee):
    links, asked = sent(draft, employee)
    for kind, purpose in (("supervisor", "consent"), ("substitute", "substitute")):
        consents.answer_consent(consent_id=asked[kind].pk, answer="yes", remark="", by=links[purpose])

    consents.answer_consent(consent_id=asked["supervisor"].pk, answer="no", remark="Umbau", by=links["consent"])

    draft.refresh_from_db()
    assert (draft.state, codes(draft)[0]) == ("submitted", "application.reopened")


def test_a_link_answers_its_own_question_only(draft, employee):
    links, asked = sent(draft, employee)

    with pytest.raises(Refused, match="This link is not for this page"):
        consents.answer_consent(consent_id=asked["supervisor"].pk, answer="yes", remark="", by=links["substitute"])


def test_after_a_withdrawal_nothing_is_answered(draft, employee):
    links, asked = sent(draft, employee)
    actions.withdraw_application(application_id=draft.pk, by=employee)
    link = links["consent"]
    link.refresh_from_db()

    with pytest.raises(Refused):
        consents.answer_consent(consent_id=asked["supervisor"].pk, answer="yes", remark="", by=link)
    assert (link.is_open, Application.objects.get().state) == (False, "withdrawn")


def test_the_office_asks_again_and_notes_what_is_on_paper(draft, employee, officer):
    links, asked = sent(draft, employee)

    consents.ask_consent(consent_id=asked["supervisor"].pk, by=officer)
    noted = consents.note_consent(
        consent_id=asked["substitute"].pk, version=None, answer="yes", remark="Vermerk", by=officer
    )

    old = links["consent"]
    old.refresh_from_db()
    assert (old.is_open, GuestLink.objects.filter(purpose="consent").count()) == (False, 2)
    assert (noted.answer, noted.noted_by, noted.remark) == ("yes", officer, "Vermerk")


def test_another_office_notes_nothing(draft, employee):
    _links, asked = sent(draft, employee)
    stranger = house.make_user(role=Role.OFFICER)

    with pytest.raises(Refused):
        consents.note_consent(consent_id=asked["supervisor"].pk, version=None, answer="yes", remark="", by=stranger)
    with pytest.raises(Refused):
        consents.ask_consent(consent_id=asked["supervisor"].pk, by=stranger)


def test_the_department_recommends_its_own_people_only(draft, employee):
    sent(draft, employee)
    contact = house.make_user(role=Role.DEPARTMENT_CONTACT, unit=draft.unit, name="Contact")
    other = house.make_user(role=Role.DEPARTMENT_CONTACT)

    said = consents.recommend_application(application_id=draft.pk, answer="yes", remark="Passt.", by=contact)
    with pytest.raises(Refused, match="Only the department"):
        consents.recommend_application(application_id=draft.pk, answer="no", remark="x", by=other)

    assert (said.kind, said.name, said.answer, said.noted_by) == ("department", "Contact", "yes", contact)


# ---- taking back, withdrawing ----------------------------------------------------
def test_taken_back_until_the_last_day_answers_stay(draft, record, employee):
    links, asked = sent(draft, employee)
    consents.answer_consent(consent_id=asked["supervisor"].pk, answer="yes", remark="", by=links["consent"])

    actions.take_back_application(application_id=draft.pk, by=employee)
    actions.submit_application(application_id=draft.pk, by=employee)

    assert draft.consents.get(kind="supervisor").answer == "yes"
    late(record)
    with pytest.raises(Refused, match="The last day has passed"):
        actions.take_back_application(application_id=draft.pk, by=employee)


def test_another_supervisor_has_to_say_it_anew(draft, employee):
    links, asked = sent(draft, employee)
    consents.answer_consent(consent_id=asked["supervisor"].pk, answer="yes", remark="", by=links["consent"])
    actions.take_back_application(application_id=draft.pk, by=employee)

    actions.save_consents(
        application_id=draft.pk,
        version=None,
        people={"supervisor": {"name": "Neu", "email": "neu@example.org", "language": "de"}},
        by=employee,
    )

    consent = draft.consents.get(kind="supervisor")
    link = links["consent"]
    link.refresh_from_db()
    assert (consent.answer, consent.asked_at, link.is_open) == ("open", None, False)


def test_withdrawn_at_any_time_by_the_applicant_or_for_them(draft, record, employee, officer):
    sent(draft, employee)
    factories.move_to(record, "under_way")

    with pytest.raises(Refused):
        actions.withdraw_application(application_id=draft.pk, by=house.make_user(role=Role.OFFICER))
    actions.withdraw_application(application_id=draft.pk, by=officer)

    with pytest.raises(Refused):
        actions.withdraw_application(application_id=draft.pk, by=employee)
    assert codes(draft)[0] == "application.withdrawn"


# ---- the office enters -----------------------------------------------------------
def test_the_office_enters_somebody_of_a_partner(record, officer):
    partner = house.make_partner()
    person = {"unit": None, "partner": partner, "name": "Host Guest", "email": "", "language": "pl"}

    made = actions.enter_application(round_id=record.pk, person=person, values={"title": "Verkehr"}, by=officer)
    actions.submit_application(application_id=made.pk, by=officer)

    made.refresh_from_db()
    assert (made.is_incoming, made.partner, made.state, made.entered_by) == (True, partner, "consented", officer)
    with pytest.raises(Refused):
        actions.enter_application(round_id=record.pk, person=person, values={}, by=house.make_user(role=Role.OFFICER))


def test_a_link_of_another_purpose_answers_nothing(draft, employee):
    links, asked = sent(draft, employee)
    link = links["consent"]
    link.purpose = "host_offer"

    with pytest.raises(Refused, match="This link is not for this page"):
        consents.answer_consent(consent_id=asked["supervisor"].pk, answer="yes", remark="", by=link)
