"""Bars of one question: how often each mark was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from hospitium.core.charts.svg import picture, rect, shorten, text, text_width

# A panel of half the desk, and one of a phone: letters are as large as those around the picture.
WIDTH, NARROW, ROW, BAR = 520.0, 300.0, 26.0, 16.0


@dataclass(frozen=True, slots=True)
class MarkBar:
    """One mark: what it is called, and how many gave it. `is_open` draws those who gave none, dashed."""

    label: str
    count: int
    is_open: bool = False


def mark_bars(*, bars: Sequence[MarkBar], finding: str, width: float = WIDTH) -> str:
    """The picture of one question; zero is printed as 0 and has no bar. `width` is that of the picture, in pixels."""
    gutter = min(width / 2, max((text_width(bar.label) for bar in bars), default=0.0) + 12)
    most = max((bar.count for bar in bars), default=0) or 1
    room = width - gutter - 40
    parts: list[str] = []
    for index, bar in enumerate(bars):
        y = ROW * index + (ROW - BAR) / 2
        length = room * bar.count / most
        parts.append(text(0, y + 13, shorten(bar.label, gutter - 8), "t-2" if bar.is_open else ""))
        if length:
            parts.append(rect((gutter, y, max(2.0, length), BAR), "c-open" if bar.is_open else "c-own"))
        parts.append(text(gutter + length + 7, y + 13, str(bar.count), "t-b"))
    return picture((0, 0, width, ROW * max(1, len(bars))), finding, parts)
