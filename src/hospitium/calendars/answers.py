"""Reading an answer to an invitation out of a mail that anybody may have written: bounded, and believed in little."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError

from hospitium.core.forms import clean_text

LARGEST = 512 * 1024  # bytes of a mail
MOST_PARTS, MOST_LINES = 50, 2_000
YEARS = range(2000, 2101)
WORDS = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
UNIQUE = re.compile(r"<[^<>\s]{1,290}>")


class UnreadableError(ValueError):
    """It has a calendar part that is no answer anybody could have meant."""


@dataclass(frozen=True)
class Answer:
    """What somebody says to an invitation. `reply` is empty for what is neither yes, perhaps nor no.

    `proposed` is another time for it; without a zone it is wall time of the host city.
    """

    uid: str
    email: str
    sequence: int
    reply: str
    text: str
    said_at: datetime
    proposed: datetime | None = None


def message_id(raw: bytes) -> str:
    """What tells a mail from all others: its Message-ID, or, without one, a hash of it."""
    head = raw[:20_000].partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    line = re.search(r"^message-id:\s*(\S+)", head, re.IGNORECASE | re.MULTILINE)
    found = UNIQUE.fullmatch(line[1]) if line else None
    return found[0] if found else f"<{sha256(raw).hexdigest()}@hash>"


def answer_in(raw: bytes) -> Answer | None:
    """The answer in a mail, or None when it holds none. Raises UnreadableError."""
    if len(raw) > LARGEST:
        raise UnreadableError("size")
    try:
        texts = list(calendar_parts(email.message_from_bytes(raw)))
        return answer_of(texts[0]) if texts else None
    # Foreign bytes break a parser in more ways than its authors thought of.
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from error


def calendar_parts(message: Message) -> Iterator[str]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload.decode(str(part.get_content_charset() or "utf-8"), "replace")


def answer_of(text: str) -> Answer | None:
    if text.count("\n") > MOST_LINES:
        raise UnreadableError("lines")
    from icalendar import Calendar

    calendar: Any = Calendar.from_ical(text)
    method = str(calendar.get("METHOD", "")).upper()
    events = calendar.walk("VEVENT")
    if method not in {"REPLY", "COUNTER"} or len(events) != 1:
        return None
    # A repetition in it is never unfolded: nothing that we send repeats.
    event = events[0]
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    if len(attendees) != 1:
        return None
    said = WORDS.get(str(attendees[0].params.get("PARTSTAT", "")).upper(), "") if method == "REPLY" else ""
    return Answer(
        uid=str(event.get("UID", ""))[:200],
        email=re.sub(r"^mailto:", "", str(attendees[0]), flags=re.IGNORECASE).strip().lower()[:254],
        sequence=int(event.get("SEQUENCE", 0)),
        reply=said,
        text=comment(event),
        said_at=in_utc(moment(event["DTSTAMP"].dt)) if "DTSTAMP" in event else datetime.now(UTC),
        proposed=moment(event["DTSTART"].dt) if method == "COUNTER" and "DTSTART" in event else None,
    )


def comment(event: Any) -> str:
    found = event.get("COMMENT", "")
    text = str(found[0] if isinstance(found, list) and found else found or "")[:2_000]
    try:
        return clean_text(" ".join(text.split()))[:500]
    except ValidationError:
        return ""


def moment(value: Any) -> datetime:
    """A moment between 2000 and 2100. Raises ValueError for a day and for everything further away."""
    if not isinstance(value, datetime) or value.year not in YEARS:
        raise ValueError("moment")
    return value


def in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
