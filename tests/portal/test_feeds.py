"""Feeds and the pages for machines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import icalendar
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import record as record_event
from hospitium.core.models import Event
from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"


def events(client, path):
    response = client.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    body = response.content
    assert body.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    return icalendar.Calendar.from_ical(body)


def test_calendar_holds_what_is_known_to_the_day(client, record):
    calendar = events(client, "/de/activities.ics")
    found = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    seminar = found["Seminar <über> Parken & Licht"]

    assert sorted(found) == ["Besuch zum Jubiläum", "Seminar <über> Parken & Licht"]
    assert (seminar.decoded("dtstart"), seminar.decoded("dtend")) == (date(2015, 6, 9), date(2015, 6, 11))
    assert (str(seminar["status"]), str(found["Besuch zum Jubiläum"]["status"])) == ("CONFIRMED", "TENTATIVE")
    assert str(seminar["url"]) == f"{settings.BASE_URL}/de/cities/warsaw/"
    assert calendar["description"]


def test_event_keeps_its_uid_and_tells_its_last_change(client, record):
    before = events(client, "/de/cities/warsaw.ics")
    with transaction.atomic():
        record_event("activity.changed", record.seminar, by=None)
    after = events(client, "/pl/cities/warsaw.ics")
    at = Event.objects.latest("id").at.astimezone(UTC).replace(microsecond=0)

    uids = [[str(event["uid"]) for event in calendar.walk("VEVENT")] for calendar in (before, after)]
    changed = {str(event["uid"]): event.decoded("last-modified") for event in after.walk("VEVENT")}
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2
    assert changed[f"activity-{record.seminar.pk}@127.0.0.1"] == at
    assert [event["summary"].params.get("LANGUAGE") for event in after.walk("VEVENT")] == ["de", "de"]


def test_calendar_of_a_city_holds_only_its_activities(client, record):
    factories.make_activity(partnerships=[record.moscow], begins=PartialDate(2010, 5, 1), ends=None, is_published=True)

    found = [str(event["summary"]) for event in events(client, "/de/cities/moscow.ics").walk("VEVENT")]

    assert len(found) == 1


def test_length_without_an_end_makes_the_end(client, record):
    factories.make_activity(
        partnerships=[record.moscow], begins=PartialDate(2018, 6, 1), ends=None, days=4, is_published=True
    )

    (event,) = events(client, "/de/cities/moscow.ics").walk("VEVENT")

    assert event.decoded("dtend") == date(2018, 6, 5)


def test_atom_feed_names_coming_and_latest(client, record):
    response = client.get("/ru/activities.atom")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own bytes
    entries = feed.findall(f"{ATOM}entry")

    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    assert [entry.find(f"{ATOM}title").text for entry in entries] == [
        "Besuch zum Jubiläum", "Seminar <über> Parken & Licht", "Treffen 2014",
    ]  # fmt: skip
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 3
    for stamp in feed.iter(f"{ATOM}updated"):
        assert datetime.fromisoformat(stamp.text).tzinfo


def test_sitemap_names_every_page_in_every_language(client, record):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own bytes
    addresses = [url.find("s:loc", names).text for url in root.findall("s:url", names)]

    assert f"{settings.BASE_URL}/hu/cities/treptow-mokotow/" in addresses
    assert len(addresses) == len(set(addresses))
    assert {len(url.findall("x:link", names)) for url in root.findall("s:url", names)} == {6}
    for address in addresses:
        assert client.get(address.removeprefix(settings.BASE_URL)).status_code == 200


def test_robots_and_security_texts(client, db):
    robots = client.get("/robots.txt").content.decode()
    security = client.get("/.well-known/security.txt", headers={"accept-language": "ru"})
    fields = dict(line.split(": ", 1) for line in security.content.decode().splitlines())

    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in robots.splitlines()
    assert security.headers["Content-Language"] == "en"
    assert fields["Contact"].startswith("mailto:")
    expires = datetime.fromisoformat(fields["Expires"])
    assert timezone.now() + timedelta(days=30) < expires < timezone.now() + timedelta(days=365)


def test_long_and_special_texts_come_back_whole(client, record):
    title = "Łódź; Čapek, Москва \\ 東京 " * 8
    record.seminar.title = record.seminar.title.rewritten({"de": title})
    record.seminar.source = "Zeile 1\nZeile 2"
    record.seminar.save()

    (event,) = [one for one in events(client, "/de/activities.ics").walk("VEVENT") if "Łódź" in str(one["summary"])]

    assert str(event["summary"]) == title.strip()
    assert "Zeile 1\nZeile 2" in str(event["description"])
