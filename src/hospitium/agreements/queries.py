"""When notice or renewal of an instrument is due, and what expires."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hospitium.agreements.models import Instrument, InstrumentQuerySet, Status
from hospitium.algorithms.dates.partial import LAST_YEAR


@dataclass(frozen=True)
class Deadline:
    """A day by which something has to be decided about an instrument; `code` is notice, renewal or expiry."""

    day: date
    code: str
    instrument: Instrument


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def term_ends(instrument: Instrument) -> Iterator[date]:
    """The end of each term, the first one first; an instrument that is not renewed tacitly has one."""
    end = instrument.valid_until
    if end is None:
        return
    yield end
    months = instrument.renewal_months if instrument.is_tacitly_renewed else None
    # The first end is the one that counts: a term that ended on the 31st ends on the 31st again where there is one.
    turns = 1
    while months and end.year + turns * months // 12 < LAST_YEAR:
        yield add_months(end, turns * months)
        turns += 1


def term_end(instrument: Instrument, after: date) -> date | None:
    """The end of the running term: of a tacitly renewed instrument the next end from `after` on."""
    if not instrument.is_tacitly_renewed:
        return instrument.valid_until
    return next((end for end in term_ends(instrument) if end >= after), instrument.valid_until)


def deadline_of(instrument: Instrument, today: date) -> Deadline | None:
    """What has to be decided next: notice before a tacit renewal, else renewal before the end."""
    if instrument.status != Status.SIGNED:
        return None
    months = (instrument.notice_months or 0) if instrument.is_tacitly_renewed else 0
    # The notice for the running term may have passed already; then the one for the next term is what can be decided.
    days = (add_months(end, -months) for end in term_ends(instrument))
    day = next((day for day in days if day >= today), None)
    if day is None:
        return None
    if months:
        return Deadline(day, "notice", instrument)
    return Deadline(day, "renewal" if instrument.is_tacitly_renewed else "expiry", instrument)


def deadlines(
    instruments: InstrumentQuerySet | Iterable[Instrument], *, today: date, within_days: int
) -> list[Deadline]:
    """What is due within this many days, the nearest first."""
    until = today + timedelta(days=within_days)
    found = [deadline_of(instrument, today) for instrument in instruments]
    return sorted(
        (deadline for deadline in found if deadline and deadline.day <= until),
        key=lambda deadline: (deadline.day, deadline.instrument.pk),
    )


def chain_of(instrument: Instrument, among: Iterable[Instrument]) -> list[Instrument]:
    """The instruments that led to this one, the eldest first, this one, and those that followed on it.

    `among` are the instruments that may be shown; the chain ends where the next link is not one of them.
    """
    shown = {other.pk: other for other in among}
    before: list[Instrument] = []
    link = shown.get(instrument.predecessor_id or 0)
    while link is not None and link not in before and link != instrument:
        before.insert(0, link)
        link = shown.get(link.predecessor_id or 0)
    after: list[Instrument] = []
    waiting = [instrument]
    while waiting:
        earlier = waiting.pop(0)
        known = [*before, instrument, *after]
        next_ones = [other for other in shown.values() if other.predecessor_id == earlier.pk and other not in known]
        after += next_ones
        waiting += next_ones
    return [*before, instrument, *after]
