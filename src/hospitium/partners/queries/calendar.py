"""Public and school holidays of a city, in the reader's language where the list has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

# Names of the languages of the list: where it has no translation, English is what most offices read.
ENGLISH = ("en_GB", "en_US", "en_NA")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which an office is closed; `language` is the one that the name is in."""

    on: date
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """School holidays, both days included."""

    first: date
    last: date
    name: str


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int, language: str) -> tuple[Holiday, ...]:
    """The public holidays of a year; empty for a country that the list does not know."""
    found = listed(country, subdivision, year, language, "public")
    spoken = language_of(country, language)
    return tuple(Holiday(day, name, spoken) for day, name in sorted(found.items()))


@lru_cache(maxsize=512)
def school_holidays(country: str, subdivision: str, year: int, language: str) -> tuple[SchoolHolidays, ...]:
    """The school holidays of a region; empty where the list has none."""
    if not subdivision:
        return ()
    days = sorted(listed(country, subdivision, year, language, "school").items())
    return tuple(SchoolHolidays(group[0][0], group[-1][0], group[0][1]) for group in stretches(days))


def listed(country: str, subdivision: str, year: int, language: str, category: str) -> dict[date, str]:
    """Day → name, as the library has it."""
    if not country or country not in holidays.list_supported_countries():
        return {}
    plain = holidays.country_holidays(country)
    if category not in plain.supported_categories:
        return {}
    if subdivision not in plain.subdivisions:
        if category == "school":
            return {}
        subdivision = ""
    spoken = spoken_language(plain.supported_languages, language)
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=year, language=spoken, categories=(category,)
    )
    return {day: name for day, name in found.items() if day.year == year}


def language_of(country: str, language: str) -> str:
    """In which language the names of a country's holidays come when this one is asked for."""
    if country not in holidays.list_supported_countries():
        return language
    plain = holidays.country_holidays(country)
    spoken = spoken_language(plain.supported_languages, language) or plain.default_language or language
    return spoken.split("_")[0]


def spoken_language(supported: Sequence[str], language: str) -> str | None:
    wanted = (language, *ENGLISH)
    return next((one for one in wanted if one in supported), None)


def stretches(days: Sequence[tuple[date, str]]) -> list[list[tuple[date, str]]]:
    """Days with the same name that follow on each other; a weekend between them does not part them."""
    groups: list[list[tuple[date, str]]] = []
    for day, name in days:
        if groups and groups[-1][-1][1] == name and day - groups[-1][-1][0] <= timedelta(days=3):
            groups[-1].append((day, name))
        else:
            groups.append([(day, name)])
    return groups
