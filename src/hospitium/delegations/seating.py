"""Who sits where: the seats of a table, a row or a car in the order of honour, and a proposal. Plain data, no database.

Seat 1 is the place of honour. The usual order of protocol: the guest of honour faces the host or sits at the host's
right hand, the next ranks follow right and left of the two, guests and hosts take turns, and whoever needs an
interpreter has one as a neighbour. In a car the place of honour is at the back on the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, pi, sin

CAR_SEATS, ROW_LENGTH, BUS_ROW = 4, 8, 3
STEP, ROUND_STEP, LEAST_RADIUS = 110.0, 108.0, 110.0


class Side(StrEnum):
    GUEST = "guest"
    HOST = "host"


@dataclass(frozen=True)
class Spot:
    """A seat: its number, where it is in a picture (points), for whom it is meant, and who sits beside it.

    `beside` names the neighbours, the least honoured first: there an interpreter sits without taking a rank away.
    """

    number: int
    x: float
    y: float
    meant_for: Side
    beside: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sitter:
    """Somebody who is to be seated. `place` is the order of precedence on that side, 0 is the head or the host.

    `speaks` holds language codes. For an interpreter `pairs` holds (from, into); an interpreter has no side.
    """

    key: str
    side: Side
    place: int
    speaks: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()

    @property
    def interprets(self) -> bool:
        return bool(self.pairs)


# ---- the seats --------------------------------------------------------------------
def seats_of(shape: str, size: int) -> tuple[Spot, ...]:
    """The seats of a form (a value of SeatingPlan.Shape) in the order of honour. Raises KeyError for another form."""
    spots = FORMS[shape](size)
    known = {spot.number for spot in spots}
    return tuple(
        replace(spot, beside=tuple(sorted((one for one in spot.beside if one in known), reverse=True)))
        for spot in sorted(spots, key=lambda spot: spot.number)
    )


def long_table(size: int) -> list[Spot]:
    """Two sides that face each other: the guest of honour in the middle of one, the host opposite."""
    hosts_row = across_from_middle((size + 1) // 2)
    # Facing down, the right hand is on the left of the picture, and both rows have the same columns.
    guests_row = sorted(hosts_row, key=lambda step: (abs(step), step))
    middle = (max(hosts_row) + min(hosts_row)) / 2
    spots: list[Spot] = []
    for above, below in zip(guests_row, hosts_row, strict=True):
        pair = [
            Spot(0, (above - middle) * STEP, -70.0, Side.HOST if above % 2 else Side.GUEST),
            Spot(0, (below - middle) * STEP, 70.0, Side.GUEST if below % 2 else Side.HOST),
        ]
        # The second place of a pair is at the right hand of the guest of honour, the first at that of the host.
        spots += pair if above == 0 else reversed(pair)
    numbered = [replace(spot, number=number) for number, spot in enumerate(spots[:size], 1)]
    return with_neighbours(numbered, reach=STEP)


def across_from_middle(count: int) -> list[int]:
    """0, 1, -1, 2, -2 …: the middle first, then right and left in turn."""
    return [(index + 1) // 2 * (1 if index % 2 else -1) for index in range(count)]


def other(side: Side) -> Side:
    return Side.HOST if side == Side.GUEST else Side.GUEST


def round_table(size: int) -> list[Spot]:
    """The host below, the guest of honour at the host's right hand, then left and right around the table."""
    radius = max(LEAST_RADIUS, size * ROUND_STEP / (2 * pi))
    spots = []
    for number, step in numbered_around(size):
        angle = pi / 2 - step * 2 * pi / size
        spots.append(Spot(number, radius * cos(angle), radius * sin(angle), turn(step), around(step, size)))
    return spots


def numbered_around(size: int) -> list[tuple[int, int]]:
    """Seat number and steps from the host, right hand positive: the host has seat 2, the guest of honour seat 1."""
    steps = [1, 0, -1, *(step for pair in range(2, size) for step in (pair, -pair))] if size > 1 else [1]
    return list(enumerate(steps[:size], 1))


def turn(step: int) -> Side:
    """The host, a guest, somebody of the host …: they take turns away from the host."""
    return Side.HOST if step % 2 == 0 else Side.GUEST


def around(step: int, size: int) -> tuple[int, ...]:
    by_step = {one % size: number for number, one in numbered_around(size)}
    near = {by_step[(step + 1) % size], by_step[(step - 1) % size]}
    return tuple(near - {by_step[step % size]})


