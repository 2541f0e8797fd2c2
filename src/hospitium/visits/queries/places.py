"""What happens at a venue, and the ways from and to it."""

from __future__ import annotations

from django.db.models import Q

from hospitium.accounts.policy import Somebody
from hospitium.visits.models import Item, Venue, Visit, Way

SHOWN = 50


def items_at(venue: Venue, user: Somebody) -> list[Item]:
    """The items at this venue of the visits that the person may see, the latest first."""
    visits = Visit.objects.visible_to(user).order_by().values("pk")
    items = Item.objects.filter(venue=venue, visit__in=visits).select_related("visit__activity")
    return list(items.order_by("-day", "-starts", "-id")[:SHOWN])


def ways_of(venue: Venue) -> list[Way]:
    return list(Way.objects.filter(Q(origin=venue) | Q(target=venue)).select_related("origin", "target"))


def neighbours_of(venue: Venue, *, everything: bool) -> list[Venue]:
    """Venues of the same programmes and those with a measured way; all others when asked, or when there are none."""
    others = Venue.objects.exclude(pk=venue.pk).only("name", "name_key")
    visits = Visit.objects.filter(Q(items__venue=venue) | Q(lodging=venue)).order_by().values("pk")
    near = others.filter(
        Q(items__visit__in=visits) | Q(lodges__in=visits) | Q(ways_in__origin=venue) | Q(ways_out__target=venue)
    ).distinct()
    return list(others) if everything else list(near) or list(others)
