"""Guests answer in their language: supervisor, substitute, host; they see what they need and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.exchange.actions import applications, offers
from hospitium.exchange.models import Consent, HostOffer, Placement, WeeklyNote
from tests import factories as house
from tests.exchange import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    house.make_home()
    return house.make_user(role=Role.OFFICER, unit=house.make_unit(), name="Officer")


@pytest.fixture
def record(officer):
    record = factories.make_round(unit=officer.grants.get().unit, officer=officer)
    factories.make_rule(record, "supervisor")
    factories.make_rule(record, "substitute")
    return record


@pytest.fixture
def links(record):
    user = house.make_user(role=Role.EMPLOYEE, name="Erika Beispiel")
    applicant = factories.make_applicant(user=user)
    made = factories.make_application(
        round=record, applicant=applicant, topic=house.make_topic(), wishes=[(1, None)], title="Radwege",
        benefit="Geheimer Nutzen",
    )  # fmt: skip
    factories.make_consent(made, "supervisor", language="cs")
    factories.make_consent(made, "substitute", language="de")
    applications.submit_application(application_id=made.pk, by=user)
    return {link.purpose: link for link in GuestLink.objects.all()}


def page(link, view):
    return reverse(f"exchange:{view}", args=[link.pk])


def test_a_supervisor_reads_topic_and_benefit_and_says_yes(links):
    client = factories.browser(links["consent"])
    url = page(links["consent"], "guest_consent")

    shown = client.get(url)
    empty = client.post(url, {"answer": ""})
    said = client.post(url, {"answer": "yes", "remark": "Gern"})

    html = shown.content.decode()
    assert (shown.headers["Content-Language"], "Erika Beispiel" in html, "Geheimer Nutzen" in html) == (
        "cs", True, True,
    )  # fmt: skip
    assert (empty.status_code, said.status_code) == (422, 302)
    assert Consent.objects.get(kind="supervisor").answer == "yes"
    assert client.get(url).status_code == 200


def test_a_substitute_reads_nothing_of_the_application(links):
    client = factories.browser(links["substitute"])

    html = client.get(page(links["substitute"], "guest_substitute")).content.decode()

    assert [word in html for word in ("Erika Beispiel", "Radwege", "Geheimer Nutzen")] == [True, False, False]


def test_one_link_opens_no_other_page(links):
    client = factories.browser(links["substitute"])

    statuses = {
        client.get(page(links["substitute"], view)).status_code
        for view in ("guest_consent", "guest_offer", "guest_ranking", "guest_offer_withdraw")
    }

    assert statuses == {404}
    assert client.get(page(links["consent"], "guest_consent")).status_code == 404


@pytest.fixture
def asked(record, officer):
    offer = factories.make_offer(round=record, state="draft")
    offers.ask_host(
        offer_id=offer.pk,
        name="Jana",
        email="jana@example.org",
        language="cs",
        ends_on=timezone.localdate() + timedelta(days=90),
        message="",
        by=officer,
    )
    return offer, GuestLink.objects.get(purpose="host_offer")


def test_a_host_saves_then_offers_in_its_language(asked):
    offer, link = asked
    client = factories.browser(link)
    url = page(link, "guest_offer")
    offer.refresh_from_db()
    typed = {"title": "Cyklodoprava", "task": "Stezky", "capacity": "2", "minimum": "0", "organisation": "Odbor"}

    shown = client.get(url)
    kept = client.post(url, {**typed, "save": "1", "version": offer.version})
    offer.refresh_from_db()
    between = offer.state
    made = client.post(url, {**typed, "offer": "1", "version": offer.version})

    offer.refresh_from_db()
    assert (shown.status_code, shown.headers["Content-Language"]) == (200, "cs")
    assert (kept.status_code, between, made.status_code, offer.state) == (302, "draft", 302, "offered")
    assert (offer.title.texts["cs"], offer.organisation) == ("Cyklodoprava", "Odbor")
    assert client.get(url).status_code == 200


def test_what_an_offer_needs_is_said_beside_the_field_and_a_draft_may_have_gaps(asked):
    offer, link = asked
    client = factories.browser(link)
    url = page(link, "guest_offer")
    offer.refresh_from_db()
    typed = {"capacity": "2", "minimum": "0", "version": offer.version}

    made = client.post(url, {**typed, "offer": "1"})
    kept = client.post(url, {**typed, "save": "1"})

    assert (made.status_code, made.content.decode().count("hsp-field__error")) == (422, 2)
    assert kept.status_code == 302


def test_a_host_that_wrote_in_another_window_is_told(asked, officer):
    offer, link = asked
    offer.refresh_from_db()
    offers.edit_offer(offer_id=offer.pk, version=offer.version, values={"capacity": 4}, by=officer)

    answer = factories.browser(link).post(
        page(link, "guest_offer"),
        {"title": "Můj text", "task": "Práce", "capacity": "2", "minimum": "0", "version": offer.version},
    )

    assert answer.status_code == 409
    assert "Můj text" in answer.content.decode()
    assert HostOffer.objects.get().capacity == 4


def test_a_host_ranks_codes_and_never_names(asked, record):
    offer, link = asked
    HostOffer.objects.update(state="offered")
    person = factories.make_applicant(name="Secret Person", email="secret@example.org")
    application = factories.make_application(
        round=record, state="consented", applicant=person, wishes=[(1, offer)], question="Secret Question"
    )
    client = factories.browser(link)
    early = client.get(page(link, "guest_ranking")).content.decode()
    factories.move_to(record, "assessing")

    html = client.get(page(link, "guest_ranking")).content.decode()
    ranked = client.post(page(link, "guest_ranking"), {f"rank_{application.pk}": "1"})

    assert application.code not in early
    assert [word in html for word in (application.code, "Secret Person", "secret@", "Secret Question")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert (ranked.status_code, offer.rankings.get().rank) == (302, 1)


@pytest.mark.usefixtures("english")
def test_a_host_is_told_that_its_order_has_arrived(asked, record):
    offer, link = asked
    HostOffer.objects.update(state="offered")
    application = factories.make_application(round=record, state="consented", wishes=[(1, offer)])
    factories.move_to(record, "assessing")
    client = factories.browser(link)
    before = client.get(page(link, "guest_offer"), {"lang": "en"}).content.decode()

    sent = client.post(f"{page(link, 'guest_ranking')}?lang=en", {f"rank_{application.pk}": "1"}, follow=True)

    after = sent.content.decode()
    assert ("Rank applicants" in before, "is with us, thank you" in before) == (True, False)
    assert ("See or change the order" in after, "is with us, thank you. You can still change it." in after) == (
        True, True,
    )  # fmt: skip
    # The days of offering are over: the page must not promise that the offer can still be changed.
    assert "You can change it until the last day" not in after


def test_the_rank_of_an_applicant_is_no_rank_of_protocol(asked, record):
    offer, link = asked
    HostOffer.objects.update(state="offered")
    factories.make_application(round=record, state="consented", wishes=[(1, offer)])
    factories.move_to(record, "assessing")

    html = factories.browser(link).get(page(link, "guest_ranking"), {"lang": "cs"}).content.decode()

    assert "Protokolární" not in html


def test_a_host_takes_its_offer_back_and_can_make_it_again(asked):
    offer, link = asked
    client = factories.browser(link)

    asked_first = client.get(page(link, "guest_offer_withdraw"))
    done = client.post(page(link, "guest_offer_withdraw"), {"reason": "Stěhování"})

    offer.refresh_from_db()
    assert (asked_first.status_code, done.status_code, offer.state, offer.reason) == (
        200, 302, "withdrawn", "Stěhování",
    )  # fmt: skip
    typed = {"title": "Kola", "task": "Stezky", "capacity": "1", "minimum": "0", "version": offer.version}
    client.post(page(link, "guest_offer"), {**typed, "offer": "1"})
    assert HostOffer.objects.get().state == "offered"


# ---- the public site ---------------------------------------------------------------
def test_a_public_call_stands_on_the_public_site_and_in_the_feed(client, record):
    hidden = factories.make_round(unit=record.unit)
    record.visibility = "public"
    record.save()
    factories.make_offer(round=record, mentor_name="Secret Mentor", mentor_email="m@example.org")

    listed = client.get("/de/calls/").content.decode()
    shown = client.get(f"/de/calls/{record.pk}/").content.decode()
    feed = client.get("/pl/calls.atom")

    assert (str(record) in listed, str(hidden) in listed) == (True, False)
    assert ("Vier Wochen" in shown, "Secret Mentor" in shown) == (True, False)
    assert feed.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert f"/pl/calls/{record.pk}/" in feed.content.decode()
    assert client.get(f"/de/calls/{hidden.pk}/").status_code == 404
    assert f"/de/calls/{record.pk}/" in client.get("/sitemap.xml").content.decode()


def test_weekly_notes_that_were_released_stand_on_the_public_site_without_a_name(client, record):
    empty = client.get("/pl/calls/notes/")  # another language: nothing was recorded, so the page in German is stored
    applicant = factories.make_applicant(name="Secret Person")
    made = factories.make_application(round=record, applicant=applicant, state="yes")
    offer = factories.make_offer(round=record)
    placement = Placement.objects.create(
        round=record, application=made, offer=offer, state="under_way", origin="run", placed_at=timezone.now()
    )
    note = {"placement": placement, "language": "en", "is_meant_public": True}
    WeeklyNote.objects.create(week=1, title="Arrived", text="Bridges", released_on=timezone.localdate(), **note)
    WeeklyNote.objects.create(week=2, text="Waits for the office", **note)

    shown = client.get("/de/calls/notes/").content.decode()

    assert empty.status_code == 200
    assert ("Bridges" in shown, 'lang="en">Arrived' in shown, str(offer.partner) in shown) == (True, True, True)
    assert ("Waits for the office" in shown, "Secret Person" in shown) == (False, False)
    assert 'href="/de/calls/notes/"' in client.get("/de/calls/").content.decode()
    assert "/de/calls/notes/" in client.get("/sitemap.xml").content.decode()
