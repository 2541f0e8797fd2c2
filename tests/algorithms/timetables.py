"""Small programmes for the tests of the check."""

from datetime import date, datetime, time

from hospitium.algorithms.timetable import (
    Item,
    Kind,
    Programme,
    check,
)

MONDAY = date(2026, 8, 3)
FRIDAY = date(2026, 8, 7)
A, B = frozenset({"a"}), frozenset({"b"})


def at(hour, minute=0, day=MONDAY):
    return datetime.combine(day, time(hour, minute))


def item(key, starts=None, minutes=60, kind=Kind.LECTURE, **details):
    return Item(key=key, kind=kind, minutes=minutes, starts=starts, **details)


def programme(*items, **details):
    """Nothing is wrong with it as long as the items are all right; today is long before."""
    known = {"today": date(2026, 6, 1), "names_known": True, "diets_known": True, "heads": 13}
    return Programme(items=items, **(known | details))


def venues(*found):
    return {one.key: one for one in found}


def every(code, plan):
    """The findings with one code: (items, facts without the groups)."""
    return [
        (one.items, {name: value for name, value in one.facts.items() if name != "groups"})
        for one in check(plan)
        if one.code == code
    ]


def items_of(code, plan):
    return [items for items, _ in every(code, plan)]
