"""Which flags a visit needs, and in which order they stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import get_language

from hospitium.core import wording
from hospitium.delegations.models import Delegation
from hospitium.partners.models import Home
from hospitium.visits.models import Visit


@dataclass(frozen=True)
class Flag:
    """One flag: the country, and for how many who come it stands on the table; None for our own."""

    country: str
    name: str
    members: int | None


def flags_of(visit: Visit) -> list[Flag]:
    """Those of the guests' countries in the order of the alphabet, then our own."""
    language = get_language() or "en"
    coming = Count("members", filter=Q(members__withdrawn_on=None))
    found = Delegation.objects.filter(visit=visit).annotate(coming=coming)
    counted: dict[str, int] = {}
    for country, members in found.order_by().values_list("partnership__partner__country", "coming"):
        counted[country] = counted.get(country, 0) + members
    home = Home.objects.first()
    own = home.country if home else ""
    guests = [
        Flag(code, wording.country(code, language=language), count) for code, count in counted.items() if code != own
    ]
    ours = [Flag(own, wording.country(own, language=language), None)] if own else []
    return [*sorted(guests, key=lambda one: one.name), *ours]
