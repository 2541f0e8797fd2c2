"""Filters for dates, periods, numbers and what is unknown, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from hospitium.algorithms.dates import PartialDate
from hospitium.core import wording
from hospitium.core.multilingual import MACHINE, Multilingual, Phrase, here
from hospitium.core.wording import Style

register = template.Library()
STYLES: dict[str, Style] = {"": "table", "table": "table", "long": "long", "desk": "desk"}


@register.filter
def day(when: PartialDate | date | datetime | None, style: str = "table") -> SafeString | str:
    """A date as far as it is known; "long" spells the month out, "desk" names the weekday. None is unknown."""
    if when is None or when == "":
        return nobody_knows()
    return wording.day(local(when), language=here(), style=STYLES[style], this_year=timezone.localdate().year)


@register.filter
def moment(when: datetime) -> str:
    """A day with the time of day: "09.06.2026, 8:30"."""
    inside = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{wording.day(inside.date(), language=here())}, {inside.hour}:{inside.minute:02}"


@register.filter
def period(subject: Any, style: str = "long") -> SafeString | str:
    """From when to when, of anything with `begins` and `ends`."""
    words = wording.period(
        getattr(subject, "begins", None), getattr(subject, "ends", None), language=here(), style=STYLES[style]
    )
    return words or nobody_knows()


@register.filter
def unknown(value: Any) -> Any:
    """The value, or the word "unknown" in italics when nobody knows it. 0 is known."""
    return nobody_knows() if value is None or value == "" else value


@register.filter
def tally(amount: Any) -> SafeString | str:
    """A sum that says what is missing: "44", "at least 44, 2 unknown", or "unknown"."""
    if amount is None or amount.is_unknown:
        return nobody_knows()
    return tally_text(amount)


def tally_text(amount: Any) -> str:
    """The same in plain words, for pictures and documents."""
    if amount.is_unknown:
        return gettext("unknown")
    known = wording.number(amount.known, language=here())
    if amount.is_complete:
        return known
    return ngettext(
        "at least %(known)s, %(count)d unknown", "at least %(known)s, %(count)d unknown", amount.unknown
    ) % {"known": known, "count": amount.unknown}


@register.filter(name="here")
def in_this_language(text: Phrase | Multilingual | None) -> SafeString | str:
    """A wording with its language, when that is not the page's, and with the word for a machine translation."""
    if not text:
        return ""
    phrase = text.here if isinstance(text, Multilingual) else text
    if phrase.is_foreign:
        return format_html('<span lang="{}">{}</span>', phrase.language, phrase.text)
    if phrase.state == MACHINE:
        return format_html('{} <small class="hsp-muted">({})</small>', phrase.text, gettext("translated by machine"))
    return phrase.text


@register.filter
def number(value: float | Decimal | None) -> SafeString | str:
    """A number as the language writes it; None is unknown."""
    return nobody_knows() if value is None else wording.number(value, language=here())


@register.filter
def money(value: Decimal | int | None, currency: str = "EUR") -> SafeString | str:
    """An amount with its currency; None is unknown."""
    return nobody_knows() if value is None else wording.money(value, currency, language=here())


@register.filter
def exact_money(value: Decimal | int | None, currency: str = "EUR") -> SafeString | str:
    """An amount with its cents, in columns that are added up; None is unknown."""
    return nobody_knows() if value is None else wording.money(value, currency, language=here(), is_exact=True)


@register.filter
def country(code: str) -> str:
    """The name of a country in the language of the page."""
    return wording.country(code, language=here())


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return wording.language_name(code, language=here())


def nobody_knows() -> SafeString:
    return format_html('<span class="hsp-unknown">{}</span>', gettext("unknown"))


def local(when: PartialDate | date | datetime) -> PartialDate | date:
    if isinstance(when, datetime):
        return (timezone.localtime(when) if timezone.is_aware(when) else when).date()
    return when
