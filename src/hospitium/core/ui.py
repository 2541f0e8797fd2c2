"""What the component page shows: each component once in each of its states. Public facts, or marked as example."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from hospitium.core import charts

ATLAS = Path(__file__).parents[1] / "static/vendor/world/countries-110m.json"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TODAY = date(2026, 6, 9)
GUESTS = {"chip": {"text": "Guests in Linz", "tone": "partner"}}
CONTACTS = [
    charts.EgoNode("Transport authority", "specialist", 2, "partner"),
    charts.EgoNode("Protocol", "last 08.04.2025", 14, "partner"),
    charts.EgoNode("Security", "post vacant", 20, "partner", has_left=True),
    charts.EgoNode("Environment", "met in 2023", 9, "own"),
    charts.EgoNode("Police", "exchange 2015–17", 15, "own"),
]
OURS = {"chip": {"text": "Linz as guest", "tone": "own"}}


class Entry(forms.Form):
    """One field of each kind."""

    place = forms.CharField(label="Place", initial="Altes Stadthaus")
    begins = forms.CharField(label="Begins at", help_text="Hours and minutes, 24-hour clock.")
    language = forms.ChoiceField(
        label="Interpreting",
        choices=[("hu", "German, simultaneous into Hungarian"), ("pl", "German, consecutive into Polish")],
        help_text="Consecutive interpreting doubles the time.",
    )
    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    direction = forms.ChoiceField(
        label="Direction",
        choices=[("own", "We travel"), ("partner", "They travel"), ("", "Not known")],
        widget=forms.RadioSelect,
        required=False,
    )
    fields_of_work = forms.MultipleChoiceField(
        label="Fields of work",
        choices=[("transport", "Transport"), ("climate", "Climate"), ("housing", "Housing")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    in_booklet = forms.BooleanField(label="Show in the booklet", required=False, initial=True)


class Table(forms.Form):
    """The upload of a table."""

    file = forms.FileField(label="Table")


class Reason(forms.Form):
    """A reason that the history keeps."""

    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 2}), help_text="Kept in the history.")


class Filter(forms.Form):
    """The filters of a list."""

    city = forms.ChoiceField(label="City", choices=[("", "all"), ("waw", "Łódź"), ("prg", "Brno")], required=False)
    field = forms.ChoiceField(label="Field", choices=[("", "all"), ("transport", "Transport")], required=False)
    since = forms.IntegerField(label="Since", required=False)
    with_archive = forms.BooleanField(label="Include the archive", required=False)


def samples() -> dict[str, Any]:
    """Everything that `ui.html` needs."""
    groups = (
        _states, _signs, _records, _lines, _tables, _histories, _sums, _forms, _processes, _places, _map_places,
        _pictures,
    )  # fmt: skip
    return {name: sample for group in groups for name, sample in group().items()}


def _states() -> dict[str, Any]:
    return {
        "chips": [
            ("confirmed", "success", "", "agreed, lived, active, done"),
            ("asked", "info", "send", "sent, the answer is open"),
            ("9 days left", "warning", "clock", "due in 4 to 14 days, contact going quiet"),
            ("3 days left", "danger", "", "due in 3 days or past, rule broken"),
            ("idea", "open", "", "not begun, not in evidence"),
            ("resting", "paused", "", "suspended: readable, not plannable"),
            ("draft", "", "", "neutral, without a next step"),
            ("Linz as guest", "own", "", "direction: we travel"),
            ("Guests in Linz", "partner", "", "direction: they travel"),
        ],
        "notes": [
            {"tone": "info", "text": "The deadline follows from the day of the inquiry."},
            {"tone": "success", "text": "All 13 names are in."},
            {
                "tone": "warning",
                "title": "No contact for 14 months.",
                "text": "The post is vacant.",
                "link_url": "#note",
                "link_label": "Find the successor",
            },
            {"tone": "danger", "text": "The transfer is too short: 15 instead of 35 minutes."},
            {"icon": "circle-pause", "text": "Tartu is resting. Planning is closed."},
        ],
        "answers": [
            Message(constants.SUCCESS, "The agreement has been saved."),
            Message(constants.WARNING, "Saved. Two sources differ on the day."),
            Message(constants.ERROR, "Not saved. The day lies before the partnership began."),
            Message(constants.INFO, "This was saved already. Nothing was done twice."),
        ],
    }


def _signs() -> dict[str, Any]:
    return {
        "icons": [
            "inbox",
            "calendar-days",
            "messages-square",
            "handshake",
            "contact",
            "file-text",
            "repeat",
            "lightbulb",
            "landmark",
            "map-pin",
            "award",
            "tags",
            "building-2",
            "download",
            "printer",
            "rss",
            "history",
            "lock",
        ],
    }


def _records() -> dict[str, Any]:
    return {
        "figures": [
            {"value": 64, "unit": "days", "label": "to the jubilee of 35 years", "source": "Agreement of 12.08.1991"},
            {"value": 31, "label": "participants 2018; another source says 29", "source": "Two reports, noted"},
            {"value": 4, "unit": "of 10", "label": "themes in evidence since 2010", "source": "Comparison of clauses"},
            {"value": None, "label": "participants 2022 in all", "source": "one district in evidence: 7"},
            {"value": 0, "label": "participants 2025: no funds", "source": "District office, 14.05.2025"},
        ],
        "facts": [
            {"label": "Name there", "value": "Miasto Łódź", "lang": "pl"},
            {"label": "Since", "value": "12 August 1991", "source": "List of the town hall, 2008"},
            {"label": "State", "chip": {"text": "active", "tone": "success"}},
            {"label": "Nights, cost", "value": None},
            {"label": "Cost rule", "value": "Host pays on site, guest pays travel", "example": True},
        ],
    }


def _lines() -> dict[str, Any]:
    return {
        "lines": [
            {
                "title": "Written inquiry: activities by partner city since 2015",
                "url": "#line",
                "icon": "landmark",
                "tone": "danger",
                "sub": "The draft is there. Numbers are missing for 2 of 11 years.",
                "end": "Fri, 12 June",
                "chip": {"text": "3 days left", "tone": "danger", "icon": "clock"},
                "example": True,
            },
            {
                "title": "Főpolgármesteri Hivatal",
                "lang": "hu",
                "icon": "undo-2",
                "sub": "waits for you",
                "end": "6 days",
            },
            {
                "title": "Fire brigade",
                "icon": "hourglass",
                "tone": "warning",
                "end": "14 days",
                "act_url": "#r",
                "act_label": "Remind",
            },
        ],
    }


def _tables() -> dict[str, Any]:
    return {
        "columns": [
            {"label": "Seminar", "sort": {"url": "?sort=seminar", "direction": ""}},
            {"label": "Period", "sort": {"url": "?sort=-period", "direction": "ascending"}},
            {"label": "Persons", "numeric": True, "sort": {"url": "?sort=persons", "direction": ""}},
            {"label": "Direction"},
            {"label": "Theme"},
        ],
        "rows": [
            {
                "cells": [
                    {"value": "Tartu No. 20", "url": "#m"},
                    "3–13 April 2002",
                    15,
                    GUESTS,
                    "The administration as partner of its citizens",
                ]
            },
            {
                "cells": [
                    {"value": "Győr No. 8", "url": "#b", "sub": "Seminar for staff of the administration"},
                    "3–9 August 2002",
                    13,
                    GUESTS,
                    "Environment, energy and transport by EU standards",
                ]
            },
            {"cells": ["Tartu", "1–11 November 2006", None, GUESTS, "Youth in society and politics"]},
            {
                "tone": "warning",
                "cells": [{"value": "Brno", "example": True}, "22–24 September 2026", 3, OURS, {"empty": True}],
            },
        ],
        "page": Paginator(range(344), 30).page(5),
    }


def _histories() -> dict[str, Any]:
    return {
        "claims": [
            {"value": "12.08.1991", "source": "Town hall, list of 2008; agreement", "chosen": True},
            {"value": "1992", "source": "Other public sources, without a day", "choose_url": "#choose"},
            {"value": None, "source": "City archive, asked in 2026", "choose_url": "#choose"},
        ],
        "events": [
            {
                "at": datetime(2026, 6, 8, 14, 20, tzinfo=UTC),
                "who": "Desk for Central Europe",
                "sentence": "changed the beginning from 1992 to 12.08.1991.",
                "state": "done",
            },
            {
                "at": datetime(2026, 6, 2, 9, 5, tzinfo=UTC),
                "who": "Import",
                "sentence": "added the partnership.",
                "state": "done",
            },
        ],
        "history": [
            {"at": date(1991, 8, 12), "sentence": "Agreement Linz–Łódź", "state": "done", "source": "List of 2008"},
            {"at_text": "February 1994", "sentence": "Agreement on transport, day unknown", "state": "done"},
            {"at": date(2021, 9, 9), "sentence": "The President of Łódź signs the Golden Book", "state": "partner"},
            {"at": date(2026, 8, 12), "sentence": "35 years", "state": "future"},
        ],
    }


def _sums() -> dict[str, Any]:
    return {
        "coverage": [
            {
                "label": "Transport",
                "chip": {"text": "lived 2023", "tone": "success"},
                "cells": ["", "", "", "", "own", ""],
            },
            {
                "label": "Parliaments",
                "chip": {"text": "quiet since 2012", "tone": "warning", "icon": "moon-star"},
                "cells": ["partner", "", "", "", "", ""],
            },
            {
                "label": "Planning",
                "chip": {"text": "district only", "tone": "info", "icon": "map-pin"},
                "cells": ["", "", "", "", "hollow", ""],
            },
            {
                "label": "Monuments",
                "chip": {"text": "not in evidence", "tone": "open", "icon": "circle-help"},
                "cells": ["", "", "", "", "", ""],
            },
        ],
        "periods": ["2010–12", "2013–15", "2016–18", "2019–21", "2022–24", "2025–26"],
    }


def _forms() -> dict[str, Any]:
    return {
        "form": Entry(),
        "form_wrong": Entry({"place": "", "begins": "25:00", "language": "xx", "in_booklet": "on"}, prefix="wrong"),
        "form_file": Table(),
        "form_reason": Reason(prefix="reason"),
        "form_filter": Filter(initial={"city": "waw"}, prefix="filter"),
        "saved": [
            {"label": "Quiet for a year", "url": "#s1", "current": True},
            {"label": "Jubilees 2027", "url": "#s2", "current": False},
        ],
        "active": [{"label": "City: Łódź", "remove_url": "#r1"}, {"label": "since 2010", "remove_url": "#r2"}],
        "will": ["The record disappears from all lists.", "Two people are told by mail."],
        "stays": ["The history stays and can be read.", "Documents are not deleted."],
        "differences": [
            {"label": "Begins on", "mine": "12.08.1991", "theirs": "1992", "before": "1991"},
            {"label": "Note", "mine": "Signed in the Red Town Hall", "theirs": ""},
            {"label": "Level", "mine": "City", "theirs": "City", "same": True},
        ],
    }


def _processes() -> dict[str, Any]:
    return {
        "steps": [
            {"label": "seen", "state": "done"},
            {"label": "examined", "state": "done"},
            {"label": "pilot", "state": "current"},
            {"label": "evaluated"},
            {"label": "adopted"},
        ],
        "import_steps": [
            {"label": "File", "state": "done", "url": "#file"},
            {"label": "Columns", "state": "done", "url": "#columns"},
            {"label": "Check", "state": "current"},
            {"label": "Take over"},
        ],
        "tabs_shown": [
            {"label": "Record", "url": "#t1", "current": True},
            {"label": "Agreements", "url": "#t2", "count": 4},
            {"label": "Activities", "url": "#t3", "count": 23},
            {"label": "History", "url": "#t4"},
        ],
        "hits": [
            {
                "title": "Scanning vehicles in the parking zone",
                "url": "#hit",
                "kind": {"text": "Łódź, in Polish", "tone": "partner", "icon": "map-pin"},
                "original": SafeString("Dwa <mark>pojazdy skanujące</mark> sprawdzają tablice rejestracyjne."),
                "original_lang": "pl",
                "why": ["parking = parkowanie", "same field: transport"],
                "source": "Note on the visit of June 2023",
            }
        ],
    }


def _places() -> dict[str, Any]:
    return {
        "dated": [
            {
                "at": "2026-07-02",
                "at_text": "2–3 July 2026",
                "title": "Parking and light in the city",
                "url": "#d",
                "text": "Visit from Łódź",
                "chip": {"text": "Guests in Linz", "tone": "partner"},
                "example": True,
            },
            {
                "at": "2026-08-12",
                "at_text": "12 August 2026",
                "title": "35 years of partnership",
                "text": "The programme is not agreed yet",
                "chip": {"text": "planned", "tone": "open"},
            },
        ],
        "themes": [
            {
                "title": "City partnerships",
                "url": "#t",
                "text": "Administrations visit each other and take over what has proved itself elsewhere.",
                "sub": "Łódź and Győr since 1991, Brno since 1995",
            },
            {
                "title": "Administrations at work",
                "url": "#a",
                "text": "Regular seminars and working visits deepen the themes that concern both sides.",
            },
            {
                "title": "Good practice",
                "text": "Seen in one city, tried in a park, evaluated for all of Linz.",
                "chip": {"text": "from Malmö to Linz", "tone": "own", "icon": "arrow-right"},
            },
        ],
    }


def _map_places() -> dict[str, Any]:
    return {
        "places": [
            {"name": "Győr", "url": "#bp", "sub": "since 1991"},
            {"name": "Tartu", "url": "#mo", "sub": "since 1991", "chip": {"text": "resting", "tone": "paused"}},
            {"name": "Brno", "url": "#pr", "sub": "Statutární město Brno", "sub_lang": "cs"},
            {"name": "Łódź", "url": "#wa", "sub": "Miasto Łódź", "sub_lang": "pl"},
        ],
    }


def _pictures() -> dict[str, Any]:
    year = _year()
    return {
        "year_svg": SafeString(charts.year_band(scene=year)),
        "year_narrow": SafeString(charts.year_column(scene=year)),
        "year_legend": [
            {"mark": "holiday", "label": "Public holiday"},
            {"mark": "partner", "label": "Guests in Linz"},
            {"mark": "own", "label": "Linz as guest"},
            {"mark": "hollow", "label": "Jubilee"},
            {"mark": "limit", "label": "Clash with a holiday"},
        ],
        "year_columns": [{"label": "City"}, {"label": "What"}, {"label": "When"}],
        "year_rows": [
            {"cells": [city.label, item.label, f"{item.first:%d.%m.}–{item.last:%d.%m.%Y}"]}
            for city in year.cities
            for item in city.items
        ],
        "balance_svg": SafeString(_balance()),
        "balance_columns": [
            {"label": "City"},
            {"label": "Guests in Linz", "numeric": True},
            {"label": "Linz as guest", "numeric": True},
        ],
        "balance_rows": [{"cells": ["Vienna", 1, 3]}, {"cells": ["Łódź", 2, 4]}, {"cells": ["Barnet", None, 0]}],
        "ego_svg": SafeString(_ego()),
        "ego_columns": [{"label": "Office"}, {"label": "Months", "numeric": True}, {"label": "Note"}],
        "ego_rows": [{"cells": [node.label, node.months, node.note]} for node in CONTACTS],
        "map_svg": SafeString(_map()) if ATLAS.exists() else "",
    }


def _year() -> charts.Year:
    clash = charts.YearItem(
        "Seminar No. 9", date(2026, 10, 19), date(2026, 10, 23), "guests", clash="ends on the national holiday"
    )
    return charts.Year(
        year=2026,
        months=MONTHS,
        cities=(
            charts.YearCity(
                "Linz",
                holidays=(
                    charts.Day(date(2026, 5, 1), "Labour Day"),
                    charts.Day(date(2026, 10, 26), "National Day"),
                ),
                items=(charts.YearItem("Staff exchange", date(2026, 9, 1), date(2026, 11, 20), "both"),),
            ),
            charts.YearCity(
                "Łódź",
                holidays=(
                    charts.Day(date(2026, 5, 3), "Constitution Day"),
                    charts.Day(date(2026, 11, 11), "Independence"),
                ),
                items=(charts.YearItem("Visit on transport", date(2026, 7, 2), date(2026, 7, 3), "guests"),),
                jubilees=(charts.Day(date(2026, 8, 12), "35 years"),),
            ),
            charts.YearCity("Győr", holidays=(charts.Day(date(2026, 10, 23), "National holiday"),), items=(clash,)),
        ),
        finding="Year 2026: three activities; seminar No. 9 ends on the Hungarian national holiday, 23 October.",
        today=TODAY,
        today_label="9 June",
    )


def _balance() -> str:
    rows = [
        charts.BalanceRow("Vienna", charts.Amount(1, "1"), charts.Amount(3, "3")),
        charts.BalanceRow("Łódź", charts.Amount(2, "2"), charts.Amount(4, "4")),
        charts.BalanceRow("Barnet", charts.Amount(None, "unknown"), charts.Amount(0, "0")),
    ]
    finding = "Linz travelled more often than it received guests; nothing is known of guests from Barnet."
    return charts.balance_bars(rows=rows, guests_title="Guests in Linz", ours_title="Linz as guest", finding=finding)


def _ego() -> str:
    return charts.ego_graph(
        centre="Desk",
        nodes=CONTACTS,
        rings=[
            charts.EgoRing(3, "3 months"),
            charts.EgoRing(12, "12 months", is_limit=True),
            charts.EgoRing(24, "24 months"),
        ],
        finding="One contact in Łódź within three months; protocol and security have gone quiet.",
    )


def _map() -> str:
    home = charts.Point(48.31, 14.29)
    places = {
        "Łódź": (51.76, 19.46),
        "Brno": (49.2, 16.61),
        "Győr": (47.69, 17.63),
        "Paris": (48.86, 2.35),
        "London": (51.51, -0.13),
        "Madrid": (40.42, -3.7),
        "Lviv": (49.84, 24.03),
        "Istanbul": (41.01, 28.98),
    }
    cities = [charts.City(name, name, charts.Point(*place)) for name, place in places.items()]
    cities.append(charts.City("Tartu", "Tartu", charts.Point(58.38, 26.73), is_resting=True))
    return charts.map_chart(
        scene=charts.CityMap(
            home=home,
            home_label="Linz",
            cities=tuple(cities),
            rings=(charts.MapRing(1000, "1000 km"), charts.MapRing(2000, "2000 km")),
            radius_km=2400,
            atlas=ATLAS,
            finding="Nine partner cities within 2400 kilometres; one partnership is resting.",
        )
    )
