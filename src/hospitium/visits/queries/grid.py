"""The day grid: days as columns, items where they are in time, groups side by side, interpreters in a lane."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.algorithms.timetable import Answer, Mode, Severity
from hospitium.core.verdicts import Verdict
from hospitium.visits.dates import days_between
from hospitium.visits.models import Group, Interpreter, Item, Visit
from hospitium.visits.queries.findings import Findings, Worded, worded
from hospitium.visits.queries.sentences import written
from hospitium.visits.queries.timetable import Holiday, Material, answer_of, material_of
from hospitium.visits.rules import may_edit_visit

SLOT = 5  # minutes in a row of the grid
COLUMNS = 12  # columns of a day: two, three, four or six items side by side are equally wide
EARLIEST, LATEST = 8, 20  # hours that are always shown
DAY_ENDS = 24 * 60
# More days than these leave no room for the findings beside them.
NARROW_WEEK = 5
SIZES = (("xs", 5), ("s", 7), ("m", 10))
KIND_ICONS = {
    Item.Kind.TRANSFER: "bus",
    Item.Kind.MEAL: "utensils",
    Item.Kind.FREE: "coffee",
    Item.Kind.SIGHTSEEING: "map",
    Item.Kind.RECEPTION: "glass-water",
    Item.Kind.PRESS: "newspaper",
    Item.Kind.COMMEMORATION: "landmark",
}
INTERPRETING = frozenset(
    {
        "mode_missing",
        "pair_missing",
        "consecutive_not_counted",
        "second_interpreter_missing",
        "interpreter_twice",
        "interpreter_overload",
    }
)


@dataclass(frozen=True)
class Look:
    """A state of confirmation as icon and word."""

    label: str | Promise
    icon: str


LOOKS = {
    Answer.CONFIRMED: Look(_("confirmed"), "circle-check"),
    Answer.ASKED: Look(_("asked"), "send"),
    Answer.OPEN: Look(_("not asked yet"), "circle-dashed"),
    Answer.DECLINED: Look(_("declined"), "circle-x"),
}


@dataclass(frozen=True)
class Interpreting:
    """Interpreting of one item: how, by whom, and whether something is missing."""

    mode: str | Promise
    people: Sequence[Interpreter]
    is_short: bool
    lane: int = 1


@dataclass(frozen=True)
class Box:
    """An item in the grid: rows of five minutes from the first hour, columns from 1."""

    item: Item
    row: int
    rows: int
    column: int
    columns: int
    ends: datetime | None
    state: str
    look: Look | None
    icon: str
    groups: Sequence[Group]
    findings: Sequence[Worded]
    interpreting: Interpreting | None

    @property
    def size(self) -> str:
        """How much text has room: "xs" is one line, "s" is two, "m" is three, "l" is all."""
        return next((size for size, below in SIZES if self.rows < below), "l")

    @property
    def worst(self) -> Worded | None:
        return self.findings[0] if self.findings else None

    @property
    def tone(self) -> str:
        """The mark of the check: danger or warning; a hint is read in the list only."""
        worst = self.worst
        return "" if worst is None or worst.severity == Severity.HINT else worst.look.tone


@dataclass(frozen=True)
class Day:
    """One column of the grid."""

    on: date
    boxes: Sequence[Box]
    holidays: Sequence[Holiday]
    is_inside: bool
    is_today: bool
    lanes: int

    @property
    def title(self) -> str:
        return written(self.on)

    @property
    def is_parallel(self) -> bool:
        return any(box.columns < COLUMNS for box in self.boxes)


@dataclass(frozen=True)
class Hour:
    """A line of the grid."""

    hour: int
    row: int


@dataclass(frozen=True)
class Grid:
    """What visits/grid.html shows."""

    visit: Visit
    days: Sequence[Day]
    tray: Sequence[Box]
    hours: Sequence[Hour]
    findings: Findings
    may_edit: Verdict
    counts: Sequence[tuple[Look, int]]

    @property
    def rows(self) -> int:
        return len(self.hours) * 60 // SLOT

    @property
    def first_hour(self) -> int:
        return self.hours[0].hour

    @property
    def is_wide(self) -> bool:
        return len(self.days) > NARROW_WEEK

    @property
    def is_empty(self) -> bool:
        return not self.tray and not any(day.boxes for day in self.days)


def grid_of(visit: Visit, *, by: Somebody, today: date | None = None) -> Grid:
    """The grid of a visit with what the check found; in as many queries for one item as for forty."""
    today = today or timezone.localdate()
    material = material_of(visit, today=today)
    findings = worded(material, by=by)
    hours = hours_of(material.items.values())
    placed: dict[date, list[Item]] = {}
    for item in material.items.values():
        if item.day:
            placed.setdefault(item.day, []).append(item)
    inside = set(days_between(visit.starts_on, visit.ends_on))
    maker = Maker(material, findings, hours[0].hour, len(hours) * 60 // SLOT)
    boxes = {on: maker.boxes_of(items) for on, items in placed.items()}
    days = [
        Day(
            on=on,
            boxes=boxes.get(on, ()),
            holidays=[one for one in material.holidays if one.on == on],
            is_inside=on in inside,
            is_today=on == today,
            lanes=max((box.interpreting.lane for box in boxes.get(on, ()) if box.interpreting), default=0),
        )
        for on in sorted(inside | set(placed))
    ]
    tray = [maker.box(item) for item in material.items.values() if item.day is None]
    counts = counts_of([*tray, *(box for day in days for box in day.boxes)])
    return Grid(visit, days, tray, hours, findings, may_edit_visit(by, visit), counts)


def hours_of(items: Iterable[Item]) -> list[Hour]:
    """The hours that the grid shows: the usual ones, and further ones in which an item lies."""
    first, last = EARLIEST, LATEST
    for item in items:
        if item.starts:
            first = min(first, item.starts.hour)
            last = max(last, min(24, -(-(minute_of(item.starts) + item.minutes) // 60)))
    return [Hour(hour, (hour - first) * 60 // SLOT + 1) for hour in range(first, last)]


def minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def counts_of(boxes: Iterable[Box]) -> list[tuple[Look, int]]:
    """How many items are in which state, those that need nobody's answer left out."""
    counted = dict.fromkeys(LOOKS.values(), 0)
    for box in boxes:
        if box.look:
            counted[box.look] += 1
    return [(look, count) for look, count in counted.items() if count]


