"""The focal point changes: whoever had the link before cannot enter anything any more, unless several name together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.models import GuestLink
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.delegations.models import Member, Side
from tests.delegations.guests import NEW, Guests, browser, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def guests():
    return Guests()


def give_anew(guests, sign_in, **more):
    typed = {
        "name": "New Person", "email": "new@example.org", "language": "pl",
        "ends_on": (timezone.localdate() + timedelta(days=50)).isoformat(), **more,
    }  # fmt: skip
    answer = sign_in(guests.officer).post(reverse("delegations:delegation_guests", args=[guests.delegation.pk]), typed)
    assert answer.status_code == 302
    return GuestLink.objects.get(email="new@example.org")


def test_the_link_of_the_predecessor_ends_also_where_it_is_open(guests, sign_in):
    before = browser(guests.link)

    new = give_anew(guests, sign_in, end_earlier="on")

    answers = [before.get(page(guests.link)), before.post(page(guests.link, "delegation_member_new"), NEW)]
    assert ([one.status_code for one in answers], Member.objects.count()) == ([404, 404], 2)
    assert browser(new).get(page(new)).status_code == 200
    assert [event.code for event in timeline(guests.link)][:1] == ["guest_link.revoked"]


def test_the_links_of_members_stay(guests, sign_in):
    give_anew(guests, sign_in, end_earlier="on")

    assert browser(guests.own).get(page(guests.own, "member")).status_code == 200


def test_two_people_may_name_together(guests, sign_in):
    new = give_anew(guests, sign_in)

    assert [browser(one).get(page(one)).status_code for one in (guests.link, new)] == [200, 200]


def test_the_tick_is_set_from_the_start(guests, sign_in):
    shown = sign_in(guests.officer).get(reverse("delegations:delegation_guests", args=[guests.delegation.pk]))

    assert shown.context["form"]["end_earlier"].initial is True


@pytest.mark.parametrize(
    ("side", "page_says", "mail_says"),
    [
        (Side.INCOMING, "The partner’s focal point names the members", "Please name your delegation"),
        (Side.OUTGOING, "Whoever names our travellers", "Please name who travels"),
    ],
)
def test_for_our_own_journey_nobody_asks_the_partner_who_travels(guests, sign_in, side, page_says, mail_says):
    type(guests.delegation).objects.filter(pk=guests.delegation.pk).update(side=side)

    shown = sign_in(guests.officer).get(reverse("delegations:delegation_guests", args=[guests.delegation.pk]))
    give_anew(guests, sign_in, language="en")

    mail = Mail.objects.get(to="new@example.org")
    said = shown.content.decode().replace("&#x27;", "’").replace("\u0027", "’").replace("'", "’")
    assert (page_says in said, mail_says in mail.subject) == (True, True)
    assert ("who travels with us" in mail.body) == (side == Side.OUTGOING)
