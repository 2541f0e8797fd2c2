"""The items of a visit by day, as every document prints them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hospitium.visits.dates import days_between
from hospitium.visits.models import Item, Visit


def items_of(visit: Visit) -> list[Item]:
    """The items in their order, with venue, groups, interpreters, and who speaks."""
    return list(visit.items.select_related("venue").prefetch_related("groups", "interpreters", "parts__speaker"))


def days_of(visit: Visit, items: Sequence[Item]) -> list[tuple[date | None, list[Item]]]:
    """Every day of the visit, also an empty one, days outside that hold items, and None for what has no place yet."""
    days = sorted({*days_between(visit.starts_on, visit.ends_on), *(item.day for item in items if item.day)})
    found: list[tuple[date | None, list[Item]]] = [(day, [item for item in items if item.day == day]) for day in days]
    waiting = [item for item in items if item.day is None]
    return [*found, (None, waiting)] if waiting else found
