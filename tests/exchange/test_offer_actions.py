"""Offers: entered, asked for by link, made, confirmed, withdrawn; ranked by the host; the order for results."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.models import Mail
from hospitium.core.multilingual import Multilingual, written_in
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import assessment
from hospitium.exchange.actions import offers as actions
from hospitium.exchange.models import HostOffer
from hospitium.exchange.queries.rankings import order_for
from hospitium.exchange.queries.wishes import candidates_of, reached
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]
TEXTS = {"title": {"cs": "Cyklodoprava"}, "task": {"cs": "Plánování stezek."}}


@pytest.fixture
def unit():
    return house.make_unit()


@pytest.fixture
def officer(unit):
    return house.make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def record(unit, officer):
    return factories.make_round(unit=unit, officer=officer)


@pytest.fixture
def offer(record):
    return factories.make_offer(round=record, state="draft", title=Multilingual(), task=Multilingual())


def ask(offer, officer) -> GuestLink:
    until = timezone.localdate() + timedelta(days=60)
    actions.ask_host(
        offer_id=offer.pk, name="Jana", email="jana@example.org", language="cs", ends_on=until, message="", by=officer
    )
    return GuestLink.objects.latest("id")


def test_a_department_offers_for_itself_alone(record):
    own, other = house.make_unit(), house.make_unit()
    contact = house.make_user(role=Role.DEPARTMENT_CONTACT, unit=own)

    made = actions.create_offer(round_id=record.pk, values={"unit": own, "capacity": 2}, by=contact)

    assert (made.is_here, made.state, made.capacity) == (True, "draft", 2)
    with pytest.raises(Refused):
        actions.create_offer(round_id=record.pk, values={"unit": other}, by=contact)
    with pytest.raises(Refused):
        actions.create_offer(round_id=record.pk, values={"partner": house.make_partner()}, by=contact)
    with pytest.raises(Refused):
        actions.step_offer(offer_id=made.pk, step="confirm", by=contact)


def test_a_host_is_asked_in_its_language(offer, officer):
    link = ask(offer, officer)

    mail = Mail.objects.get()
    assert (mail.to, mail.language, link.purpose) == ("jana@example.org", "cs", "host_offer")
    assert [event.code for event in timeline(offer)] == ["host_offer.asked", "guest_link.given"]


def test_a_host_makes_its_offer_and_the_officer_hears(offer, officer):
    link = ask(offer, officer)
    Mail.objects.all().delete()

    made = actions.make_offer_as_guest(
        offer_id=offer.pk, version=None, values={**TEXTS, "capacity": 3, "languages": {"en": "B2"}}, by=link
    )

    assert (made.state, made.capacity, made.languages) == ("offered", 3, {"en": "B2"})
    assert (made.title.source, str(made.title)) == ("cs", "Cyklodoprava")
    assert [mail.to for mail in Mail.objects.all()] == [officer.email]
    assert [event.code for event in timeline(offer)][:2] == ["host_offer.offered", "host_offer.changed_by_host"]


def test_an_offer_without_a_title_is_saved_and_not_made(offer, officer):
    link = ask(offer, officer)

    actions.save_offer_as_guest(offer_id=offer.pk, version=None, values={"capacity": 2}, by=link)
    with pytest.raises(Refused, match="needs a title"):
        actions.make_offer_as_guest(offer_id=offer.pk, version=None, values={}, by=link)

    offer.refresh_from_db()
    assert (offer.state, offer.capacity) == ("draft", 2)


def test_two_writers_of_one_offer(offer, officer):
    link = ask(offer, officer)
    offer.refresh_from_db()
    actions.edit_offer(offer_id=offer.pk, version=offer.version, values={"capacity": 4}, by=officer)

    with pytest.raises(Conflict):
        actions.save_offer_as_guest(offer_id=offer.pk, version=offer.version, values={"capacity": 2}, by=link)


def test_a_host_is_too_late_or_confirmed_already(offer, officer, record):
    link = ask(offer, officer)
    actions.make_offer_as_guest(offer_id=offer.pk, version=None, values=TEXTS, by=link)
    actions.step_offer(offer_id=offer.pk, step="confirm", by=officer)

    with pytest.raises(Refused, match="has confirmed your offer"):
        actions.save_offer_as_guest(offer_id=offer.pk, version=None, values={"capacity": 9}, by=link)
    record.offers_until = timezone.localdate() - timedelta(days=1)
    record.save()
    with pytest.raises(Refused, match="Offers were accepted until"):
        actions.save_offer_as_guest(offer_id=offer.pk, version=None, values={"capacity": 9}, by=link)


def test_a_link_writes_its_own_offer_only(offer, officer, record):
    link = ask(offer, officer)
    other = factories.make_offer(round=record)

    with pytest.raises(Refused, match="This link is not for this page"):
        actions.save_offer_as_guest(offer_id=other.pk, version=None, values={"capacity": 9}, by=link)


def test_an_offer_taken_back_says_why_and_ends_no_other(offer, officer):
    link = ask(offer, officer)
    actions.make_offer_as_guest(offer_id=offer.pk, version=None, values=TEXTS, by=link)

    actions.withdraw_offer_as_guest(offer_id=offer.pk, reason="Umzug", by=link)

    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("withdrawn", "Umzug")
    assert list(HostOffer.objects.standing()) == []


# ---- who reaches an offer ----------------------------------------------------------
def test_wishes_reach_offers_by_offer_city_and_topic(record):
    traffic = house.make_topic()
    cycling = house.make_topic(parent=traffic)
    first = factories.make_offer(round=record, topics=[traffic])
    second = factories.make_offer(round=record, partner=first.partner)
    here = factories.make_offer(round=record, unit=house.make_unit(), topics=[traffic])
    factories.make_offer(round=record, state="withdrawn", reason="x", partner=first.partner)
    by_offer = factories.make_application(round=record, state="yes", wishes=[(2, first), (1, first.partner)])
    by_topic = factories.make_application(round=record, state="yes", topic=cycling, wishes=[(3, None)])
    guest = factories.make_application(
        round=record,
        state="yes",
        topic=traffic,
        applicant=factories.make_applicant(partner=house.make_partner()),
        wishes=[(1, None)],
    )
    factories.make_application(round=record, state="submitted", wishes=[(1, first)])

    assert reached(record) == {
        by_offer.pk: {first.pk: 1, second.pk: 1},
        by_topic.pk: {first.pk: 3},
        guest.pk: {here.pk: 1},
    }


# ---- ranking -------------------------------------------------------------------
@pytest.fixture
def wanted(offer, record, officer):
    """An offer that three people wish for, in the phase in which hosts rank; its link."""
    link = ask(offer, officer)
    actions.make_offer_as_guest(offer_id=offer.pk, version=None, values=TEXTS, by=link)
    factories.move_to(record, "assessing")
    offer.refresh_from_db()
    people = [factories.make_application(round=record, state="consented", wishes=[(1, offer)]) for _p in range(3)]
    return link, offer, sorted(people, key=lambda one: one.code)


def shown(offer):
    return [(one.application.code, one.rank, one.origin) for one in order_for(HostOffer.objects.get(pk=offer.pk))]


def test_a_host_ranks_with_ties_and_leaves_out(wanted):
    link, offer, (first, second, third) = wanted

    actions.rank_as_guest(offer_id=offer.pk, ranks={first.pk: 2, second.pk: 2, third.pk: None, 999: 1}, by=link)

    assert shown(offer) == [(first.code, 2, "host"), (second.code, 2, "host"), (third.code, None, "")]


def test_no_number_at_all_leaves_the_order_to_the_panel(wanted, record):
    link, offer, (first, second, third) = wanted
    criterion = factories.make_criterion(record)
    members = [factories.make_member(record) for _member in range(2)]
    for application, mark in ((first, 3), (second, 5), (third, 3)):
        for member in members:
            factories.make_assessment(application, member, marks={str(criterion.pk): mark})
    actions.rank_as_guest(offer_id=offer.pk, ranks={first.pk: 1}, by=link)

    actions.rank_as_guest(offer_id=offer.pk, ranks={}, by=link)

    assert shown(offer) == [(second.code, 1, "points"), (first.code, 2, "points"), (third.code, 2, "points")]
    assert [one.points for one in order_for(offer)] == [100, 60, 60]


def test_the_office_corrects_with_a_reason_and_takes_it_back(wanted, officer):
    link, offer, (first, second, third) = wanted
    actions.rank_as_guest(offer_id=offer.pk, ranks={first.pk: 1, second.pk: 2, third.pk: 3}, by=link)
    correct = {"offer_id": offer.pk, "application_id": third.pk}

    assessment.correct_order(**correct, rank=1, reason="Sprachkenntnisse", by=officer)
    corrected = shown(offer)
    assessment.correct_order(**correct, rank=None, reason="", by=officer)

    assert sorted(corrected) == sorted(
        [(first.code, 1, "host"), (third.code, 1, "corrected"), (second.code, 2, "host")]
    )
    assert [rank for _code, rank, _origin in shown(offer)] == [1, 2, 3]
    with pytest.raises(Refused):
        assessment.correct_order(**correct, rank=1, reason="x", by=house.make_user(role=Role.OFFICER))


@pytest.mark.parametrize(
    ("phase", "given", "sentence"),
    [
        ("open", {}, "once applications are closed"),
        ("answering", {}, "The results are out"),
        ("assessing", {"wants_host_ranking": False}, "hosts do not rank"),
    ],
)
def test_when_hosts_do_not_rank(wanted, record, phase, given, sentence):
    link, offer, (first, *_others) = wanted
    for name, value in given.items():
        setattr(record, name, value)
    factories.move_to(record, phase)

    with pytest.raises(Refused, match=sentence):
        actions.rank_as_guest(offer_id=offer.pk, ranks={first.pk: 1}, by=link)


def test_candidates_come_with_few_queries(wanted, django_assert_num_queries):
    _link, offer, people = wanted

    with django_assert_num_queries(7):
        found = candidates_of(offer)

    assert found == people


def test_texts_of_a_host_keep_their_other_languages(offer, officer):
    offer.title = written_in("de", "Radverkehr", cs="Cyklodoprava")
    offer.save()

    actions.edit_offer(
        offer_id=offer.pk, version=None, values={"title": {"de": "Radverkehr", "cs": "Kola"}}, by=officer
    )

    offer.refresh_from_db()
    assert dict(offer.title.texts) == {"de": "Radverkehr", "cs": "Kola"}


def test_a_department_does_not_change_what_the_office_has_confirmed(record, officer):
    own = house.make_unit()
    contact = house.make_user(role=Role.DEPARTMENT_CONTACT, unit=own)
    offer = factories.make_offer(round=record, unit=own, state=HostOffer.State.CONFIRMED)

    with pytest.raises(Refused, match="has confirmed your offer"):
        actions.edit_offer(offer_id=offer.pk, version=None, values={"capacity": 9}, by=contact)

    actions.edit_offer(offer_id=offer.pk, version=None, values={"capacity": 2}, by=officer)
    offer.refresh_from_db()
    assert offer.capacity == 2
