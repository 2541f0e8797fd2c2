"""Land and borders of the world, read from a TopoJSON file and cut to a disc around one place.

The file is world-atlas (made from Natural Earth, public domain): arcs shared between countries, delta-coded.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import pi, tau
from pathlib import Path
from typing import Any

from hospitium.core.charts.sphere import (
    EARTH_KM,
    Pair,
    Point,
    Vector,
    clamped,
    filled_in,
    is_on_edge,
    polar,
    simplified,
    turn_and_area,
    vector,
)

MOST_CHARACTERS = 60_000
SMALLEST_ISLAND = 1.2  # square pixels
EDGE_OF_THE_WORLD = 0.985 * pi  # nearer to the antipode than 300 km no map can show


@dataclass(frozen=True, slots=True)
class Disc:
    """A map: its middle, how far it reaches, and how large it is drawn (pixels from middle to edge)."""

    home: Point
    radius_km: float
    radius: float

    @property
    def reach(self) -> float:
        """The distance to the edge in radians."""
        return min(self.radius_km / EARTH_KM, EDGE_OF_THE_WORLD)

    @property
    def scale(self) -> float:
        """Pixels for a radian."""
        return self.radius / self.reach

    def spot(self, place: Point) -> Pair:
        """Where a place lies, in pixels right of and below the middle."""
        east, north = polar(self.home, vector(place.lat, place.lon))
        return east * self.scale, -north * self.scale


@dataclass(frozen=True, slots=True)
class _Arc:
    """A piece of coast or border inside the disc, and what it does to a ring it is part of."""

    line: tuple[Pair, ...]
    turned: float
    area: float


@dataclass(frozen=True, slots=True)
class _Atlas:
    arcs: tuple[tuple[Vector, ...], ...]
    land: tuple[tuple[int, ...], ...]
    borders: tuple[int, ...]


@lru_cache(maxsize=64)
def land_and_borders(*, atlas: Path, disc: Disc) -> tuple[str, str]:
    """The two shapes as SVG path texts around the middle (0, 0), together under 60,000 characters.

    The land is to be filled by the even-odd rule.
    """
    world = _read(atlas)
    arcs = [_cut(arc, disc) for arc in world.arcs]
    tolerance = 0.35
    while True:
        lines = [_thinned(arc, tolerance) for arc in arcs]
        land = "".join(_rings(world, arcs, lines, disc))
        inner = (piece for index in world.borders for piece in _inside(lines[index], disc))
        borders = "".join(_shape(piece, "") for piece in inner)
        if len(land) + len(borders) <= MOST_CHARACTERS:
            return land, borders
        tolerance *= 1.5


def _thinned(arc: _Arc, tolerance: float) -> list[Pair]:
    line = arc.line
    if len(line) > 3 and line[0] == line[-1]:
        # An island of one arc: its two halves are thinned apart, or nothing would hold it open.
        middle = len(line) // 2
        return simplified(line[: middle + 1], tolerance) + simplified(line[middle:], tolerance)[1:]
    return simplified(line, tolerance)


@lru_cache(maxsize=4)
def _read(atlas: Path) -> _Atlas:
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = tuple(tuple(filled_in(_decoded(arc, scale, shift))) for arc in topology["arcs"])
    land = tuple(tuple(ring) for ring in _all_rings(topology["objects"]["land"]))
    uses: Counter[int] = Counter()
    for country in topology["objects"]["countries"]["geometries"]:
        uses.update({index if index >= 0 else ~index for ring in _all_rings(country) for index in ring})
    return _Atlas(arcs, land, tuple(sorted(index for index, times in uses.items() if times > 1)))


def _decoded(arc: Sequence[Sequence[int]], scale: Sequence[float], shift: Sequence[float]) -> list[Vector]:
    """TopoJSON 1.0, section 2.1.3: every position after the first is the step from the one before."""
    across = accumulate(step[0] for step in arc)
    upward = accumulate(step[1] for step in arc)
    return [vector(y * scale[1] + shift[1], x * scale[0] + shift[0]) for x, y in zip(across, upward, strict=True)]


def _all_rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    if shape["type"] == "GeometryCollection":
        for inner in shape["geometries"]:
            yield from _all_rings(inner)
    elif shape["type"] == "Polygon":
        yield from shape["arcs"]
    elif shape["type"] == "MultiPolygon":
        for polygon in shape["arcs"]:
            yield from polygon


def _cut(arc: Sequence[Vector], disc: Disc) -> _Arc:
    line = [polar(disc.home, point) for point in arc]
    turned, area = turn_and_area(line)
    scale = disc.scale
    inside = tuple((x * scale, -y * scale) for x, y in clamped(line, disc.reach))
    return _Arc(inside, turned, area)


def _rings(world: _Atlas, arcs: Sequence[_Arc], lines: Sequence[Sequence[Pair]], disc: Disc) -> Iterator[str]:
    for ring in world.land:
        points: list[Pair] = []
        turned = area = 0.0
        for index in ring:
            arc, line = arcs[max(index, ~index)], lines[max(index, ~index)]
            way = 1 if index >= 0 else -1
            points += line[::way][:-1]
            turned, area = turned + way * arc.turned, area + way * arc.area
        if abs(_flat_area(points)) < SMALLEST_ISLAND:
            continue
        yield _shape(points, "z")
        # The line runs around both home and the antipode; the land is on the side that is smaller on the globe.
        if abs(turned) > pi and abs(area) > tau:
            yield _whole(disc)


def _flat_area(points: Sequence[Pair]) -> float:
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _whole(disc: Disc) -> str:
    r = disc.radius
    return f"M{-r:.1f} 0a{r:.1f} {r:.1f} 0 1 1 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 1 {-2 * r:.1f} 0z"


def _inside(line: Sequence[Pair], disc: Disc) -> Iterator[list[Pair]]:
    """The parts of a border that do not run along the edge of the disc."""
    piece: list[Pair] = []
    for a, b in pairwise(line):
        if is_on_edge(a, disc.radius) and is_on_edge(b, disc.radius):
            if len(piece) > 1:
                yield piece
            piece = []
        else:
            piece = piece or [a]
            piece.append(b)
    if len(piece) > 1:
        yield piece


def _shape(points: Sequence[Pair], end: str) -> str:
    """A path of short relative steps in tenths of a pixel."""
    at = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(at)]
    drawn = "".join(_pair(*step) for step in steps if step != (0, 0))
    return f"M{_pair(*at[0]).strip()}l{drawn.strip()}{end}" if drawn else ""


def _pair(x: int, y: int) -> str:
    return "".join(part if part.startswith("-") else f" {part}" for part in (_tenths(x), _tenths(y)))


def _tenths(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if value < 0 else digits
