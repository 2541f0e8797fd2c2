"""Diverging bars: guests to the left, own visits to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hospitium.core.charts.svg import SMALL, TEXT, line, picture, rect, shorten, text, text_width

WIDTH, ROW, TOP, BAR = 480.0, 34.0, 30.0, 18.0
GAP = 1.0


@dataclass(frozen=True, slots=True)
class Amount:
    """One end of a bar. `known` is None when nothing is recorded; `label` is what is printed at the end.

    `has_unknown` adds a dashed piece: the bar is at least this long.
    """

    known: int | Decimal | None
    label: str
    has_unknown: bool = False


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One city, year or measure."""

    label: str
    guests: Amount
    ours: Amount


@dataclass(frozen=True, slots=True)
class _Scale:
    middle: float
    room: float
    most: float

    def length(self, amount: Amount) -> float:
        if not amount.known:
            return 0.0
        return max(2.0, self.room * float(amount.known) / self.most)


def balance_bars(*, rows: Sequence[BalanceRow], guests_title: str, ours_title: str, finding: str) -> str:
    """The picture of a balance; all rows share one scale. Zero is printed as 0 and has no bar."""
    gutter = min(150.0, max((text_width(row.label) for row in rows), default=0.0) + 12)
    amounts = [amount for row in rows for amount in (row.guests, row.ours)]
    ends = max((_end_width(amount) for amount in amounts), default=0.0)
    titles = max(text_width(guests_title), text_width(ours_title)) + 10
    side = (WIDTH - gutter) / 2
    width = WIDTH if titles <= side else gutter + 2 * titles
    side = (width - gutter) / 2
    most = max((float(amount.known or 0) for amount in amounts), default=0.0) or 1.0
    scale = _Scale(gutter + side, max(20.0, side - ends - 12), most)
    height = TOP + ROW * max(1, len(rows)) + 6
    parts = [
        text(scale.middle - 8, 16, guests_title, "t-partner", "end"),
        text(scale.middle + 8, 16, ours_title, "t-own"),
        line(scale.middle, TOP - 4, scale.middle, height - 4, "c-axis"),
    ]
    for index, row in enumerate(rows):
        y = TOP + ROW * index + (ROW - BAR) / 2
        parts.append(text(0, y + 14, shorten(row.label, gutter - 8), ""))
        parts += _bar(row.guests, scale, y, -1) + _bar(row.ours, scale, y, 1)
    return picture((0, 0, width, height), finding, parts)


def _end_width(amount: Amount) -> float:
    if amount.known is None:
        return 0.0
    return text_width(amount.label) * 1.06 + 10 + (16 if amount.has_unknown else 0)


def _bar(amount: Amount, scale: _Scale, y: float, way: int) -> list[str]:
    start = scale.middle + way * GAP
    if amount.known is None:
        size = text_width(amount.label, SMALL) + 14
        return [
            _piece(start, size, y, way, "c-open"),
            text(start + way * size / 2, y + 13, amount.label, "t-2", "middle"),
        ]
    length = scale.length(amount)
    parts = [_piece(start, length, y, way, "c-own" if way > 0 else "c-partner")] if length else []
    end = length
    if amount.has_unknown:
        parts.append(_piece(start + way * (length + 1.5), 14, y, way, "c-open"))
        end += 16
    x = start + way * (end + 7)
    return [*parts, text(x, y + TEXT + 1, amount.label, "t-b", "start" if way > 0 else "end")]


def _piece(start: float, size: float, y: float, way: int, role: str) -> str:
    return rect((start if way > 0 else start - size, y, size, BAR), role)
