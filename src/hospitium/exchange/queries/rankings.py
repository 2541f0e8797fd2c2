"""The order of applicants for an offer: the office's correction, else the host's ranking, else the points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hospitium.exchange.models import Application, HostOffer, HostRanking
from hospitium.exchange.queries.assessment import points_of_all
from hospitium.exchange.queries.wishes import candidates_of

# Where a rank comes from.
CORRECTED, HOST, POINTS, NONE = "corrected", "host", "points", ""


@dataclass(frozen=True)
class Standing:
    """Where an application stands with an offer; `rank` None: the host did not rank it. Equal ranks are ties."""

    application: Application
    rank: int | None
    origin: str
    points: int | None
    host_rank: int | None = None
    correction: HostRanking | None = None


def order_for(offer: HostOffer) -> list[Standing]:
    """All who reach an offer, the first in front."""
    points = points_of_all(offer.round)
    found = standings(offer, candidates_of(offer), {one.application_id: one for one in offer.rankings.all()}, points)
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.application.code))


def standings(
    offer: HostOffer,
    applications: Iterable[Application],
    rankings: Mapping[int, HostRanking],
    points: Mapping[int, int],
) -> list[Standing]:
    """The standing of each of these applications; `rankings` and `points` by application id."""
    asked = list(applications)
    by_points = dense([points.get(one.pk, 0) for one in asked])
    return [standing(offer, one, rankings.get(one.pk), points.get(one.pk), by_points) for one in asked]


def dense(points: Iterable[int]) -> Mapping[int, int]:
    """Points → rank; the most points are rank 1, equal points are a tie."""
    return {value: rank for rank, value in enumerate(sorted(set(points), reverse=True), start=1)}


def standing(
    offer: HostOffer,
    application: Application,
    ranking: HostRanking | None,
    points: int | None,
    by_points: Mapping[int, int],
) -> Standing:
    host_rank = ranking.rank if ranking else None
    if ranking is not None and ranking.corrected is not None:
        return Standing(application, ranking.corrected, CORRECTED, points, host_rank, ranking)
    if offer.ranked_at is not None:
        return Standing(application, host_rank, HOST if host_rank is not None else NONE, points, host_rank)
    return Standing(application, by_points[points or 0], POINTS, points)
