"""A year across: one row for each city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from hospitium.core.charts.labels import Box
from hospitium.core.charts.svg import SMALL, TEXT, circle, line, picture, rect, shorten, text, text_width
from hospitium.core.charts.year import ROLES, Year, YearCity, YearItem

WIDTH, HEAD, TICK, LANE, ROW = 1060.0, 30.0, 12.0, 26.0, 54.0
MOST_TRIED = 6


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something in a lane: from x to x, and what is written beside it."""

    left: float
    right: float
    label: str
    size: float
    item: YearItem | None

    @property
    def gap(self) -> float:
        """From the mark to its label; the outline of a clash lies between them."""
        return 11.0 if self.item is not None and self.item.clash else 7.0

    def room(self, side: str) -> tuple[float, float]:
        """What it takes up with its label on that side."""
        width = text_width(self.label, self.size) + self.gap + 5
        if side == "inside" or not self.label:
            return self.left - 5, self.right + 5
        return (self.left - width, self.right + 6) if side == "left" else (self.left - 6, self.right + width)


@dataclass(frozen=True, slots=True)
class _Placed:
    piece: _Piece
    side: str
    lane: int


def year_band(*, scene: Year) -> str:
    """The picture of one year; holidays as ticks on the upper edge of each row, activities below them."""
    gutter = min(180.0, max((text_width(one.label) * 1.06 for one in scene.cities), default=0.0) + 24)
    gutter = max(gutter, 90.0)
    parts: list[str] = []
    y = HEAD
    for city in scene.cities:
        placed = _placed(_pieces(city, scene, gutter))
        lanes = 1 + max((one.lane for one in placed), default=0)
        height = ROW + LANE * (lanes - 1)
        parts += _row(city, scene, gutter, y, height)
        for one in placed:
            parts += _draw(one, y)
        y += height
    grid = _months(scene, gutter, y)
    return picture((0, 0, WIDTH, y + 22), scene.finding, [*grid, *parts, *_today(scene, gutter, y)])


def _x(scene: Year, gutter: float, day: date, after: int = 0) -> float:
    return gutter + scene.share(day, after) * (WIDTH - gutter)


def _months(scene: Year, gutter: float, bottom: float) -> list[str]:
    parts = []
    for index, name in enumerate(scene.months[:12]):
        x = _x(scene, gutter, date(scene.year, index + 1, 1))
        parts.append(line(x, 6, x, bottom, "c-line"))
        parts.append(text(x + 6, 18, shorten(name, (WIDTH - gutter) / 12 - 8, SMALL), "t-2"))
    return parts


def _today(scene: Year, gutter: float, bottom: float) -> list[str]:
    if scene.today is None or scene.today.year != scene.year:
        return []
    x = _x(scene, gutter, scene.today)
    side = "end" if x - text_width(scene.today_label, SMALL) - 6 > gutter else "start"
    label = text(x + (-4 if side == "end" else 4), bottom + 14, scene.today_label, "t-2", side)
    return [line(x, 6, x, bottom + 16, "c-today"), label]


def _row(city: YearCity, scene: Year, gutter: float, y: float, height: float) -> list[str]:
    parts = []
    for period in city.school:
        if scene.is_shown(period.first, period.last):
            left, right = _x(scene, gutter, period.first), _x(scene, gutter, period.last, 1)
            parts.append(rect((left, y + 1, right - left, height - 1), "c-sunken", period.label))
    parts.append(line(0, y, WIDTH, y, "c-line"))
    parts.append(text(0, y + 31, shorten(city.label, gutter - 10), "t-b"))
    for day in city.holidays:
        if day.on.year == scene.year:
            parts.append(rect((_x(scene, gutter, day.on), y + 1, 3, TICK), "c-hol", day.label))
    return parts


