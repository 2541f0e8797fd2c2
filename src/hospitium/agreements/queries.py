"""When notice or renewal of an instrument is due, and what expires."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hospitium.agreements.models import Instrument, InstrumentQuerySet, Status


@dataclass(frozen=True)
class Deadline:
    """A day by which something has to be decided about an instrument; `code` is notice, renewal or expiry."""

    day: date
    code: str
    instrument: Instrument


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no such month: {year}-{month + 1}")


def term_end(instrument: Instrument, after: date) -> date | None:
    """The end of the running term: of a tacitly renewed instrument the next end from `after` on."""
    end = instrument.valid_until
    if end is None or not instrument.is_tacitly_renewed or not instrument.renewal_months:
        return end
    turns = 0
    while add_months(end, turns * instrument.renewal_months) < after:
        turns += 1
    return add_months(end, turns * instrument.renewal_months)


def deadline_of(instrument: Instrument, today: date) -> Deadline | None:
    """What has to be decided next: notice before a tacit renewal, else renewal before the end."""
    end = term_end(instrument, today)
    if instrument.status != Status.SIGNED or end is None or end < today:
        return None
    if instrument.is_tacitly_renewed and instrument.notice_months:
        notice = add_months(end, -instrument.notice_months)
        if notice < today:
            notice = add_months(notice, instrument.renewal_months or 0)
        return Deadline(notice, "notice", instrument)
    return Deadline(end, "renewal" if instrument.is_tacitly_renewed else "expiry", instrument)


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
