"""Pictures of seating plans and of arrivals: plain data to SVG; guests are diamonds, hosts are circles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from hospitium.core.charts.svg import circle, diamond, line, picture, rect, shorten, tag, text, text_width, wrapped

SEAT, NAME_WIDTH, LINE_HEIGHT = 13.0, 102.0, 14.0
MARGIN_X, MARGIN_Y = 64.0, 58.0
NARROWEST = 640.0
CARS = frozenset({"car", "minibus"})
# What a phone shows without being scrolled, the length of a name there, and how near the seats of a form come.
NARROW, NAME_BESIDE = 360.0, 88.0
CLOSER = {"round": (0.43, 0.43), "u": (0.36, 0.72), "rows": (0.33, 0.6)}
# The middles of the outer seats on a phone; the least way from seat to seat in a line, and from line to line.
NARROW_SEATS, LEAST_WAY, LANE = 284.0, 36.0, 42.0
Mark = Callable[[float, float, float], str]


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat in a picture: its number and place, the short name ("" is free), whose side.

    `country` stands below the name where guests of several countries sit together; `person` is the key of who sits
    there, and `is_by_hand` whether somebody put them there, for the page that lets people be dragged.
    """

    number: int
    x: float
    y: float
    name: str
    label: str
    is_guest: bool = False
    is_interpreter: bool = False
    country: str = ""
    person: str = ""
    is_by_hand: bool = False


def seating_picture(*, shape: str, chairs: Sequence[Chair], finding: str, words: dict[str, str]) -> str:
    """The plan from above; `words` holds "driver" and "front". `finding` says it in a sentence."""
    margin = 2 * MARGIN_X if shape == "u" else MARGIN_X
    tall = MARGIN_Y + (LINE_HEIGHT if any(chair.country for chair in chairs) else 0)
    left = min(chair.x for chair in chairs) - margin
    right = max(chair.x for chair in chairs) + margin
    top = min(chair.y for chair in chairs) - tall
    bottom = max(chair.y for chair in chairs) + tall
    if shape in CARS:
        left, top = min(left, -100.0 - MARGIN_X), min(top, -MARGIN_Y)
    parts = [*furniture(shape, chairs, words)]
    for chair in chairs:
        parts.append(seat(chair, name_marks(shape, chair)))
    return picture((left, top, right - left, bottom - top), finding, parts)


def seating_narrow(*, shape: str, chairs: Sequence[Chair], finding: str, words: dict[str, str]) -> str:
    """The same for a narrow screen, "" where the picture is narrow anyway.

    A long table is turned upright, with the names beside it. Other forms move together and keep their numbers; the
    names stand in the list.
    """
    wide = max(chair.x for chair in chairs) - min(chair.x for chair in chairs)
    if shape in CARS or wide + 2 * MARGIN_X <= NARROW:
        return ""
    if shape == "long":
        return upright(chairs, finding)
    near = moved_together(shape, chairs, wide)
    left, right = min(chair.x for chair in near) - 26, max(chair.x for chair in near) + 26
    top, bottom = min(chair.y for chair in near) - (54 if shape == "rows" else 26), max(chair.y for chair in near) + 26
    parts = [*furniture(shape, near, words), *(seat(chair, []) for chair in near)]
    return picture((left, top, right - left, bottom - top), finding, parts)


def moved_together(shape: str, chairs: Sequence[Chair], wide: float) -> list[Chair]:
    """As near as a phone needs it; whoever has no place in one line at the head of a U stands in the next behind."""
    across, down = CLOSER[shape]
    across = min(across, NARROW_SEATS / wide)
    down = across if shape == "round" else down
    near = [replace(chair, x=chair.x * across, y=chair.y * down) for chair in chairs]
    head = sorted(chair.x for chair in near if chair.y < 1)
    if shape != "u" or len(head) < 2:
        return near
    lanes = ceil(LEAST_WAY / (head[1] - head[0]))
    behind = {x: -LANE * (place % lanes) for place, x in enumerate(head)}
    return [replace(chair, y=chair.y + behind[chair.x]) if chair.y < 1 else chair for chair in near]


