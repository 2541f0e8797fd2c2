"""One JSON line for each log record, whatever a name holds."""

from __future__ import annotations

import io
import json
import logging

import pytest

from hospitium.core.logs import Line

FORGED = "anna\r\n2026-05-09 INFO administrator signed in\x1b[2J\x1b]0;owned\x07\u2028\u202e\x00\ud800"


@pytest.fixture
def log():
    """A logger of ours that writes into a text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Line())
    logger = logging.getLogger("hospitium.test_logs")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def test_a_name_cannot_forge_a_second_line(log):
    logger, written = log

    logger.warning("sign-in of %s failed", FORGED)

    text = written.getvalue()
    assert (text.count("\n"), text[-1], text.isascii(), any(ord(sign) < 32 for sign in text[:-1])) == (
        1,
        "\n",
        True,
        False,
    )
    line = json.loads(text)
    assert (line["says"], line["level"], line["from"]) == (
        f"sign-in of {FORGED} failed",
        "WARNING",
        "hospitium.test_logs",
    )
    assert set(line) == {"at", "level", "from", "says"}


def test_a_trace_stays_on_the_line_of_its_error(log):
    logger, written = log

    try:
        raise ValueError(FORGED)
    except ValueError:
        logger.exception("broken")

    assert written.getvalue().count("\n") == 1
    assert json.loads(written.getvalue())["trace"].splitlines()[0] == "Traceback (most recent call last):"


def test_the_moment_is_in_utc(log):
    logger, written = log

    logger.error("late")

    assert json.loads(written.getvalue())["at"].endswith("+00:00")
