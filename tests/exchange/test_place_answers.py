"""Whoever was named by a partner accepts or declines the place by link; for whoever has none, the office there does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.actions import open_link, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.exchange import nomination_rules as rules
from hospitium.exchange.actions import answers
from hospitium.exchange.actions.placements import announce_results
from hospitium.exchange.models import Placement, WaitingEntry
from hospitium.exchange.rules import NO_LINK
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()
DAY = TODAY + timedelta(days=10)


@pytest.fixture
def officer():
    house.make_home()
    return house.make_user(role=Role.OFFICER, unit=house.make_unit(), name="Officer")


@pytest.fixture
def record(officer):
    record = factories.make_round(unit=officer.grants.get().unit, officer=officer)
    return factories.move_to(record, "deciding")


@pytest.fixture
def place(record):
    return factories.make_offer(round=record, unit=house.make_unit(), title=written_in("en", "Cycling"))


@pytest.fixture
def office_there(record, officer):
    """The offer with which a partner names people."""
    return factories.make_offer(
        round=record, contact_name="Petr", contact_email="petr@example.org", contact_language="cs"
    )


def link_to(subject, purpose, email, officer, days=60):
    return open_link(
        purpose=purpose, subject=subject, name="x", email=email, language="en", ends_on=TODAY + timedelta(days=days),
        by=officer,
    )[0]  # fmt: skip


def named(record, office_there, name="Jana"):
    person = factories.make_applicant(
        partner=office_there.partner, name=name, email=f"{name.lower()}@example.org", language="en"
    )
    made = factories.make_application(
        round=record, applicant=person, partner=office_there.partner, nominated_with=office_there, state="yes"
    )
    factories.make_consent(made, "person", name=name, email=person.email, language="en", answer="yes")
    return made


def placed(application, offer, **given):
    start = {"state": "announced", "answer_until": DAY, "announced_at": timezone.now(), "reason": "by hand"}
    return Placement.objects.create(
        **{"round": application.round, "application": application, "offer": offer, "placed_at": timezone.now(), **start,
           **given}
    )  # fmt: skip


@pytest.fixture
def jana(record, office_there):
    return named(record, office_there)


@pytest.fixture
def own(jana, officer):
    return link_to(jana.consents.get(), "own_application", "jana@example.org", officer)


@pytest.fixture
def theirs(office_there, officer):
    return link_to(office_there, "host_offer", "petr@example.org", officer)


def own_page(link):
    return reverse("exchange:guest_application_place", args=[link.pk])


def page_of(link, application):
    return reverse("exchange:guest_person_place", args=[link.pk, application.pk])


def waiting(application, offer, position=1):
    return WaitingEntry.objects.create(application=application, offer=offer, position=position)


# ---- the person --------------------------------------------------------------------
def test_the_person_accepts_with_the_own_link(jana, own, place, office_there):
    placement = placed(jana, place)
    browser = factories.browser(own)

    shown = browser.get(reverse("exchange:guest_application", args=[own.pk])).content.decode()
    page = browser.get(own_page(own))
    answer = browser.post(own_page(own), {"accept": "1", "form_key": page.context["form_key"]})

    placement.refresh_from_db()
    assert own_page(own) in shown
    assert ("Please answer until" in shown, "Accept the place" in page.content.decode()) == (True, True)
    assert (answer.status_code, placement.state, placement.tasks.exists()) == (302, "accepted", True)
    assert [event.code for event in timeline(placement)][:1] == ["placement.accepted"]
    assert list(own.uses.values_list("what", flat=True))[:1] == ["answered"]
    told = Mail.objects.get(to="petr@example.org")
    assert (told.language, "Jana" in told.subject) == ("cs", True)
    after = browser.get(answer.url.partition("#")[0]).content.decode()
    assert "You have accepted this place." in after


def test_a_second_sending_is_led_to_the_outcome_of_the_first(jana, own, place):
    placed(jana, place)
    browser = factories.browser(own)
    sent = {"accept": "1", "form_key": browser.get(own_page(own)).context["form_key"]}

    first, second = browser.post(own_page(own), sent), browser.post(own_page(own), sent)

    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert Mail.objects.count() == 1


def test_whoever_declines_says_why_and_the_waiting_list_moves_up(record, jana, own, place, office_there):
    placement = placed(jana, place)
    other = named(record, office_there, "Ota")
    factories.make_wish(other, 1, place)
    waiting(other, place)
    browser = factories.browser(own)

    unsaid = browser.post(own_page(own), {"reason": " "})
    done = browser.post(own_page(own), {"reason": "Nemohu"})

    placement.refresh_from_db()
    moved = other.placements.get()
    assert (unsaid.status_code, done.status_code) == (422, 302)
    assert (placement.state, placement.answer, placement.marks) == ("declined", "Nemohu", ["place_moved_up"])
    assert (moved.state, moved.offer, moved.origin) == ("announced", place, "waiting_list")
    shown = browser.get(done.url.partition("#")[0]).content.decode()
    assert "You declined the place" in shown


def test_after_the_last_day_the_place_is_only_declined(jana, own, place):
    placement = placed(jana, place, answer_until=TODAY - timedelta(days=1))
    browser = factories.browser(own)

    page = browser.get(own_page(own)).content.decode()
    late = browser.post(own_page(own), {"accept": "1"})

    assert "The last day for an answer has passed. Please write to the office." in page
    assert (late.status_code, "Decline the place" in page) == (422, True)
    assert rules.may_answer_place(own, placement)


@pytest.mark.parametrize("state", ["proposed", "dropped", "declined"])
def test_without_a_place_there_is_no_page(jana, own, place, state):
    placed(jana, place, state=state)

    assert factories.browser(own).get(own_page(own)).status_code == 404


# ---- the office there ----------------------------------------------------------------
def test_the_office_there_answers_for_whoever_has_no_link(jana, theirs, place, office_there):
    placement = placed(jana, place)
    browser = factories.browser(theirs)

    people = browser.get(reverse("exchange:guest_people", args=[theirs.pk])).content.decode()
    page = browser.get(page_of(theirs, jana)).content.decode()
    done = browser.post(page_of(theirs, jana), {"accept": "1"})

    placement.refresh_from_db()
    assert page_of(theirs, jana) in people
    assert "you answer for them" in page
    assert (done.status_code, placement.state) == (302, "accepted")
    told = Mail.objects.get(to="jana@example.org")
    assert "has accepted the place for you" in told.body


def test_the_office_there_sees_that_the_place_was_declined_and_why(jana, theirs, place):
    placed(jana, place)
    browser = factories.browser(theirs)

    after = browser.post(page_of(theirs, jana), {"reason": "No time"}, follow=True).content.decode()
    people = browser.get(reverse("exchange:guest_people", args=[theirs.pk])).content.decode()

    assert Placement.objects.get().state == "declined"
    said = [f"The place was declined: {place.unit}: {place}. The reason: No time" in html for html in (after, people)]
    assert said == [True, True]


def test_the_office_there_does_not_answer_for_whoever_has_a_link(jana, own, theirs, place):
    placement = placed(jana, place)
    browser = factories.browser(theirs)

    people = browser.get(reverse("exchange:guest_people", args=[theirs.pk])).content.decode()
    page = browser.get(page_of(theirs, jana)).content.decode()
    tried = browser.post(page_of(theirs, jana), {"accept": "1"})
    revoke_links_of(subject=jana.consents.get(), by=None)

    placement.refresh_from_db()
    assert page_of(theirs, jana) not in people
    assert "This person has a link of their own and answers with it." in page
    assert (tried.status_code, placement.state) == (422, "announced")
    assert rules.may_accept_place(theirs, placement)


def test_another_office_answers_for_nobody(record, jana, place, officer):
    other = factories.make_offer(round=record)
    stranger = link_to(other, "host_offer", "else@example.org", officer)
    placement = placed(jana, place)

    assert factories.browser(stranger).get(page_of(stranger, jana)).status_code == 404
    assert rules.may_accept_place(stranger, placement).reason == NO_LINK
    with pytest.raises(Refused):
        answers.accept_with_link(placement_id=placement.pk, by=stranger)


# ---- mails ------------------------------------------------------------------------------
def test_the_mail_with_the_result_has_a_new_link_to_answer_with(record, jana, own, place, officer):
    placed(jana, place, state="proposed", announced_at=None, answer_until=None)

    announce_results(round_id=record.pk, answer_until=DAY, by=officer)

    mail = Mail.objects.get(to="jana@example.org")
    fresh = GuestLink.objects.filter(purpose="own_application").latest("pk")
    own.refresh_from_db()
    assert "Accept or decline the place here; you need no account:" in mail.body
    assert "/guest/" in mail.body
    assert (own.is_open, fresh.is_open, fresh.email) == (False, True, "jana@example.org")


def test_without_somebody_who_gives_links_the_mail_names_the_office_there(record, jana, place, officer):
    placed(jana, place, state="proposed", announced_at=None, answer_until=None)
    jana.consents.update(email="elsewhere@example.org")

    announce_results(round_id=record.pk, answer_until=DAY, by=officer)

    mail = Mail.objects.get(to="jana@example.org")
    assert f"Please tell the office of {jana.partner}, which has named you, whether you take the place" in mail.body
    assert "/guest/" not in mail.body


def test_the_reminder_has_a_link_too(jana, own, place):
    placed(jana, place, answer_until=TODAY + timedelta(days=2))

    answers.remind_of_answers(today=TODAY)

    mail = Mail.objects.get(to="jana@example.org")
    assert ("/guest/" in mail.body, GuestLink.objects.filter(purpose="own_application").count()) == (True, 2)