def upright(chairs: Sequence[Chair], finding: str) -> str:
    """A long table turned to the left by a quarter: who sat above sits on the left, nobody changes neighbours."""
    turned = [replace(chair, x=36.0 if chair.y > 0 else -36.0, y=-chair.x * 0.42) for chair in chairs]
    top, bottom = min(chair.y for chair in turned), max(chair.y for chair in turned)
    parts = [rect((-16, top - 16, 32, bottom - top + 32), "c-sunken")]
    parts += [seat(chair, beside(chair, NAME_BESIDE)) for chair in turned]
    half = 36 + SEAT + 10 + NAME_BESIDE
    return picture((-half, top - 30, 2 * half, bottom - top + 60), finding, parts)


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
    if shape in CARS:
        wide = [rect((-158.0, -50.0, 316.0, bottom + 104), "c-sunken")]
        return [*wide, circle(-100.0, 0.0, SEAT, "c-open"), text(-100.0, 30.0, words["driver"], "t-2", "middle")]
    return [
        line(left - 30, top - 34, right + 30, top - 34, "c-axis"),
        text((left + right) / 2, top - 40, words["front"], "t-2", "middle"),
    ]


def seat(chair: Chair, names: Sequence[str]) -> str:
    """The mark with its number, a ring around the place of honour, the name; and how a script knows all of it."""
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
    ring = [circle(chair.x, chair.y, SEAT + 5, "c-ink-line")] if chair.number == 1 else []
    reach = rect((chair.x - 22, chair.y - 22, 44, 44), "c-reach")
    number = text(chair.x, chair.y + 4, str(chair.number), f"{ink} t-nohalo", "middle")
    known: dict[str, int | float | str] = {"class": "hsp-seat", "data-seat": chair.number, "data-person": chair.person}
    known["data-name"] = chair.label if chair.name else ""
    if chair.is_by_hand:
        known["data-by-hand"] = ""
    return tag("g", known, "".join([reach, *ring, mark, number, *names]))


def name_lines(chair: Chair, width: float = NAME_WIDTH) -> list[str]:
    """In at most two lines; a double name is parted at its hyphen. The country has a line of its own."""
    first, hyphen, second = chair.name.partition("-")
    if hyphen and text_width(chair.name, 12.0) > width:
        lines = [shorten(f"{first}-", width, 12.0), shorten(second, width, 12.0)]
    else:
        lines = wrapped(chair.name, width, 12.0) if chair.name else []
    return [*lines, chair.country] if chair.country else lines


def name_marks(shape: str, chair: Chair) -> list[str]:
    """Above or below the seat, on the arms of a U beside it; always outside of the table."""
    if shape == "u" and chair.y > 1:
        return beside(chair, NAME_WIDTH)
    lines = name_lines(chair)
    above = chair.y < 1 if shape == "u" else shape in {"long", "round"} and chair.y < -1
    first = chair.y - SEAT - 8 - LINE_HEIGHT * (len(lines) - 1) if above else chair.y + SEAT + 16
    return [text(chair.x, first + LINE_HEIGHT * step, one, "t-2", "middle") for step, one in enumerate(lines)]


def beside(chair: Chair, width: float) -> list[str]:
    """The name on the outer side of a seat."""
    way, anchor = (-1, "end") if chair.x < 0 else (1, "start")
    lines = name_lines(chair, width)
    first = chair.y + 4 - LINE_HEIGHT * (len(lines) - 1) / 2
    x = chair.x + way * (SEAT + 10)
    return [text(x, first + LINE_HEIGHT * step, one, "t-2", anchor) for step, one in enumerate(lines)]


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


__all__ = ["Chair", "TravelDay", "guest_mark", "own_mark", "seating_narrow", "seating_picture", "travel_band"]
