"""Pictures of seating plans and of arrivals: plain data to SVG; guests are diamonds, hosts are circles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from hospitium.core.charts.svg import circle, diamond, line, picture, rect, shorten, text, text_width, wrapped

SEAT, NAME_WIDTH, LINE_HEIGHT = 13.0, 102.0, 14.0
MARGIN_X, MARGIN_Y = 64.0, 58.0
NARROWEST = 640.0
Mark = Callable[[float, float, float], str]


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat in a picture: its number and place, the short name ("" is free), whose side."""

    number: int
    x: float
    y: float
    name: str
    label: str
    is_guest: bool = False
    is_interpreter: bool = False


def seating_picture(*, shape: str, chairs: Sequence[Chair], finding: str, words: dict[str, str]) -> str:
    """The plan from above; `words` holds "driver" and "front". `finding` says it in a sentence."""
    margin = 2 * MARGIN_X if shape == "u" else MARGIN_X
    left = min(chair.x for chair in chairs) - margin
    right = max(chair.x for chair in chairs) + margin
    top = min(chair.y for chair in chairs) - MARGIN_Y
    bottom = max(chair.y for chair in chairs) + MARGIN_Y
    if shape in {"car", "minibus"}:
        left, top = min(left, -100.0 - MARGIN_X), min(top, -MARGIN_Y)
    parts = [*furniture(shape, chairs, words)]
    for chair in chairs:
        parts += chair_marks(shape, chair)
    return picture((left, top, right - left, bottom - top), finding, parts)


def furniture(shape: str, chairs: Sequence[Chair], words: dict[str, str]) -> list[str]:
    """The table, or the car; rows look to the front."""
    left, right = min(chair.x for chair in chairs), max(chair.x for chair in chairs)
    top, bottom = min(chair.y for chair in chairs), max(chair.y for chair in chairs)
    if shape == "long":
        return [rect((left - 30, -34, right - left + 60, 68), "c-sunken")]
    if shape == "round":
        return [circle(0, 0, max(30.0, max(abs(top), abs(bottom)) - 34), "c-sunken")]
    if shape == "u":
        arms = [rect((side, 28, 34, max(0.0, bottom - 10)), "c-sunken") for side in (left + 26, right - 60)]
        return [rect((left + 26, 24, right - left - 52, 34), "c-sunken"), *(arms if bottom > 40 else [])]
    if shape in {"car", "minibus"}:
        wide = [rect((-158.0, -50.0, 316.0, bottom + 104), "c-sunken")]
        return [*wide, circle(-100.0, 0.0, SEAT, "c-open"), text(-100.0, 30.0, words["driver"], "t-2", "middle")]
    return [
        line(left - 30, top - 34, right + 30, top - 34, "c-axis"),
        text(0, top - 40, words["front"], "t-2", "middle"),
    ]


def chair_marks(shape: str, chair: Chair) -> list[str]:
    """The mark with its number, and the name outside of the table in at most two lines."""
    if not chair.name:
        mark, ink = circle(chair.x, chair.y, SEAT, "c-open", chair.label), "t-2"
    elif chair.is_guest:
        mark = diamond(
            chair.x, chair.y, SEAT + 4, "c-hollow-partner" if chair.is_interpreter else "c-partner", chair.label
        )
        ink = "t-j" if chair.is_interpreter else "t-j t-inv"
    else:
        mark = circle(chair.x, chair.y, SEAT, "c-hollow" if chair.is_interpreter else "c-own", chair.label)
        ink = "t-j" if chair.is_interpreter else "t-j t-inv"
    lines = name_lines(chair.name)
    number = text(chair.x, chair.y + 4, str(chair.number), f"{ink} t-nohalo", "middle")
    return [mark, number, *name_marks(shape, chair, lines)]


def name_lines(name: str) -> list[str]:
    """In at most two lines; a double name is parted at its hyphen."""
    first, hyphen, second = name.partition("-")
    if hyphen and text_width(name, 12.0) > NAME_WIDTH:
        return [shorten(f"{first}-", NAME_WIDTH, 12.0), shorten(second, NAME_WIDTH, 12.0)]
    return wrapped(name, NAME_WIDTH, 12.0) if name else []


def name_marks(shape: str, chair: Chair, lines: Sequence[str]) -> list[str]:
    """Above or below the seat, on the arms of a U beside it; always outside of the table."""
    if shape == "u" and chair.y > 1:
        way, anchor = (-1, "end") if chair.x < 0 else (1, "start")
        first = chair.y + 4 - LINE_HEIGHT * (len(lines) - 1) / 2
        x = chair.x + way * (SEAT + 10)
        return [text(x, first + LINE_HEIGHT * step, one, "t-2", anchor) for step, one in enumerate(lines)]
    above = chair.y < 1 if shape == "u" else shape in {"long", "round"} and chair.y < -1
    first = chair.y - SEAT - 8 - LINE_HEIGHT * (len(lines) - 1) if above else chair.y + SEAT + 16
    return [text(chair.x, first + LINE_HEIGHT * step, one, "t-2", "middle") for step, one in enumerate(lines)]


# ---- arrivals and departures ----------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TravelDay:
    """How many arrive and leave on one day."""

    day: date
    label: str
    arrive: int
    leave: int


def travel_band(*, days: Sequence[TravelDay], mark: Mark, arrive: str, leave: str, finding: str) -> str:
    """The days side by side: who arrives above the line, who leaves below it, with the numbers of persons.

    `mark` is `guest_mark` or `own_mark`.
    """
    gutter = max(text_width(arrive), text_width(leave)) + 16
    step = 96.0
    # A picture fills the width of its panel: with one or two days it would stand there in letters of a poster.
    width, middle = max(gutter + step * len(days) + 10, NARROWEST), 74.0
    parts = [
        text(0, middle - 24, arrive, ""),
        text(0, middle + 32, leave, ""),
        line(gutter, middle, width, middle, "c-axis"),
    ]
    for number, one in enumerate(days):
        x = gutter + step * (number + 0.5)
        parts += [
            text(x, 14, shorten(one.label, step - 8, 12.0), "t-2", "middle"),
            line(x, middle - 4, x, middle + 4, "c-axis"),
            *day_mark(x, middle - 28, one.arrive, mark),
            *day_mark(x, middle + 28, one.leave, mark),
        ]
    return picture((0, 0, width, middle + 56), finding, parts)


def day_mark(x: float, y: float, count: int, mark: Mark) -> list[str]:
    return [mark(x - 12, y, 8.5), text(x + 4, y + 5, str(count), "t-b")] if count else []


def guest_mark(x: float, y: float, radius: float) -> str:
    return diamond(x, y, radius, "c-partner")


def own_mark(x: float, y: float, radius: float) -> str:
    return circle(x, y, radius, "c-own")


__all__ = ["Chair", "TravelDay", "guest_mark", "own_mark", "seating_picture", "travel_band"]
