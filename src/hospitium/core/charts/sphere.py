"""The azimuthal equidistant map: every distance from the middle is true.

Snyder, Map Projections: A Working Manual (1987), chapter 25, on a sphere of 6,371 km.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, atan2, cos, hypot, pi, radians, sin, sqrt, tau

EARTH_KM = 6371.0088
LONGEST_STEP = cos(radians(2.5))
ARC_STEP = radians(4)

Pair = tuple[float, float]
Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A place by latitude and longitude in degrees."""

    lat: float
    lon: float


def distance_km(*, a: Point, b: Point) -> float:
    """The distance along the surface."""
    return hypot(*polar(a, vector(b.lat, b.lon))) * EARTH_KM


def vector(lat: float, lon: float) -> Vector:
    """The place as a point on the unit sphere."""
    flat = cos(radians(lat))
    return flat * cos(radians(lon)), flat * sin(radians(lon)), sin(radians(lat))


def polar(home: Point, there: Vector) -> Pair:
    """East and north of home, in radians of distance."""
    lat, lon = radians(home.lat), radians(home.lon)
    ahead = there[0] * cos(lon) + there[1] * sin(lon)
    east = there[1] * cos(lon) - there[0] * sin(lon)
    north = there[2] * cos(lat) - ahead * sin(lat)
    up = there[2] * sin(lat) + ahead * cos(lat)
    across = hypot(east, north)
    if across < 1e-12:
        return (0.0, 0.0) if up > 0 else (0.0, pi)
    reach = atan2(across, up)
    return reach * east / across, reach * north / across


def filled_in(points: Sequence[Vector]) -> Iterator[Vector]:
    """The same line with points on the great circle wherever two are further apart than 2.5 degrees."""
    if not points:
        return
    yield points[0]
    for a, b in pairwise(points):
        cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
        pieces = 1 if cosine > LONGEST_STEP else int(acos(max(-1.0, cosine)) / radians(2.5)) + 1
        for piece in range(1, pieces):
            share = piece / pieces
            x, y, z = (p + (q - p) * share for p, q in zip(a, b, strict=True))
            length = sqrt(x * x + y * y + z * z) or 1.0
            yield x / length, y / length, z / length
        yield b


def turn_and_area(line: Sequence[Pair]) -> Pair:
    """How far a line turns around home, and the area on the sphere between it and home (both signed)."""
    turned = area = 0.0
    for (x1, y1), (x2, y2) in pairwise(line):
        angle = _shortest(atan2(y2, x2) - atan2(y1, x1))
        turned += angle
        area += angle * (1 - cos((hypot(x1, y1) + hypot(x2, y2)) / 2))
    return turned, area


def clamped(line: Sequence[Pair], radius: float) -> list[Pair]:
    """The line with everything outside the circle pushed straight in onto its edge.

    What the closed line encloses inside the circle stays the same, so one pass clips any polygon.
    """
    out: list[Pair] = []
    for start, end in pairwise(line):
        crossings = _crossings(start, end, radius)
        for point in (start, *crossings, end):
            _go_to(out, _pushed_in(point, radius), radius)
    return out or [_pushed_in(point, radius) for point in line]


def _pushed_in(point: Pair, radius: float) -> Pair:
    reach = hypot(*point)
    return point if reach <= radius else (point[0] * radius / reach, point[1] * radius / reach)


def _go_to(out: list[Pair], point: Pair, radius: float) -> None:
    if out and out[-1] == point:
        return
    if out and is_on_edge(out[-1], radius) and is_on_edge(point, radius):
        begin = atan2(out[-1][1], out[-1][0])
        angle = _shortest(atan2(point[1], point[0]) - begin)
        pieces = int(abs(angle) / ARC_STEP) + 1
        for piece in range(1, pieces):
            there = begin + angle * piece / pieces
            out.append((radius * cos(there), radius * sin(there)))
    out.append(point)


def is_on_edge(point: Pair, radius: float) -> bool:
    """Whether the point lies on the circle."""
    return hypot(*point) >= radius * (1 - 1e-9)


def _crossings(a: Pair, b: Pair, radius: float) -> list[Pair]:
    if hypot(*a) <= radius and hypot(*b) <= radius:
        return []
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    half = a[0] * dx + a[1] * dy
    root = half * half - square * (a[0] ** 2 + a[1] ** 2 - radius**2)
    if square == 0 or root <= 0:
        return []
    shares = ((-half - sqrt(root)) / square, (-half + sqrt(root)) / square)
    return [(a[0] + dx * share, a[1] + dy * share) for share in shares if 0 < share < 1]


def _shortest(angle: float) -> float:
    return (angle + pi) % tau - pi


def simplified(line: Sequence[Pair], tolerance: float) -> list[Pair]:
    """The line without points that lie nearer to it than the tolerance (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    open_pieces = [(0, len(line) - 1)]
    while open_pieces:
        first, last = open_pieces.pop()
        if last - first < 2:
            continue
        far, index = max((_off(line[i], line[first], line[last]), i) for i in range(first + 1, last))
        if far > tolerance:
            keep.add(index)
            open_pieces += [(first, index), (index, last)]
    return [line[index] for index in sorted(keep)]


def _off(point: Pair, a: Pair, b: Pair) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    if square == 0:
        return hypot(point[0] - a[0], point[1] - a[1])
    share = min(1.0, max(0.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square))
    return hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy)
