"""Dates, distances and lists in the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from babel.lists import format_list
from babel.units import format_unit
from django.utils.translation import gettext as _

from hospitium.algorithms.dates import PartialDate
from hospitium.core import wording
from hospitium.core.multilingual import here


def when_words(when: PartialDate | date | None) -> str:
    """9. Juni 2026, Februar 1994, 1993: as precise as it is known; the word "unknown" for none."""
    return _("unknown") if when is None else wording.day(when, language=here(), style="long")


def span_words(begins: PartialDate | None, ends: PartialDate | None) -> str:
    """From when to when; the word "unknown" for none."""
    return wording.period(begins, ends, language=here()) or _("unknown")


def last_day(begins: PartialDate, ends: PartialDate | None, days: int | None) -> date:
    """The last day of something that begins on a known day."""
    if ends is not None and ends.precision == "day":
        return ends.first
    return begins.first + timedelta(days=max(1, days or 1) - 1)


def list_words(names: Iterable[str]) -> str:
    return format_list(list(names), locale=wording.locale(here()))


def kilometres(distance: float) -> str:
    return str(format_unit(round(distance), "length-kilometer", "short", locale=wording.locale(here())))
