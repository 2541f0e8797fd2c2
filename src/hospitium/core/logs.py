"""One JSON line for each log record, so that no name can forge another line."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# Addresses that are a right by themselves: of guests, of calendars, of new passwords.
SECRET = re.compile(r"(/guest/|/calendars/|/password/reset/key/)[^\s/?\"'>.]{12,}")


def without_secrets(text: str) -> str:
    """The text with dots for whatever opens something to everybody who reads it."""
    return SECRET.sub(r"\1...", text)


# What an error says may quote what somebody typed; where this code was at work, its place and its kind must do.
QUIET = "/hospitium/vault/"


class NoValues(SafeExceptionReporterFilter):
    """A report of an error tells where it happened, and no value of a variable or of a form."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST if request else (), self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


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

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name of the standard library
        kind, error, trace = ei
        if not is_quiet(error, trace):
            return super().formatException(ei)
        return "".join([*traceback.format_tb(trace), f"{getattr(kind, '__name__', kind)} (what it said is left out)"])


def is_quiet(error: BaseException | None, trace: TracebackType | None) -> bool:
    """Did the error, or one that it comes from, pass through code that handles what lies in the vault?"""
    while error is not None:
        if any(QUIET in frame.f_code.co_filename for frame, _line in traceback.walk_tb(trace)):
            return True
        error = error.__cause__ or error.__context__
        trace = error.__traceback__ if error else None
    return False
