"""Who knows whom: the office in the middle, contacts further out the longer they have not been met."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, pi, sin
from typing import Literal

from hospitium.core.charts.labels import Box, Scene, Spot, Wish, place
from hospitium.core.charts.svg import (
    SMALL,
    TEXT,
    circle,
    diamond,
    line,
    picture,
    shorten,
    text,
    text_width,
    wrapped,
)

WIDTH, HEIGHT, MIDDLE, CENTRE = 560.0, 400.0, 280.0, 204.0
INNER, RING_STEP, NEAREST, BEYOND = 58.0, 55.0, 34.0, 14.0
STEEPEST = pi * 0.42
WITH_NOTES = 5  # more than this on one side: the second line stays in the table


@dataclass(frozen=True, slots=True)
class EgoRing:
    """A circle of equal time: months since the last contact, and the words on it. The limit is drawn stronger."""

    months: int
    label: str
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class EgoNode:
    """An office, not a name. `months` is None when no contact is recorded; `has_left`: the counterpart is gone."""

    label: str
    note: str
    months: int | None
    side: Literal["own", "partner"]
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class _Put:
    node: EgoNode
    x: float
    y: float


def ego_graph(*, centre: str, nodes: Sequence[EgoNode], rings: Sequence[EgoRing], finding: str) -> str:
    """The picture of a contact network: own offices to the left, the partner's to the right."""
    limits = sorted(rings, key=lambda one: one.months)[:4]
    put = [*_half(nodes, "own", limits), *_half(nodes, "partner", limits)]
    parts = []
    for index, ring in enumerate(limits):
        role = "c-line c-limit" if ring.is_limit else "c-line"
        parts.append(circle(MIDDLE, CENTRE, INNER + RING_STEP * index, role))
    parts += [_thread(one) for one in put]
    parts += [_knot(one) for one in put]
    parts.append(circle(MIDDLE, CENTRE, 13, "c-ink", centre))
    parts += _words(put, centre, limits)
    return picture((0, 0, WIDTH, HEIGHT), finding, parts)


def _reach(node: EgoNode, rings: Sequence[EgoRing]) -> float:
    """Pixels from the middle: even between two rings, a little outside for what is older or not recorded."""
    edge = INNER + RING_STEP * (len(rings) - 1) if rings else INNER
    if node.months is None:
        return edge + BEYOND
    low_months, low = 0, NEAREST
    for index, ring in enumerate(rings):
        high = INNER + RING_STEP * index
        if node.months <= ring.months:
            return low + (high - low) * (node.months - low_months) / max(1, ring.months - low_months)
        low_months, low = ring.months, high
    return edge + BEYOND


def _half(nodes: Sequence[EgoNode], side: str, rings: Sequence[EgoRing]) -> list[_Put]:
    """Near ones in the middle, far ones towards top and bottom, so that their words get rows of their own."""
    mine = sorted(
        (one for one in nodes if one.side == side),
        key=lambda one: (_reach(one, rings), one.label),
        reverse=True,
    )
    order: list[EgoNode] = []
    for index, one in enumerate(reversed(mine)):
        order = [one, *order] if index % 2 else [*order, one]
    way = -1 if side == "own" else 1
    put = []
    for one, angle in zip(order, _angles([_reach(one, rings) for one in order]), strict=True):
        reach = _reach(one, rings)
        put.append(_Put(one, MIDDLE + way * reach * cos(angle), CENTRE + reach * sin(angle)))
    return put


def _angles(reaches: Sequence[float]) -> list[float]:
    """Few ones get rows of equal height for their words, many ones equal angles."""
    middle = (len(reaches) - 1) / 2
    if len(reaches) > 4:
        return [STEEPEST * (index - middle) / middle for index in range(len(reaches))]
    rises = [max(-1.0, min(1.0, 76 * (index - middle) / reach)) for index, reach in enumerate(reaches)]
    return [max(-STEEPEST, min(STEEPEST, asin(rise))) for rise in rises]


def _thread(one: _Put) -> str:
    role = "c-own-line" if one.node.side == "own" else "c-partner-line"
    return line(MIDDLE, CENTRE, one.x, one.y, f"{role} c-dash" if one.node.has_left else role)


def _knot(one: _Put) -> str:
    label = f"{one.node.label}: {one.node.note}" if one.node.note else one.node.label
    if one.node.months is None:
        return circle(one.x, one.y, 7, "c-open", label)
    if one.node.side == "own":
        return circle(one.x, one.y, 7, "c-hollow" if one.node.has_left else "c-own", label)
    return diamond(one.x, one.y, 8, "c-hollow-partner" if one.node.has_left else "c-partner", label)


