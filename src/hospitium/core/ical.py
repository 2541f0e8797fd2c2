"""Lines of a calendar file (RFC 5545): escaped, folded, joined.

Written here because a general library takes a millisecond for each event, and a calendar holds thousands; the tests
read every file back with the icalendar library. Time zones and what others send us are that library's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
LONGEST = 75  # octets, without the line break (section 3.1)


def text(value: str) -> str:
    """Section 3.3.11."""
    return value.translate(ESCAPES)


def day(value: date) -> str:
    return f"{value.year:04}{value.month:02}{value.day:02}"


def moment(value: datetime) -> str:
    """Section 3.3.5, form 2: in UTC."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def wall(value: datetime) -> str:
    """Section 3.3.5, form 1 or 3: a wall time, whose zone the property names."""
    return f"{day(value)}T{value:%H%M%S}"


def folded(line: str) -> bytes:
    """One content line, broken after 75 octets at most and never within a letter."""
    written = line.encode()
    if len(written) <= LONGEST:
        return written
    pieces = []
    start, room = 0, LONGEST
    while start < len(written):
        end = min(start + room, len(written))
        while end < len(written) and written[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(written[start:end])
        start, room = end, LONGEST - 1
    return b"\r\n ".join(pieces)


def joined(lines: Iterable[str]) -> bytes:
    """Content lines as they stand in the file, each with its line break."""
    return b"".join(folded(line) + b"\r\n" for line in lines)
