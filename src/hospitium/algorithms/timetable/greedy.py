"""A first plan in milliseconds: the items with the least choice first, each where it costs least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hospitium.algorithms.timetable.board import Board, Plan
from hospitium.algorithms.timetable.placing import Laid, laid

Price = tuple[int, int, int, int]


def greedy(board: Board) -> Plan:
    """The same plan each time. What finds no place is left out of it."""
    orders: list[list[int]] = [[] for _ in board.days]
    known = [Laid({}, 0, 0, 0, 0) for _ in board.days]
    place: dict[int, int] = {}
    for item in by_choice(board):
        best: tuple[Price, int, list[int], Laid] | None = None
        for day in days_for(board, item, place):
            for order, found in insertions(board, day, orders[day], item, {}):
                price = _price(known[day], found, len(order))
                if best is None or price < best[0]:
                    best = (price, day, order, found)
        if best is not None:
            _, day, orders[day], known[day] = best
            place[item] = day
    return {item: slot for day in known for item, slot in day.plan.items()}


def by_choice(board: Board) -> list[int]:
    """Fixed items first, then those that must be in, those with the fewest possible starts before the others."""

    def choice(item: int) -> tuple[bool, bool, int, int, int]:
        slots = sum(high - low + 1 for day in board.starts[item].values() for low, high in day)
        return item not in board.pinned, item not in board.obligatory, slots, -board.lengths[item], item

    return sorted(range(len(board.items)), key=choice)


def insertions(
    board: Board, day: int, order: Sequence[int], item: int, floors: Mapping[int, int]
) -> Iterator[tuple[list[int], Laid]]:
    """Every possible day with the item at one more place in the order."""
    for place in range(len(order) + 1):
        longer = [*order[:place], item, *order[place:]]
        found = laid(board, day, longer, floors)
        if found is not None:
            yield longer, found


def days_for(board: Board, item: int, place: Mapping[int, int]) -> list[int]:
    """The days that the hours of the item allow, and what it must follow, precede or be together with."""
    days = list(board.starts[item])
    for before, after in board.order:
        if item == before and after in place:
            days = [day for day in days if day <= place[after]]
        if item == after and before in place:
            days = [day for day in days if day >= place[before]]
    for pair in board.together:
        if item in pair:
            other = pair[0] if item == pair[1] else pair[1]
            days = [day for day in days if place.get(other, day) == day]
    return days


def _price(before: Laid, after: Laid, count: int) -> Price:
    """What it adds; of equal ones the day with less in it."""
    return after.wishes - before.wishes, after.driving - before.driving, after.change - before.change, count
