"""Rules on what must be ready before: lists, diets, answers, holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from hospitium.algorithms.timetable.layout import Layout, keys
from hospitium.algorithms.timetable.problem import Answer, Kind
from hospitium.algorithms.timetable.rules.hit import Hit

AT_WORK = frozenset({Kind.LECTURE, Kind.STATION, Kind.DISCUSSION, Kind.PRESS})
WITH_HOSTS = AT_WORK | {Kind.RECEPTION}


def holiday_host(layout: Layout) -> Iterator[Hit]:
    """Lectures, stations, discussions, receptions or press on a public holiday of the host."""
    return _holidays(layout, "host", WITH_HOSTS)


def holiday_guest(layout: Layout) -> Iterator[Hit]:
    """Lectures, stations, discussions or press on a public holiday of the guests."""
    return _holidays(layout, "guest", AT_WORK)


def names_due(layout: Layout) -> Iterator[Hit]:
    """A venue wants the names of the guests by a day that is here, or earlier than the guests promised them."""
    programme = layout.programme
    if programme.names_known:
        return
    for one in layout.placed:
        venue = programme.venues.get(one.item.venue or "")
        if venue is None or venue.names_due is None or one.day < programme.today:
            continue
        due, expected = one.day - timedelta(days=venue.names_due), programme.names_expected
        if due <= programme.today or (expected is not None and due < expected):
            yield Hit(keys((one,)), {"due": due, "venue": venue.key, "expected": expected})


def diets_unknown(layout: Layout) -> Iterator[Hit]:
    """A meal is near, and nobody knows who eats what."""
    programme = layout.programme
    for one in layout.placed:
        days = (one.day - programme.today).days
        if one.item.kind is Kind.MEAL and not programme.diets_known and 0 <= days <= programme.limits.diets_days:
            yield Hit(keys((one,)), {"day": one.day, "days": days, "limit": programme.limits.diets_days})


def unconfirmed(layout: Layout) -> Iterator[Hit]:
    """An item is near, and the speaker or host has not said yes."""
    programme = layout.programme
    for one in layout.placed:
        days = (one.day - programme.today).days
        is_open = one.item.answer in (Answer.OPEN, Answer.ASKED)
        if is_open and 0 <= days <= programme.limits.unconfirmed_days:
            facts = {"answer": one.item.answer, "day": one.day, "days": days}
            yield Hit(keys((one,)), facts | {"limit": programme.limits.unconfirmed_days})


def declined(layout: Layout) -> Iterator[Hit]:
    """The speaker or host has said no, and nobody stands in."""
    for item in layout.items:
        if item.answer is Answer.DECLINED:
            yield Hit((item.key,), {"people": tuple(sorted(item.people))})


def _holidays(layout: Layout, whose: str, kinds: frozenset[Kind]) -> Iterator[Hit]:
    for day, run in groupby(layout.placed, key=lambda one: one.starts.date()):
        concerned = [one for one in run if one.item.kind in kinds]
        if concerned and (day, whose) in layout.programme.holidays:
            yield Hit(keys(concerned), {"day": day})
