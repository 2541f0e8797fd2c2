"""Plain annealing: move, swap and turn round items in the orders of the days, and sometimes accept what is worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from random import Random
from time import monotonic

from hospitium.algorithms.timetable.board import Board, Plan, unevenness
from hospitium.algorithms.timetable.greedy import days_for
from hospitium.algorithms.timetable.placing import Laid, is_in_order, laid
from hospitium.algorithms.timetable.proposal import Cost, Stopped, never

MISSING, WISH, UNEVEN, CHANGE = 3000.0, 150.0, 0.02, 0.001  # in minutes of driving
COOLING = 0.002  # how much of the heat is left at the end
CHECKED_EVERY = 256  # steps between two looks at the clock


@dataclass(slots=True)
class State:
    """Orders of the days with what they cost, who is left out, and who waits for a slot of his own."""

    board: Board
    orders: list[list[int]]
    days: list[Laid]
    out: list[int]
    floors: dict[int, int] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return {item: slot for day in self.days for item, slot in day.plan.items()}

    def cost(self) -> Cost:
        board = self.board
        return Cost(
            missing=sum(item in board.obligatory for item in self.out),
            wishes=sum(day.wishes for day in self.days) + sum(board.wish_of(item, None) for item in self.out),
            driving=sum(day.driving for day in self.days),
            unevenness=unevenness(self.days[number].load for number in board.even),
            change=sum(day.change for day in self.days) + sum(2 for item in self.out if item in board.announced),
        )


def state_of(board: Board, plan: Plan) -> State:
    """The orders that a plan has; each item waits where the plan has it later than it could be."""
    orders: list[list[int]] = [[] for _ in board.days]
    for item, slot in sorted(plan.items(), key=lambda pair: (pair[1], pair[0])):
        orders[slot // board.slots].append(item)
    days, floors = [], {}
    for number, order in enumerate(orders):
        early = laid(board, number, order, {})
        kept = {item: plan[item] for item in order}
        if early is None or _is_worse(board, early, kept):
            floors.update(kept)
            early = laid(board, number, order, floors)
        if early is None:
            early = Laid(
                kept,
                sum(map(board.wish_of, kept, kept.values())),
                board.driving_of(kept),
                sum(board.loads[item] for item in order),
                sum(board.change_of(item, slot) for item, slot in kept.items() if item in board.announced),
            )
        days.append(early)
    out = [item for item in range(len(board.items)) if item not in plan]
    return State(board, orders, days, out, floors)


def _is_worse(board: Board, early: Laid, kept: Plan) -> bool:
    wishes = sum(board.wish_of(item, slot) for item, slot in kept.items())
    change = sum(board.change_of(item, slot) for item, slot in kept.items() if item in board.announced)
    return (early.wishes, early.driving, early.change) > (wishes, board.driving_of(kept), change)


def energy(cost: Cost) -> float:
    missing, wishes, driving, uneven, change = cost
    return MISSING * missing + WISH * wishes + driving + UNEVEN * uneven + CHANGE * change


def annealed(
    board: Board,
    plan: Plan,
    *,
    seed: int,
    steps: int,
    until: float = float("inf"),
    hot: float = 25.0,
    stopped: Stopped = never,
    is_enough: Cost | None = None,
) -> Plan:
    """The best plan that so many steps find, or until the clock ends it, or a plan costs no more than `is_enough`."""
    random, state = Random(seed), state_of(board, plan)  # noqa: S311 - no secret depends on it
    now = state.cost()
    kept, best = dict(plan), min(now, board.cost(plan))
    for step in range(steps):
        if step % CHECKED_EVERY == 0 and (stopped() or monotonic() > until):
            break
        change = _changed(state, random)
        if change is None:
            continue
        before = _swapped_in(state, change)
        cost = state.cost()
        worse = energy(cost) - energy(now)
        if worse > 0 and random.random() >= exp(-worse / (hot * COOLING ** (step / steps))):
            _swapped_in(state, before)
            continue
        now = cost
        if cost < best:
            best, kept = cost, state.plan
            if is_enough is not None and best <= is_enough:
                break
    return kept


@dataclass(slots=True)
class Change:
    """New orders for one or two days; the items that it leaves out; what waits."""

    orders: dict[int, list[int]]
    days: dict[int, Laid]
    out: list[int]
    floors: dict[int, int]


def _swapped_in(state: State, change: Change) -> Change:
    """Puts a change in force; returns the one that takes it back."""
    back = Change(
        {day: state.orders[day] for day in change.orders},
        {day: state.days[day] for day in change.days},
        state.out,
        state.floors,
    )
    for day, order in change.orders.items():
        state.orders[day], state.days[day] = order, change.days[day]
    state.out, state.floors = change.out, change.floors
    return back


def _changed(state: State, random: Random) -> Change | None:
    draw = random.random()
    if state.out and draw < 0.3:
        return _put_in(state, random)
    if draw < 0.65:
        return _moved(state, random)
    if draw < 0.85:
        return _exchanged(state, random)
    if draw < 0.95 or not (state.board.wishes or state.board.announced):
        return _turned(state, random)
    return _waiting(state, random)


def _tried(state: State, orders: dict[int, list[int]], out: list[int], floors: dict[int, int]) -> Change | None:
    days = {}
    for day, order in orders.items():
        found = laid(state.board, day, order, floors)
        if found is None:
            return None
        days[day] = found
    if state.board.order or state.board.together:
        plan = {item: slot for day in state.days for item, slot in day.plan.items()}
        for day in orders:
            for item in state.orders[day]:
                plan.pop(item, None)
        for one in days.values():
            plan.update(one.plan)
        if not is_in_order(state.board, plan):
            return None
    return Change(orders, days, out, floors)


def _some_item(state: State, random: Random) -> tuple[int, int] | None:
    """(day, place in its order) of an item that may move."""
    day = random.randrange(len(state.orders))
    order = state.orders[day]
    if not order:
        return None
    place = random.randrange(len(order))
    return None if order[place] in state.board.pinned else (day, place)


def _put_in(state: State, random: Random) -> Change | None:
    """One that was left out goes in, if need be for another."""
    item = random.choice(state.out)
    days = days_for(state.board, item, {})
    if not days:
        return None
    day = random.choice(days)
    order = state.orders[day]
    place, leaves = random.randrange(len(order) + 1), random.random() < 0.5
    out = [one for one in state.out if one != item]
    if not leaves or place == len(order):
        return _tried(state, {day: [*order[:place], item, *order[place:]]}, out, state.floors)
    if order[place] in state.board.pinned:
        return None
    return _tried(state, {day: [*order[:place], item, *order[place + 1 :]]}, [*out, order[place]], state.floors)


def _moved(state: State, random: Random) -> Change | None:
    found = _some_item(state, random)
    if found is None:
        return None
    day, place = found
    item = state.orders[day][place]
    rest = [*state.orders[day][:place], *state.orders[day][place + 1 :]]
    to = random.choice(list(state.board.starts[item]))
    if to == day:
        new = random.randrange(len(rest) + 1)
        return _tried(state, {day: [*rest[:new], item, *rest[new:]]}, state.out, state.floors)
    order = state.orders[to]
    new = random.randrange(len(order) + 1)
    return _tried(state, {day: rest, to: [*order[:new], item, *order[new:]]}, state.out, state.floors)


def _exchanged(state: State, random: Random) -> Change | None:
    one, other = _some_item(state, random), _some_item(state, random)
    if one is None or other is None or one == other:
        return None
    orders = {day: list(state.orders[day]) for day in (one[0], other[0])}
    first, second = orders[one[0]][one[1]], orders[other[0]][other[1]]
    if other[0] not in state.board.starts[first] or one[0] not in state.board.starts[second]:
        return None
    orders[one[0]][one[1]], orders[other[0]][other[1]] = second, first
    return _tried(state, orders, state.out, state.floors)


def _turned(state: State, random: Random) -> Change | None:
    """A part of a day the other way round."""
    day = random.randrange(len(state.orders))
    order = state.orders[day]
    if len(order) < 2:
        return None
    low, high = sorted(random.sample(range(len(order) + 1), 2))
    if high - low < 2:
        return None
    return _tried(state, {day: [*order[:low], *order[low:high][::-1], *order[high:]]}, state.out, state.floors)


def _waiting(state: State, random: Random) -> Change | None:
    """An item waits for the hour that was wished or announced, or waits no longer."""
    found = _some_item(state, random)
    if found is None:
        return None
    item = state.orders[found[0]][found[1]]
    floors = dict(state.floors)
    if floors.pop(item, None) is None:
        slots = _slots_to_wait_for(state.board, item, found[0])
        if not slots:
            return None
        floors[item] = random.choice(slots)
    return _tried(state, {found[0]: state.orders[found[0]]}, state.out, floors)


def _slots_to_wait_for(board: Board, item: int, day: int) -> list[int]:
    wanted: Mapping[int, tuple[tuple[int, int], ...]] = board.wishes.get(item, (0, {}))[1]
    slots = [low for low, _ in wanted.get(day, ())]
    if board.announced.get(item, -1) // board.slots == day:
        slots.append(board.announced[item])
    return slots
