"""Rules on languages and interpreters. Transfers, free time and meals need none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hospitium.algorithms.timetable.layout import Layout, head_count, keys, overlaps
from hospitium.algorithms.timetable.problem import Interpreter, Item, Kind, Mode, Programme
from hospitium.algorithms.timetable.rules.hit import Hit
from hospitium.algorithms.timetable.rules.places import elsewhere

WITHOUT = frozenset({Kind.TRANSFER, Kind.FREE, Kind.MEAL})


def consecutive_not_counted(layout: Layout) -> Iterator[Hit]:
    """What is interpreted consecutively is said twice, and the item is too short for that."""
    for item in layout.items:
        if item.mode is Mode.CONSECUTIVE and item.speech is not None and item.minutes < 2 * item.speech:
            yield Hit((item.key,), {"speech": item.speech, "minutes": item.minutes, "needed": 2 * item.speech})


def interpreter_overload(layout: Layout) -> Iterator[Hit]:
    """An interpreter works longer in a day than was agreed, or than the office allows."""
    for key, placed in layout.interpreters.items():
        agreed = _limit(layout.programme, key)
        for day, run in groupby(placed, key=lambda one: one.starts.date()):
            items = list(run)
            work = sum(working_minutes(one.item) for one in items)
            if work > agreed:
                yield Hit(keys(items), {"interpreter": key, "minutes": work, "limit": agreed, "day": day}, (key,))


def interpreter_twice(layout: Layout) -> Iterator[Hit]:
    """An interpreter in two items at once, or in one and elsewhere."""
    for key, placed in layout.interpreters.items():
        for one, other in overlaps(placed):
            yield Hit(keys((one, other)), {"interpreter": key}, (key,))
        known = layout.programme.interpreters.get(key)
        for one, begins, ends, what in elsewhere(placed, known.busy if known else ()):
            facts = {"interpreter": key, "from": begins, "until": ends, "elsewhere": what}
            yield Hit(keys((one,)), facts, (key, what))


def pair_missing(layout: Layout) -> Iterator[Hit]:
    """The interpreters who are booked do not cover the way from the speaker to the guests, or the way back."""
    for item in _interpreted(layout):
        if missing := _missing_pairs(layout.programme, item):
            yield Hit((item.key,), {"missing": missing, "interpreters": tuple(sorted(item.interpreters))})


def mode_missing(layout: Layout) -> Iterator[Hit]:
    """Interpreting is planned, but nobody is booked; or somebody is, but the mode is not said or not offered.

    The fact `why` is nobody_booked, mode_not_said or not_offered.
    """
    for item in _interpreted(layout):
        if item.mode is Mode.NONE:
            why, concerned = "mode_not_said", sorted(item.interpreters)
        elif not item.interpreters:
            why, concerned = "nobody_booked", []
        else:
            why, concerned = "not_offered", _without_mode(layout.programme, item)
            if not concerned:
                continue
        yield Hit((item.key,), {"why": why, "mode": item.mode, "interpreters": tuple(concerned)})


def second_interpreter_missing(layout: Layout) -> Iterator[Hit]:
    """Simultaneous interpreting for longer than one person can do it, and only one is booked."""
    limit = layout.programme.limits.alone_at_simultaneous
    for item in layout.items:
        if item.mode is Mode.SIMULTANEOUS and len(item.interpreters) == 1 and item.minutes > limit:
            yield Hit((item.key,), {"minutes": item.minutes, "limit": limit, "interpreters": tuple(item.interpreters)})


def whispered_too_many(layout: Layout) -> Iterator[Hit]:
    """Whispering reaches only a few."""
    limit = layout.programme.limits.whispered_to
    for item in layout.items:
        persons = head_count(layout.programme, item)
        if item.mode is Mode.WHISPERED and persons is not None and persons > limit:
            yield Hit((item.key,), {"persons": persons, "limit": limit})


def no_common_language(layout: Layout) -> Iterator[Hit]:
    """Nobody interprets, and the guests do not understand the language of the item."""
    programme = layout.programme
    for item in layout.items:
        if item.kind in WITHOUT or item.interpreters or item.mode is not Mode.NONE:
            continue
        if programme.guest_languages and not _is_understood(programme, item):
            facts = {"language": _language(programme, item), "guests": tuple(sorted(programme.guest_languages))}
            yield Hit((item.key,), facts)


def working_minutes(item: Item) -> int:
    """What an item counts in an interpreter's day: consecutive interpreting counts the speech twice."""
    if item.mode is not Mode.CONSECUTIVE:
        return item.minutes
    return 2 * item.minutes if item.speech is None else max(item.minutes, 2 * item.speech)


def _limit(programme: Programme, key: str) -> int:
    known = programme.interpreters.get(key)
    agreed = known.minutes_a_day if known else None
    return programme.limits.interpreter_day if agreed is None else agreed


def _language(programme: Programme, item: Item) -> str:
    return item.language or programme.host_language


def _is_understood(programme: Programme, item: Item) -> bool:
    """Whether the guests understand the item; where its language is not noted, a speaker who knows theirs will do."""
    if _language(programme, item) in programme.guest_languages:
        return True
    if item.language is not None:
        return False
    speakers = [programme.people[key] for key in item.people if key in programme.people]
    return any(one.languages & programme.guest_languages for one in speakers)


def _interpreted(layout: Layout) -> Iterator[Item]:
    """Items that are to be interpreted, as far as the guests need it."""
    programme = layout.programme
    for item in layout.items:
        if item.kind in WITHOUT or not (item.interpreters or item.mode is not Mode.NONE):
            continue
        if not _is_understood(programme, item):
            yield item


def _known(programme: Programme, item: Item) -> list[Interpreter]:
    return [programme.interpreters[key] for key in sorted(item.interpreters) if key in programme.interpreters]


def _missing_pairs(programme: Programme, item: Item) -> tuple[tuple[str, str], ...]:
    """The directions that are missing with the guests' language for which fewest are; () when too little is known."""
    known = _known(programme, item)
    if len(known) < len(item.interpreters) or not known or not all(one.pairs for one in known):
        return ()
    covered = {pair for one in known for pair in one.pairs}
    spoken = _language(programme, item)
    choices = [
        tuple(pair for pair in ((spoken, guest), (guest, spoken)) if pair not in covered)
        for guest in sorted(programme.guest_languages)
    ]
    return min(choices, key=len, default=())


def _without_mode(programme: Programme, item: Item) -> list[str]:
    return [one.key for one in _known(programme, item) if one.modes and item.mode not in one.modes]
