"""How long it takes from one venue to another."""

from math import asin, ceil, cos, radians, sin, sqrt

from hospitium.algorithms.timetable.problem import Limits, Programme

EARTH = 6371.0  # km
TINY = 1e-6  # minutes: what rounding of floats may add


def way(programme: Programme, here: str, there: str) -> int | None:
    """Minutes from one venue to another, without the buffer; None when nothing is known.

    The office's matrix comes first, then its other direction, then the positions: on foot as far as one walks, else
    with a ride and its wait.
    """
    if here == there:
        return 0
    known = programme.ways.get((here, there))
    if known is None:
        known = programme.ways.get((there, here))
    return _by_position(programme, here, there) if known is None else known


def _by_position(programme: Programme, here: str, there: str) -> int | None:
    one, other = programme.venues.get(here), programme.venues.get(there)
    if one is None or other is None or one.position is None or other.position is None:
        return None
    return _minutes(_distance(one.position, other.position), programme.limits)


def _minutes(distance: float, limits: Limits) -> int:
    length = distance * limits.detour
    if distance <= limits.walk_until:
        return ceil(length / limits.walk_speed * 60 - TINY)
    return ceil(length / limits.ride_speed * 60 - TINY) + limits.ride_wait


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres as the crow flies, by the haversine formula."""
    latitude, longitude = radians(one[0]), radians(one[1])
    to_latitude, to_longitude = radians(other[0]), radians(other[1])
    north = sin((to_latitude - latitude) / 2) ** 2
    east = cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(north + east)))
