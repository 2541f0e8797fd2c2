"""What the forms of this app offer to choose from, and fields that several of them have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.forms import ListField
from hospitium.core.multilingual import here
from hospitium.partners.models import Home, Partnership
from hospitium.visits.dates import days_between
from hospitium.visits.hours import hours_as_lines, parse_hours
from hospitium.visits.models import Visit

# Languages that guests, speakers and interpreters of European city partnerships speak, beside those of the house.
FURTHER = (
    "ar", "bg", "da", "el", "es", "et", "fi", "fr", "he", "hr", "id", "it", "ja", "ka", "lt", "lv", "nl", "no", "pt",
    "ro", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi", "zh",
)  # fmt: skip


def language_choices() -> list[tuple[str, str]]:
    """The languages of the house first, then others by name."""
    names = Locale.parse(here()).languages
    others = sorted(((code, str(names.get(code, code))) for code in FURTHER), key=lambda pair: pair[1].casefold())
    return [*((code, str(names.get(code, code))) for code, _name in settings.LANGUAGES), *others]


def or_none(choices: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    return [("", "–"), *choices]


def zone_choices(partnerships: Iterable[Partnership], current: str = "") -> list[tuple[str, str]]:
    """The time zones of our country and of the partners', and the one that is chosen."""
    home = Home.objects.first()
    countries = [home.country] if home else []
    countries += [partnership.partner.country for partnership in partnerships]
    zones = [current, settings.TIME_ZONE]
    for country in countries:
        zones += get_global("territory_zones").get(country, [])
    return [(zone, zone.replace("_", " ")) for zone in dict.fromkeys(zones) if zone]


def zone_of(country: str) -> str:
    """The first time zone of a country; that of the house when it is not known."""
    zones = get_global("territory_zones").get(country) or [settings.TIME_ZONE]
    return str(zones[0])


def day_choices(visit: Visit, current: date | None = None) -> list[tuple[str, Any]]:
    """The days of the visit with their weekdays, the day that is chosen, and none."""
    days = days_between(visit.starts_on, visit.ends_on)
    known = sorted({*days, *([current] if current else [])})
    return [("", _("not placed yet")), *((day.isoformat(), day_name(day)) for day in known)]


def day_name(day: date) -> str:
    """ "Di, 9. März", in the language of the page."""
    return wording.day(day, language=here(), style="desk", this_year=day.year)


class DayField(forms.TypedChoiceField):
    """A day of the visit from a list; empty: none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=date.fromisoformat, empty_value=None, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


class HoursField(ListField):
    """Hours as lines, “Mo 09:00-16:00” each, in any language of the house."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and all(isinstance(row, dict) for row in value):
            value = hours_as_lines(value, here())
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        return parse_hours(super().to_python(value), here())


class LanguagesField(forms.MultipleChoiceField):
    """Several languages to tick, those of the house first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=language_choices, widget=forms.CheckboxSelectMultiple, **options)


def clock(**options: Any) -> forms.TimeField:
    """A time of day as the browser offers it."""
    return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options)
