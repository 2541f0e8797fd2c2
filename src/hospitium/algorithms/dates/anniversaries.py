"""Jubilees of a partnership, and how many months lie between two days."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from hospitium.algorithms.dates.partial import LAST_YEAR, PartialDate


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The day on which something is `years` old; `is_big` for 25, 50, 75, 100 …"""

    years: int
    on: PartialDate
    is_big: bool


def anniversaries(*, since: PartialDate, not_before: date, not_after: date, every: int = 5) -> tuple[Anniversary, ...]:
    """Every jubilee between the two days, both included, oldest first.

    A date without a day or month gives a jubilee without one; it counts until its last possible day.
    29 February is celebrated on the 28th in ordinary years, so that it stays in its month.
    """
    if every < 1:
        raise ValueError("every must be at least one year")
    last_year = min(not_after.year, LAST_YEAR)
    missed = max(0, not_before.year - since.year - 1)
    first_age = max(every, missed // every * every)
    found = (_anniversary(since, years) for years in range(first_age, last_year - since.year + 1, every))
    return tuple(one for one in found if one.on.last >= not_before and one.on.first <= not_after)


def next_anniversary(*, since: PartialDate, not_before: date, every: int = 5) -> Anniversary | None:
    """The first jubilee on or after the day; None once the year 2999 is passed."""
    horizon = date(min(max(not_before.year, since.year) + every + 1, LAST_YEAR), 12, 31)
    found = anniversaries(since=since, not_before=not_before, not_after=horizon, every=every)
    return found[0] if found else None


def months_between(*, earlier: date, later: date) -> int:
    """Full months from one day to the other; negative when `later` lies before `earlier`."""
    if later < earlier:
        return -months_between(earlier=later, later=earlier)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def months_range(*, earlier: PartialDate, later: PartialDate) -> tuple[int, int]:
    """The least and the most months that may lie between two dates that are not fully known."""
    return (
        months_between(earlier=earlier.last, later=later.first),
        months_between(earlier=earlier.first, later=later.last),
    )


def _anniversary(since: PartialDate, years: int) -> Anniversary:
    year = since.year + years
    day = since.day
    if (since.month, day) == (2, 29) and not isleap(year):
        day = 28
    return Anniversary(years=years, on=PartialDate(year, since.month, day), is_big=years % 25 == 0)
