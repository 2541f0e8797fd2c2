"""A round of four of ours and one guest, small enough to be worked out on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.exchange.models import Applicant, Application, HostOffer, HostRanking, Round, Wish
from hospitium.partners.models import Partner
from tests.factories import make_partner, make_unit, make_user

TODAY = timezone.localdate()


@dataclass
class SmallRound:
    """What stands in the round; `people` by code, `offers` by name."""

    round: Round
    officer: User
    head: User
    warsaw: Partner
    prague: Partner
    people: dict[str, Application] = field(default_factory=dict)
    offers: dict[str, HostOffer] = field(default_factory=dict)

    def offer(self, name: str, **given: Any) -> HostOffer:
        start = {"title": written_in("en", name), "task": written_in("en", "Work"), "state": "offered"}
        self.offers[name] = HostOffer.objects.create(**{"round": self.round, **start, **given})
        return self.offers[name]

    def person(
        self, code: str, *wishes: str | tuple[str, ...], partner: Partner | None = None, **given: Any
    ) -> Application:
        """Somebody accepted, with wishes for offers by name; a tuple is a tie."""
        side = {"partner": partner} if partner else {"unit": given.pop("unit", None) or self.round.unit}
        user = given.pop("user", None)
        applicant = Applicant.objects.create(
            name=f"Person {code}", email=f"{code.lower()}@example.org", language="en", user=user, **side
        )
        start = {"state": "yes", "submitted_at": timezone.now(), "title": f"Topic {code}"}
        found = Application.objects.create(
            **{"round": self.round, "applicant": applicant, "code": code, **start, **side, **given}
        )
        for rank, names in enumerate(wishes, start=1):
            for name in (names,) if isinstance(names, str) else names:
                Wish.objects.create(application=found, kind="offer", offer=self.offers[name], rank=rank)
        self.people[code] = found
        return found

    def ranked(self, name: str, *codes: str) -> None:
        """The host wants these, the first most, and nobody else."""
        offer = self.offers[name]
        offer.ranked_at = timezone.now()
        offer.save()
        for rank, code in enumerate(codes, start=1):
            HostRanking.objects.create(offer=offer, application=self.people[code], rank=rank)


def make_round(**given: Any) -> Round:
    """A round whose applications are closed and whose results are being prepared."""
    start = {
        "name": written_in("en", "Exchange"),
        "year": TODAY.year,
        "call": written_in("en", "Apply."),
        "call_on": TODAY - timedelta(days=60),
        "applications_until": TODAY - timedelta(days=30),
        "assessed_until": TODAY - timedelta(days=1),
        "results_on": TODAY + timedelta(days=5),
        "accepted_until": TODAY + timedelta(days=20),
        "stays_from": TODAY + timedelta(days=60),
        "stays_until": TODAY + timedelta(days=120),
    }
    unit = given.pop("unit", None) or make_unit()
    return Round.objects.create(**{"unit": unit, **start, **given})


def make_small_round() -> SmallRound:
    """A, B and C want Warsaw first and Prague second; Warsaw has one place and wants C, B, A; Prague has one place."""
    record = make_round()
    officer = make_user(role=Role.OFFICER, unit=record.unit, name="Officer")
    head = make_user(role=Role.HEAD, unit=record.unit, name="Head")
    record.officer = officer
    record.save()
    small = SmallRound(record, officer, head, make_partner(country="PL"), make_partner(country="CZ"))
    small.offer("Warsaw", partner=small.warsaw)
    small.offer("Prague", partner=small.prague)
    for code in "ABC":
        small.person(code, "Warsaw", "Prague")
    small.ranked("Warsaw", "C", "B", "A")
    small.ranked("Prague", "A", "B", "C")
    return small


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)
