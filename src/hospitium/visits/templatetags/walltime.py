"""Days and times of a programme: wall time of the host city, as people say it."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date
from django import template

from hospitium.core.multilingual import here
from hospitium.core.wording import locale

register = template.Library()


@register.filter
def wall_day(when: date | None) -> str:
    """With its weekday: "Dienstag, 9. März 2027"."""
    return str(format_date(when, "full", locale(here()))) if when else ""


@register.filter
def wall_time(when: datetime | time | None) -> str:
    """ "9:05"."""
    return f"{when.hour}:{when.minute:02}" if when else ""
