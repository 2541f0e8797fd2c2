"""The partner cities around the own one, on a map where every distance from home is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from pathlib import Path

from hospitium.core.charts.atlas import Disc, land_and_borders
from hospitium.core.charts.labels import Box, Scene, Spot, Wish, place
from hospitium.core.charts.sphere import EARTH_KM, Pair, Point, distance_km
from hospitium.core.charts.svg import (
    HOME,
    LARGE,
    RING,
    circle,
    diamond,
    line,
    number,
    path,
    picture,
    tag,
    text,
    text_width,
)

SIZE, RADIUS = 640.0, 318.0
CROWDED = 42.0
LEADER = 24.0  # a name further away than this gets a line to its city
WHOLE_WORLD_KM = 19_700
PHONE = 22 / 16  # the stylesheet enlarges the names on a narrow screen by this


@dataclass(frozen=True, slots=True)
class City:
    """A partner city. `has_arc` joins it to home; the order of cities is the order in which names get room."""

    id: str
    label: str
    point: Point
    is_resting: bool = False
    has_arc: bool = True


@dataclass(frozen=True, slots=True)
class MapRing:
    """A circle of equal distance and what is written on it."""

    km: int
    label: str


@dataclass(frozen=True, slots=True)
class CityMap:
    """A map: `radius_km` is how far it reaches, `atlas` the TopoJSON file that holds land and countries."""

    home: Point
    home_label: str
    cities: tuple[City, ...]
    rings: tuple[MapRing, ...]
    radius_km: int
    atlas: Path
    finding: str


@dataclass(frozen=True, slots=True)
class _Name:
    label: str
    role: str
    wish: Wish


def cities_outside(*, home: Point, cities: Sequence[City], radius_km: int) -> tuple[City, ...]:
    """The cities that a map of this reach cannot show, to be listed below it; nearest first."""
    far = [(distance_km(a=home, b=one.point), one) for one in cities]
    return tuple(one for km, one in sorted(far, key=lambda pair: pair[0]) if km > radius_km * 0.97)


def fitting_radius(*, home: Point, cities: Sequence[City]) -> int:
    """The smallest round reach in kilometres that shows all cities; 1,000 when there is none."""
    farthest = max((distance_km(a=home, b=one.point) for one in cities), default=0.0) / 0.95
    steps = (250, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 7_500, 10_000, 12_500, 15_000)
    if not cities:
        return 1_000
    return next((step for step in steps if farthest <= step), WHOLE_WORLD_KM)


def cities_unnamed(*, scene: CityMap) -> tuple[City, ...]:
    """The cities so close around home on this map that only small marks fit, to be listed below it.

    None unless at least four crowd there.
    """
    limit = CROWDED / RADIUS * scene.radius_km
    near = [one for one in scene.cities if distance_km(a=scene.home, b=one.point) < limit]
    return tuple(near) if len(near) >= 4 else ()


def map_chart(*, scene: CityMap) -> str:
    """The picture; cities beyond its reach are left out (see cities_outside)."""
    disc = Disc(scene.home, min(scene.radius_km, WHOLE_WORLD_KM), RADIUS)
    land, borders = land_and_borders(atlas=scene.atlas, disc=disc)
    far = {one.id for one in cities_outside(home=scene.home, cities=scene.cities, radius_km=scene.radius_km)}
    shown = [(one, disc.spot(one.point)) for one in scene.cities if one.id not in far]
    near = {one.id for one in cities_unnamed(scene=scene)}
    shown = [(one, spot) for one, spot in shown if one.id not in near]
    rings = [(ring, ring.km / EARTH_KM * disc.scale) for ring in scene.rings]
    rings = [(ring, radius) for ring, radius in rings if 0 < radius < RADIUS]
    parts = [
        circle(0, 0, RADIUS, "c-sea"),
        tag("path", {"d": land, "class": "c-land", "fill-rule": "evenodd"}) if land else "",
        path(borders, "c-border") if borders else "",
        *(circle(0, 0, radius, "c-ring") for _, radius in rings),
        *(_arc(spot, one) for one, spot in shown if one.has_arc),
        *(_mark(spot, one) for one, spot in shown),
        *(diamond(*disc.spot(one.point), 3.5, "c-partner", one.label) for one in cities_unnamed(scene=scene)),
        circle(0, 0, 8, "c-own", scene.home_label),
        *_names(scene, shown, rings),
    ]
    half = SIZE / 2
    return picture((-half, -half, SIZE, SIZE), scene.finding, parts)


def _bend(spot: Pair) -> Pair:
    """The point towards which the arc is drawn: a seventh of the way aside, always towards the lower edge."""
    x, y = spot
    side = 1 if x > 0 or (x == 0 and y > 0) else -1
    return x / 2 - side * y * 0.14, y / 2 + side * x * 0.14


def _arc(spot: Pair, city: City) -> str:
    bend = _bend(spot)
    shape = f"M0 0Q{number(bend[0])} {number(bend[1])} {number(spot[0])} {number(spot[1])}"
    return path(shape, "c-arc c-arc--rest" if city.is_resting else "c-arc")


def _mark(spot: Pair, city: City) -> str:
    if city.is_resting:
        return circle(*spot, 6, "c-open", city.label)
    return diamond(*spot, 7, "c-partner", city.label)


def _names(scene: CityMap, shown: Sequence[tuple[City, Pair]], rings: Sequence[tuple[MapRing, float]]) -> list[str]:
    half = SIZE / 2 - 1
    marks = [Box(x - 8, y - 8, x + 8, y + 8) for _, (x, y) in shown] + [Box(-9, -9, 9, 9)]
    points = tuple(point for one, spot in shown if one.has_arc for point in _along(spot))
    room = Scene(Box(-half, -half, half, half), tuple(marks), points)
    names = [_Name(scene.home_label, "t-home t-own", _around((0, 0), scene.home_label, HOME, 12))]
    names += [_Name(one.label, "", _around(spot, one.label, LARGE, 11)) for one, spot in shown]
    names += [_Name(ring.label, "t-ring", _on_ring(radius, ring.label)) for ring, radius in rings]
    spots = place(wishes=[name.wish for name in names], scene=room)
    minor = _crowded(names, spots)
    leaders = [_leader(spot, name.wish, at) for spot, name, (_, at) in zip(spots[1:], names[1:], shown, strict=False)]
    return leaders + [
        text(spot.x, spot.y, name.label, f"{name.role} t-minor".strip() if index in minor else name.role, spot.anchor)
        for index, (name, spot) in enumerate(zip(names, spots, strict=True))
    ]


def _leader(spot: Spot, wish: Wish, city: Pair) -> str:
    box = wish.box(spot)
    x = min(max(city[0], box.left), box.right)
    y = min(max(city[1], box.top + 2), box.bottom - 2)
    return line(*city, x, y, "c-axis") if hypot(x - city[0], y - city[1]) > LEADER else ""


def _along(spot: Pair) -> list[Pair]:
    bend = _bend(spot)
    count = max(6, int(hypot(*spot) / 6))
    shares = [step / count for step in range(1, count)]
    return [
        tuple(2 * s * (1 - s) * bend[i] + s * s * spot[i] for i in (0, 1))  # type: ignore[misc]
        for s in shares
    ]


def _around(spot: Pair, label: str, size: float, gap: float) -> Wish:
    """Right and left first, then above and below, then the corners, then the same further and further out."""
    x, y = spot
    drop = size * 0.35
    spots: list[Spot] = []
    for extra in (0.0, 8.0, LEADER, 40.0, 58.0, 78.0, 100.0):
        out = gap + extra
        slant = out * 0.75
        spots += [
            Spot(x + out, y + drop, "start"),
            Spot(x - out, y + drop, "end"),
            Spot(x, y - out, "middle"),
            Spot(x, y + out + size * 0.75, "middle"),
            Spot(x + slant, y - slant, "start"),
            Spot(x - slant, y - slant, "end"),
            Spot(x + slant, y + slant + size * 0.7, "start"),
            Spot(x - slant, y + slant + size * 0.7, "end"),
        ]
    return Wish(text_width(label, size) * 1.04, size * 0.8, size * 0.25, tuple(spots))


def _on_ring(radius: float, label: str) -> Wish:
    angles = (15, -15, 40, -40, 165, -165, 0, 180, 65, -65, 140, -140, 90, -90)
    spots = tuple(Spot(radius * sin(radians(one)), -radius * cos(radians(one)) + 4, "middle") for one in angles)
    return Wish(text_width(label, RING), RING * 0.8, RING * 0.25, spots)


def _crowded(names: Sequence[_Name], spots: Sequence[Spot]) -> set[int]:
    """The names that a narrow screen has no room for, where all are written larger."""
    kept: list[Box] = []
    minor: set[int] = set()
    for index, (name, spot) in enumerate(zip(names, spots, strict=True)):
        if "t-ring" in name.role:
            continue
        wish = name.wish
        large = Wish(wish.width * PHONE, wish.ascent * PHONE, wish.descent * PHONE, wish.spots)
        box = large.box(spot)
        if any(box.meets(other) for other in kept):
            minor.add(index)
        else:
            kept.append(box)
    return minor
