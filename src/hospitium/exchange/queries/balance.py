"""Stays with a partner as the balance of visits counts them: numbers alone, without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from hospitium.algorithms.reciprocity import Direction, Exchange
from hospitium.exchange.models import Placement
from hospitium.exchange.queries.stay_costs import spent_on
from hospitium.partners.models import Partner

CURRENCY = "EUR"
COUNTED = (Placement.State.UNDER_WAY, Placement.State.FINISHED)


def stays_with(partner: Partner, *, today: date) -> Sequence[Exchange]:
    """Each stay that is finished or under way: one visit of one person, its nights so far, what it really cost."""
    found = (
        Placement.objects.filter(state__in=COUNTED)
        .filter(Q(offer__partner=partner) | Q(application__partner=partner))
        .select_related("round", "application")
        .prefetch_related("costs")
        .defer("round__call")
        .order_by("pk")
    )
    return [exchange_of(one, today) for one in found]


def exchange_of(placement: Placement, today: date) -> Exchange:
    begins = placement.starts_on
    is_over = placement.state == Placement.State.FINISHED
    return Exchange(
        id=f"stay-{placement.pk}",
        direction=Direction.IN if placement.application.is_incoming else Direction.OUT,
        year=begins.year if begins else placement.round.year,
        month=begins.month if begins else None,
        visits=1,
        persons=1,
        nights=nights_of(placement, today),
        cost=spent_on(placement.costs.all(), CURRENCY) if is_over else None,
    )


def nights_of(placement: Placement, today: date) -> int | None:
    """Nights until the end, or until today; None while the days are not known."""
    if not (placement.starts_on and placement.ends_on):
        return None
    return max(0, (min(placement.ends_on, today) - placement.starts_on).days)
