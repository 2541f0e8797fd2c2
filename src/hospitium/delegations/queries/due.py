"""Which days of delegations press: names and details that were asked for, and changes after the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from hospitium.core.models import User
from hospitium.delegations.models import Delegation
from hospitium.delegations.queries.missing import known_of

AHEAD, LOOKED_BACK = timedelta(days=14), timedelta(days=7)
MOST = 24
OPEN = (Delegation.State.ANNOUNCED, Delegation.State.NAMED, Delegation.State.CONFIRMED)


@dataclass(frozen=True)
class DelegationDue:
    """Something about a delegation with a day: "names", "details", or "late" for changes after the deadline."""

    delegation: Delegation
    code: str
    day: date


def delegations_due(user: User, *, today: date) -> list[DelegationDue]:
    """For whoever plans the visits; the most pressing first."""
    until, since = today + AHEAD, timezone.now() - LOOKED_BACK
    late = Q(versions__is_late=True, versions__made_at__gte=since)
    found = (
        Delegation.objects.visible_to(user, "delegation.update")
        .filter(state__in=OPEN, visit__ends_on__gte=today)
        .select_related("partnership__partner", "partnership__home_district", "visit__activity")
        .annotate(late_at=Max("versions__made_at", filter=late))
        .filter(Q(names_due_on__lte=until) | Q(details_due_on__lte=until) | Q(late_at__isnull=False))
        .order_by("visit__starts_on", "pk")[:MOST]
    )
    return sorted((due for one in found for due in due_of(one, until)), key=lambda due: (due.day, due.delegation.pk))


def due_of(one: Delegation, until: date) -> Iterator[DelegationDue]:
    if one.state == Delegation.State.ANNOUNCED and one.names_due_on and one.names_due_on <= until:
        yield DelegationDue(one, "names", one.names_due_on)
    if one.details_due_on and one.details_due_on <= until and is_incomplete(one):
        yield DelegationDue(one, "details", one.details_due_on)
    late_at = getattr(one, "late_at", None)
    if late_at:
        yield DelegationDue(one, "late", timezone.localtime(late_at).date())


def is_incomplete(delegation: Delegation) -> bool:
    members = list(delegation.members.coming().filter(erased_on=None).order_by("pk"))
    return not members or any(not known.is_complete for known in known_of(delegation, members))
