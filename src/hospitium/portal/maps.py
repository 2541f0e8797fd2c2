"""The maps of the public site, with the sentence that says what they show and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hospitium.core.charts import (
    City,
    CityMap,
    MapRing,
    Point,
    cities_outside,
    distance_km,
    fitting_radius,
    map_chart,
)
from hospitium.partners.models import Home, Partnership
from hospitium.portal import queries, words

WORLD = "vendor/world/countries-110m.json"
EMPTY_WORLD = Path(__file__).with_name("open_sea.json")
FAR_APART = 1.8  # the next city is so many times further away that it gets no room on the map
RING_STEPS = (50, 100, 250, 500, 1_000, 2_500, 5_000)
LEAST_KM = 1_000  # a map of one way shows the countries around it, too


@dataclass(frozen=True)
class Map:
    """A drawing for components/chart.html: the cities beyond its edge are named, not drawn."""

    svg: SafeString
    outside: str
    has_suspended: bool


@cache
def atlas() -> Path:
    """Land and borders; open sea until the front-end assets are built."""
    found = finders.find(WORLD)
    return Path(found) if found else EMPTY_WORLD


def kilometres(home: Home | None, partnership: Partnership) -> float | None:
    """The distance along the surface; None where a coordinate is unknown."""
    place = point(partnership)
    return distance_km(a=Point(home.latitude, home.longitude), b=place) if home and place else None


def point(partnership: Partnership) -> Point | None:
    """Where the partner lies; a district lies where its city lies when nothing more is known."""
    for partner in (partnership.partner, partnership.partner.part_of):
        if partner and partner.latitude is not None and partner.longitude is not None:
            return Point(partner.latitude, partner.longitude)
    return None


def of_all(home: Home | None, partnerships: Sequence[Partnership]) -> Map | None:
    """The partner cities around the own one; None when there is nothing to draw."""
    cities = drawn([one for one in partnerships if queries.is_standing(one)])
    if home is None or not cities:
        return None
    centre = Point(home.latitude, home.longitude)
    radius = reach(centre, cities)
    outside = cities_outside(home=centre, cities=cities, radius_km=radius)
    shown = [city for city in cities if city not in outside]
    finding = _("Map around %(home)s. Partner cities on it: %(cities)s.") % {
        "home": home.name,
        "cities": words.list_words(city.label for city in shown),
    }
    return Map(
        svg=draw(home, cities, radius, finding),
        outside=words.list_words(city.label for city in outside) if outside else "",
        has_suspended=any(city.is_resting for city in shown),
    )


def of_one(home: Home | None, partnership: Partnership, neighbours: Sequence[Partnership]) -> Map | None:
    """The way from home to one partner; the other partner cities that lie on the map stand there without a line."""
    own = drawn([partnership])
    if home is None or not own:
        return None
    centre = Point(home.latitude, home.longitude)
    radius = max(LEAST_KM, fitting_radius(home=centre, cities=own))
    others = [
        City(city.id, city.label, city.point, city.is_resting, has_arc=False)
        for city in drawn([one for one in neighbours if one.partner_id != partnership.partner_id])
        if city.point != own[0].point
    ]
    finding = _("Map around %(home)s with a line to %(city)s. Distance: %(distance)s.") % {
        "home": home.name,
        "city": own[0].label,
        "distance": words.kilometres(distance_km(a=centre, b=own[0].point)),
    }
    return Map(draw(home, [*own, *others], radius, finding), "", own[0].is_resting)


def drawn(partnerships: Sequence[Partnership]) -> list[City]:
    found = []
    for one in partnerships:
        place = point(one)
        if place is not None:
            found.append(City(one.key, str(one.partner), place, is_resting=one.is_suspended))
    return found


def reach(centre: Point, cities: Sequence[City]) -> int:
    """All cities, unless the outer ones lie so far away that the inner ones would fall together."""
    near = sorted(cities, key=lambda city: distance_km(a=centre, b=city.point))
    far = [max(1.0, distance_km(a=centre, b=city.point)) for city in near]
    half = (len(far) + 1) // 2
    gaps = [(after / before, index + 1) for index, (before, after) in enumerate(pairwise(far)) if index + 1 >= half]
    widest, count = max(gaps, default=(0.0, len(far)))
    return fitting_radius(home=centre, cities=near[:count] if widest >= FAR_APART else near)


def draw(home: Home, cities: Sequence[City], radius: int, finding: str) -> SafeString:
    step = max((km for km in RING_STEPS if km <= radius / 3), default=RING_STEPS[0])
    rings = range(step, int(radius * 0.97), step)
    scene = CityMap(
        home=Point(home.latitude, home.longitude),
        home_label=str(home.name),
        cities=tuple(cities),
        rings=tuple(MapRing(km, words.kilometres(km)) for km in rings),
        radius_km=radius,
        atlas=atlas(),
        finding=finding,
    )
    return mark_safe(map_chart(scene=scene))  # noqa: S308 - the charts package escapes every word
