"""One JSON line for each log record, whatever a name holds."""

from __future__ import annotations

import json
import logging

from hospitium.core.logs import Line

FORGED = "anna\r\n2026-05-09 INFO administrator signed in\x1b[2J\x1b]0;owned\x07\u2028\u202e\x00"


def written(message, *arguments, error=None):
    """The line for one log record."""
    trace = (type(error), error, error.__traceback__) if error else None
    return Line().format(
        logging.LogRecord("hospitium.accounts", logging.WARNING, __file__, 1, message, arguments, trace)
    )


def test_a_name_cannot_forge_a_second_line():
    text = written("sign-in of %s failed", FORGED)

    assert (text.isascii(), any(ord(sign) < 32 for sign in text)) == (True, False)
    line = json.loads(text)
    assert line["says"] == f"sign-in of {FORGED} failed"
    assert (line["level"], line["from"], set(line)) == (
        "WARNING",
        "hospitium.accounts",
        {"at", "level", "from", "says"},
    )


def test_a_trace_stays_on_the_line_of_its_error():
    try:
        raise ValueError(FORGED)
    except ValueError as error:
        text = written("broken", error=error)

    assert "\n" not in text
    assert json.loads(text)["trace"].splitlines()[0] == "Traceback (most recent call last):"


def test_the_moment_is_in_utc():
    assert json.loads(written("late"))["at"].endswith("+00:00")
