"""Which days of delegations press: names and details that were asked for, and changes after the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from hospitium.core.models import User
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.queries.missing import known_of_each

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
    delegations = list(found)
    incomplete = incomplete_of([one for one in delegations if one.details_due_on and one.details_due_on <= until])
    dues = (due for one in delegations for due in due_of(one, until, one.pk in incomplete))
    return sorted(dues, key=lambda due: (due.day, due.delegation.pk))


def due_of(one: Delegation, until: date, is_incomplete: object) -> Iterator[DelegationDue]:
    if one.state == Delegation.State.ANNOUNCED and one.names_due_on and one.names_due_on <= until:
        yield DelegationDue(one, "names", one.names_due_on)
    if one.details_due_on and is_incomplete:
        yield DelegationDue(one, "details", one.details_due_on)
    late_at = getattr(one, "late_at", None)
    if late_at:
        yield DelegationDue(one, "late", timezone.localtime(late_at).date())


def incomplete_of(delegations: Sequence[Delegation]) -> set[int]:
    """The delegations in which something is missing of somebody, or nobody is named."""
    members: dict[Delegation, list[Member]] = {delegation: [] for delegation in delegations}
    by_key = {delegation.pk: some for delegation, some in members.items()}
    for member in Member.objects.coming().filter(delegation__in=list(by_key), erased_on=None).order_by("pk"):
        by_key[member.delegation_id].append(member)
    known = known_of_each(members)
    return {one.pk for one, some in known.items() if not some or any(not entry.is_complete for entry in some)}
