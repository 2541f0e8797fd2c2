"""A host takes places back, or a stay is broken off: who is told, who waits again, who moves up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import answers, offers, placements, stays
from hospitium.exchange.actions.applications import withdraw_application
from hospitium.exchange.models import HostOffer, Placement, StayTask, WaitingEntry
from hospitium.exchange.queries.offers import withdrawal_in_words
from hospitium.exchange.queries.stays import freed_in_words
from hospitium.exchange.queries.today import reminders
from tests import factories as house
from tests.exchange import factories
from tests.exchange.small_round import TODAY, day

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


def proposed(small, code, offer):
    return placements.place_by_hand(
        application_id=small.people[code].pk, offer_id=small.offers[offer].pk, reason="fits", by=small.officer
    )


def announced(small, code, offer):
    made = proposed(small, code, offer)
    placements.announce_results(round_id=small.round.pk, answer_until=day(5), by=small.officer)
    return made


def accepted(small, code, offer):
    made = announced(small, code, offer)
    return answers.accept_placement(placement_id=made.pk, by=small.officer)


def waits(small, code, offer, position=1):
    return WaitingEntry.objects.create(offer=small.offers[offer], application=small.people[code], position=position)


def withdraw(small, offer="Warsaw", reason="Water damage"):
    return offers.step_offer(offer_id=small.offers[offer].pk, step="withdraw", reason=reason, by=small.officer)


# ---- an offer is withdrawn -----------------------------------------------------------
def test_with_the_offer_goes_the_place_and_the_person_and_the_office_are_told(small, person):
    waits(small, "A", "Prague")
    placement = accepted(small, "A", "Warsaw")
    behind = waits(small, "B", "Warsaw")
    Mail.objects.all().delete()

    withdraw(small)

    placement.refresh_from_db()
    behind.refresh_from_db()
    again = WaitingEntry.objects.get(application=small.people["A"])
    assert (placement.state, placement.answer) == ("withdrawn", "Water damage")
    assert (again.state, again.reason) == ("waiting", "")
    assert (behind.state, behind.reason) == ("left", "offer_withdrawn")
    assert [(one.to, "The reason of the host: Water damage" in one.body) for one in Mail.objects.all()] == [
        ("a@example.org", True)
    ]
    assert timeline(placement)[0].code == "placement.withdrawn"
    due = [(one.title, one.sub) for one in reminders(today=TODAY, by=small.officer) if "#task-" in one.url]
    assert due == [("The host withdrew the place: find another one, or tell the person that there is none", "Person A")]
    assert [one for one in reminders(today=TODAY, by=person) if "#task-" in one.url] == []


def test_another_place_ends_the_task_and_only_that_one_is_shown(small):
    accepted(small, "A", "Warsaw")
    withdraw(small)

    proposed(small, "A", "Prague")

    task = StayTask.objects.get(code="replace")
    assert (task.done_on, task.done_by) == (TODAY, small.officer)
    assert [one for one in reminders(today=TODAY, by=small.officer) if "#task-" in one.url] == []


def test_of_a_place_that_was_only_proposed_nobody_hears(small):
    placement = proposed(small, "A", "Warsaw")

    withdraw(small)

    placement.refresh_from_db()
    assert (placement.state, Mail.objects.count()) == ("withdrawn", 0)
    user = house.make_user(role=Role.EMPLOYEE)
    small.people["A"].applicant.user = user
    small.people["A"].applicant.save()
    assert list(Placement.objects.visible_to(user)) == []


def test_whoever_left_no_address_is_written_to_by_nobody(small):
    accepted(small, "A", "Warsaw")
    Mail.objects.all().delete()
    small.people["A"].applicant.email = ""
    small.people["A"].applicant.save()

    withdraw(small)

    assert (Mail.objects.count(), StayTask.objects.filter(code="replace").count()) == (0, 1)


def test_a_stay_that_has_begun_stays(small):
    placement = accepted(small, "A", "Warsaw")
    Placement.objects.filter(pk=placement.pk).update(state="under_way")

    said = withdrawal_in_words(small.offers["Warsaw"], is_office=True)
    withdraw(small)

    placement.refresh_from_db()
    assert said == (
        ["Nobody has a place with this offer."],
        ["1 stay that has begun. If it has to end, it is broken off."],
    )
    assert (placement.state, HostOffer.objects.get(pk=placement.offer_id).state) == ("under_way", "withdrawn")


def test_before_confirming_the_office_reads_more_than_the_host(small):
    HostOffer.objects.filter(pk=small.offers["Warsaw"].pk).update(capacity=4)
    small.people["D"] = small.person("D", "Warsaw")
    made = {code: proposed(small, code, "Warsaw") for code in "ABCD"}
    for code, state in (("B", "announced"), ("C", "accepted"), ("D", "agreed")):
        Placement.objects.filter(pk=made[code].pk).update(state=state)

    will, stays_as_it_is = withdrawal_in_words(small.offers["Warsaw"], is_office=True)
    of_host, _same = withdrawal_in_words(small.offers["Warsaw"], is_office=False)

    assert will == [
        "1 place that is proposed, and not told yet, is lost: A.",
        "1 person who was told of a place, and has not answered, loses it: B.",
        "1 person who has accepted a place loses it: C.",
        "1 stay that is agreed does not take place: D.",
        "They are told at once, with your reason. The office looks for another place for them.",
    ]
    assert (of_host, stays_as_it_is) == (will[1:], [])


def test_the_page_asks_first_and_the_person_reads_the_reason(sign_in, small, person):
    placement = accepted(small, "A", "Warsaw")
    client = sign_in(small.officer)
    address = reverse("exchange:offer_withdraw", args=[small.offers["Warsaw"].pk])

    asked_first = client.get(address).content.decode()
    done = client.post(address, {"reason": "Water damage"})
    shown = client.get(reverse("exchange:placement", args=[placement.pk])).content.decode()
    result = (
        sign_in(person).get(reverse("exchange:application_result", args=[placement.application_id])).content.decode()
    )

    assert "1 person who has accepted a place loses it: A." in asked_first
    assert (done.status_code, "Give a place" in shown, "place withdrawn by the host" in shown) == (302, True, True)
    assert "The host has withdrawn your place (Warsaw): Water damage" in result
    assert "The host withdrew its offer." in result


def test_a_host_reads_codes_and_no_names_and_its_link_to_the_stay_ends(small):
    placement = accepted(small, "A", "Warsaw")
    stays.ask_host_to_agree(
        placement_id=placement.pk, name="Host", email="host@example.org", language="en", ends_on=day(30), message="",
        by=small.officer,
    )  # fmt: skip
    offers.ask_host(
        offer_id=small.offers["Warsaw"].pk, name="Host", email="host@example.org", language="en", ends_on=day(30),
        message="", by=small.officer,
    )  # fmt: skip
    link = GuestLink.objects.get(purpose="host_offer")
    client = factories.browser(link)

    page = client.get(reverse("exchange:guest_offer_withdraw", args=[link.pk])).content.decode()
    offers.withdraw_offer_as_guest(offer_id=small.offers["Warsaw"].pk, reason="Moved", by=link)

    placement.refresh_from_db()
    assert "1 person who has accepted a place loses it: A." in page
    assert ("Person A" in page, placement.state) == (False, "withdrawn")
    assert [one.is_open for one in GuestLink.objects.filter(purpose="placement")] == [False]


# ---- fewer places --------------------------------------------------------------------
def test_never_fewer_places_than_people(small):
    HostOffer.objects.filter(pk=small.offers["Warsaw"].pk).update(capacity=3)
    proposed(small, "A", "Warsaw")
    accepted(small, "B", "Warsaw")

    with pytest.raises(Refused, match="2 persons are placed with this offer"):
        offers.edit_offer(offer_id=small.offers["Warsaw"].pk, version=None, values={"capacity": 1}, by=small.officer)
    offers.edit_offer(offer_id=small.offers["Warsaw"].pk, version=None, values={"capacity": 2}, by=small.officer)

    assert HostOffer.objects.get(pk=small.offers["Warsaw"].pk).capacity == 2


def test_a_host_is_refused_as_the_office_is(small):
    HostOffer.objects.filter(pk=small.offers["Warsaw"].pk).update(capacity=2)
    proposed(small, "A", "Warsaw")
    proposed(small, "B", "Warsaw")
    offers.ask_host(
        offer_id=small.offers["Warsaw"].pk, name="Host", email="host@example.org", language="en", ends_on=day(30),
        message="", by=small.officer,
    )  # fmt: skip
    link = GuestLink.objects.get(purpose="host_offer")

    with pytest.raises(Refused, match="2 persons are placed with this offer"):
        offers.save_offer_as_guest(offer_id=small.offers["Warsaw"].pk, version=None, values={"capacity": 1}, by=link)


# ---- a stay is broken off --------------------------------------------------------------
def broken_off(small, placement):
    stays.step_stay(placement_id=placement.pk, step="break_off", reason="Ill", by=small.officer)
    placement.refresh_from_db()
    return placement.state, freed_in_words(placement)


def test_a_stay_broken_off_before_it_begins_lets_the_list_move_up(small):
    waits(small, "B", "Warsaw")
    placement = accepted(small, "A", "Warsaw")

    assert broken_off(small, placement) == ("broken_off", "Somebody moved up from the waiting list.")
    moved = Placement.objects.get(application=small.people["B"])
    assert (moved.state, moved.origin) == ("announced", "waiting_list")


def test_a_stay_that_had_begun_frees_nothing(small):
    waits(small, "B", "Warsaw")
    placement = accepted(small, "A", "Warsaw")
    Placement.objects.filter(pk=placement.pk).update(state="under_way")

    assert broken_off(small, placement) == ("broken_off", "The stay had begun; the place is not given again.")
    assert not Placement.objects.filter(application=small.people["B"]).exists()


def test_the_page_says_why_nobody_moves_up(small):
    first = accepted(small, "A", "Warsaw")
    assert broken_off(small, first)[1] == "Nobody waits for it. You can give it by hand."

    waits(small, "B", "Warsaw")
    small.people["B"].state = "no"
    small.people["B"].save()
    second = accepted(small, "C", "Warsaw")
    assert broken_off(small, second)[1] == "Nobody who waits for it can have it; the waiting list says why."

    small.people["D"] = small.person("D", "Prague")
    waits(small, "D", "Prague")
    third = accepted(small, "A", "Prague")
    small.round.stays_from, small.round.stays_until = day(1), day(3)
    small.round.save()
    said = "It is too late for the waiting list: the stays of this round end too soon."
    assert broken_off(small, third) == ("broken_off", said)


def test_whoever_withdraws_from_an_agreed_stay_makes_the_place_free(small):
    waits(small, "B", "Warsaw")
    placement = accepted(small, "A", "Warsaw")
    Placement.objects.filter(pk=placement.pk).update(state="agreed")

    withdraw_application(application_id=small.people["A"].pk, by=small.officer)

    placement.refresh_from_db()
    assert (placement.state, Placement.objects.get(application=small.people["B"]).state) == ("broken_off", "announced")
