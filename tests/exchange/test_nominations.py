"""An office of a partner names its own people with its link; each of them sees, corrects and withdraws their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import applications, nominations, offers
from hospitium.exchange.actions.applications import WishFor
from hospitium.exchange.matching import Terms, problem_of
from hospitium.exchange.models import Applicant, Application, Consent, Placement
from hospitium.exchange.queries.wishes import candidates_of
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YES = {"yes": "1"}  # what a button sends
JANA = {"name": "Jana Příkladová", "email": "jana.prikladova@example.org", "language": "cs"}


@pytest.fixture
def officer():
    house.make_home()
    return house.make_user(role=Role.OFFICER, unit=house.make_unit(), name="Officer")


@pytest.fixture
def record(officer):
    return factories.make_round(unit=officer.grants.get().unit, officer=officer)


def linked(record, officer, email, partner=None):
    """A partner's offer and the link with which its office came in."""
    offer = factories.make_offer(round=record, state="draft", partner=partner or house.make_partner())
    last = timezone.localdate() + timedelta(days=90)
    offers.ask_host(offer_id=offer.pk, name="Petr Vzor", email=email, language="cs", ends_on=last, message="",
                    by=officer)  # fmt: skip
    return offer, GuestLink.objects.filter(purpose="host_offer").latest("pk")


@pytest.fixture
def prague(record, officer):
    return linked(record, officer, "petr@example.org")


@pytest.fixture
def place(record):
    return factories.make_offer(round=record, unit=house.make_unit(), topics=[house.make_topic()])


def texts(topic, **given):
    start = {
        "title": "Školní ulice", "topic": topic, "question": "Jak vznikají školní ulice?", "benefit": "Dvě příští rok.",
        "function": "referentka", "years": 4, "languages": {"de": "B2", "cs": "C2"}, "weeks": 3,
    }  # fmt: skip
    return {**start, **given}


def begun(link, **given):
    offer = link_offer(link)
    return nominations.begin_nomination(
        round_id=offer.round_id, person={**JANA, **given}, organisation="Odbor dopravy", by=link
    )


def link_offer(link):
    return Application._meta.get_field("nominated_with").related_model.objects.get(pk=link.key)


def saved(made, link, wishes, **given):
    made.refresh_from_db()
    topic = given.pop("topic", None) or house.make_topic()
    return nominations.save_nomination(
        application_id=made.pk, version=made.version, person={}, values=texts(topic, **given), wishes=wishes, by=link
    )


def named(link, place, **given):
    made = begun(link, **given)
    saved(made, link, [WishFor(1, offer=place), WishFor(1)], topic=place.topics.get())
    return nominations.send_nomination(application_id=made.pk, by=link)


def own_link():
    return GuestLink.objects.filter(purpose="own_application").latest("pk")


def page(link, view, *keys):
    return reverse(f"exchange:{view}", args=[link.pk, *keys])


def typed(made, place, **given):
    """What a browser sends for the whole page."""
    topic = place.topics.get()
    return {
        "version": made.version, "title": "Cyklostezky", "topic": topic.pk, "question": "Jak?", "benefit": "Dvě",
        "name": JANA["name"], "email": JANA["email"], "language": "cs", "organisation": "Odbor",
        "function": "referentka", "years": "4", "languages-language-1": "de", "languages-level-1": "B2", "weeks": "3",
        f"offer_{place.pk}": "1", "topic_rank": "1", **given,
    }  # fmt: skip


# ---- naming ------------------------------------------------------------------------
def test_whom_an_office_names_is_asked_in_person_and_then_takes_part(prague, place, officer):
    offer, link = prague

    made = named(link, place)

    consent = made.consents.get()
    assert (made.state, made.partner, made.nominated_with, made.is_incoming) == (
        "submitted", offer.partner, offer, True,
    )  # fmt: skip
    assert (consent.kind, consent.email, own_link().language) == ("person", JANA["email"], "cs")
    assert sorted((mail.to, mail.language) for mail in Mail.objects.exclude(to="petr@example.org")) == sorted(
        [(JANA["email"], "cs"), (officer.email, officer.language)]
    )
    asked = Mail.objects.get(to=JANA["email"])
    assert ("/guest/" in asked.body, str(offer.partner) in asked.body) == (True, True)

    answer = factories.browser(own_link()).post(page(own_link(), "guest_application"), YES)

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (302, "consented")
    assert made in candidates_of(place)
    told = Mail.objects.filter(to="petr@example.org").latest("pk")
    assert (JANA["name"] in told.body, told.language) == (True, "cs")


def test_a_draft_is_seen_by_its_office_alone(prague, place, officer):
    _offer, link = prague
    made = begun(link)

    assert not Application.objects.visible_to(officer).filter(pk=made.pk).exists()
    assert made.consents.get().asked_at is None
    assert [(one.code, one.actor) for one in timeline(made)] == [("application.named", None)]
    with pytest.raises(Refused, match="already"):
        begun(link, email=JANA["email"].upper())


