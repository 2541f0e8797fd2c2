"""Dates, distances and lists in the words of the page's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.units import format_unit
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.algorithms.dates import PartialDate

# European English: 2 July 2026, not July 2, 2026.
LOCALES = {"en": "en_GB"}
DOT_AFTER_FIRST_DAY = frozenset({"de", "cs"})


def locale() -> str:
    language = (get_language() or "en").split("-")[0]
    return LOCALES.get(language, language)


def day_words(day: date) -> str:
    """9. Juni 2026."""
    return format_date(day, "long", locale())


def when_words(when: PartialDate | None) -> str:
    """A date as precise as it is known; the word "unknown" for none."""
    if when is None:
        return _("unknown")
    if when.precision == "year":
        return str(when.year)
    if when.precision == "month":
        return format_skeleton("yMMMM", when.first, locale=locale())
    return day_words(when.first)


def span_words(begins: PartialDate | None, ends: PartialDate | None) -> str:
    """From when to when; days of one month are drawn together (2.–3. Juli 2026)."""
    if begins is None or ends is None or begins == ends:
        return when_words(begins or ends)
    is_one_month = (begins.year, begins.month) == (ends.year, ends.month)
    if is_one_month and begins.precision == ends.precision == "day":
        dot = "." if locale() in DOT_AFTER_FIRST_DAY else ""
        return re.sub(rf"(?<!\d){ends.day}(?!\d)", f"{begins.day}{dot}–{ends.day}", day_words(ends.first), count=1)
    return f"{when_words(begins)} – {when_words(ends)}"


def last_day(begins: PartialDate, ends: PartialDate | None, days: int | None) -> date:
    """The last day of something that begins on a known day."""
    if ends is not None and ends.precision == "day":
        return ends.first
    return begins.first + timedelta(days=max(1, days or 1) - 1)


def list_words(names: Iterable[str]) -> str:
    return format_list(list(names), locale=locale())


def kilometres(distance: float) -> str:
    return str(format_unit(round(distance), "length-kilometer", "short", locale=locale()))
