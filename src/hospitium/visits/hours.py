"""Hours of a venue or a person: lines that people write (“Mo 09:00-16:00”), and the plain data that is stored.

Stored is a list of {"weekday": 0, "opens": "09:00", "closes": "16:00"}; Monday is 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.search import fold

LINE = re.compile(
    r"(?P<first>[^\W\d]+)\.?\s*(?:[-–]\s*(?P<last>[^\W\d]+)\.?)?\s*:?\s*"
    r"(?P<opens>\d{1,2}(?:[:.]\d{2})?)\s*[-–]\s*(?P<closes>\d{1,2}(?:[:.]\d{2})?)"
)
MOST = 50


@cache
def weekdays(language: str) -> Mapping[str, int]:
    """Folded names and abbreviations of the weekdays → number, Monday 0.

    Every language of the house is understood; `language` goes first, because “So” is Sunday in German and Saturday
    in Czech.
    """
    found: dict[str, int] = {}
    for code in dict.fromkeys([language, *dict(settings.LANGUAGES)]):
        names = Locale.parse(code).days
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                for number, name in names[context].get(width, {}).items():
                    found.setdefault(fold(str(name).rstrip(".")), int(number))
    return found


def parse_hours(lines: Iterable[str], language: str) -> list[dict[str, Any]]:
    """The lines, written in `language` or another of the house, as stored data; “Mo-Fr 9-16” stands for five days.

    Raises ValidationError that names the line that cannot be read.
    """
    found: list[dict[str, Any]] = []
    for line in lines:
        first, last, opens, closes = stretch(line.strip(), language)
        found += [{"weekday": day, "opens": opens, "closes": closes} for day in days_from(first, last)]
    if len(found) > MOST:
        raise ValidationError(_("At most %(most)s stretches."), "hours", {"most": MOST})
    return sorted(found, key=lambda hours: (hours["weekday"], hours["opens"], hours["closes"]))


def stretch(line: str, language: str) -> tuple[int, int, str, str]:
    """First and last weekday, opening and closing time of one line."""
    match = LINE.fullmatch(line)
    if not match:
        raise ValidationError(_("“%(line)s” cannot be read. Write Mo 09:00-16:00."), "hours", {"line": line})
    days = [weekdays(language).get(fold(match[name] or match["first"])) for name in ("first", "last")]
    for name, number in zip(("first", "last"), days, strict=True):
        if number is None:
            raise ValidationError(
                _("“%(word)s” in “%(line)s” is not a weekday."), "hours", {"word": match[name], "line": line}
            )
    opens, closes = clock_time(match["opens"], line), clock_time(match["closes"], line)
    if opens >= closes:
        raise ValidationError(_("“%(line)s” ends before it begins."), "hours", {"line": line})
    return int(days[0] or 0), int(days[1] or 0), opens, closes


def clock_time(text: str, line: str) -> str:
    hour, _dot, minute = text.replace(".", ":").partition(":")
    if int(hour) > 23 or int(minute or 0) > 59:
        if (int(hour), int(minute or 0)) == (24, 0):
            return "23:59"
        raise ValidationError(
            _("“%(time)s” in “%(line)s” is not a time of day."), "hours", {"time": text, "line": line}
        )
    return f"{int(hour):02}:{int(minute or 0):02}"


def days_from(first: int, last: int) -> list[int]:
    """From one weekday to another; Saturday to Monday goes over Sunday."""
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def hours_as_lines(stored: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """Stored hours as lines in a language, as `parse_hours` reads them; weekdays in a row with equal hours joined."""
    names = Locale.parse(language).days["stand-alone"]["abbreviated"]
    by_day = {day: [(row["opens"], row["closes"]) for row in stored if row["weekday"] == day] for day in range(7)}
    lines: list[str] = []
    day = 0
    while day < 7:
        last = day
        while last < 6 and by_day[last + 1] == by_day[day]:
            last += 1
        span = str(names[day]).rstrip(".") if last == day else f"{names[day]}-{names[last]}".replace(".", "")
        lines += [f"{span} {opens}-{closes}" for opens, closes in by_day[day]]
        day = last + 1
    return lines


__all__ = ["hours_as_lines", "parse_hours"]
