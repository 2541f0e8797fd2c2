"""A delegation with a focal point and members who come by their links, for the tests of the guests' side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.actions import open_link, open_session
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink
from hospitium.accounts.roles import Role
from hospitium.delegations.models import Delegation, Member
from tests.factories import make_home, make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_visits import make_visit


class Guests:
    """An officer, a delegation of three places, two named members, the focal point's link and one member's own."""

    def __init__(self, **given: Any) -> None:
        make_home()
        self.unit = make_unit()
        self.officer = make_user(role=Role.OFFICER, unit=self.unit, name="Otto Amt", language="en")
        starts = timezone.localdate() + timedelta(days=40)
        visit = make_visit(unit=self.unit, officer=self.officer, starts_on=starts, ends_on=starts + timedelta(days=2))
        self.delegation: Delegation = make_delegation(visit=visit, **{"quota": 3, "language": "pl", **given})
        self.first: Member = make_member(
            delegation=self.delegation, family_name="Zielińska", given_name="Łucja", email="lucja@example.org"
        )
        self.second: Member = make_member(delegation=self.delegation, family_name="Nowak", given_name="Jan")
        self.link = self.give("delegation", self.delegation, email="focal@example.org")
        self.own = self.give("member", self.first, email="lucja@example.org")

    def give(self, purpose: str, subject: Any, *, email: str) -> GuestLink:
        link, _address = open_link(
            purpose=purpose,
            subject=subject,
            name="Focal Point",
            email=email,
            language="en",
            ends_on=timezone.localdate() + timedelta(days=60),
            by=self.officer,
        )
        return link

    def suspend(self) -> None:
        partnership = self.delegation.partnership
        partnership.status = "suspended"
        partnership.save()


def browser(link: GuestLink, *, csrf: bool = False) -> Client:
    """A browser in which this link was opened with the right mail address."""
    client = Client(enforce_csrf_checks=csrf)
    client.cookies[cookie_name(link.pk)] = open_session(link_id=link.pk)
    return client


def page(link: GuestLink, name: str = "delegation", *arguments: Any) -> str:
    return reverse(f"delegations:guest_{name}", args=[link.pk, *arguments])


NEW = {
    "role": "member",
    "family_name": "Wiśniewska",
    "given_name": "Ewa",
    "name_order": "given_first",
    "function-pl": "kierowniczka",
    "email": "ewa@example.org",
}
