"""The places that an applicant can wish for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from hospitium.exchange.models import Application, Wish
from hospitium.partners.models import Partner


def places_for(application: Application) -> dict[str, Any]:
    """Offers of the other side and, for our own people, the cities of the round and all others to choose from."""
    offers = application.round.offers.standing().select_related("partner", "unit").prefetch_related("topics", "windows")
    if application.is_incoming:
        return {"offers": list(offers.filter(unit__isnull=False)), "cities": [], "others": None}
    wished = Wish.objects.filter(application=application, partner__isnull=False).order_by().values("partner")
    record = application.round
    cities = Partner.objects.filter(
        Q(pk__in=record.offers.standing().filter(partner__isnull=False).order_by().values("partner"))
        | Q(pk__in=record.balances.order_by().values("partner"))
        | Q(pk__in=record.quotas.filter(partner__isnull=False).order_by().values("partner"))
        | Q(pk__in=wished)
    )
    return {
        "offers": list(offers.filter(partner__isnull=False)),
        "cities": list(cities),
        # With a suspended partnership nothing is planned, whoever wishes it.
        "others": Partner.objects.exclude(pk__in=cities.order_by().values("pk")).exclude(
            partnerships__status__in=["suspended", "ended"]
        ),
    }