def _pieces(city: YearCity, scene: Year, gutter: float) -> list[_Piece]:
    """What collides with something comes first, so that it stands in the lane next to the holidays."""
    items = [one for one in city.items if scene.is_shown(one.first, one.last)]
    pieces = []
    for one in sorted(items, key=lambda one: (not one.clash, one.first, one.last, one.label)):
        left, right = _x(scene, gutter, one.first), _x(scene, gutter, one.last, 1)
        pieces.append(_Piece(left, max(right, left + 3), shorten(one.label, 300.0), TEXT, one))
    for day in city.jubilees:
        if day.on.year == scene.year:
            x = min(max(_x(scene, gutter, day.on), gutter + 7), WIDTH - 7)
            pieces.append(_Piece(x - 6, x + 6, shorten(day.label, 200.0, SMALL), SMALL, None))
    return [_within(piece, gutter) for piece in pieces]


def _within(piece: _Piece, gutter: float) -> _Piece:
    """The piece, its label cut if neither side has room for it."""
    room = max(WIDTH - piece.right, piece.left - gutter, piece.right - piece.left) - 16
    return _Piece(piece.left, piece.right, shorten(piece.label, room, piece.size), piece.size, piece.item)


def _placed(pieces: Sequence[_Piece]) -> list[_Placed]:
    """The arrangement with the fewest lanes; of equal ones that with most labels to the right."""
    ways = list(product(("right", "left"), repeat=len(pieces))) if len(pieces) <= MOST_TRIED else []
    tries = [_arranged(pieces, way) for way in ways] or [_arranged(pieces, ["right"] * len(pieces))]
    return min(tries, key=lambda placed: max((one.lane for one in placed), default=0))


def _arranged(pieces: Sequence[_Piece], first_sides: Sequence[str]) -> list[_Placed]:
    placed: list[_Placed] = []
    taken: list[Box] = []
    for piece, first in zip(pieces, first_sides, strict=True):
        lane = 0
        while True:
            side = _free_side(piece, lane, taken, first)
            if side:
                break
            lane += 1
        left, right = piece.room(side)
        taken.append(Box(left, lane, right, lane))
        placed.append(_Placed(piece, side, lane))
    return placed


def _free_side(piece: _Piece, lane: int, taken: Sequence[Box], first: str) -> str:
    fits = piece.right - piece.left >= text_width(piece.label, piece.size) + 12
    for side in ("inside",) if fits else (first, "left" if first == "right" else "right"):
        left, right = piece.room(side)
        # A piece at the very edge may touch it; its label may not cross it.
        is_in = side == "inside" or (left >= 60 if side == "left" else right <= WIDTH)
        if is_in and not any(box.top == lane and box.left < right and left < box.right for box in taken):
            return side
    return ""


def _draw(placed: _Placed, y: float) -> list[str]:
    piece, item = placed.piece, placed.piece.item
    top = y + 26 + LANE * placed.lane
    if item is None:
        parts = [circle((piece.left + piece.right) / 2, top + 8, 6, "c-hollow", piece.label)]
    else:
        box = (piece.left, top, piece.right - piece.left, 16)
        parts = [rect(box, ROLES[item.kind], item.label)]
        if item.clash:
            # In the first lane the outline takes in the holiday above it.
            up = y - 2 if placed.lane == 0 else top - 4
            outline = (piece.left - 4, up, piece.right - piece.left + 8, top + 20 - up)
            parts.append(rect(outline, "c-warn", item.clash))
    return [*parts, _label(placed, top)]


def _label(placed: _Placed, top: float) -> str:
    piece = placed.piece
    role = "t-2" if piece.item is None else ""
    if placed.side == "inside":
        dark = piece.item is not None and piece.item.kind in {"guests", "ours"}
        return text(piece.left + 6, top + 13, piece.label, "t-inv t-nohalo" if dark else "t-nohalo")
    if placed.side == "left":
        return text(piece.left - piece.gap, top + 13, piece.label, role, "end")
    return text(piece.right + piece.gap, top + 13, piece.label, role)
