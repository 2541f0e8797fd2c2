"""All results of a round in one table without a name: for the staff council, and for whoever checks the selection."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hospitium.exchange.models import GONE, Application, Placement, Round
from hospitium.exchange.queries.assessment import points_of_all
from hospitium.exchange.queries.results import Ground, ground_of, ranks_of
from hospitium.exchange.queries.run_words import reason_in_words

SHOWN = (Application.State.YES, Application.State.NO, Application.State.DEFERRED)
Row = list[str | int | None]


def header() -> list[str]:
    return [
        _("Code"),
        _("From"),
        _("Topic"),
        _("Points"),
        _("Decision"),
        _("Reason of the decision"),
        _("Offer"),
        _("Wish"),
        _("How the place was given, or lost"),
        _("Reasons of the wishes"),
    ]


def rows_of(record: Round) -> list[Row]:
    """A row for each decided application, by its code; None where nobody knows."""
    ground, points = ground_of(record), points_of_all(record)
    decided = record.applications.filter(state__in=SHOWN).select_related("unit", "partner", "topic")
    known = record.placements.exclude(state=Placement.State.DROPPED).order_by("pk")
    # What stands comes last, so that it is found.
    places = {one.application_id: one for one in sorted(known, key=lambda one: one.state not in GONE)}
    found = decided.prefetch_related("settlements").order_by("code")
    return [row_of(one, places.get(one.pk), ground, points.get(one.pk)) for one in found]


def row_of(one: Application, place: Placement | None, ground: Ground, points: int | None) -> Row:
    settled = next(iter(one.settlements.all()), None)
    stands = place is not None and place.state not in GONE
    rank = ranks_of(ground, one.code).get(str(place.offer_id)) if place and stands else None
    return [
        one.code,
        str(one.unit or one.partner or ""),
        str(one.topic or ""),
        points,
        one.get_state_display(),
        settled.reason if settled else "",
        ground.names.offer(place.offer_id) if place and stands else _("no place"),
        (_("no. %(number)d") % {"number": rank} if rank else _("not wished")) if stands else "",
        given_in_words(place, ground) if place else "",
        reasons_of(one, ground),
    ]


def given_in_words(place: Placement, ground: Ground) -> str:
    if place.state in GONE:
        return f"{place.get_state_display()}: {ground.names.offer(place.offer_id)}"
    if place.origin == Placement.Origin.HAND:
        return f"{place.get_origin_display()}: {place.reason}"
    return str(place.get_origin_display())


def reasons_of(one: Application, ground: Ground) -> str:
    """Wish by wish, as the person reads it."""
    answer = ground.explanation.applicants.get(one.code)
    if answer is None:
        return ""
    return " ".join(
        f"{wish.rank}. {ground.names.offer(wish.offer)}: "
        + " ".join(reason_in_words(reason, ground.names) for reason in wish.reasons)
        for wish in answer.wishes
    )
