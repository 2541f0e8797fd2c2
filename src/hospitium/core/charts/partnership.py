"""The life of a partnership on one axis of time: the drawing."""

from collections.abc import Sequence
from datetime import date

from hospitium.algorithms.dates import PartialDate
from hospitium.core.charts.labels import Box
from hospitium.core.charts.line import RIGHT, WIDTH, Axis, Bar, Jubilee, Line, span_of
from hospitium.core.charts.svg import SMALL, circle, line, path, picture, shorten, text, text_width
from hospitium.core.charts.visits import visits_band

ROW, JUBILEES = 30.0, 30.0


def partnership_line(*, scene: Line) -> str:
    """The picture of one partnership: jubilees, instruments, districts, visits, today."""
    words = scene.words
    labels = [bar.label for bar in (*scene.instruments, *scene.districts)]
    labels += [words.jubilees, words.guests, words.visits, words.ours]
    gutter = min(280.0, max(160.0, max(text_width(label) for label in labels) + 24))
    first, last = span_of(scene)
    axis = Axis(first, last, gutter)
    parts, y = _jubilees(scene, axis), JUBILEES + 22
    if scene.instruments:
        parts.append(line(0, y, WIDTH, y, "c-axis"))
        parts += _bars(scene.instruments, axis, y, "own")
        y += ROW * len(scene.instruments) + 10
    if scene.districts:
        parts.append(text(0, y + 16, shorten(words.districts, gutter - 12, SMALL), "t-2"))
        parts += _bars(scene.districts, axis, y + 12, "district")
        y += ROW * len(scene.districts) + 24
    parts.append(line(0, y, WIDTH, y, "c-axis"))
    band, y = visits_band(scene, axis, y)
    today = axis.x(scene.today)
    side = "end" if today - gutter > text_width(words.today, SMALL) + 8 else "start"
    parts += band
    parts.append(line(today, JUBILEES + 14, today, y, "c-today"))
    parts.append(text(today + (-4 if side == "end" else 4), y - 4, words.today, "t-2", side))
    return picture((0, 0, WIDTH, y + 28), words.finding, [*_grid(axis, y), *parts])


def _grid(axis: Axis, bottom: float) -> list[str]:
    parts = []
    for year in axis.ticks():
        x = axis.x(date(year, 1, 1))
        parts.append(line(x, 22, x, bottom, "c-line"))
        parts.append(text(x, bottom + 18, str(year), "t-2", "middle"))
    return parts


def _jubilees(scene: Line, axis: Axis) -> list[str]:
    parts = [text(0, JUBILEES + 4, scene.words.jubilees, "t-b")]
    taken: list[Box] = []
    kept: list[Jubilee] = []
    # The next one first, then the round ones; what would cover them is left to the table.
    for one in sorted(scene.jubilees, key=lambda one: (not one.is_next, one.years % 25 != 0, -one.years)):
        x, radius = axis.middle(one.on), _radius(one)
        box = Box(x - radius, 0, x + radius, 1)
        if not any(box.meets(other, 1.0) for other in taken):
            taken.append(box)
            kept.append(one)
    for one in sorted(kept, key=lambda one: one.on):
        x = axis.middle(one.on)
        role, ink = ("c-own", "t-j t-inv t-nohalo") if one.is_next else ("c-hollow", "t-j t-nohalo")
        parts.append(circle(x, JUBILEES, _radius(one), role))
        parts.append(text(x, JUBILEES + 4, str(one.years), ink, "middle"))
    return parts + _beginning(scene.since, axis, taken)


def _beginning(since: PartialDate | None, axis: Axis, taken: Sequence[Box]) -> list[str]:
    """The day from which the jubilees count, unless one of them stands there."""
    if since is None:
        return []
    x = axis.middle(since)
    if any(Box(x - 5, 0, x + 5, 1).meets(other, 1.0) for other in taken):
        return []
    return [_point(since, x, JUBILEES, "own")]


def _radius(one: Jubilee) -> float:
    base = 13.0 if one.years % 25 == 0 else 11.0
    return base + 3 * (one.years >= 100)


def _bars(bars: Sequence[Bar], axis: Axis, top: float, layer: str) -> list[str]:
    parts: list[str] = []
    for index, bar in enumerate(bars):
        parts += _bar(bar, axis, top + ROW * index + 27, layer)
    return parts


def _bar(bar: Bar, axis: Axis, y: float, layer: str) -> list[str]:
    stroke = "c-own-line" if layer == "own" else "c-axis"
    start = axis.middle(bar.start)
    end = axis.middle(bar.end) if bar.end else RIGHT
    rest = max(start, min(end, axis.middle(bar.resting_since))) if bar.resting_since else end
    parts = [text(0, y + 4, shorten(bar.label, axis.left - 12), "")]
    if rest > start:
        parts.append(path(f"M{start:.1f} {y:.1f}H{rest:.1f}", stroke))
    if rest < end:
        parts.append(path(f"M{rest:.1f} {y:.1f}H{end:.1f}", f"{stroke} c-dash"))
    if bar.end:
        parts.append(line(end, y - 6, end, y + 6, stroke))
    elif layer == "own":
        parts.append(path(f"M{RIGHT - 6:.1f} {y - 5:.1f}l8 5l-8 5", stroke))
    parts.append(_point(bar.start, start, y, layer))
    parts += [_point(mark.on, axis.middle(mark.on), y, layer) for mark in bar.marks]
    return parts + _bar_labels(bar, axis, y)


def _point(on: PartialDate, x: float, y: float, layer: str) -> str:
    is_exact = on.precision == "day"
    if layer == "own":
        return circle(x, y, 5, "c-own" if is_exact else "c-hollow", str(on))
    return circle(x, y, 4.5, "c-ink" if is_exact else "c-open", str(on))


def _bar_labels(bar: Bar, axis: Axis, y: float) -> list[str]:
    """Dates above the line; one that finds no room there goes below, and at last only shows in the table."""
    wanted = [(axis.middle(bar.start), bar.start_label)]
    wanted += [(axis.middle(mark.on), mark.label) for mark in bar.marks]
    if bar.end:
        wanted.append((axis.middle(bar.end), bar.end_label))
    taken: list[Box] = []
    parts: list[str] = []
    for x, label in wanted:
        width = text_width(label, SMALL)
        for side, base in (("start", y - 5), ("end", y - 5), ("start", y + 13), ("end", y + 13)):
            left = x + 10 if side == "start" else x - 10 - width
            box = Box(left, base - 9, left + width, base + 2)
            if left < axis.left or box.right > WIDTH or any(box.meets(other, 4.0) for other in taken):
                continue
            taken.append(box)
            parts.append(text(x + 10 if side == "start" else x - 10, base, label, "t-2", side))
            break
    return parts