def test_what_is_missing_keeps_a_person_from_being_named(prague, place):
    _offer, link = prague
    made = begun(link)

    with pytest.raises(Refused, match="missing"):
        nominations.send_nomination(application_id=made.pk, by=link)


def test_an_office_sees_and_touches_only_its_own(record, officer, prague, place):
    _offer, link = prague
    made = named(link, place)
    for stranger in (
        linked(record, officer, "anna@example.org")[1],
        linked(record, officer, "other@example.org", prague[0].partner)[1],
    ):
        client = factories.browser(stranger)

        listed = client.get(page(stranger, "guest_people")).content.decode()
        found = {client.get(page(stranger, view, made.pk)).status_code for view in ("guest_person", "guest_person_end")}

        assert (JANA["name"] in listed, made.code in listed, found) == (False, False, {404})
        with pytest.raises(Refused):
            saved(made, stranger, [])
        with pytest.raises(Refused):
            nominations.take_off(application_id=made.pk, by=stranger)
    again = linked(record, officer, "petr@example.org", prague[0].partner)[1]
    assert JANA["name"] in factories.browser(again).get(page(again, "guest_people")).content.decode()


def test_the_link_of_a_department_here_names_nobody(record, officer):
    offer = factories.make_offer(round=record, unit=house.make_unit(), state="draft")
    last = timezone.localdate() + timedelta(days=30)
    offers.ask_host(offer_id=offer.pk, name="A", email="a@example.org", language="de", ends_on=last, message="",
                    by=officer)  # fmt: skip
    link = GuestLink.objects.get()

    answer = factories.browser(link).get(page(link, "guest_people"))

    assert answer.status_code == 404
    assert b"/offer/people/" not in factories.browser(link).get(page(link, "guest_offer")).content


@pytest.mark.parametrize("phase", ["assessing", "answering"])
def test_after_the_last_day_the_rule_is_said_and_a_draft_is_kept(record, prague, place, phase):
    _offer, link = prague
    made = begun(link)
    factories.move_to(record, phase)
    client = factories.browser(link)

    sent = client.post(page(link, "guest_person", made.pk), {**typed(made, place), "send": "1"}, follow=True)
    listed = client.get(page(link, "guest_people") + "?lang=en").content.decode()
    refused = client.post(page(link, "guest_people") + "?lang=en", {**JANA, "email": "x@example.org"})

    made.refresh_from_db()
    assert (sent.status_code, made.state, made.title) == (200, "draft", "Cyklostezky")
    assert 'value="Cyklostezky"' in sent.content.decode()
    assert ("accepted until" in listed, refused.status_code, Applicant.objects.count()) == (True, 422, 1)


def test_what_was_sent_is_corrected_while_the_call_is_open_and_stays_after(record, prague, place):
    _offer, link = prague
    made = named(link, place)

    saved(made, link, [WishFor(1)], title="Jiné téma")
    factories.move_to(record, "assessing")

    made.refresh_from_db()
    assert (made.title, made.state, made.wishes.get().kind) == ("Jiné téma", "submitted", "topic")
    with pytest.raises(Refused, match="last day"):
        saved(made, link, [WishFor(1)], title="Pozdě")


def test_a_new_address_gets_a_link_of_its_own_until_the_person_has_answered(prague, place):
    _offer, link = prague
    made = named(link, place)
    first = own_link()
    made.refresh_from_db()
    change = {"application_id": made.pk, "values": {}, "wishes": [WishFor(1)], "by": link}

    nominations.save_nomination(version=made.version, person={**JANA, "email": "new@example.org"}, **change)
    first.refresh_from_db()
    between = (first.is_open, own_link().email)
    Consent.objects.update(answer="yes", answered_at=timezone.now())

    assert between == (False, "new@example.org")
    made.refresh_from_db()
    with pytest.raises(Refused, match="answered"):
        nominations.save_nomination(version=made.version, person={**JANA, "email": "z@example.org"}, **change)


def test_nobody_is_sent_to_the_own_side(record, prague, place):
    offer, link = prague
    made = begun(link)

    with pytest.raises(Refused, match="not open"):
        saved(made, link, [WishFor(1, offer=offer)])


# ---- taken off ---------------------------------------------------------------------
def test_a_draft_that_is_thrown_away_leaves_nobody(prague):
    _offer, link = prague
    made = begun(link)

    answer = factories.browser(link).post(page(link, "guest_person_end", made.pk), YES)

    assert (answer.status_code, Application.objects.count(), Applicant.objects.count()) == (302, 0, 0)


def test_whom_an_office_withdraws_is_told_and_the_link_ends(record, prague, place):
    _offer, link = prague
    made = named(link, place)
    own = own_link()

    nominations.take_off(application_id=made.pk, by=link)

    made.refresh_from_db()
    own.refresh_from_db()
    assert (made.state, own.is_open, Mail.objects.latest("pk").to) == ("withdrawn", False, JANA["email"])


