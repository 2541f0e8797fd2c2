"""The activities as calendars (RFC 5545) and as a feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from hospitium.portal import frame, lines, queries, words
from hospitium.programme.models import Activity, State

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
EPOCH = date(1970, 1, 1)
ElementTree.register_namespace("", ATOM)


def calendar(activities: Iterable[Activity], *, title: str) -> bytes:
    """Every activity whose day is known, as an event of whole days.

    The record holds no times of day, so no event needs a time zone; what is known to the month or year alone has no
    place in a calendar, and the description of the calendar says so.
    """
    found = [one for one in activities if one.begins and one.begins.precision == "day"]
    changed = queries.changed_at(found)
    made = Calendar()
    made.add("prodid", "-//Hospitium//Activities//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", title)
    made.add("x-wr-calname", title)
    note = _("Activities of which only the month or the year is known are not in this calendar.")
    made.add("description", note)
    made.add("x-wr-caldesc", note)
    for activity in found:
        made.add_component(calendar_event(activity, changed.get(activity.pk)))
    return made.to_ical()


def calendar_event(activity: Activity, changed: datetime | None) -> Event:
    begins = activity.begins
    if begins is None:
        raise ValueError("An event of a calendar needs a day.")
    made = Event()
    made.add("uid", uid(activity))
    # Without METHOD:REQUEST the stamp is the time of the last change (RFC 5545, 3.8.7.2).
    stamp = changed.astimezone(UTC).replace(microsecond=0) if changed else midnight(begins.first)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("dtstart", begins.first)
    made.add("dtend", words.last_day(begins, activity.ends, activity.days) + timedelta(days=1))
    title = activity.title.here
    summary = vText(str(activity))
    if title.is_foreign:
        summary.params["LANGUAGE"] = title.language
    made.add("summary", summary)
    made.add("status", "CONFIRMED" if activity.state == State.DONE else "TENTATIVE")
    made.add("transp", "TRANSPARENT")
    made.add("categories", [str(activity.get_format_display())])
    made.add("description", description(activity))
    partnerships = list(activity.partnerships.all())
    if partnerships:
        made.add("url", frame.absolute(frame.here("city", partnerships[0].key)))
    return made


def description(activity: Activity) -> str:
    line = lines.activity_line(activity)
    parts = [words.list_words(name for name, _url in line.cities), line.chip["text"], *line.details]
    if activity.source:
        parts.append(_("Source: %(source)s") % {"source": activity.source})
    return "\n".join(part for part in parts if part)


def uid(activity: Activity) -> str:
    """Stable: it depends on nothing that an officer can change."""
    return f"activity-{activity.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def atom(activities: Sequence[Activity], *, title: str, path: str) -> bytes:
    """The activities, each with its last change; the newest change dates the feed."""
    changed = queries.changed_at(activities)
    stamps = {one.pk: changed.get(one.pk) or midnight(one.begins.first if one.begins else EPOCH) for one in activities}
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": get_language() or "en"})
    child(feed, "id", frame.absolute(path))
    child(feed, "title", title)
    child(feed, "updated", max(stamps.values(), default=midnight(EPOCH)).astimezone(UTC).isoformat())
    child(child(feed, "author"), "name", settings.INSTALLATION["name"])
    child(feed, "link", rel="self", type="application/atom+xml", href=frame.absolute(path))
    child(feed, "link", rel="alternate", type="text/html", href=frame.absolute(frame.here("activities")))
    for activity in activities:
        entry(feed, activity, stamps[activity.pk])
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def entry(feed: ElementTree.Element, activity: Activity, stamp: datetime) -> None:
    line = lines.activity_line(activity)
    made = child(feed, "entry")
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    child(made, "id", f"tag:{host},2026:activity/{activity.pk}")
    title = child(made, "title", str(activity))
    if activity.title.here.is_foreign:
        title.set(f"{{{XML}}}lang", activity.title.here.language)
    child(made, "updated", stamp.astimezone(UTC).isoformat())
    child(made, "summary", "\n".join([line.at_text, description(activity)]))
    url = line.cities[0][1] if line.cities else frame.here("activities")
    child(made, "link", rel="alternate", type="text/html", href=frame.absolute(url))


def child(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = text or None
    return made
