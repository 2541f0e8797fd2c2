"""Calls as everybody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms.search import fold
from hospitium.core.models import User
from hospitium.exchange.models import HostOffer, Phase, Round
from hospitium.exchange.queries.offers import languages_of
from hospitium.exchange.queries.parts import eligibility


@dataclass(frozen=True)
class Call:
    """One call: its round, where it stands, and the offers that are out."""

    record: Round
    phase: Phase
    offers: list[HostOffer]

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def chip(self) -> dict[str, str]:
        tones = {Phase.OPEN: ("success", "circle-check"), Phase.PREPARED: ("", "pencil"), Phase.OVER: ("paused", "")}
        tone, icon = tones.get(self.phase, ("info", "clock"))
        return {"text": str(self.phase.label), "tone": tone, "icon": icon}

    @property
    def length(self) -> str:
        low, high = self.record.weeks_min, self.record.weeks_max
        if low == high:
            return ngettext("%(count)d week", "%(count)d weeks", high) % {"count": high}
        return _("%(low)d to %(high)d weeks") % {"low": low, "high": high}

    @property
    def conditions(self) -> list[str]:
        """The rules of eligibility, each with what it asks for."""
        found = [eligibility(one) for one in self.record.eligibility_rules.all()]
        return [f"{one['title']}: {one['sub']}" if one["sub"] else one["title"] for one in found]

    @property
    def criteria(self) -> list[str]:
        """What the panel looks at."""
        return [str(one) for one in self.record.criteria.all()]

    @property
    def places(self) -> list[tuple[HostOffer, str]]:
        """Each offer with the languages that it asks for."""
        return [(one, languages_of(one)) for one in self.offers]

    @property
    def dates(self) -> list[tuple[str, date]]:
        """The dates that concern whoever applies."""
        record = self.record
        wanted = [
            (_("Applications until"), record.applications_until),
            (_("Consents until"), record.consents_until),
            (_("Results on"), record.results_on),
            (_("Acceptance until"), record.accepted_until),
            (_("Stays from"), record.stays_from),
            (_("Stays until"), record.stays_until),
        ]
        return [(label, day) for label, day in wanted if day is not None]


def call_of(record: Round, today: date) -> Call:
    """The call of a round with the offers that an applicant of ours can wish for."""
    offers = record.offers.standing().filter(partner__isnull=False).select_related("partner")
    found = list(offers.prefetch_related("topics", "windows"))
    return Call(record, record.phase_on(today), sorted(found, key=by_city))


def by_city(offer: HostOffer) -> tuple[str, str]:
    """In the order of the names that stand on the page, whatever its language."""
    return fold(str(offer.partner)), fold(str(offer))


def public_calls(today: date) -> QuerySet[Round]:
    """The rounds whose call the public may read, the latest first."""
    return Round.objects.published(today).select_related("unit").order_by("-call_on", "-pk")


def calls_for(user: User, today: date) -> list[Call]:
    """The calls that somebody may read at the desk, open ones first; of those that are over the last year alone."""
    rounds = Round.objects.visible_to(user, "call.read").filter(call_on__lte=today).select_related("unit")
    found = [Call(one, one.phase_on(today), []) for one in rounds.order_by("applications_until", "-pk")]
    kept = [one for one in found if one.phase != Phase.OVER or one.record.year >= today.year - 1]
    return sorted(kept, key=lambda one: not one.is_open)


def facts_of(call: Call) -> list[dict[str, Any]]:
    """What a reader of a call wants to know first."""
    facts: list[dict[str, Any]] = [{"label": _("Length of a stay"), "value": call.length}]
    facts.append({"label": _("Organised by"), "value": str(call.record.unit)})
    if call.record.funder:
        facts.append({"label": _("Funded by"), "value": call.record.funder})
    return facts
