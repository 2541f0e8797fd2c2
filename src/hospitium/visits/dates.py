"""Days that are counted from a visit: when a task is due, and which days the visit has."""

from __future__ import annotations

from datetime import date, timedelta

from hospitium.visits.models import Anchor


def due_day(anchor: str, days: int, starts_on: date, ends_on: date, confirmed_on: date | None) -> date | None:
    """The day that lies `days` before (negative) or after the anchor; None while nobody knows the anchor's day."""
    counted_from = {Anchor.START.value: starts_on, Anchor.END.value: ends_on, Anchor.CONFIRMATION.value: confirmed_on}
    start = counted_from[str(anchor)]
    return None if start is None else start + timedelta(days=days)


def in_course(anchor: str, days: int) -> tuple[int, int]:
    """By this, tasks stand in the order in which they come up: before the visit, when all is confirmed, after it."""
    return [Anchor.START.value, Anchor.CONFIRMATION.value, Anchor.END.value].index(str(anchor)), days


def days_between(starts_on: date, ends_on: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [starts_on + timedelta(days=step) for step in range((ends_on - starts_on).days + 1)]


__all__ = ["days_between", "due_day", "in_course"]
