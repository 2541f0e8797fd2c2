"""A programme sorted once by time, day, group, person and venue, so that each rule reads only what concerns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, groupby, pairwise

from hospitium.algorithms.timetable.problem import EVERYBODY, Item, Kind, Programme, TimetableError

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item that has its time."""

    item: Item
    starts: datetime
    ends: datetime

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def sorting(self) -> tuple[datetime, datetime, str]:
        return self.starts, self.ends, self.item.key


@dataclass(frozen=True, slots=True)
class Leg:
    """Two items of a group that follow each other at different venues, with the transfers between them."""

    before: Placed
    after: Placed
    transfers: tuple[Placed, ...]
    groups: tuple[str, ...]

    @property
    def items(self) -> tuple[str, ...]:
        return keys((self.before, *self.transfers, self.after))

    @property
    def venues(self) -> tuple[str, str]:
        return self.before.item.venue or "", self.after.item.venue or ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the groups in it see it; groups with the same items share it."""

    day: date
    groups: tuple[str, ...]
    items: tuple[Placed, ...]

    @property
    def ends(self) -> datetime:
        return max(one.ends for one in self.items)


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything is in the order of time; of items with the same time, in the order of their keys."""

    programme: Programme
    items: tuple[Item, ...]
    placed: tuple[Placed, ...]
    days: tuple[Day, ...]
    legs: tuple[Leg, ...]
    people: Mapping[str, Sequence[Placed]]
    interpreters: Mapping[str, Sequence[Placed]]
    venues: Mapping[str, Sequence[Placed]]


def lay_out(programme: Programme) -> Layout:
    """TimetableError `duplicate` when two items have one key, `negative` when one lasts less than no time."""
    items = tuple(sorted(programme.items, key=lambda one: one.key))
    _refuse_nonsense(items)
    times = [(one, one.starts, one.ends) for one in items]
    found = [Placed(one, starts, ends) for one, starts, ends in times if starts is not None and ends is not None]
    placed = tuple(sorted(found, key=lambda one: one.sorting))
    threads = _threads(programme, placed)
    return Layout(
        programme=programme,
        items=items,
        placed=placed,
        days=_days(threads),
        legs=_legs(threads),
        people=_by((key, one) for one in placed for key in sorted(one.item.people)),
        interpreters=_by((key, one) for one in placed for key in sorted(one.item.interpreters)),
        venues=_by((one.item.venue, one) for one in placed if one.item.venue and one.item.kind is not Kind.TRANSFER),
    )


def keys(placed: Iterable[Placed]) -> tuple[str, ...]:
    return tuple(one.item.key for one in placed)


def minutes(stretch: timedelta) -> int:
    return stretch // MINUTE


def overlaps(placed: Iterable[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Pairs that run at the same time, from items in the order of time."""
    running: list[Placed] = []
    for one in placed:
        running = [earlier for earlier in running if earlier.ends > one.starts]
        # Of two that start together, one without length comes first and is over before the other begins.
        yield from ((earlier, one) for earlier in running)
        running.append(one)


def have_members_in_common(programme: Programme, one: Item, other: Item) -> bool:
    """Whether somebody may take part in both: groups are apart only where the programme says so."""
    if EVERYBODY in one.groups or EVERYBODY in other.groups or one.groups & other.groups:
        return True
    return any(frozenset({a, b}) not in programme.disjoint for a in one.groups for b in other.groups)


def head_count(programme: Programme, item: Item) -> int | None:
    """How many guests take part, at least; None when it is not known."""
    if item.persons is not None:
        return item.persons
    if EVERYBODY in item.groups:
        return programme.heads
    counts = [programme.groups[key] for key in item.groups if key in programme.groups]
    if len(counts) < len(item.groups) or not counts:
        return None
    apart = all(frozenset(pair) in programme.disjoint for pair in combinations(item.groups, 2))
    # Groups that overlap are at least as many as the largest of them.
    return sum(counts) if apart else max(counts)


def _refuse_nonsense(items: Sequence[Item]) -> None:
    for one, following in pairwise(items):
        if one.key == following.key:
            raise TimetableError("duplicate", item=one.key)
    for one in items:
        if one.minutes < 0:
            raise TimetableError("negative", item=one.key)


def _by(pairs: Iterable[tuple[str, Placed]]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def _threads(programme: Programme, placed: Sequence[Placed]) -> dict[str, list[Placed]]:
    """Group → what its members see, in the order of time; without groups there is one thread."""
    named = {*programme.groups, *(key for one in placed for key in one.item.groups)} - {EVERYBODY}
    threads: dict[str, list[Placed]] = {group: [] for group in sorted(named) or [EVERYBODY]}
    for one in placed:
        for group in threads if EVERYBODY in one.item.groups else sorted(one.item.groups):
            threads[group].append(one)
    return threads


def _days(threads: Mapping[str, Sequence[Placed]]) -> tuple[Day, ...]:
    found: dict[tuple[Placed | date, ...], Day] = {}
    for group, thread in threads.items():
        for day, run in groupby(thread, key=lambda one: one.starts.date()):
            items = tuple(run)
            known = found.get(seen := (day, *map(id, items)))
            found[seen] = Day(day, (*known.groups, group) if known else (group,), items)
    return tuple(found.values())


def _legs(threads: Mapping[str, Sequence[Placed]]) -> tuple[Leg, ...]:
    found: dict[tuple[str, ...], Leg] = {}
    for group, thread in threads.items():
        for leg in _legs_of(group, thread):
            known = found.get(leg.items)
            groups = (*known.groups, group) if known else (group,)
            found[leg.items] = Leg(leg.before, leg.after, leg.transfers, groups)
    return tuple(found.values())


def _legs_of(group: str, thread: Sequence[Placed]) -> Iterator[Leg]:
    last: Placed | None = None
    transfers: list[Placed] = []
    for one in thread:
        if one.item.kind is Kind.TRANSFER:
            transfers.append(one)
        if one.item.kind is Kind.TRANSFER or (one.item.kind is Kind.FREE and one.item.venue is None):
            continue  # neither says where the group is; its time is there for the way
        if last is not None and _is_leg(last, one):
            yield Leg(last, one, tuple(transfers), (group,))
        if last is None or one.ends >= last.ends:
            last, transfers = one, []


def _is_leg(before: Placed, after: Placed) -> bool:
    """An item without a venue may be anywhere: no way is asked to it or from it."""
    here, there = before.item.venue, after.item.venue
    return here is not None and there is not None and here != there and before.ends <= after.starts
