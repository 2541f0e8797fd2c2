"""A year programme with both sides, for the tests of its actions, pages and answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from hospitium.accounts.actions import open_session
from hospitium.accounts.guests import cookie_name
from hospitium.accounts.models import GuestLink
from hospitium.core.multilingual import written_in
from hospitium.partners.models import Interest
from hospitium.programme import actions
from hospitium.programme.models import Line, Side, YearProgramme
from tests import factories
from tests.factories_visits import make_line, make_year_programme


class Table:
    """An office with a head, a partner in Budapest's country, and a programme for 2027 that is a draft of ours."""

    def __init__(self) -> None:
        factories.make_home()
        self.unit = factories.make_unit()
        self.head = factories.make_user(role="head_of_office", unit=self.unit, name="Office Head")
        self.stranger = factories.make_user(role="head_of_office")
        self.partner = factories.make_partner(
            name=written_in("de", "Partnerstadt", hu="Testvérváros"), own_language="hu", country="HU"
        )
        self.partnership = factories.make_partnership(partner=self.partner, unit=self.unit)
        self.programme = make_year_programme(partnership=self.partnership, preamble=written_in("de", "Gemeinsam."))
        self.topic = factories.make_topic(name=written_in("de", "Verkehr", hu="Közlekedés"))

    def line(self, **given: Any) -> Line:
        title = written_in("de", "Seminar", hu="Szeminárium")
        return make_line(**{"programme": self.programme, "title": title, "topic": self.topic, **given})

    def send(self, **given: Any) -> GuestLink:
        """Sent to the partner; the link that the partner got."""
        values = {
            "name": "Guest Person",
            "email": "guest@example.org",
            "language": "hu",
            "ends_on": timezone.localdate() + timedelta(days=30),
            "message": "",
        }
        actions.send_year_programme(programme_id=self.programme.pk, values={**values, **given}, by=self.head)
        self.programme.refresh_from_db()
        return GuestLink.objects.latest("id")

    def need_and_offer(self) -> tuple[Interest, Interest]:
        department = factories.make_unit(name=written_in("de", "Referat Verkehr"))
        need = Interest.objects.create(
            kind="need", topic=self.topic, unit=department, text=written_in("de", "Radwege planen")
        )
        offer = Interest.objects.create(
            kind="offer", topic=self.topic, partner=self.partner, text=written_in("hu", "Kerékpárutak")
        )
        return need, offer


def browser(link: GuestLink) -> Client:
    """A browser in which this link was opened with the right mail address."""
    client = Client()
    client.cookies[cookie_name(link.pk)] = open_session(link_id=link.pk)
    return client


def suspend(table: Table) -> None:
    table.partnership.status = "suspended"
    table.partnership.save()


__all__ = ["Line", "Side", "Table", "YearProgramme", "browser", "date", "suspend"]
