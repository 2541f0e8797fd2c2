"""Dates, periods, numbers and sums in the words of a language; pure functions over the Unicode locale data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

from hospitium.algorithms.collation import sorting_key
from hospitium.algorithms.dates import PartialDate

Style = Literal["table", "long", "desk"]
Day = PartialDate | date
# British rather than American dates, because the readers are European offices.
LOCALES = {"en": "en_GB"}
TABLE = {"de": "dd.MM.y", "en": "d MMM y", "pl": "dd.MM.y", "cs": "d. M. y", "hu": "y. MM. dd.", "ru": "dd.MM.y"}
# The house writes weekdays without a full stop: "Di, 9. Juni".
DESK = {
    "de": "ccc, d. MMMM",
    "en": "ccc d MMMM",
    "pl": "ccc, d MMMM",
    "cs": "ccc d. MMMM",
    "hu": "MMMM d., ccc",
    "ru": "ccc, d MMMM",
}
DASH = "–"
# Codes that stand for several languages, for none, or for one that nobody knows.
NO_LANGUAGE = frozenset({"mul", "root", "und", "zxx"})
# Codes of the locale data that are no country: unions, seas, parts with a code for parcels, what is made up for tests.
NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
# Two days in one month, two days in one year, two months in one year: both ends as patterns. The locale data of
# Unicode has these too, but not evenly: some languages spell the month out, others only number it.
PERIODS: dict[str, dict[str, dict[str, tuple[str, str]]]] = {
    "long": {
        "de": {"month": ("d.", "d. MMMM y"), "year": ("d. MMMM", "d. MMMM y"), "months": ("LLLL", "LLLL y")},
        "en": {"month": ("d", "d MMMM y"), "year": ("d MMMM", "d MMMM y"), "months": ("LLLL", "LLLL y")},
        "pl": {"month": ("d", "d MMMM y"), "year": ("d MMMM", "d MMMM y"), "months": ("LLLL", "LLLL y")},
        "cs": {"month": ("d.", "d. MMMM y"), "year": ("d. MMMM", "d. MMMM y"), "months": ("LLLL", "LLLL y")},
        "hu": {"month": ("y. MMMM d", "d."), "year": ("y. MMMM d.", "MMMM d."), "months": ("y. LLLL", "LLLL")},
        "ru": {"month": ("d", "d MMMM y 'г'."), "year": ("d MMMM", "d MMMM y 'г'."), "months": ("LLLL", "LLLL y 'г'.")},
    },
    "table": {
        "de": {"month": ("dd.", "dd.MM.y"), "year": ("dd.MM.", "dd.MM.y"), "months": ("LLL", "LLL y")},
        "en": {"month": ("d", "d MMM y"), "year": ("d MMM", "d MMM y"), "months": ("LLL", "LLL y")},
        "pl": {"month": ("dd", "dd.MM.y"), "year": ("dd.MM", "dd.MM.y"), "months": ("LLL", "LLL y")},
        "cs": {"month": ("d.", "d. M. y"), "year": ("d. M.", "d. M. y"), "months": ("LLL", "LLL y")},
        "hu": {"month": ("y. MM. dd", "dd."), "year": ("y. MM. dd.", "MM. dd."), "months": ("y. LLL", "LLL")},
        "ru": {"month": ("dd", "dd.MM.y"), "year": ("dd.MM", "dd.MM.y"), "months": ("LLL", "LLL y")},
    },
}


def day(when: Day, *, language: str, style: Style = "table", this_year: int | None = None) -> str:
    """A date as far as it is known: "12.08.1991", "Feb. 1994", "1993".

    "long" spells the month out; "desk" names the weekday and leaves the year out when it is `this_year`.
    """
    known = when if isinstance(when, PartialDate) else PartialDate.of(when)
    if known.precision == "year":
        return str(known.year)
    if known.precision == "month":
        return month(known, language=language, style=style)
    if style == "long":
        return str(format_date(known.first, "long", locale(language)))
    if style == "desk":
        pattern = DESK.get(language, DESK["en"])
        if this_year is None or known.year == this_year:
            return str(format_date(known.first, pattern, locale(language)))
        return day(known, language=language, style="long")
    return str(format_date(known.first, TABLE.get(language, TABLE["en"]), locale(language)))


def month(when: PartialDate, *, language: str, style: Style = "table") -> str:
    """ "Feb. 1994" in tables, "Februar 1994" elsewhere."""
    skeleton = "yMMM" if style == "table" else "yMMMM"
    return str(format_skeleton(skeleton, when.first, locale=locale(language)))


def period(begins: Day | None, ends: Day | None, *, language: str, style: Style = "long") -> str:
    """From when to when, what both days share said once: "2.–3. Juli 2026", "1993–1995"; "" when nothing is known."""
    first, last = _partial(begins if begins is not None else ends), _partial(ends if ends is not None else begins)
    if first is None or last is None:
        return ""
    if first == last:
        return day(first, language=language, style=style)
    patterns = _patterns(first, last, language, "table" if style == "table" else "long")
    if patterns is None:
        parts = [day(one, language=language, style=style) for one in (first, last)]
    else:
        parts = [
            str(format_date(one.first, pattern, locale(language)))
            for one, pattern in zip((first, last), patterns, strict=True)
        ]
    dash = (
        f" {DASH} "
        if any(" " in part.strip() for part in parts[: 1 + (language == "hu" or patterns is None)])
        else DASH
    )
    if patterns is not None and (first.year, first.month) == (last.year, last.month):
        dash = DASH
    return dash.join(parts)


def _partial(when: Day | None) -> PartialDate | None:
    return when if when is None or isinstance(when, PartialDate) else PartialDate.of(when)


def _patterns(first: PartialDate, last: PartialDate, language: str, style: Style) -> tuple[str, str] | None:
    """How to write the two ends when they share their year; None when each is written in full."""
    if first.precision != last.precision or first.year != last.year or first.precision == "year":
        return None
    shared = "months" if first.precision == "month" else "month" if first.month == last.month else "year"
    return PERIODS[style][language if language in DESK else "en"][shared]


def months(*, language: str) -> tuple[str, ...]:
    """The short names of the twelve months, January first, standing alone."""
    names = locale(language).months["stand-alone"]["abbreviated"]
    return tuple(str(names[number]).rstrip(".") for number in range(1, 13))


def month_names(*, language: str) -> tuple[str, ...]:
    """The names of the twelve months, January first, standing alone."""
    names = locale(language).months["stand-alone"]["wide"]
    return tuple(str(names[number]) for number in range(1, 13))


def weekday(when: date, *, language: str) -> str:
    """ "Dienstag"."""
    return str(locale(language).days["stand-alone"]["wide"][when.weekday()])


def number(value: float | Decimal, *, language: str) -> str:
    """ "1.300", "0,93"."""
    return str(format_decimal(value, locale=locale(language)))


def cents(value: Decimal, *, language: str) -> str:
    """ "1.300,00": an amount whose currency stands beside it."""
    return str(format_decimal(value, "#,##0.00", locale=locale(language)))


def money(value: Decimal | int, currency: str, *, language: str, is_exact: bool = False) -> str:
    """ "1.300 €"; cents only where there are any. Exact, for columns that are added up and compared: "1.300,00 €"."""
    if is_exact:
        return str(format_currency(value, currency, locale=locale(language), currency_digits=False))
    whole = Decimal(value) == Decimal(value).to_integral_value()
    return str(
        format_currency(
            value,
            currency,
            locale=locale(language),
            format=None if not whole else _whole_units(language),
            currency_digits=not whole,
        )
    )


def country(code: str, *, language: str) -> str:
    """The name of a country (ISO 3166); the code itself when there is none."""
    return str(locale(language).territories.get(code, code))


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Every country and territory (ISO 3166) with its name, in the order in which a reader of `language` looks."""
    named = locale(language).territories.items()
    found = [(code, str(name)) for code, name in named if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY]
    return tuple(sorted(found, key=lambda one: sorting_key(one[1], language)))


def language_name(code: str, *, language: str) -> str:
    """The name of a language (ISO 639) in another; the code itself when there is none."""
    return str(locale(language).languages.get(code, code))


def is_language(code: str) -> bool:
    """Whether a code of ISO 639 names a language, as the locale data of Unicode know them: "pl", "hsb"."""
    return code.isalpha() and code not in NO_LANGUAGE and code in locale("en").languages


def city_name(name: str, *, language: str) -> str:
    """A European city in another language, as the locale data of Unicode name it; the English name itself else.

    They name the cities after which times of day are called: most capitals, and few others.
    """
    zone = f"Europe/{name.replace(' ', '_')}"
    return str(locale(language).time_zones.get(zone, {}).get("city", name))


@cache
def locale(language: str) -> Locale:
    """The locale data of an interface language."""
    return Locale.parse(LOCALES.get(language, language))


@cache
def _whole_units(language: str) -> str:
    pattern = str(locale(language).currency_formats["standard"].pattern)
    return pattern.replace(".00", "")
