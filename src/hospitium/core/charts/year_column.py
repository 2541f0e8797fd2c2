"""A year downwards, for narrow screens: one thin column for each city, the words beside them."""

from dataclasses import dataclass
from datetime import date

from hospitium.core.charts.labels import spread
from hospitium.core.charts.svg import (
    SMALL,
    TEXT,
    Number,
    circle,
    line,
    path,
    picture,
    rect,
    safe,
    shorten,
    tag,
    text,
    text_width,
    wrapped,
)
from hospitium.core.charts.year import ROLES, Day, Year, YearItem

WIDTH, MONTH, GUTTER, COLUMN, BAR = 360.0, 56.0, 42.0, 22.0, 12.0


@dataclass(frozen=True, slots=True)
class _Note:
    """What is written to the right: up to three lines, and the mark they belong to."""

    y: float
    x: float
    lines: tuple[tuple[str, str], ...]

    @property
    def height(self) -> float:
        return 16.0 * len(self.lines) + 6


@dataclass(frozen=True, slots=True)
class _Frame:
    scene: Year
    top: float
    height: float

    def y(self, day: date, after: int = 0) -> float:
        return self.top + self.scene.share(day, after) * self.height

    def x(self, index: int) -> float:
        return GUTTER + COLUMN * index + 4

    @property
    def words(self) -> float:
        return GUTTER + COLUMN * len(self.scene.cities) + 30


def year_column(*, scene: Year) -> str:
    """The picture of one year for a phone, 360 wide; as tall as the words beside it need."""
    head = min(120.0, max((text_width(one.label, SMALL) * 1.06 for one in scene.cities), default=0.0) + 12)
    draft = _Frame(scene, head, MONTH * 12)
    notes = _notes(draft)
    needed = sum(one.height for one in notes) + 20
    frame = _Frame(scene, head, max(MONTH * 12, needed))
    notes = sorted(_notes(frame), key=lambda one: (one.y, one.x))
    bottom = frame.top + frame.height
    parts = [*_grid(frame), *_heads(frame)]
    for index in range(len(scene.cities)):
        parts += _column(frame, index)
    wanted = [one.y - 9 for one in notes]
    places = spread(wanted=wanted, sizes=[one.height for one in notes], low=head, high=bottom + 4)
    for note, y in zip(notes, places, strict=True):
        parts += _words(frame, note, y)
    if scene.today is not None and scene.today.year == scene.year:
        y = frame.y(scene.today)
        parts.append(line(0, y, frame.words - 24, y, "c-today"))
    return picture((0, 0, WIDTH, bottom + 10), scene.finding, parts)


def _grid(frame: _Frame) -> list[str]:
    parts = []
    for index, name in enumerate(frame.scene.months[:12]):
        y = frame.y(date(frame.scene.year, index + 1, 1))
        parts.append(line(0, y, frame.words - 26, y, "c-line"))
        parts.append(text(0, y + 15, shorten(name, GUTTER - 4, SMALL), "t-2"))
    return parts


def _heads(frame: _Frame) -> list[str]:
    """City names written upwards over their columns."""
    parts = []
    for index, city in enumerate(frame.scene.cities):
        x, y = frame.x(index) + BAR / 2 + 4, frame.top - 6
        short = shorten(city.label, frame.top - 8, SMALL * 1.06)
        turned: dict[str, Number | str] = {
            "x": 0,
            "y": 0,
            "class": "t-j",
            "transform": f"translate({x:.1f} {y:.1f}) rotate(-90)",
        }
        parts.append(tag("text", turned, safe(short)))
    return parts


def _column(frame: _Frame, index: int) -> list[str]:
    city, scene, x = frame.scene.cities[index], frame.scene, frame.x(index)
    middle = x + BAR / 2
    parts = [line(middle, frame.top, middle, frame.top + frame.height, "c-line")]
    for period in city.school:
        if scene.is_shown(period.first, period.last):
            y, end = frame.y(period.first), frame.y(period.last, 1)
            parts.append(rect((x - 2, y, BAR + 4, end - y), "c-sunken", period.label))
    holidays = [day for day in city.holidays if day.on.year == scene.year]
    parts += [rect((x - 4, frame.y(day.on), 6, 2), "c-hol", day.label) for day in holidays]
    for item in city.items:
        if scene.is_shown(item.first, item.last):
            parts += _bar(frame, item, x)
    jubilees = [day for day in city.jubilees if day.on.year == scene.year]
    return parts + [circle(middle, frame.y(day.on), 5, "c-hollow", day.label) for day in jubilees]


def _bar(frame: _Frame, item: YearItem, x: float) -> list[str]:
    y = frame.y(item.first)
    height = max(4.0, frame.y(item.last, 1) - y)
    parts = [rect((x, y, BAR, height), ROLES[item.kind], item.label)]
    if item.clash:
        parts.append(rect((x - 5, y - 4, BAR + 10, height + 8), "c-warn", item.clash))
    return parts


def _notes(frame: _Frame) -> list[_Note]:
    scene, notes = frame.scene, []
    for index, city in enumerate(scene.cities):
        x = frame.x(index) + BAR
        for item in city.items:
            if scene.is_shown(item.first, item.last):
                lines = [(part, "") for part in wrapped(item.label, WIDTH - frame.words)]
                lines += [(part, "t-2") for part in _small(item, city.label, WIDTH - frame.words)]
                y = (frame.y(item.first) + max(frame.y(item.last, 1), frame.y(item.first) + 4)) / 2
                notes.append(_Note(y, x, tuple(lines)))
        notes += [_jubilee(frame, day, city.label, x) for day in city.jubilees if day.on.year == scene.year]
    if scene.today is not None and scene.today.year == scene.year:
        notes.append(_Note(frame.y(scene.today), frame.words - 26, ((scene.today_label, "t-2"),)))
    return notes


def _small(item: YearItem, city: str, room: float) -> list[str]:
    clash = wrapped(item.clash, room, SMALL) if item.clash else []
    return [shorten(item.note or city, room, SMALL), *clash]


def _jubilee(frame: _Frame, day: Day, city: str, x: float) -> _Note:
    return _Note(frame.y(day.on), x, ((day.label, ""), (city, "t-2")))


def _words(frame: _Frame, note: _Note, y: float) -> list[str]:
    room = WIDTH - frame.words
    bend = frame.words - 24
    leader = f"M{note.x + 2:.1f} {note.y:.1f}L{bend:.1f} {note.y:.1f}L{frame.words - 4:.1f} {y + 9:.1f}"
    parts = [path(leader, "c-axis")] if note.x < bend else []
    for index, (label, role) in enumerate(note.lines):
        size = SMALL if role else TEXT
        parts.append(text(frame.words, y + 13 + 16 * index, shorten(label, room, size), role))
    return parts
