"""Places that became free after the results: where, and why somebody who wanted one has not moved up to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hospitium.algorithms.matching import Problem
from hospitium.exchange.models import GONE, Placement, Round, WaitingEntry
from hospitium.exchange.queries.run_words import STAYED

TOO_LATE = "place_late"


@dataclass(frozen=True)
class Freed:
    """Offers with a place that became free after the results; `late` those where nobody could move up in time."""

    offers: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


def freed_in(record: Round, *, before: Problem, now: Problem, placement: Mapping[str, str]) -> Freed:
    """Where somebody who was told of a place is gone, or the office has raised the number of places."""
    taken = Counter(placement.values())
    free = {one.id for one in now.offers if taken[one.id] < one.capacity}
    places = {one.id: one.capacity for one in before.offers}
    gone: dict[str, Placement] = {
        str(one.offer_id): one for one in record.placements.filter(state__in=GONE).exclude(announced_at=None)
    }
    is_told = bool(gone) or record.placements.exclude(announced_at=None).exists()
    more = {one.id for one in now.offers if is_told and one.capacity > places[one.id]}
    late = {offer for offer, one in gone.items() if TOO_LATE in one.marks}
    return Freed(frozenset(free & (gone.keys() | more)), frozenset(late))


def not_moved_up(offer: str, entry: WaitingEntry | None, freed: Freed) -> str:
    """Why somebody is still without this place, in the language that is active."""
    if entry is None:
        return _("A place became free after the results; this application does not stand on its waiting list.")
    # Whoever had another place when they were passed over has none any more, or would not be asking.
    if entry.reason in STAYED and entry.reason != "has_place":
        return _("A place became free after the results. %(why)s") % {"why": STAYED[entry.reason]}
    if offer in freed.late:
        return _("A place became free after the results, too late for somebody to move up.")
    text = _("A place became free after the results, and the waiting list was not called up yet (number %(position)d).")
    return text % {"position": entry.position}
