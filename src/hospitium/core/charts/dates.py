"""Spans of days below each other on one axis of months, with today: the dates of a process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hospitium.core.charts.svg import line, picture, rect, shorten, text, text_width

WIDTH, ROW, TOP, BAR = 720.0, 30.0, 26.0, 14.0
GUTTER = 190.0


@dataclass(frozen=True, slots=True)
class Span:
    """Something that goes on from a day to a day, both included. `label_end` stands behind it; past spans fade."""

    label: str
    first: date
    last: date
    label_end: str
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels."""

    first: date
    last: date

    def x(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        return GUTTER + (WIDTH - 12 - GUTTER) * (inside - self.first).days / max(1, (self.last - self.first).days)


def dates_chart(*, spans: Sequence[Span], months: Sequence[str], today: date, today_label: str, finding: str) -> str:
    """The picture; `months` are twelve short names. Without spans an empty picture with its finding."""
    if not spans:
        return picture((0, 0, WIDTH, TOP), finding, [])
    first = min(span.first for span in spans).replace(day=1)
    last = month_after(max(span.last for span in spans))
    scale = Scale(first, last)
    height = TOP + ROW * len(spans) + 4
    parts = list(grid(scale, months, height))
    for index, span in enumerate(spans):
        parts += row(scale, span, TOP + ROW * index)
    if first <= today <= last:
        x = scale.x(today)
        anchor = "end" if x > WIDTH - 90 else "start"
        parts += [
            line(x, TOP - 8, x, height, "c-today"),
            text(x + (4 if anchor == "start" else -4), height - 2, today_label, "t-2", anchor),
        ]
    return picture((0, 0, WIDTH, height + 8), finding, parts)


def month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def grid(scale: Scale, months: Sequence[str], height: float) -> Iterator[str]:
    """A line for each month, named where there is room."""
    begins = [scale.first]
    while begins[-1] < scale.last:
        begins.append(month_after(begins[-1]))
    room = (WIDTH - GUTTER) / max(1, len(begins) - 1)
    every = max(1, round(44 / room + 0.49))
    for number, day in enumerate(begins):
        x = scale.x(day)
        yield line(x, TOP - 8, x, height, "c-line")
        if number % every == 0 and day < scale.last:
            yield text(x + 3, 12, months[day.month - 1], "t-2")


def row(scale: Scale, span: Span, y: float) -> list[str]:
    left, right = scale.x(span.first), scale.x(span.last + timedelta(days=1))
    width = max(4.0, right - left)
    parts = [
        text(0, y + 15, shorten(span.label, GUTTER - 12), ""),
        rect(
            (left, y + 4, width, BAR),
            "c-sunken c-own-edge" if span.is_past else "c-own",
            f"{span.label}: {span.label_end}",
        ),
    ]
    room = WIDTH - (left + width) - 8
    size = text_width(span.label_end, 12)
    if size < room:
        parts.append(text(left + width + 6, y + 15, span.label_end, "t-2"))
    elif size < left - GUTTER - 8:
        parts.append(text(left - 6, y + 15, span.label_end, "t-2", "end"))
    return parts
