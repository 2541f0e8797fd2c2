"""The demand as a model for the solver. Only to be imported where it is solved: the solver takes a second to load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from math import ceil

from ortools.sat.python import cp_model

from hospitium.algorithms.timetable.board import EVEN, NEVER, OPTIONAL, Board, Plan
from hospitium.algorithms.timetable.proposal import Cost

Expression = cp_model.LinearExpr | int
Truth = cp_model.IntVar  # of 0 and 1
Arc = tuple[int, int, cp_model.LiteralT]


class Model:
    """Some items of the board in some of its days; `others` are placed on other days and stay there.

    For each group one circuit through its days: from the morning of a day through its items to the next morning.
    """

    def __init__(self, board: Board, items: Sequence[int], days: Sequence[int], others: Mapping[int, int]) -> None:
        self.board, self.others = board, others
        self.items, self.days = sorted(items), sorted(days)
        self.cp = cp_model.CpModel()
        self.is_in: dict[int, Truth] = {}
        self.is_on: dict[tuple[int, int], Truth] = {}
        self.start: dict[int, Truth] = {}
        for item in self.items:
            self._item(item)
        self.driven: list[tuple[int, Truth]] = []
        self.after_lunch: dict[tuple[int, int], Truth] = {}
        self.had_lunch: dict[tuple[int, int], Truth] = {}
        for number, track in enumerate(board.tracks):
            seen = [item for item in track if item in self.start]
            if board.lunch is not None:
                self._lunch(number, seen)
            self._circuit(number, seen)
            self._without_venue(seen)
        self._clashes()
        self._interpreters()
        self._pairs()
        self.levels = [self._missing(), self._wishes(), self._driving(), self._unevenness(), self._change()]

    def _item(self, item: int) -> None:
        board, cp = self.board, self.cp
        days = [day for day in self.days if day in board.starts[item]]
        stretches = [stretch for day in days for stretch in board.starts[item][day]]
        self.is_in[item] = inside = cp.new_bool_var("")
        if not stretches:
            cp.add(inside == 0)
            stretches = [(0, 0)]
        self.start[item] = start = cp.new_int_var_from_domain(_domain(stretches), "")
        for day in days:
            self.is_on[item, day] = on = cp.new_bool_var("")
            first = day * board.slots
            cp.add_linear_constraint(start, first, first + board.slots - 1).only_enforce_if(on)
        cp.add(sum(self.is_on[item, day] for day in days) == inside)

    def _circuit(self, track: int, seen: Sequence[int]) -> None:
        """Nodes: mornings first, then the items that are somewhere."""
        board, cp = self.board, self.cp
        there = [item for item in seen if board.has_venue[item]]
        if not there:
            return
        node = {item: len(self.days) + number for number, item in enumerate(there)}
        arcs: list[Arc] = [(node[item], node[item], ~self.is_in[item]) for item in there]
        for number in range(len(self.days)):
            arcs += self._through_day(number, node)
        for one, other in permutations(there, 2):
            if self._can_follow(one, other):
                follows = cp.new_bool_var("")
                arcs.append((node[one], node[other], follows))
                self._follow(track, one, other, follows)
        cp.add_circuit(arcs)
        self._no_more_than_fits(there)
        cp.add_no_overlap(
            cp.new_optional_fixed_size_interval_var(self.start[item], board.lengths[item], self.is_in[item], "")
            for item in there
        )

    def _no_more_than_fits(self, there: Sequence[int]) -> None:
        """What follows from the rest, said aloud: all that happens on a day, with the shortest ways, fits into it."""
        board = self.board
        least = {one: min((board.lags[one][other] for other in there if other != one), default=0) for one in there}
        slack = max(least[item] - board.lengths[item] for item in there)
        for day in self.days:
            today = [item for item in there if (item, day) in self.is_on]
            if today:
                begins = min(board.starts[item][day][0][0] for item in today)
                ends = max(board.starts[item][day][-1][1] + board.lengths[item] for item in today)
                taken = sum(least[item] * self.is_on[item, day] for item in today)
                self.cp.add(taken <= ends - begins + max(slack, 0))

    def _through_day(self, number: int, node: Mapping[int, int]) -> Iterator[Arc]:
        """From its morning to the next, or to its first item, and from its last item to the next morning."""
        cp, tomorrow = self.cp, (number + 1) % len(self.days)
        yield number, tomorrow, cp.new_bool_var("")
        for item, place in node.items():
            if (on := self.is_on.get((item, self.days[number]))) is not None:
                begins, ends = cp.new_bool_var(""), cp.new_bool_var("")
                cp.add_implication(begins, on)
                cp.add_implication(ends, on)
                yield number, place, begins
                yield place, tomorrow, ends

    def _can_follow(self, one: int, other: int) -> bool:
        board, lag = self.board, self.board.lags[one][other]
        return any(
            day in board.starts[other] and board.starts[one][day][0][0] + lag <= board.starts[other][day][-1][1]
            for day in self.days
            if day in board.starts[one]
        )

    def _follow(self, track: int, one: int, other: int, follows: Truth) -> None:
        board, cp, lag = self.board, self.cp, self.board.lags[one][other]
        for day in self.days:
            ends, begins = self.is_on.get((one, day)), self.is_on.get((other, day))
            if ends is not None and begins is not None:
                cp.add_implication(follows, begins).only_enforce_if(ends)
            elif ends is not None:
                cp.add_bool_or(~follows, ~ends)
            elif begins is not None:
                cp.add_bool_or(~follows, ~begins)
        cp.add(self.start[other] >= self.start[one] + lag).only_enforce_if(follows)
        if board.ways[one][other]:
            self.driven.append((board.ways[one][other], follows))
        if board.lunch is not None and (track, one) in self.after_lunch and (track, other) in self.after_lunch:
            eats = [self.after_lunch[track, one].negated(), self.after_lunch[track, other]]
            longer = lag + board.lunch.length
            cp.add(self.start[other] >= self.start[one] + longer).only_enforce_if([follows, *eats])

    def _lunch(self, track: int, seen: Sequence[int]) -> None:
        """On each day a break between items, or a meal. An item is before the break of its day or after it."""
        board, cp, lunch = self.board, self.cp, self.board.lunch
        assert lunch is not None
        for item in seen:
            self.after_lunch[track, item] = cp.new_bool_var("")
        for day in self.days:
            today = [item for item in seen if (item, day) in self.is_on]
            first = day * board.slots
            eats = cp.new_int_var(first + lunch.first, first + lunch.last, "")
            meals = [self._meal(item, day) for item in today if item in board.meals]
            gap = cp.new_bool_var("")
            cp.add_bool_or([gap, *meals])
            for item in today:
                after, on = self.after_lunch[track, item], self.is_on[item, day]
                cp.add(self.start[item] + board.lengths[item] <= eats).only_enforce_if([on, gap, after.negated()])
                cp.add(self.start[item] >= eats + lunch.length).only_enforce_if([on, gap, after])
                if meals:
                    cp.add_bool_or([on.negated(), gap, after.negated()])

    def _meal(self, item: int, day: int) -> Truth:
        """Whether the item is a lunch on the day: long enough inside the hours of lunch."""
        board, lunch = self.board, self.board.lunch
        assert lunch is not None
        served = self.cp.new_bool_var("")
        first, length = day * board.slots, board.lengths[item]
        self.cp.add_implication(served, self.is_on[item, day])
        if length < lunch.length:
            self.cp.add(served == 0)
        low, high = first + lunch.first + lunch.length - length, first + lunch.last
        self.cp.add_linear_constraint(self.start[item], low, high).only_enforce_if(served)
        return served

    def _without_venue(self, seen: Sequence[int]) -> None:
        """Items of no known place need no way, but their time."""
        for number, one in enumerate(seen):
            for other in seen[number + 1 :]:
                if not (self.board.has_venue[one] and self.board.has_venue[other]):
                    self._apart(one, other, self.board.lags[one][other], self.board.lags[other][one])

    def _clashes(self) -> None:
        for one in self.items:
            for other, before, after in self.board.clashes[one]:
                if other in self.start and one < other:
                    self._apart(one, other, after, before)
                elif other in self.others:
                    continue  # on another day; that it must come before or after is told by `_pairs`

    def _apart(self, one: int, other: int, lag: int, back: int) -> None:
        """One way round or the other, or on different days, or not both."""
        cp, board = self.cp, self.board
        if not any(day in board.starts[one] and day in board.starts[other] for day in self.days):
            return
        ways = [self.is_in[one].negated(), self.is_in[other].negated()]
        for first, second, distance in ((one, other, lag), (other, one, back)):
            # In an order that is impossible on one day, the second comes on a later day.
            way_round = cp.new_bool_var("")
            ways.append(way_round)
            if distance < NEVER:
                cp.add(self.start[second] >= self.start[first] + distance).only_enforce_if(way_round)
            else:
                self._on_a_later_day(first, second, way_round)
        cp.add_bool_or(ways)

    def _on_a_later_day(self, first: int, second: int, way_round: Truth) -> None:
        for day in self.days:
            later = [self.is_on[second, other] for other in self.days if other > day and (second, other) in self.is_on]
            if (first, day) in self.is_on:
                self.cp.add_bool_or([self.is_on[first, day].negated(), way_round.negated(), *later])

    def _interpreters(self) -> None:
        for limit, share in self.board.shares:
            for day in self.days:
                today = [(item, self.is_on[item, day]) for item in self.items if (item, day) in self.is_on]
                if sum(share.get(item, 0) for item, _ in today) > limit:
                    self.cp.add(sum(share.get(item, 0) * on for item, on in today) <= limit)

    def _pairs(self) -> None:
        for before, after in self.board.order:
            self._in_order(before, after)
        for one, other in self.board.together:
            for day in self.days:
                for this, that in ((one, other), (other, one)):
                    if (this, day) in self.is_on:
                        self._with(that, day, self.is_on[this, day])

    def _in_order(self, before: int, after: int) -> None:
        """That the first ends before the second starts is told by their clash; here, that its day is not later."""
        settled = {item: self.others[item] // self.board.slots for item in (before, after) if item in self.others}
        for day in self.days:
            first, second = self.is_on.get((before, day)), self.is_on.get((after, day))
            if first is not None and settled.get(after, day) < day:
                self.cp.add(first == 0)
            if second is not None and settled.get(before, day) > day:
                self.cp.add(second == 0)
            for later in self.days:
                if second is not None and later > day and (before, later) in self.is_on:
                    self.cp.add_bool_or(~second, ~self.is_on[before, later])

    def _with(self, other: int, day: int, is_there: Truth) -> None:
        if other in self.others and self.others[other] // self.board.slots != day:
            self.cp.add(is_there == 0)
        elif other in self.start:
            on = self.is_on.get((other, day))
            away = self.is_in[other].negated()
            self.cp.add_bool_or([is_there.negated(), away, *([] if on is None else [on])])

    def _missing(self) -> Expression:
        board = self.board
        left = sum(item not in self.start and item not in self.others for item in board.obligatory)
        return left + sum(1 - self.is_in[item] for item in self.items if item in board.obligatory)

    def _wishes(self) -> Expression:
        board = self.board
        total: Expression = sum(
            board.wish_of(item, self.others.get(item)) for item in range(len(board.items)) if item not in self.start
        )
        for item in self.items:
            weight, wanted = board.wishes.get(item, (0, {}))
            if item not in board.obligatory:
                total += OPTIONAL - OPTIONAL * self.is_in[item]
            if weight:
                met = self.cp.new_bool_var("")
                self.cp.add_implication(met, self.is_in[item])
                stretches = [stretch for day in self.days for stretch in wanted.get(day, ())]
                self._must_lie(item, stretches, met)
                unmet = self.is_in[item] - met if item in board.obligatory else 1 - met
                total += weight * unmet
        return total

    def _must_lie(self, item: int, stretches: Iterable[tuple[int, int]], if_true: Truth) -> None:
        found = list(stretches)
        if found:
            self.cp.add_linear_expression_in_domain(self.start[item], _domain(found)).only_enforce_if(if_true)
        else:
            self.cp.add(if_true == 0)

    def _driving(self) -> Expression:
        settled = self.board.driving_of(dict(self.others))
        return settled + sum(minutes * follows for minutes, follows in self.driven)

    def _unevenness(self) -> Expression:
        board, cp = self.board, self.cp
        if not board.even:
            return 0
        total = sum(board.loads)
        fullest, emptiest = cp.new_int_var(0, total, ""), cp.new_int_var(0, total, "")
        for day in board.even:
            load: Expression = sum(
                board.loads[item] for item, slot in self.others.items() if slot // board.slots == day
            )
            load += sum(board.loads[item] * self.is_on[item, day] for item in self.items if (item, day) in self.is_on)
            cp.add(fullest >= load)
            cp.add(emptiest <= load)
        uneven = cp.new_int_var(0, total // EVEN + 1, "")
        cp.add(EVEN * uneven >= fullest - emptiest - EVEN + 1)
        return uneven

    def _change(self) -> Expression:
        board, cp = self.board, self.cp
        total: Expression = sum(
            board.change_of(item, self.others.get(item)) for item in board.announced if item not in self.start
        )
        for item in self.items:
            if item in board.announced:
                same, slot = cp.new_bool_var(""), board.announced[item]
                cp.add(self.start[item] == slot).only_enforce_if(same)
                cp.add_implication(same, self.is_in[item])
                total += 2 - same - self.is_on.get((item, slot // board.slots), 0)
        return total

    def hint(self, plan: Plan) -> None:
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for item in self.items:
            self.cp.add_hint(self.is_in[item], item in plan)
            if item in plan:
                self.cp.add_hint(self.start[item], plan[item])
            for day in self.days:
                if (item, day) in self.is_on:
                    self.cp.add_hint(self.is_on[item, day], item in plan and plan[item] // self.board.slots == day)

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        found = {item: int(solver.value(self.start[item])) for item in self.items if solver.value(self.is_in[item])}
        return {**self.others, **found}

    def at_most(self, level: int, value: int) -> None:
        self.cp.add(self.levels[level] <= value)

    def weighted(self, cost: Cost) -> Expression:
        """All figures in one number, so that the first that differs decides; `cost` is that of a plan already known."""
        weight = 1
        total: Expression = 0
        for level, most in zip(reversed(self.levels), reversed(self._most(cost)), strict=True):
            total += weight * level
            weight *= most + 1
        return total

    def unweighted(self, cost: Cost, total: float) -> Cost:
        """The figures that a bound of the weighted number stands for."""
        rest, figures = max(ceil(total - 1e-6), 0), []
        for most in reversed(self._most(cost)):
            rest, figure = divmod(rest, most + 1)
            figures.append(figure)
        return Cost(*reversed(figures))

    def _most(self, cost: Cost) -> list[int]:
        """No figure can be larger in a plan worth having: what is changed, what is uneven, the longest ways."""
        longest = sum(max((way for way in self.board.ways[item]), default=0) for item in self.items)
        drives = self.board.driving_of(dict(self.others)) + longest * len(self.board.tracks)
        wishes = sum(weight + OPTIONAL for weight, _ in self.board.wishes.values()) + OPTIONAL * len(self.board.items)
        return [
            len(self.board.items),
            wishes,
            max(drives, cost.driving),
            sum(self.board.loads) // EVEN + 1,
            2 * len(self.board.announced),
        ]


def _domain(stretches: Iterable[tuple[int, int]]) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([list(stretch) for stretch in stretches])
