"""Invitations as calendar programs exchange them by mail (RFC 5546), and what is sent of an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256
from json import dumps
from typing import Any

from django.conf import settings
from django.utils import translation

from hospitium.calendars import entries
from hospitium.calendars.entries import PRODUCT, Entry
from hospitium.calendars.models import Invitation
from hospitium.calendars.queries.feeds import place_of
from hospitium.core import ical
from hospitium.visits.models import Item, Visit

REQUEST, CANCEL = "REQUEST", "CANCEL"


def organizer() -> str:
    """The office's mailbox: answers go there."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or settings.DEFAULT_FROM_EMAIL


def content_of(item: Item, visit: Visit, language: str) -> dict[str, Any]:
    """What of an item stands in somebody's calendar: when, where, what. Nothing else makes an update."""
    begins = item.begins_at
    assert begins is not None
    with translation.override(language):
        title, place = str(item), place_of(item)
    ends = entries.end_of(begins, item.minutes, visit.zone)
    return {
        "title": title,
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "zone": visit.zone,
        "place": place,
    }


def digest_of(content: Mapping[str, Any]) -> str:
    return sha256(dumps(content, sort_keys=True).encode()).hexdigest()


def entry_of(invitation: Invitation) -> Entry:
    """The entry as it was sent last."""
    content = invitation.content
    return Entry(
        uid=invitation.uid,
        title=content["title"],
        begins=datetime.fromisoformat(content["begins"]),
        ends=datetime.fromisoformat(content["ends"]),
        zone=content["zone"],
        place=content["place"],
        sequence=invitation.sequence,
    )


def message(invitation: Invitation, *, method: str, stamp: datetime) -> bytes:
    """The calendar part of the mail: one event, one attendee, so that nobody sees who else is invited."""
    entry = replace(
        entry_of(invitation), status=entries.CANCELLED if method == CANCEL else entries.CONFIRMED, changed=stamp
    )
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    name, asked = parameter(invitation.name or invitation.email), ""
    if method == REQUEST:
        asked = ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    people = (
        f'ORGANIZER;CN="{parameter(str(settings.INSTALLATION["name"]))}":mailto:{organizer()}',
        f'ATTENDEE;CN="{name}";CUTYPE=INDIVIDUAL{asked}:mailto:{invitation.email}',
    )
    event = ical.joined(entries.event(entry, more=people, stamp=stamp))
    return b"".join([ical.joined(head), entries.zones_of([entry]), event, ical.joined(["END:VCALENDAR"])])


def parameter(value: str) -> str:
    """Within quotes nothing can be escaped (section 3.2): what would end them, or the line, is left out."""
    return "".join(
        " " if ord(letter) < 32 or letter == "\x7f" else "'" if letter == '"' else letter for letter in value
    )