def test_after_the_results_the_office_there_withdraws_nobody(record, prague, place):
    _offer, link = prague
    made = named(link, place)
    factories.move_to(record, "answering")

    with pytest.raises(Refused, match="results are out"):
        nominations.take_off(application_id=made.pk, by=link)


# ---- in person ---------------------------------------------------------------------
def test_the_person_sees_corrects_and_withdraws_what_is_held(prague, place):
    _offer, link = prague
    made = named(link, place)
    own = own_link()
    client = factories.browser(own)
    made.refresh_from_db()

    shown = client.get(page(own, "guest_application"))
    sent = {name: value for name, value in typed(made, place, title="Moje téma").items() if name != "email"}
    corrected = client.post(page(own, "guest_application_data"), sent)
    made.refresh_from_db()
    title = made.title
    withdrawn = client.post(page(own, "guest_application_end"), YES)

    html = shown.content.decode()
    assert (shown.headers["Content-Language"], "Školní ulice" in html, "Art. 14" in html or "čl. 14" in html) == (
        "cs", True, True,
    )  # fmt: skip
    assert (corrected.status_code, title, withdrawn.status_code) == (302, "Moje téma", 302)
    made.refresh_from_db()
    assert (made.state, made.question, made.languages, made.wishes.count()) == ("withdrawn", "", {}, 0)
    assert made.applicant.name == JANA["name"]
    assert client.get(page(own, "guest_application")).status_code == 200
    assert client.get(page(own, "guest_application_data")).status_code == 200
    assert Mail.objects.latest("pk").to == "petr@example.org"


def test_the_link_of_one_person_opens_nobody_else(prague, place):
    _offer, link = prague
    named(link, place)
    first = own_link()
    other = named(link, place, name="Eva", email="eva@example.org")

    html = factories.browser(first).get(page(first, "guest_application")).content.decode()

    assert "Eva" not in html
    with pytest.raises(Refused):
        saved(other, first, [WishFor(1)])
    with pytest.raises(Refused):
        nominations.withdraw_in_person(application_id=other.pk, by=first)


def test_a_decision_is_not_said_before_the_results(record, prague, place, officer):
    _offer, link = prague
    made = named(link, place)
    own = own_link()
    Application.objects.filter(pk=made.pk).update(state="no")
    factories.move_to(record, "deciding")
    urls = [(own, page(own, "guest_application")), (link, page(link, "guest_people"))]

    before = [factories.browser(one).get(f"{url}?lang=en").content.decode() for one, url in urls]
    other = factories.make_application(
        round=record, state="yes", applicant=factories.make_applicant(partner=prague[0].partner), wishes=[(1, place)]
    )
    Placement.objects.create(
        round=record, application=other, offer=place, state="announced", origin="run", placed_at=timezone.now(),
        announced_at=timezone.now(),
    )  # fmt: skip
    after = factories.browser(own).get(f"{urls[0][1]}?lang=en").content.decode()

    assert ["complete, with all consents" in html for html in before] == [True, True]
    assert ("not successful" in after, other.code in after) == (True, False)


# ---- here --------------------------------------------------------------------------
def test_the_office_here_reads_who_has_named_somebody_and_matches_them_like_others(
    client, record, prague, place, officer
):
    _offer, link = prague
    made = named(link, place)
    client.force_login(officer)

    html = client.get(made.get_absolute_url()).content.decode()
    Application.objects.filter(pk=made.pk).update(state="yes")
    problem = problem_of(record, Terms())

    assert ("Petr Vzor" in html, JANA["name"] in html) == (True, True)
    assert [(one.id, one.city, one.wishes) for one in problem.applicants] == [
        (made.code, prague[0].partner.key, ((str(place.pk),),))
    ]
    with pytest.raises(Refused):
        applications.save_application(application_id=made.pk, version=None, values={}, by=officer)


def test_the_page_keeps_a_draft_while_it_is_typed(prague, place):
    _offer, link = prague
    client = factories.browser(link)
    started = client.post(page(link, "guest_people"), {**JANA, "organisation": ""})
    made = Application.objects.get()
    part = {"version": made.version, "title": "Půl", **JANA}

    kept = client.post(page(link, "guest_person", made.pk), part, headers={"X-Hospitium-Draft": "1"})

    made.refresh_from_db()
    assert (started.headers["Location"], kept.status_code, made.title) == (
        page(link, "guest_person", made.pk), 200, "Půl",
    )  # fmt: skip
    assert kept.json()["version"] == made.version
    sent = client.post(page(link, "guest_person", made.pk), {**typed(made, place), "send": "1"})
    made.refresh_from_db()
    assert (sent.status_code, made.state) == (302, "submitted")
    assert client.get(page(link, "guest_person", made.pk)).status_code == 200
    assert client.get(page(link, "guest_people")).status_code == 200
