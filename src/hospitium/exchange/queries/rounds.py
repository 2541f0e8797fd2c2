"""A round as its pages show it: its dates as a picture, what is in it, who hosted before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hospitium.exchange.models import (
    Application,
    HistoricPlacement,
    Phase,
    Placement,
    Quota,
    Round,
    WishedBalance,
)
from hospitium.partners.models import Partner


def dates_of(record: Round) -> list[tuple[str, date | None]]:
    """The dates of a round in their usual order, with what each says."""
    return [
        (_("Call published"), record.call_on),
        (_("Applications until"), record.applications_until),
        (_("Consents until"), record.consents_until),
        (_("Offers of hosts until"), record.offers_until),
        (_("Assessment until"), record.assessed_until),
        (_("Results on"), record.results_on),
        (_("Acceptance until"), record.accepted_until),
        (_("Stays from"), record.stays_from),
        (_("Stays until"), record.stays_until),
    ]


def out_of_order(record: Round) -> list[str]:
    """Dates that lie before one that should come first, as sentences. Offers may come in before and after consents."""
    last = max((day for day in (record.consents_until, record.offers_until) if day), default=None)
    chain = [
        (_("Applications until"), record.applications_until),
        (_("Consents and offers until"), last),
        (_("Assessment until"), record.assessed_until),
        (_("Results on"), record.results_on),
        (_("Acceptance until"), record.accepted_until),
        (_("Stays from"), record.stays_from),
    ]
    known = [(label, day) for label, day in chain if day is not None]
    return [
        _("“%(later)s” lies before “%(earlier)s”.") % {"later": later, "earlier": earlier}
        for (earlier, first), (later, second) in pairwise(known)
        if second < first
    ]


@dataclass(frozen=True)
class Counts:
    """How many are in a round."""

    drafts: int
    sent: int
    complete: int
    differing: int
    yes: int
    no: int
    deferred: int
    withdrawn: int
    incoming: int
    offers: int
    places: int
    places_here: int


def counts_of(record: Round) -> Counts:
    """Applications by state and offers with their places. Drafts are counted, never shown."""
    by_state = dict(
        record.applications.order_by().values_list("state").annotate(count=Count("pk")).values_list("state", "count")
    )
    state = Application.State
    sent = sum(count for key, count in by_state.items() if key not in (state.DRAFT, state.WITHDRAWN))
    offers = list(record.offers.standing().values_list("capacity", "unit"))
    return Counts(
        drafts=by_state.get(state.DRAFT, 0),
        sent=sent,
        complete=sent - by_state.get(state.SUBMITTED, 0),
        differing=by_state.get(state.ASSESSED, 0),
        yes=by_state.get(state.YES, 0),
        no=by_state.get(state.NO, 0),
        deferred=by_state.get(state.DEFERRED, 0),
        withdrawn=by_state.get(state.WITHDRAWN, 0),
        incoming=record.applications.standing().filter(partner__isnull=False).count(),
        offers=len(offers),
        places=sum(capacity for capacity, unit in offers if unit is None),
        places_here=sum(capacity for capacity, unit in offers if unit is not None),
    )


@dataclass(frozen=True)
class CityLine:
    """One city in a round: applications both ways, places both ways, what is wished."""

    partner: Partner
    wished_by: int
    incoming: int
    places: int
    balance: WishedBalance | None
    quota: Quota | None


def cities_of(record: Round) -> list[CityLine]:
    """The cities of a round, by name, with what each side wants."""
    wished = numbers(
        record.applications.standing()
        .filter(partner=None)
        .filter(Q(wishes__partner__isnull=False) | Q(wishes__offer__partner__isnull=False)),
        ("wishes__partner", "wishes__offer__partner"),
    )
    theirs = record.applications.standing().filter(partner__isnull=False).order_by().values_list("partner")
    incoming = dict(theirs.annotate(count=Count("pk")).values_list("partner", "count"))
    places: dict[int, int] = {}
    for partner, capacity in record.offers.standing().filter(partner__isnull=False).values_list("partner", "capacity"):
        places[partner] = places.get(partner, 0) + capacity
    balances = {one.partner_id: one for one in record.balances.all()}
    quotas = {one.partner_id: one for one in record.quotas.all() if one.partner_id}
    keys = {*wished, *incoming, *places, *balances, *quotas}
    return [
        CityLine(
            one, wished.get(one.pk, 0), incoming.get(one.pk, 0), places.get(one.pk, 0), balances.get(one.pk),
            quotas.get(one.pk),
        )
        for one in Partner.objects.filter(pk__in=keys)
    ]  # fmt: skip


def numbers(applications: Any, paths: tuple[str, str]) -> Mapping[int, int]:
    """Partner id → how many different applications name it in one of these ways."""
    found: dict[int, set[int]] = {}
    for pk, first, second in applications.order_by().values_list("pk", *paths):
        partner = first or second
        if partner:
            found.setdefault(partner, set()).add(pk)
    return {partner: len(pks) for partner, pks in found.items()}


@dataclass(frozen=True)
class Hosted:
    """Somebody hosted in a year, for a topic."""

    year: int
    what: str


def hosted_before(*, partner: Partner | None = None, unit_id: int | None = None) -> list[Hosted]:
    """Whom a city or a department here hosted before, for what; the latest first. Without persons."""
    done = Placement.objects.filter(state__in=[Placement.State.FINISHED, Placement.State.UNDER_WAY])
    done = done.filter(offer__partner=partner) if partner else done.filter(offer__unit__in=[unit_id])
    found = [
        Hosted(one.round.year, str(one.application.topic or one.offer))
        for one in done.select_related("round", "application__topic", "offer__unit", "offer__partner")
    ]
    if partner:
        past = HistoricPlacement.objects.filter(partner=partner).select_related("round", "topic")
        found += [Hosted(one.round.year, str(one.about or one.topic or "")) for one in past]
    return sorted(found, key=lambda one: -one.year)


def phases_of(record: Round, today: date) -> list[dict[str, Any]]:
    """The phases as the steps of a process; what is over is done."""
    now = record.phase_on(today)
    order = list(Phase)
    shown = [phase for phase in order if phase in {Phase.PREPARED, now, Phase.OVER}] + [
        phase for phase, day in record.deadlines if day is not None and phase != now
    ]
    return [
        {
            "label": phase.label,
            "state": "current" if phase == now else "done" if order.index(phase) < order.index(now) else "",
            "url": "",
        }
        for phase in sorted(shown, key=order.index)
    ]