def _words(put: Sequence[_Put], centre: str, rings: Sequence[EgoRing]) -> list[str]:
    marks = [Box(one.x - 9, one.y - 9, one.x + 9, one.y + 9) for one in put]
    marks.append(Box(MIDDLE - 14, CENTRE - 14, MIDDLE + 14, CENTRE + 14))
    threads = tuple(
        (MIDDLE + (one.x - MIDDLE) * share / 20, CENTRE + (one.y - CENTRE) * share / 20)
        for one in put
        for share in range(3, 19)
    )
    scene = Scene(Box(0, 2, WIDTH, HEIGHT - 2), tuple(marks), threads)
    crowded = {side: sum(one.node.side == side for one in put) > WITH_NOTES for side in ("own", "partner")}
    lines = [_lines(one, crowded[one.node.side]) for one in put]
    wishes = [_wish(one, given) for one, given in zip(put, lines, strict=True)]
    wishes.append(_centre_wish(centre))
    wishes += [_ring_wish(ring, INNER + RING_STEP * index) for index, ring in enumerate(rings)]
    spots = place(wishes=wishes, scene=scene)
    parts = []
    for one, given, wish, spot in zip(put, lines, wishes, spots, strict=False):
        parts += _written(one, given, wish, spot)
    spot = spots[len(put)]
    parts.append(text(spot.x, spot.y, shorten(centre, 150), "t-b", spot.anchor))
    for ring, spot in zip(rings, spots[len(put) + 1 :], strict=True):
        parts.append(text(spot.x, spot.y, ring.label, "t-2", spot.anchor))
    return parts


def _lines(one: _Put, is_crowded: bool) -> list[tuple[str, str]]:
    """The label in one or two lines, and the note, cut to the room beside the mark."""
    room = (one.x if one.node.side == "own" else WIDTH - one.x) - 16
    bold = TEXT * 1.06
    if is_crowded:
        return [(shorten(one.node.label, min(room, 230.0), bold), "t-b")]
    lines = [(part, "t-b") for part in wrapped(one.node.label, room, bold)]
    if one.node.note:
        lines.append((shorten(one.node.note, room, SMALL), "t-2"))
    return lines


def _wish(one: _Put, lines: Sequence[tuple[str, str]]) -> Wish:
    widths = [text_width(label, SMALL if role == "t-2" else TEXT * 1.06) for label, role in lines]
    rest = 15.0 * (len(lines) - 1)
    way, anchor = (1, "start") if one.node.side == "partner" else (-1, "end")
    shifts = sorted((step * 7 for step in range(-22, 23)), key=abs)
    base = one.y + 4 - rest / 2
    spots = [Spot(one.x + way * out, base + shift, anchor) for shift in shifts for out in (13, 30, 55, 85)]
    spots.sort(key=lambda spot: abs(spot.y - base) + abs(spot.x - one.x))
    return Wish(max(widths), 10.5, rest + 3.5, tuple(spots))


def _centre_wish(centre: str) -> Wish:
    spots = [Spot(MIDDLE, CENTRE + 29, "middle"), Spot(MIDDLE, CENTRE - 20, "middle")]
    for x, side in ((-14, "end"), (14, "start")):
        spots += [Spot(MIDDLE + x, CENTRE + y, side) for y in (26, -18, 34, -26, 4)]
    spots += [Spot(MIDDLE, CENTRE + 42, "middle"), Spot(MIDDLE, CENTRE - 34, "middle")]
    return Wish(min(150, text_width(centre)) * 1.06, 10.5, 3.5, tuple(spots))


def _ring_wish(ring: EgoRing, radius: float) -> Wish:
    spots = []
    for degrees in (0, 180, 12, -12, 168, -168, 24, -24, 156, -156, 36, -36):
        angle = degrees * pi / 180
        spots.append(Spot(MIDDLE + radius * sin(angle), CENTRE - radius * cos(angle) - 4, "middle"))
    return Wish(text_width(ring.label, SMALL), 9.5, 3.0, tuple(spots))


def _written(one: _Put, lines: Sequence[tuple[str, str]], wish: Wish, spot: Spot) -> list[str]:
    parts = []
    box = wish.box(spot)
    x = min(max(one.x, box.left), box.right)
    y = min(max(one.y, box.top), box.bottom)
    if abs(y - one.y) > 14 or abs(x - one.x) > 26:
        parts.append(line(one.x, one.y, x, y, "c-axis"))
    for index, (label, role) in enumerate(lines):
        parts.append(text(spot.x, spot.y + 15 * index, label, role, spot.anchor))
    return parts
