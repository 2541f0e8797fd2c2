"""Entries of a calendar, and the lines that they become. Times are wall times of a named zone, never moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from hospitium.core import ical

PRODUCT = "-//Hospitium//Visits//EN"
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar: from a wall time for some minutes, or, with `zone` empty, whole days."""

    uid: str
    title: str
    begins: datetime
    ends: datetime
    zone: str = ""
    status: str = CONFIRMED
    sequence: int = 0
    changed: datetime | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    is_busy: bool = True


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """Begin and end of an entry of whole days: the end is the day after the last one (section 3.6.1)."""
    return datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())


def end_of(begins: datetime, minutes: int, zone: str) -> datetime:
    """The wall time at which it ends, as every page shows it.

    In the hour that clocks skip, wall times may name the same moment twice; then it ends later by the clock, because
    an entry must not end where it begins.
    """
    ends, place = begins + timedelta(minutes=minutes), ZoneInfo(zone)
    first, last = (value.replace(tzinfo=place).astimezone(UTC) for value in (begins, ends))
    if last > first:
        return ends
    return (first + timedelta(minutes=minutes)).astimezone(place).replace(tzinfo=None)


def host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def calendar(entries: Sequence[Entry], *, title: str, note: str = "") -> bytes:
    """A calendar to be subscribed to, with the rules of every zone that it names."""
    name = ical.text(title)
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        # RFC 7986, section 5.7: programs need not ask more often.
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    if note:
        head += [f"DESCRIPTION:{ical.text(note)}", f"X-WR-CALDESC:{ical.text(note)}"]
    events = [ical.joined(event(one)) for one in entries]
    return b"".join([ical.joined(head), zones_of(entries), *events, ical.joined(["END:VCALENDAR"])])


def event(entry: Entry, *, more: Iterable[str] = (), stamp: datetime | None = None) -> Iterator[str]:
    """The lines of one event; `more` are further properties of it, such as its attendees."""
    stamped = ical.moment(stamp or entry.changed or entry.begins.replace(tzinfo=UTC))
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{stamped}"
    if entry.changed:
        yield f"LAST-MODIFIED:{ical.moment(entry.changed)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield from days(entry)
    yield f"SUMMARY:{ical.text(entry.title)}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'OPAQUE' if entry.is_busy else 'TRANSPARENT'}"
    if entry.place:
        yield f"LOCATION:{ical.text(entry.place)}"
    if entry.text:
        yield f"DESCRIPTION:{ical.text(entry.text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield from more
    yield "END:VEVENT"


def days(entry: Entry) -> Iterator[str]:
    for name, value in (("DTSTART", entry.begins), ("DTEND", entry.ends)):
        if entry.zone:
            yield f"{name};TZID={entry.zone}:{ical.wall(value)}"
        else:
            yield f"{name};VALUE=DATE:{ical.day(value)}"


def zones_of(entries: Iterable[Entry]) -> bytes:
    """The rules of each zone, for the years in which it is used."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        if entry.zone:
            years.setdefault(entry.zone, set()).update((entry.begins.year, entry.ends.year))
    return b"".join(zone_rules(zone, min(known), max(known)) for zone, known in sorted(years.items()))


@lru_cache(maxsize=64)
def zone_rules(zone: str, first: int, last: int) -> bytes:
    # Half a second to import: only for who has a calendar with times.
    from icalendar import Timezone

    # From the winter before to the summer after, so that the first and the last day have a rule.
    rules = Timezone.from_tzid(zone, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1))
    rules.pop("COMMENT", None)
    return bytes(rules.to_ical())
