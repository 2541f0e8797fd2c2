"""The life of a partnership on one axis of time: what to draw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hospitium.algorithms.dates import PartialDate

Who = Literal["guests", "ours", "unknown"]
WIDTH, RIGHT = 950.0, 942.0


@dataclass(frozen=True, slots=True)
class Jubilee:
    """A round year. `is_next` fills it; the round ones (25, 50 …) are drawn larger."""

    years: int
    on: PartialDate
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a bar, such as a renewal."""

    on: PartialDate
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An instrument or a district partnership.

    Without an end it runs on as an arrow; from `resting_since` it is dashed. `start_label` is the date in the
    reader's words, such as "Feb. 1994, Tag unbekannt".
    """

    label: str
    start: PartialDate
    start_label: str
    end: PartialDate | None = None
    end_label: str = ""
    resting_since: PartialDate | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit: guests above the line, ours below, unknown direction on it. `label` shows under the pointer."""

    on: PartialDate
    who: Who
    label: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LineWords:
    """What is written in the picture, translated by the caller."""

    finding: str
    jubilees: str
    districts: str
    guests: str
    visits: str
    ours: str
    today: str


@dataclass(frozen=True, slots=True)
class Line:
    """Everything on the axis. `first_year` and `last_year` are included; None takes them from the dates.

    `since` is when the partnership began: the axis reaches back to it, whatever else is recorded.
    """

    words: LineWords
    today: date
    since: PartialDate | None = None
    jubilees: tuple[Jubilee, ...] = ()
    instruments: tuple[Bar, ...] = ()
    districts: tuple[Bar, ...] = ()
    visits: tuple[Visit, ...] = ()
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """Years to pixels."""

    first: int
    last: int
    left: float
    right: float = RIGHT

    def x(self, day: date) -> float:
        """Where the day lies, kept within the axis."""
        start, end = date(self.first, 1, 1), date(self.last, 12, 31)
        inside = min(max(day, start), end)
        share = (inside - start).days / max(1, (end - start).days)
        return self.left + share * (self.right - 8 - self.left)

    def middle(self, when: PartialDate) -> float:
        """Where a date lies that may only be known to the month or year: in its middle."""
        return (self.x(when.first) + self.x(when.last)) / 2

    def ticks(self, room: float = 46.0) -> list[int]:
        """Round years, as many as there is room for."""
        span = self.last - self.first + 1
        most = max(1, int((self.right - self.left) / room))
        steps = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000)
        step = next((one for one in steps if span / one <= most), steps[-1])
        return list(range(-(-self.first // step) * step, self.last + 1, step))


def span_of(scene: Line) -> tuple[int, int]:
    """The first and last year to show: those given, or a little more than all dates and today."""
    years = [scene.today.year, *(when.year for when in _dates(scene))]
    first = scene.first_year if scene.first_year is not None else max(1, min(years) - 1)
    last = scene.last_year if scene.last_year is not None else min(9998, max(years) + 1)
    return first, max(first, last)


def _dates(scene: Line) -> Iterator[PartialDate]:
    if scene.since is not None:
        yield scene.since
    yield from (one.on for one in scene.jubilees)
    yield from (one.on for one in scene.visits)
    for bar in _bars(scene):
        yield bar.start
        if bar.end is not None:
            yield bar.end
        yield from (mark.on for mark in bar.marks)


def _bars(scene: Line) -> Sequence[Bar]:
    return (*scene.instruments, *scene.districts)
