"""What somebody of the pool spoke about and hosted before."""

from __future__ import annotations

from hospitium.accounts.policy import Somebody
from hospitium.visits.models import Part, Speaker, Visit

SHOWN = 50


def parts_of(speaker: Speaker, user: Somebody) -> list[Part]:
    """The items in which this person stood, of the visits that the reader may see, the latest first."""
    visits = Visit.objects.visible_to(user).order_by().values("pk")
    parts = Part.objects.filter(speaker=speaker, item__visit__in=visits).select_related("item__visit__activity")
    return list(parts.order_by("-item__day", "-item__starts", "-id")[:SHOWN])
