"""The activities as calendars (RFC 5545) and as a feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core import ical
from hospitium.partners.models import Partnership
from hospitium.portal import frame, lines, queries, words
from hospitium.programme.models import Activity, State

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
EPOCH = date(1970, 1, 1)
ElementTree.register_namespace("", ATOM)


@dataclass(frozen=True)
class City:
    """A partnership as an event names it: made once, because thousands of events name the same few."""

    name: str
    url: str


def cities(partnerships: Mapping[int, Sequence[Partnership]]) -> dict[int, list[City]]:
    """Activity id → the partner cities in the language of the page."""
    made: dict[int, City] = {}
    for one in chain.from_iterable(partnerships.values()):
        if one.pk not in made:
            made[one.pk] = City(str(one.partner), frame.absolute(frame.here("city", one.key)))
    return {activity: [made[one.pk] for one in found] for activity, found in partnerships.items()}


def calendar(
    activities: Iterable[Activity],
    *,
    title: str,
    changed: Mapping[int, datetime],
    cities: Mapping[int, Sequence[City]],
) -> bytes:
    """Every activity whose day is known, as an event of whole days; `changed` is activity id → last change.

    The record holds no times of day, so no event needs a time zone; what is known to the month or year alone has no
    place in a calendar, and the description of the calendar says so.
    """
    name = ical.text(title)
    note = ical.text(_("Activities of which only the month or the year is known are not in this calendar."))
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hospitium//Activities//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{note}",
        f"X-WR-CALDESC:{note}",
    ]
    # One event after the other into bytes: the records of a long calendar need not be in memory together.
    events = [ical.joined(event_lines(one, changed.get(one.pk), cities.get(one.pk, ()))) for one in activities]
    return b"".join([ical.joined(head), *events, ical.joined(["END:VCALENDAR"])])


def event_lines(activity: Activity, changed: datetime | None, cities: Sequence[City]) -> Iterator[str]:
    begins = activity.begins
    if begins is None or begins.precision != "day":
        return
    title, place = activity.title.here.as_title, activity.places.here
    # Without METHOD:REQUEST the stamp is the time of the last change (section 3.8.7.2).
    stamp = ical.moment(changed or midnight(begins.first))
    kind = ical.text(lines.format_words(activity))
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(activity)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"DTSTART;VALUE=DATE:{ical.day(begins.first)}"
    yield f"DTEND;VALUE=DATE:{ical.day(words.last_day(begins, activity.ends, activity.days) + timedelta(days=1))}"
    language = f";LANGUAGE={title.language}" if title.is_foreign else ""
    yield f"SUMMARY{language}:{ical.text(title.text) or kind}"
    yield f"STATUS:{'CONFIRMED' if activity.state == State.DONE else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield f"CATEGORIES:{kind}"
    if place:
        yield f"LOCATION:{ical.text(place.text)}"
    yield f"DESCRIPTION:{ical.text(description(activity, [one.name for one in cities]))}"
    if cities:
        yield f"URL:{cities[0].url}"
    yield "END:VEVENT"


def description(activity: Activity, cities: Sequence[str]) -> str:
    parts = [", ".join(cities), lines.direction_words(activity), *lines.details(activity)]
    if activity.source:
        parts.append(_("Source: %(source)s") % {"source": activity.source})
    return "\n".join(part for part in parts if part)


def uid(activity: Activity) -> str:
    """Stable: it depends on nothing that an officer can change."""
    return f"activity-{activity.pk}@{host_of(settings.BASE_URL)}"


@lru_cache(maxsize=2)
def host_of(address: str) -> str:
    return urlsplit(address).hostname or "localhost"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def atom(activities: Sequence[Activity], *, title: str, path: str) -> bytes:
    """The activities, each with its last change; the newest change dates the feed."""
    changed = queries.changed_at([one.pk for one in activities])
    stamps = {one.pk: changed.get(one.pk) or midnight(one.begins.first if one.begins else EPOCH) for one in activities}
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": get_language() or "en"})
    child(feed, "id", frame.absolute(path))
    child(feed, "title", title)
    child(feed, "updated", max(stamps.values(), default=midnight(EPOCH)).astimezone(UTC).isoformat())
    child(child(feed, "author"), "name", str(settings.INSTALLATION["name"]))
    link(feed, "self", "application/atom+xml", path)
    link(feed, "alternate", "text/html", frame.here("activities"))
    for activity in activities:
        entry(feed, activity, stamps[activity.pk])
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def entry(feed: ElementTree.Element, activity: Activity, stamp: datetime) -> None:
    line = lines.activity_line(activity)
    made = child(feed, "entry")
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    child(made, "id", f"tag:{host},2026:activity/{activity.pk}")
    title = child(made, "title", str(activity))
    if activity.title.here.is_foreign:
        title.set(f"{{{XML}}}lang", activity.title.here.language)
    child(made, "updated", stamp.astimezone(UTC).isoformat())
    child(made, "summary", "\n".join([line.at_text, description(activity, [name for name, _url in line.cities])]))
    url = line.cities[0][1] if line.cities else frame.here("activities")
    link(made, "alternate", "text/html", url)


def link(parent: ElementTree.Element, relation: str, kind: str, path: str) -> None:
    child(parent, "link").attrib.update({"rel": relation, "type": kind, "href": frame.absolute(path)})


def child(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = text or None
    return made


@dataclass(frozen=True)
class Entry:
    """One entry of a feed; `language` is empty where it is the page's, `path` leads to its page."""

    key: str
    title: str
    language: str
    changed: datetime
    summary: str
    path: str


def atom_of(entries: Sequence[Entry], *, title: str, path: str, page: str) -> bytes:
    """Entries as a feed; the newest change dates it."""
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": get_language() or "en"})
    child(feed, "id", frame.absolute(path))
    child(feed, "title", title)
    newest = max((one.changed for one in entries), default=midnight(EPOCH))
    child(feed, "updated", newest.astimezone(UTC).isoformat())
    child(child(feed, "author"), "name", str(settings.INSTALLATION["name"]))
    link(feed, "self", "application/atom+xml", path)
    link(feed, "alternate", "text/html", page)
    for one in entries:
        made = child(feed, "entry")
        child(made, "id", f"tag:{host_of(settings.BASE_URL)},2026:{one.key}")
        heading = child(made, "title", one.title)
        if one.language:
            heading.set(f"{{{XML}}}lang", one.language)
        child(made, "updated", one.changed.astimezone(UTC).isoformat())
        child(made, "summary", one.summary)
        link(made, "alternate", "text/html", one.path)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))
