"""Dates as people write them into tables. Nothing is guessed: 03/04/2026 is a question, not a date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from hospitium.algorithms.dates import DateError, PartialDate
from hospitium.algorithms.search import fold
from hospitium.core.tables.values import Cell, TableError

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"

YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]{1,2}([0-9]{1,2})(?:[-./ ]{1,2}([0-9]{1,2}))?\.?")
NUMBERS = re.compile(r"([0-9]{1,2})([./-]) ?([0-9]{1,2})\2 ?([0-9]{2,4})\.?")
MONTH_YEAR = re.compile(r"([0-9]{1,2})[./-] ?([0-9]{4})\.?")
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
WORDS = re.compile(r"[^\W\d_]+|[0-9]+")

# The beginnings of the months' names, folded, in the six languages.
MONTHS = (
    ("jan", "sty", "led", "янв"),
    ("feb", "lut", "uno", "фев", "febr"),
    ("mar", "mae", "maer", "brez", "мар"),
    ("apr", "kwi", "dub", "апр"),
    ("mai", "may", "maj", "kve", "мая", "май"),
    ("jun", "cze", "cerv", "июн"),
    ("jul", "lip", "cervenc", "cervenec", "июл"),
    ("aug", "sie", "srp", "авг"),
    ("sep", "wrz", "zar", "szept", "сен"),
    ("okt", "oct", "paz", "rij", "окт"),
    ("nov", "lis", "listop", "ноя"),
    ("dez", "dec", "gru", "pros", "дек"),
)


def read_date(cell: Cell, *, order: str = "") -> PartialDate | None:
    """The date in a cell, as precise as it is written; None for an empty one.

    `order` is DAY_FIRST or MONTH_FIRST where somebody said which; without it, TableError "date_ambiguous" asks.
    """
    value = cell.value
    if isinstance(value, datetime | date):
        return checked(lambda: PartialDate(value.year, value.month, value.day), cell.text)
    text = " ".join(cell.text.split())
    if not text:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and not (1000 <= value <= 2999):
        raise TableError("date_number", value=text)
    return checked(lambda: written(MIDNIGHT.sub("", text), order), text)


def checked(read: Callable[[], PartialDate], text: str) -> PartialDate:
    try:
        return read()
    except DateError as error:
        raise TableError(error.code, value=text[:40]) from error


def written(text: str, order: str) -> PartialDate:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return PartialDate(int(year), int(month), int(day) if day else None)
    if found := NUMBERS.fullmatch(text):
        first, mark, second, year = found.groups()
        if len(year) != 4:
            raise TableError("date_short_year", value=text)
        return by_order(int(first), int(second), int(year), DAY_FIRST if mark == "." else order, text)
    if found := MONTH_YEAR.fullmatch(text):
        return PartialDate(int(found[2]), int(found[1]))
    if text.isdecimal() and len(text) == 4:
        return PartialDate(int(text))
    return in_words(text)


def by_order(first: int, second: int, year: int, order: str, text: str) -> PartialDate:
    """With points the day comes first in all our languages; with strokes it depends on who wrote it."""
    if order == MONTH_FIRST:
        return PartialDate(year, first, second)
    if order == DAY_FIRST or first > 12 or first == second:
        return PartialDate(year, second, first)
    if second > 12:
        return PartialDate(year, first, second)
    raise TableError("date_ambiguous", value=text)


def in_words(text: str) -> PartialDate:
    """ "9. Juni 2026", "2026. március 4.", "9 czerwca 2026", "June 2026"."""
    words = WORDS.findall(text)
    numbers = [word for word in words if word.isdecimal()]
    months = [number for word in words if not word.isdecimal() for number in month_of(word)]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        raise TableError("date_shape", value=text[:40])
    return PartialDate(int(years[0]), months[0], int(days[0]) if days else None)


def month_of(word: str) -> list[int]:
    """The month that a word names; nothing for "r." (roku) and "г." (года)."""
    folded = fold(word)
    fits = [
        (len(start), number) for number, starts in enumerate(MONTHS, 1) for start in starts if folded.startswith(start)
    ]
    # červenec begins like červen: the longer beginning is meant.
    return [max(fits)[1]] if fits else []
