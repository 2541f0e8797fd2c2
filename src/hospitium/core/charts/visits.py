"""The visits of a partnership: guests above the line, ours below, open direction on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hospitium.core.charts.line import RIGHT, Axis, Line, Visit, Who
from hospitium.core.charts.svg import circle, diamond, line, text

REACH, STEP, MOST = 13.0, 16.0, 5


@dataclass(frozen=True, slots=True)
class Stack:
    """Visits so close together that they stand upon each other."""

    x: float
    visits: tuple[Visit, ...]

    @property
    def count(self) -> int:
        """All visits in it, also those that one source counts together."""
        return sum(one.count for one in self.visits)

    @property
    def label(self) -> str:
        """What is shown under the pointer."""
        return "; ".join(one.label for one in self.visits)


def visits_band(scene: Line, axis: Axis, top: float) -> tuple[list[str], float]:
    """The marks, and the lower end of the picture."""
    above, below = _stacks(scene.visits, axis, "guests"), _stacks(scene.visits, axis, "ours")
    unsure = _stacks(scene.visits, axis, "unknown")
    y = top + max(54.0, 30 + STEP * _height(above))
    bottom = y + max(60.0, 36 + STEP * _height(below)) + 14
    words = scene.words
    parts = [
        text(0, y - 18, words.guests, "t-partner"),
        text(0, y + 5, words.visits, "t-b"),
        text(0, y + 28, words.ours, "t-own"),
        line(axis.left, y, RIGHT, y, "c-axis"),
    ]
    for stack in above:
        parts += _column(stack, y, -1)
    for stack in below:
        parts += _column(stack, y, 1)
    for stack in unsure:
        parts.append(circle(stack.x, y, 5.5 if stack.count == 1 else 8.5, "c-open", stack.label))
        if stack.count > 1:
            parts.append(text(stack.x, y + 4, str(stack.count), "t-2 t-nohalo", "middle"))
    return parts, bottom


def _stacks(visits: Sequence[Visit], axis: Axis, who: Who) -> list[Stack]:
    """Neighbours nearer than a mark is wide form one stack, at the middle of its first and last."""
    mine = sorted((one for one in visits if one.who == who), key=lambda one: (axis.middle(one.on), one.label))
    groups: list[list[Visit]] = []
    for one in mine:
        if groups and axis.middle(one.on) - axis.middle(groups[-1][0].on) < REACH:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [Stack((axis.middle(group[0].on) + axis.middle(group[-1].on)) / 2, tuple(group)) for group in groups]


def _height(stacks: Sequence[Stack]) -> int:
    return max((min(stack.count, MOST) + (stack.count > MOST) for stack in stacks), default=0)


def _column(stack: Stack, y: float, way: int) -> list[str]:
    single = [one for one in stack.visits for _ in range(min(one.count, MOST))][:MOST]
    reach = 4 + STEP * len(single)
    parts = [line(stack.x, y, stack.x, y + way * reach, "c-own-line" if way > 0 else "c-partner-line")]
    for level, one in enumerate(single, 1):
        parts.append(_visit(one, stack.x, y + way * (4 + STEP * level)))
    if stack.count > MOST:
        base = y + way * (reach + 12) + (9 if way > 0 else 0)
        parts.append(text(stack.x, base, f"+{stack.count - MOST}", "t-2", "middle"))
    return parts


def _visit(one: Visit, x: float, y: float) -> str:
    is_exact = one.on.precision == "day"
    if one.who == "guests":
        return diamond(x, y, 6, "c-partner" if is_exact else "c-hollow-partner", one.label)
    return circle(x, y, 5.5, "c-own" if is_exact else "c-hollow", one.label)
