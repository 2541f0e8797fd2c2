"""One JSON line for each log record, so that no name can forge another line."""

import json
import logging
import re
from datetime import UTC, datetime

# Addresses that are a right by themselves: of guests, of calendars, of new passwords.
SECRET = re.compile(r"(/guest/|/calendars/|/password/reset/key/)[^\s/?\"'>.]{12,}")


def without_secrets(text: str) -> str:
    """The text with dots for whatever opens something to everybody who reads it."""
    return SECRET.sub(r"\1...", text)


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "says": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=True)