@dataclass(frozen=True)
class Maker:
    """Makes boxes of the items of one visit."""

    material: Material
    findings: Findings
    first_hour: int
    rows: int

    def boxes_of(self, items: Sequence[Item]) -> list[Box]:
        """The items of one day in the order of time; those that overlap stand side by side, by group."""
        by_item = self.findings.by_item
        order = {key: place for place, key in enumerate(self.material.groups)}
        boxes: list[Box] = []
        lanes: list[int] = []
        for cluster in clusters(items):
            placed = side_by_side(cluster, order)
            for item in sorted(placed, key=lambda one: (one.starts or time(0), placed[one])):
                boxes.append(self.with_lane(self.box(item, *placed[item], by_item), lanes))
        return boxes

    def box(
        self,
        item: Item,
        column: int = 1,
        columns: int = COLUMNS,
        by_item: Mapping[int, Sequence[Worded]] | None = None,
    ) -> Box:
        found = (self.findings.by_item if by_item is None else by_item).get(item.pk, ())
        row, rows = self.place(item)
        parts = list(item.parts.all())
        answer = answer_of(parts) if parts else None
        return Box(
            item=item,
            row=row,
            rows=rows,
            column=column,
            columns=columns,
            ends=item.begins_at + timedelta(minutes=item.minutes) if item.begins_at else None,
            state=answer.value if answer else "",
            look=LOOKS[answer] if answer else None,
            icon=KIND_ICONS.get(Item.Kind(item.kind), ""),
            groups=list(item.groups.all()),
            findings=[one for one in found if item.pk in {concerned.pk for concerned in one.drawn_at}],
            interpreting=interpreting_of(item, found),
        )

    def place(self, item: Item) -> tuple[int, int]:
        """First row and number of rows; what lasts over midnight ends with the day."""
        if item.starts is None:
            return 1, max(1, item.minutes // SLOT)
        begins = minute_of(item.starts)
        ends = min(begins + item.minutes, DAY_ENDS)
        row = (begins - self.first_hour * 60) // SLOT + 1
        last = -(-(ends - self.first_hour * 60) // SLOT)
        return row, max(1, min(last, self.rows) - row + 1)

    def with_lane(self, box: Box, lanes: list[int]) -> Box:
        """The box with its interpreting in the first lane that is free; `lanes` holds the row where each ends."""
        if box.interpreting is None:
            return box
        free = next((number for number, until in enumerate(lanes) if until <= box.row), len(lanes))
        if free == len(lanes):
            lanes.append(0)
        lanes[free] = box.row + box.rows
        return replace(box, interpreting=replace(box.interpreting, lane=free + 1))


def interpreting_of(item: Item, found: Sequence[Worded]) -> Interpreting | None:
    people = list(item.interpreters.all())
    if item.mode == Mode.NONE and not people:
        return None
    is_short = not people or any(one.code in INTERPRETING for one in found)
    return Interpreting(item.get_mode_display(), people, is_short)


def clusters(items: Iterable[Item]) -> list[list[Item]]:
    """Items of one day that overlap directly or through others, in the order of time."""
    found: list[list[Item]] = []
    until = -1
    for item in sorted(items, key=lambda one: (one.starts or time(0), -one.minutes, one.pk)):
        begins = minute_of(item.starts or time(0))
        if begins < until:
            found[-1].append(item)
        else:
            found.append([item])
        until = max(until if begins < until else 0, begins + item.minutes)
    return found


def side_by_side(cluster: Sequence[Item], order: Mapping[str, int]) -> dict[Item, tuple[int, int]]:
    """Item → first column and number of columns. Each group keeps its side, whatever comes first."""
    if len(cluster) == 1:
        return {cluster[0]: (1, COLUMNS)}
    lanes: list[tuple[int, int]] = []  # the group of each lane, and the minute until which it is taken
    placed: dict[Item, int] = {}
    for item in cluster:
        group = min((order.get(one.key, 0) for one in item.groups.all()), default=-1)
        begins = minute_of(item.starts or time(0))
        free = [number for number, (_owner, until) in enumerate(lanes) if until <= begins]
        lane = next((number for number in free if lanes[number][0] == group), free[0] if free else len(lanes))
        lanes[lane : lane + 1] = [(group, begins + item.minutes)]
        placed[item] = lane
    by_group = sorted(range(len(lanes)), key=lambda number: (lanes[number][0], number))
    wide = max(1, COLUMNS // len(lanes))
    return {item: (by_group.index(lane) * wide % COLUMNS + 1, wide) for item, lane in placed.items()}
