"""The year as a band: activities of all partners, holidays of all cities concerned, jubilees, and what clashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms.dates import PartialDate, anniversaries
from hospitium.core import charts, wording
from hospitium.core.charts.year import Kind
from hospitium.core.models import User
from hospitium.desk.queries.words import direction_chip, language, short_day, span
from hospitium.partners.models import Home, Partner, Partnership
from hospitium.partners.models.relations import Status
from hospitium.partners.queries import calendar
from hospitium.programme.models import Activity, Direction, State

KINDS: dict[str, Kind] = {Direction.IN: "guests", Direction.OUT: "ours"}


@dataclass(frozen=True)
class Place:
    """A city of the band: what decides its holidays, and its name in the language of the page."""

    key: str
    name: str
    country: str
    subdivision: str

    def holidays(self, year: int) -> tuple[calendar.Holiday, ...]:
        return calendar.public_holidays(self.country, self.subdivision, year, language())

    def school(self, year: int) -> tuple[calendar.SchoolHolidays, ...]:
        return calendar.school_holidays(self.country, self.subdivision, year, language())


@dataclass(frozen=True)
class Clash:
    """An activity that lies over a holiday of one of the two cities."""

    activity: Activity
    place: Place
    holiday: calendar.Holiday


@dataclass(frozen=True)
class Rows:
    """What one person may see of one year."""

    year: int
    today: date
    home: Place | None
    places: Sequence[Place]
    activities: Sequence[Activity]
    partnerships: Sequence[Partnership]
    partners_of: Mapping[int, Sequence[str]]


def rows_of(*, year: int, today: date, home: Home | None, partner: str = "", by: User) -> Rows:
    """The activities of a year with the cities that they concern; `partner` (a short name) keeps to one of them.

    Without activities in the year, the cities are those of the active partnerships.
    """
    partnerships = list(
        Partnership.objects.visible_to(by)
        .select_related("partner", "home_district")
        .order_by("partner__name_key", "id")
    )
    by_id = {one.pk: one for one in partnerships}
    links = Activity.partnerships.through.objects.filter(partnership_id__in=list(by_id))
    if partner:
        chosen = [pk for pk, one in by_id.items() if one.partner.key == partner]
        links = links.filter(partnership_id__in=chosen)
    activities = list(
        Activity.objects.visible_to(by)
        .filter(within(year), pk__in=links.values("activity_id"))
        .exclude(state=State.CANCELLED)
        .only(*SHOWN)
        .order_by("begins", "id")
    )
    partners_of: dict[int, list[str]] = {}
    pairs = links.filter(activity_id__in=[one.pk for one in activities]).values_list("activity_id", "partnership_id")
    for activity, partnership in pairs:
        keys = partners_of.setdefault(activity, [])
        if (key := by_id[partnership].partner.key) not in keys:
            keys.append(key)
    own = place_of_home(home)
    shown = cities(partnerships, {key for keys in partners_of.values() for key in keys}, partner)
    return Rows(year, today, own, shown, activities, partnerships, partners_of)


SHOWN = ("title", "format", "number", "direction", "state", "begins", "ends", "heads", "heads_planned", "source")


def within(year: int) -> Q:
    """Begins in the year, or begins before it and ends in it."""
    first, after = str(year), str(year + 1)
    return Q(begins__gte=first, begins__lt=after) | Q(begins__lt=first, ends__gte=first, ends__lt=f"{after}-99")


def place_of_home(home: Home | None) -> Place | None:
    return Place("", str(home.name), home.country, home.subdivision) if home else None


def cities(partnerships: Iterable[Partnership], concerned: set[str], wanted: str) -> list[Place]:
    """The partners with activities in the year; without any, the partners of active partnerships of the whole city."""
    by_key: dict[str, Partner] = {}
    for one in partnerships:
        is_quiet = not concerned and one.status == Status.ACTIVE and one.home_district_id is None
        if one.partner.key == wanted or one.partner.key in concerned or (is_quiet and not wanted):
            by_key[one.partner.key] = one.partner
    return [Place(one.key, str(one), one.country, one.subdivision) for one in by_key.values()]


def clashes_of(rows: Rows) -> dict[int, Clash]:
    """Activity → the first holiday, there or here, that it lies over; only dates that are known to the day count."""
    found: dict[int, Clash] = {}
    by_key = {place.key: place for place in rows.places}
    for one in rows.activities:
        if one.begins is None or one.begins.precision != "day" or one.state != State.PLANNED:
            continue
        last = (one.ends or one.begins).last
        concerned = [by_key[key] for key in rows.partners_of.get(one.pk, ()) if key in by_key]
        for place in (*concerned, *((rows.home,) if rows.home else ())):
            over = next((day for day in place.holidays(rows.year) if one.begins.first <= day.on <= last), None)
            if over:
                found[one.pk] = Clash(one, place, over)
                break
    return found


def scene_of(rows: Rows, clashes: Mapping[int, Clash]) -> charts.Year:
    """The band: our city first, then the partners."""
    places = [*((rows.home,) if rows.home else ()), *rows.places]
    is_now = rows.today.year == rows.year
    return charts.Year(
        year=rows.year,
        months=wording.months(language=language()),
        cities=tuple(row_of(place, rows, clashes) for place in places),
        finding=finding(rows, clashes),
        today=rows.today if is_now else None,
        today_label=_("today") if is_now else "",
    )


def finding(rows: Rows, clashes: Mapping[int, Clash]) -> str:
    words = {"year": rows.year, "count": len(rows.activities), "clashes": len(clashes)}
    if not clashes:
        return (
            ngettext("Year %(year)d: %(count)d activity", "Year %(year)d: %(count)d activities", len(rows.activities))
            % words
        )
    return (
        ngettext(
            "Year %(year)d: %(count)d activity; %(clashes)d over a holiday",
            "Year %(year)d: %(count)d activities; %(clashes)d over a holiday",
            len(rows.activities),
        )
        % words
    )


def row_of(place: Place, rows: Rows, clashes: Mapping[int, Clash]) -> charts.YearCity:
    return charts.YearCity(
        label=place.name,
        holidays=tuple(charts.Day(one.on, one.name) for one in place.holidays(rows.year)),
        school=tuple(charts.Period(one.first, one.last, one.name) for one in place.school(rows.year)),
        items=tuple(
            item(one, clashes)
            for one in rows.activities
            # What is only known to the year has no place in it; it stands in the table.
            if place.key in rows.partners_of.get(one.pk, ()) and one.begins and one.begins.precision != "year"
        ),
        jubilees=tuple(
            charts.Day(day.on.first, years(day.years)) for key, day, _one in jubilees_of(rows) if key == place.key
        ),
    )


def item(one: Activity, clashes: Mapping[int, Clash]) -> charts.YearItem:
    assert one.begins is not None
    clash = clashes.get(one.pk)
    label = _("no. %(number)d") % {"number": one.number} if one.number else ""
    return charts.YearItem(
        label=f"{one.get_format_display()} {label}" if label else str(one),
        first=one.begins.first,
        last=(one.ends or one.begins).last,
        kind=KINDS.get(one.direction, "open"),
        note=span(one) or "",
        clash=clash_words(clash) if clash else "",
    )


def clash_words(clash: Clash) -> str:
    return _("%(city)s: %(holiday)s, %(day)s") % {
        "city": clash.place.name,
        "holiday": clash.holiday.name,
        "day": short_day(clash.holiday.on),
    }


def years(count: int) -> str:
    return ngettext("%(count)d year", "%(count)d years", count) % {"count": count}


def jubilees_of(rows: Rows) -> list[tuple[str, Any, Partnership]]:
    """The jubilees of the year known to the day: partner, jubilee, partnership."""
    first, last = date(rows.year, 1, 1), date(rows.year, 12, 31)
    shown = {place.key for place in rows.places}
    found = []
    for one in rows.partnerships:
        if one.since is None or one.status == Status.ENDED or one.partner.key not in shown:
            continue
        for jubilee in anniversaries(since=one.since, not_before=first, not_after=last):
            found.append((one.partner.key, jubilee, one))
    return [entry for entry in found if entry[1].on.precision == "day"]


def legend(clashes: Mapping[int, Clash], here: str) -> list[dict[str, str]]:
    found = [
        {"mark": "holiday", "label": _("public holiday; shaded: school holidays")},
        {"mark": "partner", "label": _("Guests in %(city)s") % {"city": here}},
        {"mark": "own", "label": _("%(city)s as guest") % {"city": here}},
        {"mark": "hollow", "label": _("jubilee")},
    ]
    if clashes:
        found.append({"mark": "limit", "label": _("over a holiday")})
    return found


def table_of(rows: Rows, clashes: Mapping[int, Clash]) -> dict[str, Any]:
    """The same as a table: what, with whom, when, which way, and what it collides with."""
    names = {place.key: place.name for place in rows.places}
    here = rows.home.name if rows.home else ""
    return {
        "columns": [
            {"label": _("Period")},
            {"label": _("What")},
            {"label": _("Partner")},
            {"label": _("Direction")},
            {"label": _("Remark")},
        ],
        "rows": [
            {
                "tone": "warning" if one.pk in clashes else "",
                "cells": [
                    span(one),
                    {"value": str(one), "url": one.get_absolute_url()},
                    ", ".join(names.get(key, key) for key in rows.partners_of.get(one.pk, ())),
                    {"chip": direction_chip(one, here)},
                    clash_words(clashes[one.pk]) if one.pk in clashes else state(one),
                ],
            }
            for one in rows.activities
        ],
    }


def state(one: Activity) -> str:
    return str(State(one.state).label)


@dataclass(frozen=True)
class Month:
    """One month of the list: its name, what happens, and the holidays of all cities."""

    name: str
    lines: Sequence[Mapping[str, Any]]


def months_of(rows: Rows, clashes: Mapping[int, Clash]) -> list[Month]:
    """The year month by month, for reading and for print; months without anything are left out."""
    names = wording.month_names(language=language())
    entries: list[tuple[PartialDate, Mapping[str, Any]]] = []
    for one in rows.activities:
        if one.begins:
            entries.append((max(one.begins, PartialDate(rows.year)), activity_line(one, rows, clashes)))
    for _key, jubilee, partnership in jubilees_of(rows):
        line = {
            "title": _("%(partnership)s: %(years)s") % {"partnership": partnership, "years": years(jubilee.years)},
            "url": partnership.get_absolute_url(),
            "icon": "award",
            "end": short_day(jubilee.on),
        }
        entries.append((jubilee.on, line))
    entries.sort(key=lambda entry: (entry[0].first, str(entry[1]["title"])))
    undated = [line for on, line in entries if on.month is None]
    found = [Month(_("Month unknown"), undated)] if undated else []
    for number, name in enumerate(names, 1):
        lines = [line for on, line in entries if on.month == number]
        if lines:
            found.append(Month(name, lines))
    return found


def activity_line(one: Activity, rows: Rows, clashes: Mapping[int, Clash]) -> dict[str, Any]:
    names = {place.key: place.name for place in rows.places}
    clash = clashes.get(one.pk)
    partners = ", ".join(names.get(key, key) for key in rows.partners_of.get(one.pk, ()))
    chip = {"text": clash_words(clash), "tone": "warning", "icon": "calendar-x"} if clash else None
    return {
        "title": str(one),
        "url": one.get_absolute_url(),
        "sub": " · ".join(part for part in (partners, one.get_format_display(), state(one)) if part),
        "icon": {Direction.IN: "plane-landing", Direction.OUT: "plane-takeoff"}.get(
            Direction(one.direction), "calendar-days"
        ),
        "tone": {Direction.IN: "partner", Direction.OUT: "own"}.get(Direction(one.direction), ""),
        "end": span(one),
        "chip": chip,
    }


def holiday_rows(rows: Rows) -> list[dict[str, Any]]:
    """All holidays of all cities in the order of the year; days that several cities share stand once."""
    by_day: dict[calendar.Holiday, list[str]] = {}
    for place in (*((rows.home,) if rows.home else ()), *rows.places):
        for one in place.holidays(rows.year):
            by_day.setdefault(one, []).append(place.name)
    return [
        {
            "cells": [
                wording.day(one.on, language=language(), style="desk", this_year=rows.year),
                {"value": one.name, "lang": one.language if one.language != language() else ""},
                ", ".join(places),
            ]
        }
        for one, places in sorted(by_day.items(), key=lambda entry: (entry[0].on, entry[0].name))
    ]


def narrowed(rows: Rows, keys: set[str]) -> Rows:
    """The same year with the partners of these short names only."""
    kept = [one for one in rows.activities if keys.intersection(rows.partners_of.get(one.pk, ()))]
    by_key = {one.partner.key: one.partner for one in rows.partnerships if one.partner.key in keys}
    places = [Place(one.key, str(one), one.country, one.subdivision) for one in by_key.values()]
    return replace(rows, activities=kept, places=places)


def shortened(rows: Rows, *, activities: int, places: int) -> Rows:
    """The same year with no more than this: what runs or comes before what is over, the latest first of that."""
    if len(rows.activities) <= activities and len(rows.places) <= places:
        return rows
    coming = {one.pk for one in rows.activities if (last := one.ends or one.begins) and last.last >= rows.today}
    order = [one.pk for one in rows.activities if one.pk in coming]
    order += [one.pk for one in reversed(rows.activities) if one.pk not in coming]
    ours = {one.key for one in rows.places}
    keys: set[str] = set()
    kept: set[int] = set()
    for pk in order:
        wanted = keys.union(ours.intersection(rows.partners_of.get(pk, ())))
        if len(kept) < activities and len(wanted) <= places:
            kept.add(pk)
            keys = wanted
    shown = [one for one in rows.places if one.key in keys] if keys else rows.places[:places]
    return replace(rows, activities=[one for one in rows.activities if one.pk in kept], places=shown)
