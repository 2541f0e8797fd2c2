"""One day put together from an order: each item as early as it can be after those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hospitium.algorithms.timetable.board import Board, Lunch, Plan


class Laid(NamedTuple):
    """A day as it comes out of an order."""

    plan: Plan
    wishes: int
    driving: int
    load: int
    change: int


class Thread:
    """What a group has done so far on the day: its last item, the last that was somewhere, whether it has eaten."""

    __slots__ = ("has_eaten", "last", "there")

    def __init__(self) -> None:
        self.last = self.there = -1
        self.has_eaten = False


def laid(board: Board, day: int, order: Sequence[int], floors: Mapping[int, int]) -> Laid | None:
    """None if the order is impossible. `floors`: items that wait for a slot of their own, if it is on this day."""
    plan: Plan = {}
    threads = [Thread() for _ in board.tracks]
    driving = 0
    for item in order:
        slot = _slot(board, day, item, plan, threads, floors)
        if slot is None:
            return None
        for track in board.tracks_of[item]:
            thread = threads[track]
            if board.has_venue[item]:
                if thread.there >= 0:
                    driving += board.ways[thread.there][item]
                thread.there = item
            thread.last = item
        plan[item] = slot
    if board.shares and _is_too_much(board, plan):
        return None
    return Laid(
        plan,
        sum(board.wish_of(item, slot) for item, slot in plan.items() if item in board.wishes),
        driving,
        sum(board.loads[item] for item in order),
        sum(board.change_of(item, slot) for item, slot in plan.items() if item in board.announced),
    )


def _slot(
    board: Board, day: int, item: int, plan: Plan, threads: Sequence[Thread], floors: Mapping[int, int]
) -> int | None:
    stretches = board.starts[item].get(day)
    if not stretches:
        return None
    slot = _after_the_others(board, item, stretches[0][0], plan, threads)
    if item in floors and floors[item] // board.slots == day:
        slot = max(slot, floors[item])
    found = next_start(stretches, slot)
    if found is None or board.lunch is None:
        return found
    for track in board.tracks_of[item]:
        if found is not None and not threads[track].has_eaten:
            found = _with_lunch(board, board.lunch, day, item, found, plan, threads[track])
    return found


def _after_the_others(board: Board, item: int, slot: int, plan: Plan, threads: Sequence[Thread]) -> int:
    for track in board.tracks_of[item]:
        thread = threads[track]
        if thread.last >= 0:
            slot = max(slot, plan[thread.last] + board.lags[thread.last][item])
            if thread.there >= 0 and thread.there != thread.last:
                slot = max(slot, plan[thread.there] + board.lags[thread.there][item])
    for other, before, _after in board.clashes[item]:
        if other in plan:
            slot = max(slot, plan[other] + before)
    return slot


def next_start(stretches: Sequence[tuple[int, int]], slot: int) -> int | None:
    for low, high in stretches:
        if slot <= high:
            return max(low, slot)
    return None


def _with_lunch(board: Board, lunch: Lunch, day: int, item: int, slot: int, plan: Plan, thread: Thread) -> int | None:
    """The start once the group has had its break, if after this item it would be too late for one."""
    first = day * board.slots
    if item in board.meals and is_lunch(board, lunch, item, slot):
        thread.has_eaten = True
        return slot
    begins = first + lunch.first
    if thread.last >= 0:
        begins = max(begins, plan[thread.last] + board.lengths[thread.last])
    ready = begins + lunch.length
    if thread.there >= 0:
        ready = max(ready, plan[thread.there] + board.lags[thread.there][item] + lunch.length)
    if begins <= first + lunch.last and slot >= ready:
        thread.has_eaten = True
    elif slot + board.lengths[item] > first + lunch.last:
        thread.has_eaten = True
        return next_start(board.starts[item][day], ready) if begins <= first + lunch.last else None
    return slot


def is_lunch(board: Board, lunch: Lunch, item: int, slot: int) -> bool:
    """Whether a meal or free time lasts long enough inside the hours of lunch."""
    begins = slot % board.slots
    ends = min(begins + board.lengths[item], lunch.last + lunch.length)
    return ends - max(begins, lunch.first) >= lunch.length


def _is_too_much(board: Board, plan: Plan) -> bool:
    return any(sum(share.get(item, 0) for item in plan) > limit for limit, share in board.shares)


def is_in_order(board: Board, plan: Plan) -> bool:
    """Pairs that must follow each other, or share a day, do so, if both are in."""
    return all(
        a not in plan or b not in plan or plan[a] // board.slots <= plan[b] // board.slots for a, b in board.order
    ) and all(
        a not in plan or b not in plan or plan[a] // board.slots == plan[b] // board.slots for a, b in board.together
    )
