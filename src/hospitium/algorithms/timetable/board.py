"""The demand as a board of whole numbers: which item may start in which slot, and how far apart two must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hospitium.algorithms.timetable.claims import (
    DAY,
    LUNCH,
    is_pinned,
    minute_of,
    minutes,
    placed_items,
    starts_on,
)
from hospitium.algorithms.timetable.layout import have_members_in_common, head_count
from hospitium.algorithms.timetable.problem import EVERYBODY, Item, Kind, Programme
from hospitium.algorithms.timetable.proposal import PARTS, Claim, Cost, Day, Demand, Wish
from hospitium.algorithms.timetable.rules.interpreting import working_minutes
from hospitium.algorithms.timetable.ways import way

NEVER = 10**6  # slots: two items in this order are impossible on one day
OPTIONAL = 10  # what leaving an optional item out counts among the wishes
EVEN = 30  # minutes: days that differ by less are even
Stretch = tuple[int, int]
Plan = dict[int, int]  # item → slot, counted from the first midnight; what is left out is not in it


@dataclass(frozen=True, slots=True)
class Lunch:
    """In slots of a day: the first and the last at which the break may begin, how long it is, when the window ends."""

    first: int
    last: int
    length: int


@dataclass(frozen=True, slots=True)
class Board:
    """Items and days are numbers here; day `d` begins at slot `d * slots`.

    `starts[i][d]`: the stretches of slots in which item i may start. `lags[i][j]`: the least distance of their starts
    if j follows i for a group. `tracks`: the items of each group. `clashes[j]`: (k, k before j, j before k) for items
    that cannot overlap though no group sees both. `shares`: for each interpreter the minutes of a day and of each item.
    """

    demand: Demand
    items: tuple[Item, ...]
    days: tuple[Day, ...]
    slots: int
    lengths: tuple[int, ...]
    starts: tuple[Mapping[int, tuple[Stretch, ...]], ...]
    lags: tuple[tuple[int, ...], ...]
    ways: tuple[tuple[int, ...], ...]
    has_venue: tuple[bool, ...]
    tracks: tuple[tuple[int, ...], ...]
    tracks_of: tuple[tuple[int, ...], ...]
    clashes: tuple[tuple[tuple[int, int, int], ...], ...]
    shares: tuple[tuple[int, Mapping[int, int]], ...]
    order: tuple[tuple[int, int], ...]
    together: tuple[tuple[int, int], ...]
    wishes: Mapping[int, tuple[int, Mapping[int, tuple[Stretch, ...]]]]
    announced: Mapping[int, int]
    pinned: frozenset[int]
    obligatory: frozenset[int]
    meals: frozenset[int]
    even: tuple[int, ...]
    loads: tuple[int, ...]
    lunch: Lunch | None

    def day_of(self, slot: int) -> int:
        return slot // self.slots

    def moment(self, item: int, slot: int) -> datetime:
        one = self.items[item]
        if item in self.pinned and one.starts is not None:
            return one.starts
        day, rest = divmod(slot, self.slots)
        return datetime.combine(self.days[day].date, time()) + timedelta(minutes=rest * self.demand.grain)

    def cost(self, plan: Plan) -> Cost:
        return Cost(
            missing=len(self.obligatory - plan.keys()),
            wishes=self.wishes_of(plan),
            driving=self.driving_of(plan),
            unevenness=self.unevenness_of(plan),
            change=sum(self.change_of(item, plan.get(item)) for item in self.announced),
        )

    def wishes_of(self, plan: Plan) -> int:
        return sum(self.wish_of(item, plan.get(item)) for item in range(len(self.items)))

    def wish_of(self, item: int, slot: int | None) -> int:
        weight, wanted = self.wishes.get(item, (0, {}))
        if slot is None:
            return 0 if item in self.obligatory else OPTIONAL + weight
        day = slot // self.slots
        return 0 if not weight or any(low <= slot <= high for low, high in wanted.get(day, ())) else weight

    def change_of(self, item: int, slot: int | None) -> int:
        if slot is None or slot // self.slots != self.announced[item] // self.slots:
            return 2
        return int(slot != self.announced[item])

    def driving_of(self, plan: Plan) -> int:
        total = 0
        for track in self.tracks:
            here = sorted((plan[item], item) for item in track if item in plan and self.has_venue[item])
            for (slot, item), (after, following) in pairwise(here):
                if slot // self.slots == after // self.slots:
                    total += self.ways[item][following]
        return total

    def unevenness_of(self, plan: Plan) -> int:
        loads = dict.fromkeys(self.even, 0)
        for item, slot in plan.items():
            day = slot // self.slots
            if day in loads:
                loads[day] += self.loads[item]
        return unevenness(loads.values())


def unevenness(loads: Iterable[int]) -> int:
    known = list(loads)
    return (max(known) - min(known)) // EVEN if known else 0


def board_of(demand: Demand, without: frozenset[Claim] = frozenset(), only: frozenset[str] | None = None) -> Board:
    """`without` some demands, or with `only` some of the items: for finding out what contradicts what."""
    items = tuple(item for item in placed_items(demand) if only is None or item.key in only)
    days = tuple(sorted(demand.days, key=lambda day: day.date))
    number = {item.key: index for index, item in enumerate(items)}
    pinned = frozenset(
        index for index, item in enumerate(items) if is_pinned(item) and Claim("fixed", (item.key,)) not in without
    )
    rests = [_rest(item, demand.grain) if index in pinned else 0 for index, item in enumerate(items)]
    lags, ways = _distances(demand, items, rests)
    tracks = _tracks(items, demand.programme)
    order = _pairs(demand.order, number, "order", without)
    return Board(
        demand=demand,
        items=items,
        days=days,
        slots=DAY // demand.grain,
        lengths=tuple(_up(rest + item.minutes, demand.grain) for item, rest in zip(items, rests, strict=True)),
        starts=tuple(_starts(demand, item, days, without, index in pinned) for index, item in enumerate(items)),
        lags=tuple(tuple(row) for row in lags),
        ways=ways,
        has_venue=tuple(item.venue is not None for item in items),
        tracks=tracks,
        tracks_of=tuple(tuple(t for t, track in enumerate(tracks) if i in track) for i in range(len(items))),
        clashes=_clashes(demand, items, lags, rests, tracks, order),
        shares=_shares(demand, items, without),
        order=order,
        together=_pairs(demand.together, number, "together", without),
        wishes={number[key]: _wish(demand, wish, days) for key, wish in demand.wishes.items() if key in number},
        announced=_announced(demand, number, days),
        pinned=pinned,
        obligatory=frozenset(
            i
            for i, item in enumerate(items)
            if (item.is_obligatory or is_pinned(item)) and Claim("obligatory", (item.key,)) not in without
        ),
        meals=frozenset(i for i, item in enumerate(items) if item.kind in (Kind.MEAL, Kind.FREE)),
        even=_even(days),
        loads=tuple(0 if item.kind is Kind.FREE else item.minutes for item in items),
        lunch=None if LUNCH in without or "no_lunch" in demand.programme.limits.off else _lunch(demand),
    )


def _up(minutes_long: int, grain: int) -> int:
    return -(-minutes_long // grain)


def _rest(item: Item, grain: int) -> int:
    assert item.starts is not None
    return (item.starts.hour * 60 + item.starts.minute) % grain


def _starts(
    demand: Demand, item: Item, days: Sequence[Day], without: frozenset[Claim], is_pinned_here: bool
) -> dict[int, tuple[Stretch, ...]]:
    grain, found = demand.grain, {}
    for number, day in enumerate(days):
        first = number * (DAY // grain)
        stretches = [
            (first + (low // grain if is_pinned_here else _up(low, grain)), first + high // grain)
            for low, high in starts_on(demand, item, day, without)
        ]
        if kept := tuple(stretch for stretch in stretches if stretch[0] <= stretch[1]):
            found[number] = kept
    return found


def _distances(
    demand: Demand, items: Sequence[Item], rests: Sequence[int]
) -> tuple[list[list[int]], tuple[tuple[int, ...], ...]]:
    """Slots between the starts of two items of one group, and the minutes of the way between them."""
    venues = sorted({item.venue for item in items if item.venue is not None})
    known = {(a, b): way(demand.programme, a, b) for a in venues for b in venues if a != b}
    buffer = demand.programme.limits.buffer
    lags, ways = [], []
    for one, rest in zip(items, rests, strict=True):
        row = [known.get((one.venue or "", other.venue or "")) for other in items]
        ways.append(tuple(between or 0 for between in row))
        lags.append(
            [
                _up(rest + one.minutes + (0 if between is None else between + buffer) - other_rest, demand.grain)
                for between, other_rest in zip(row, rests, strict=True)
            ]
        )
    return lags, tuple(ways)


def _tracks(items: Sequence[Item], programme: Programme) -> tuple[tuple[int, ...], ...]:
    """What the members of each group go through."""
    named = {*programme.groups, *(group for item in items for group in item.groups)} - {EVERYBODY}
    found = {
        tuple(index for index, item in enumerate(items) if item.groups & {group, EVERYBODY})
        for group in named or {EVERYBODY}
    }
    return tuple(sorted(track for track in found if track))


def _clashes(
    demand: Demand,
    items: Sequence[Item],
    lags: Sequence[Sequence[int]],
    rests: Sequence[int],
    tracks: Sequence[tuple[int, ...]],
    order: Sequence[tuple[int, int]],
) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    seen_together = [{other for track in tracks if index in track for other in track} for index in range(len(items))]
    ordered = set(order)
    found: list[list[tuple[int, int, int]]] = [[] for _ in items]
    for one in range(len(items)):
        for other in range(one + 1, len(items)):
            apart = _apart(demand, items, lags, rests, (one, other), seen_together)
            if (one, other) in ordered or (other, one) in ordered:
                plain = _plain(demand, items, rests, one, other) if apart is None else apart
                apart = (plain[0], NEVER) if (one, other) in ordered else (NEVER, plain[1])
            if apart is not None:
                found[other].append((one, apart[0], apart[1]))
                found[one].append((other, apart[1], apart[0]))
    return tuple(tuple(row) for row in found)


def _apart(
    demand: Demand,
    items: Sequence[Item],
    lags: Sequence[Sequence[int]],
    rests: Sequence[int],
    pair: tuple[int, int],
    seen_together: Sequence[set[int]],
) -> tuple[int, int] | None:
    """Slots from the first to the second and from the second to the first, if they must not overlap."""
    one, other = pair
    if other in seen_together[one]:
        return None
    first, second = items[one], items[other]
    if have_members_in_common(demand.programme, first, second):
        return lags[one][other], lags[other][one]
    if first.people & second.people or first.interpreters & second.interpreters:
        return _plain(demand, items, rests, one, other)
    venue = demand.programme.venues.get(first.venue or "")
    if venue is not None and venue.capacity is not None and first.venue == second.venue:
        counts = [head_count(demand.programme, item) or 0 for item in (first, second)]
        if sum(counts) > venue.capacity:
            return _plain(demand, items, rests, one, other)
    return None


def _plain(demand: Demand, items: Sequence[Item], rests: Sequence[int], one: int, other: int) -> tuple[int, int]:
    return (
        _up(rests[one] + items[one].minutes - rests[other], demand.grain),
        _up(rests[other] + items[other].minutes - rests[one], demand.grain),
    )


def _shares(
    demand: Demand, items: Sequence[Item], without: frozenset[Claim]
) -> tuple[tuple[int, Mapping[int, int]], ...]:
    found = []
    for key, interpreter in sorted(demand.programme.interpreters.items()):
        share = {index: working_minutes(item) for index, item in enumerate(items) if key in item.interpreters}
        limit = interpreter.minutes_a_day
        limit = demand.programme.limits.interpreter_day if limit is None else limit
        claim = Claim("interpreter_day", tuple(item.key for item in placed_items(demand) if key in item.interpreters))
        if sum(share.values()) > limit and claim not in without:
            found.append((limit, share))
    return tuple(found)


def _pairs(
    pairs: Sequence[tuple[str, str]], number: Mapping[str, int], code: str, without: frozenset[Claim]
) -> tuple[tuple[int, int], ...]:
    return tuple(
        (number[a], number[b])
        for a, b in dict.fromkeys(pairs)
        if a in number and b in number and Claim(code, (a, b)) not in without
    )


def _wish(demand: Demand, wish: Wish, days: Sequence[Day]) -> tuple[int, dict[int, tuple[Stretch, ...]]]:
    slots = DAY // demand.grain
    low, high = (0, slots - 1) if wish.part is None else tuple(minutes(at) // demand.grain for at in PARTS[wish.part])
    low = low if wish.part is None else _up(minutes(PARTS[wish.part][0]), demand.grain)
    found: dict[int, tuple[Stretch, ...]] = {}
    for number, day in enumerate(days):
        if wish.day in (None, day.date):
            found[number] = ((number * slots + low, number * slots + high),)
    return wish.weight, found


def _announced(demand: Demand, number: Mapping[str, int], days: Sequence[Day]) -> dict[int, int]:
    """What was announced for a day that is not among these does not count: it changes in every plan."""
    known: dict[date, int] = {day.date: index for index, day in enumerate(days)}
    found = {}
    for key, moment in demand.announced.items():
        if key in number and moment.date() in known:
            index = known[moment.date()]
            found[number[key]] = index * (DAY // demand.grain) + minute_of(moment, days[index]) // demand.grain
    return found


def _even(days: Sequence[Day]) -> tuple[int, ...]:
    """Days that count for evenness: those of arrival and departure are short, and need not be as full."""
    lengths = [minutes(day.closes) - minutes(day.opens) for day in days]
    return tuple(number for number, length in enumerate(lengths) if 4 * length >= 3 * max(lengths))


def _lunch(demand: Demand) -> Lunch:
    limits, grain = demand.programme.limits, demand.grain
    length = _up(limits.lunch_length, grain)
    return Lunch(_up(minutes(limits.lunch_from), grain), minutes(limits.lunch_until) // grain - length, length)
