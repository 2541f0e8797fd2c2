"""What people do with venues and the ways between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from hospitium.accounts.policy import may
from hospitium.core import search
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.visits import rules
from hospitium.visits.models import Venue, Way


@dataclass(frozen=True)
class Measured:
    """How long it takes between two venues, door to door; minutes None: nobody knows, so it is not kept."""

    origin: int
    target: int
    minutes: int | None
    mode: str = Way.Mode.BUS


@transaction.atomic
def create_venue(*, values: Mapping[str, Any], by: User) -> Venue:
    """Enter a venue. Raises Refused."""
    require(may(by, "venue.update"))
    venue = Venue()
    write(venue, values)
    record("venue.created", venue, by=by)
    return venue


@transaction.atomic
def edit_venue(*, venue_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Venue:
    """Change a venue. Raises Refused, or Conflict when somebody saved in between."""
    venue = locked(Venue, venue_id, version=version)
    require(may(by, "venue.update"))
    changed = write(venue, values)
    if changed:
        record("venue.changed", venue, by=by, fields=changed)
    return venue


@transaction.atomic
def remove_venue(*, venue_id: int, by: User) -> None:
    """Take a venue away that no programme uses. Raises Refused."""
    venue = locked(Venue, venue_id)
    require(rules.may_remove_venue(by, venue))
    record("venue.removed", venue, by=by)
    search.forget(venue)
    venue.delete()


@transaction.atomic
def measure_ways(*, venue_id: int, measured: Iterable[Measured], by: User) -> int:
    """Keep how long the ways from and to a venue take; returns how many changed. Raises Refused."""
    venue = locked(Venue, venue_id)
    require(may(by, "venue.update"))
    changed = sum(measure(one) for one in measured if venue.pk in {one.origin, one.target})
    if changed:
        record("venue.ways_measured", venue, by=by, count=changed)
    return changed


def measure(one: Measured) -> bool:
    known = Way.objects.filter(origin=one.origin, target=one.target).first()
    if one.minutes is None:
        if known:
            known.delete()
        return bool(known)
    if known and (known.minutes, known.mode) == (one.minutes, one.mode):
        return False
    Way.objects.update_or_create(
        origin_id=one.origin, target_id=one.target, defaults={"minutes": one.minutes, "mode": one.mode}
    )
    return True