def u_table(size: int) -> list[Spot]:
    """Head table across, two arms: the host in the middle of the head table, the guest of honour at the right hand."""
    steps = numbered_around(size)
    head = max(3, size // 3)
    half = head // 2
    spots = []
    by_step = {step: number for number, step in steps}
    for number, step in steps:
        over = max(0, abs(step) - half)
        way = -1 if step > 0 else 1
        x = way * (abs(step) if not over else half + 0.8) * STEP
        near = tuple(by_step[one] for one in (step - 1, step + 1) if one in by_step)
        spots.append(Spot(number, x, over * 56.0, turn(step), near))
    return spots


def rows(size: int) -> list[Spot]:
    """Chairs in rows: the middle of the first row is the place of honour; seen from behind, the stage is above."""
    spots, number = [], 1
    row = 0
    while number <= size:
        for step in across_from_middle(min(ROW_LENGTH, size - number + 1)):
            side = Side.GUEST if number % 2 else Side.HOST
            spots.append(Spot(number, step * STEP, row * 72.0, side))
            number += 1
        row += 1
    return with_neighbours(spots, reach=STEP)


def car(size: int) -> list[Spot]:
    """With a driver of the house: behind on the right, behind on the left, between them; in front sits an escort."""
    places = [
        Spot(1, 100.0, 110.0, Side.GUEST, (3, 4)),
        Spot(2, -100.0, 110.0, Side.HOST, (3, 4)),
        Spot(3, 0.0, 110.0, Side.GUEST, (1, 2)),
        Spot(4, 100.0, 0.0, Side.HOST, (1, 2)),
    ]
    return places[: min(size, CAR_SEATS)]


def minibus(size: int) -> list[Spot]:
    """The first row behind the driver: right, left, between; then the rows behind it; the last seat is in front."""
    if size == 1:
        return [Spot(1, 100.0, 90.0, Side.GUEST)]
    spots = []
    for number in range(1, size):
        row, place = divmod(number - 1, BUS_ROW)
        x = (100.0, -100.0, 0.0)[place]
        spots.append(Spot(number, x, 90.0 * (row + 1), Side.GUEST if number % 2 else Side.HOST))
    return with_neighbours([*spots, Spot(size, 100.0, 0.0, Side.HOST)], reach=100.0)


def with_neighbours(spots: Sequence[Spot], *, reach: float) -> list[Spot]:
    """Beside each other is who sits in the same line, not farther apart than one seat."""
    return [
        replace(
            spot,
            beside=tuple(
                one.number for one in spots if one is not spot and one.y == spot.y and abs(one.x - spot.x) <= reach + 1
            ),
        )
        for spot in spots
    ]


FORMS = {"long": long_table, "round": round_table, "u": u_table, "rows": rows, "car": car, "minibus": minibus}
LARGEST = {"car": CAR_SEATS, "minibus": 20, "long": 60, "round": 24, "u": 60, "rows": 200}


# ---- the proposal -----------------------------------------------------------------
def propose(
    *, shape: str, size: int, sitters: Iterable[Sitter], fixed: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Seat number → key of the sitter. `fixed` are seats that stay as they are.

    Whoever finds no seat is missing in the answer. The same people always get the same seats.
    """
    everybody = sorted(sitters, key=lambda one: (one.place, one.key))
    seated = {number: key for number, key in (fixed or {}).items() if number <= size}
    waiting = [one for one in everybody if one.key not in seated.values()]
    interpreters = [one for one in waiting if one.interprets]
    queues = {side: [one for one in waiting if one.side == side and not one.interprets] for side in Side}
    heads = {side: next((one for one in everybody if one.side == side and not one.interprets), None) for side in Side}
    by_key = {one.key: one for one in everybody}
    for spot in seats_of(shape, size):
        if spot.number not in seated:
            queue = queues[spot.meant_for] or queues[other(spot.meant_for)]
            if not queue:
                continue
            seated[spot.number] = queue.pop(0).key
        sitter = by_key.get(seated[spot.number])
        if sitter is not None and not sitter.interprets:
            seat_interpreter(spot, sitter, heads[other(sitter.side)], interpreters, seated)
    for one in interpreters:
        free = next((spot.number for spot in reversed(seats_of(shape, size)) if spot.number not in seated), None)
        if free is not None:
            seated[free] = one.key
    return dict(sorted(seated.items()))


def seat_interpreter(
    spot: Spot, sitter: Sitter, counterpart: Sitter | None, waiting: list[Sitter], seated: dict[int, str]
) -> None:
    """Put the first interpreter who helps this person beside them, where a seat is free; never on the two first."""
    if counterpart is None or understand_each_other(sitter, counterpart):
        return
    helper = next((one for one in waiting if helps(one, sitter, counterpart)), None)
    place = next((number for number in spot.beside if number > 2 and number not in seated), None)
    if helper is not None and place is not None:
        seated[place] = helper.key
        waiting.remove(helper)


def understand_each_other(one: Sitter, counterpart: Sitter) -> bool:
    """A common language; whose languages nobody knows needs no interpreter."""
    return not one.speaks or not counterpart.speaks or bool(one.speaks & counterpart.speaks)


def helps(interpreter: Sitter, one: Sitter, counterpart: Sitter) -> bool:
    return any(
        (origin in one.speaks and target in counterpart.speaks)
        or (origin in counterpart.speaks and target in one.speaks)
        for origin, target in interpreter.pairs
    )


__all__ = ["LARGEST", "Side", "Sitter", "Spot", "propose", "seats_of"]
