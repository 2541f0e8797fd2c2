"""A person reads and takes along what is held about them; the office erases it on request, everywhere at once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.actions import open_link
from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core import mails
from hospitium.core.erasures import FILE, remembered
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.retention import Due
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions.erasing_people import REQUEST_CLASS, erase_person
from hospitium.exchange.erasure_rules import may_erase_person
from hospitium.exchange.models import Annex, Applicant, Assessment, CostLine, HostRanking, Placement, WeeklyNote
from hospitium.exchange.queries.own import as_data
from hospitium.exchange.retention import CLASSES
from tests import factories as house
from tests.exchange import factories
from tests.exchange.test_stay_retention import stored_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()


@pytest.fixture
def officer():
    house.make_home()
    return house.make_user(role=Role.OFFICER, unit=house.make_unit(), name="Officer")


@pytest.fixture
def record(officer):
    record = factories.make_round(unit=officer.grants.get().unit, officer=officer)
    return factories.move_to(record, "answering")


@pytest.fixture
def employee():
    return house.make_user(role=Role.EMPLOYEE, unit=house.make_unit(), name="Erika")


def applied(record, user=None, **given):
    person = factories.make_applicant(user=user, name="Erika Beispiel", email="erika@example.org", language="en")
    start = {
        "state": "no", "title": "Cycling", "question": "How?\nAnd why?", "benefit": "Two streets",
        "languages": {"en": "B2"},
        "years": 7,
    }  # fmt: skip
    made = factories.make_application(round=record, applicant=person, **{**start, **given})
    factories.make_consent(made, name="Max Muster", email="max@example.org", answer="yes")
    return made


def placed(application, **given):
    offer = factories.make_offer(round=application.round)
    start = {"state": "finished", "placed_at": timezone.now(), "announced_at": timezone.now(), "reason": "known there"}
    return Placement.objects.create(
        **{"round": application.round, "application": application, "offer": offer, **start, **given}
    )


# ---- reading and taking along ---------------------------------------------------------
def test_the_own_data_are_read_and_taken_along(record, employee, sign_in):
    made = applied(record, employee)
    address = reverse("exchange:application_data", args=[made.pk])
    client = sign_in(employee)

    own = client.get(reverse("exchange:application", args=[made.pk])).content.decode()
    page = client.get(address)
    file = client.post(address)

    text = page.content.decode()
    assert address in own
    assert all(word in text for word in ("Erika Beispiel", "Cycling", "How?<br>And why?", "English B2", "Max Muster"))
    data = json.loads(file.content)
    assert (data["person"]["name"], data["application"]["question"]) == ("Erika Beispiel", "How?\nAnd why?")
    assert data["consents"]["supervisor"]["email"] == "max@example.org"
    assert (page.headers["Cache-Control"], file.headers["Cache-Control"]) == ("no-store", "no-store")
    assert [event.code for event in timeline(made)] == ["application.own_data_exported"]


def test_nobody_else_takes_them_along(record, employee, officer, sign_in):
    made = applied(record, employee)
    address = reverse("exchange:application_data", args=[made.pk])

    assert [sign_in(officer).get(address).status_code, sign_in(officer).post(address).status_code] == [404, 404]


def test_what_the_panel_wrote_and_what_was_not_told_is_not_in_it(record, employee):
    made = applied(record, employee, state="assessed")
    factories.make_assessment(made, factories.make_member(record), note="Secret note")

    before = json.dumps(as_data(made))
    made.state = "no"
    made.save()
    untold = as_data(made)
    placed(factories.make_application(round=record, state="yes"), state="announced")
    told = as_data(made)

    assert "Secret note" not in before
    assert (json.loads(before)["application"]["state"], untold["application"]["state"]) == ("consented", "consented")
    assert told["application"]["state"] == "no"
    assert "Secret note" not in json.dumps(told)


def test_a_stay_stands_in_it_with_what_was_agreed_and_written(record, employee):
    made = applied(record, employee, state="yes")
    stay = placed(made, mentor_name="Jana", starts_on=TODAY, ends_on=TODAY)
    WeeklyNote.objects.create(placement=stay, week=1, title="Arrival", text="First week")

    data = as_data(made)["stay"]

    assert (data["mentor_name"], data["starts_on"], data["week_1"]["text"]) == ("Jana", TODAY.isoformat(), "First week")


def test_whoever_was_named_takes_them_along_with_the_link(record, officer):
    theirs = factories.make_offer(round=record)
    person = factories.make_applicant(partner=theirs.partner, name="Jana", email="jana@example.org")
    made = factories.make_application(
        round=record, applicant=person, partner=theirs.partner, nominated_with=theirs, state="no", title="Školy"
    )
    consent = factories.make_consent(made, "person", name="Jana", email="jana@example.org", answer="yes")
    link, _address = open_link(
        purpose="own_application", subject=consent, name="Jana", email="jana@example.org", language="en",
        ends_on=TODAY + timedelta(days=9), by=officer,
    )  # fmt: skip
    address = reverse("exchange:guest_application_known", args=[link.pk])
    browser = factories.browser(link)

    own = browser.get(reverse("exchange:guest_application", args=[link.pk])).content.decode()
    page = browser.get(address).content.decode()
    data = json.loads(browser.post(address).content)

    assert address in own
    assert "Školy" in page
    assert (data["person"]["name"], data["application"]["title"]) == ("Jana", "Školy")
    assert link.uses.first().what == "exported"


# ---- erasing ------------------------------------------------------------------------------
def test_a_person_is_erased_wherever_they_stand(record, officer, employee, settings, sign_in):
    made = applied(record, employee)
    member = factories.make_member(record)
    factories.make_assessment(made, member, note="Weak", recommendation="no")
    offer = factories.make_offer(round=record)
    HostRanking.objects.create(offer=offer, application=made, rank=1)
    Annex.objects.create(application=made, label="CV", file=stored_file())
    consent = made.consents.get()
    open_link(purpose="consent", subject=consent, name="Max", email="max@example.org", language="en",
              ends_on=TODAY + timedelta(days=9), by=officer)  # fmt: skip
    mails.post(to="erika@example.org", language="en", template="exchange/mail/consent_answered",
               context={"consent": consent, "application": made, "base_url": ""}, about=made)  # fmt: skip
    Mail.objects.update(status="sent", sent_at=timezone.now())
    address = reverse("exchange:application_erase", args=[made.pk])
    client = sign_in(officer)

    asked = client.get(address)
    done = client.post(address, {"ground": "objection", "form_key": asked.context["form_key"]})

    made.refresh_from_db()
    person = Applicant.objects.get()
    consent.refresh_from_db()
    assert (asked.status_code, done.status_code) == (200, 302)
    assert (person.name, person.email, person.user, person.unit is not None) == ("", "", None, True)
    assert (made.question, made.title, made.state, made.unit is not None) == ("", "", "no", True)
    assert (consent.name, consent.answer) == ("", "yes")
    assert (Assessment.objects.get().note, Assessment.objects.get().recommendation) == ("", "no")
    assert (HostRanking.objects.count(), Annex.objects.count(), GuestLink.objects.count()) == (0, 0, 0)
    assert Mail.objects.filter(to="erika@example.org").count() == 0
    event = timeline(made)[0]
    assert (event.code, event.facts["ground"], event.facts["applications"]) == (
        "applicant.erased",
        "objection",
        1,
    )
    lines = list(remembered(settings.DATA / FILE))
    assert [(one.data_class, one.kind, one.key) for one in lines][-1] == (
        REQUEST_CLASS,
        "exchange.applicant",
        str(person.pk),
    )


def test_an_agreement_that_was_paid_for_stays_and_another_goes(record, officer):
    paid, unpaid = applied(record, state="yes"), applied(record, state="yes")
    for one in (paid, unpaid):
        placed(one, insurance="Own", mentor_name="Jana")
    CostLine.objects.create(placement=paid.placements.get(), what="Travel", planned="10.00")

    for one in (paid, unpaid):
        erase_person(application_id=one.pk, ground="objection", by=officer)

    assert [one.placements.get().insurance for one in (paid, unpaid)] == ["Own", ""]


def test_after_a_restore_the_same_person_is_erased_again(record, officer):
    made = applied(record)
    erase = next(one.erase for one in CLASSES if one.key == REQUEST_CLASS)
    due = Due("exchange.applicant", str(made.applicant_id), TODAY)

    first, second = erase(due), erase(due)

    made.refresh_from_db()
    assert (made.question, made.applicant.name) == ("", "")
    assert (first.counts["applicants"], second.counts) == (1, {})


@pytest.mark.parametrize(
    ("state", "phase", "place", "says"),
    [
        ("submitted", "assessing", None, "still takes part"),
        ("yes", "answering", None, "still takes part"),
        ("yes", "over", None, ""),
        ("no", "answering", None, ""),
        ("withdrawn", "open", None, ""),
        ("yes", "under_way", "under_way", "still takes part"),
        ("yes", "over", "finished", ""),
        ("yes", "answering", "declined", "still takes part"),
    ],
)
def test_whoever_takes_part_is_withdrawn_first(record, officer, state, phase, place, says):
    factories.move_to(record, "under_way" if phase == "over" else phase)
    if phase == "over":
        record.stays_from = record.stays_until = TODAY - timedelta(days=1)
        record.save()
    made = applied(record, state=state)
    if place:
        placed(made, state=place)

    verdict = may_erase_person(officer, made)

    assert (bool(verdict), says in verdict.reason) == (not says, True)


def test_who_erases_nobody(record, officer, employee):
    made = applied(record, employee)
    elsewhere = house.make_user(role=Role.OFFICER, unit=house.make_unit())
    own = factories.make_application(round=record, applicant=factories.make_applicant(user=officer), state="no")
    other_round = factories.make_round(unit=house.make_unit())
    both = applied(record)
    factories.make_application(round=other_round, applicant=both.applicant, state="no")

    verdicts = [
        may_erase_person(by, one).reason
        for by, one in ((elsewhere, made), (employee, made), (officer, own), (officer, both))
    ]

    assert all(verdicts)
    assert verdicts[2:] == [
        "Nobody decides on an application of their own.",
        "This person has applied in a round of another office, too. That office has to agree.",
    ]
    with pytest.raises(Refused):
        erase_person(application_id=both.pk, ground="objection", by=officer)
