"""What people type: hours, lines of templates, days and times; and days that are counted."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from hospitium.visits.dates import days_between, due_day
from hospitium.visits.forms.items import MoveItem
from hospitium.visits.forms.patterns import EditTemplate
from hospitium.visits.hours import hours_as_lines, parse_hours
from hospitium.visits.models import Anchor
from tests import factories_visits as made

START, END = date(2027, 3, 8), date(2027, 3, 12)


def stretch(weekday, opens, closes):
    return {"weekday": weekday, "opens": opens, "closes": closes}


# ---- hours -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "language", "hours"),
    [
        ("Mo 09:00-16:00", "de", [stretch(0, "09:00", "16:00")]),
        ("Montag: 9 – 16.30", "de", [stretch(0, "09:00", "16:30")]),
        ("So 10-12", "de", [stretch(6, "10:00", "12:00")]),
        ("so 10-12", "cs", [stretch(5, "10:00", "12:00")]),
        ("Thu-Fri 8:30-24:00", "de", [stretch(3, "08:30", "23:59"), stretch(4, "08:30", "23:59")]),
        ("śr 9-16", "de", [stretch(2, "09:00", "16:00")]),
        ("pátek 9-16", "de", [stretch(4, "09:00", "16:00")]),
        ("Cs 9-16", "hu", [stretch(3, "09:00", "16:00")]),
        (
            "сб-пн 9-16",
            "ru",
            [stretch(0, "09:00", "16:00"), stretch(5, "09:00", "16:00"), stretch(6, "09:00", "16:00")],
        ),
    ],
)
def test_hours_are_read_in_every_language(line, language, hours):
    assert parse_hours([line], language) == hours


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("open", "“open” cannot be read. Write Mo 09:00-16:00."),
        ("Xx 9-16", "“Xx” in “Xx 9-16” is not a weekday."),
        ("Mo-Xx 9-16", "“Xx” in “Mo-Xx 9-16” is not a weekday."),
        ("Mo 9-26", "“26” in “Mo 9-26” is not a time of day."),
        ("Mo 16-9", "“Mo 16-9” ends before it begins."),
    ],
)
def test_hours_that_cannot_be_read_are_named(line, sentence):
    with translation.override("en"):
        with pytest.raises(ValidationError) as error:
            parse_hours([line], "de")

        assert error.value.messages == [sentence]


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
def test_written_hours_are_read_again(language):
    hours = [stretch(day, *times) for day in range(7) for times in [("09:00", "12:00"), ("13:00", "16:00")][: day % 3]]

    assert parse_hours(hours_as_lines(hours, language), language) == hours


def test_days_in_a_row_are_written_as_one():
    hours = [stretch(day, "09:00", "16:00") for day in range(4)] + [stretch(4, "09:00", "13:00")]

    assert hours_as_lines(hours, "de") == ["Mo-Do 09:00-16:00", "Fr 09:00-13:00"]


# ---- counted days ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("anchor", "days", "confirmed", "due"),
    [
        (Anchor.START, -7, None, date(2027, 3, 1)),
        (Anchor.END, 7, None, date(2027, 3, 19)),
        (Anchor.CONFIRMATION, 3, None, None),
        (Anchor.CONFIRMATION, 3, date(2027, 2, 1), date(2027, 2, 4)),
    ],
)
def test_a_day_is_counted_from_its_anchor(anchor, days, confirmed, due):
    assert due_day(anchor, days, START, END, confirmed) == due


def test_days_of_a_visit():
    assert days_between(START, date(2027, 3, 10)) == [START, date(2027, 3, 9), date(2027, 3, 10)]


# ---- day and time of an item -----------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ({"starts": "10:00", "minutes": "45"}, (time(10), 45)),
        ({"starts": "10:00", "ends": "11:15"}, (time(10), 75)),
        ({"starts": "10:00", "minutes": "60", "ends": "11:15"}, (time(10), 75)),
    ],
)
def test_a_length_is_typed_in_minutes_or_by_its_end(typed, values):
    item = made.make_item()
    form = MoveItem.of(item, {"day": "2027-03-10", **typed})
    form.limit_to(item.visit)

    assert form.is_valid(), form.errors
    assert (form.values["starts"], form.values["minutes"]) == values


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts": "10:00"}, "minutes"),
        ({"minutes": "60"}, "starts"),
        ({"day": "", "starts": "10:00", "minutes": "60"}, "day"),
        ({"day": "", "ends": "10:00"}, "ends"),
        ({"starts": "10:00", "ends": "09:00"}, "ends"),
        ({"starts": "10:00", "ends": "11:00", "minutes": "45"}, "ends"),
        ({"day": "2027-04-10", "starts": "10:00", "minutes": "60"}, "day"),
    ],
)
def test_times_that_contradict_each_other_are_refused(typed, field):
    item = made.make_item()
    form = MoveItem.of(item, {"day": "2027-03-10", **typed})
    form.limit_to(item.visit)

    assert list(form.errors) == [field]


# ---- lines of a template ---------------------------------------------------------
def template_form(**typed):
    start = {"name-en": "Seminar", "format": "seminar", "days": "2", "items": "", "tasks": ""}
    return EditTemplate({**start, **typed})


@pytest.mark.parametrize("language", ["de", "en", "pl", "cs", "hu", "ru"])
@pytest.mark.django_db
def test_lines_of_a_template_are_read_as_they_are_written(language):
    template = made.make_template(
        days=1,
        items=[
            {
                "day": 1,
                "starts": "09:00",
                "minutes": 90,
                "kind": "lecture",
                "title": {"de": "Vortrag der Fachverwaltung", "hu": "Előadás"},
                "mode": "consecutive",
                "obligatory": False,
            }
        ],
    )
    template.tasks.create(what=made.written_in("de", "Hotel", ru="Гостиница"), anchor="end", days=-3)
    with translation.override(language):
        start = EditTemplate.initial_of(template)
        form = template_form(items="\n".join(start["items"]), tasks="\n".join(start["tasks"]))
        form.know(template)

        assert form.is_valid(), form.errors
        assert form.rows == template.items
        assert form.task_rows == [(template.tasks.get().what, "end", -3)]


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ("1 | 09:00 | 90", "“1 | 09:00 | 90” has too few or too many parts."),
        (
            "x | 09:00 | 90 | lecture | none | A",
            "“x” in “x | 09:00 | 90 | lecture | none | A” is not a number from 1 to 31.",
        ),
        ("1 | 9 | 90 | lecture | none | A", "“9” in “1 | 9 | 90 | lecture | none | A” is not a time of day."),
        ("3 | 09:00 | 90 | lecture | none | A", "There are items behind the last day."),
    ],
)
def test_lines_that_cannot_be_read_are_named(items, sentence):
    with translation.override("en"):
        assert template_form(items=items).errors == {"items": [sentence]}


def test_a_known_title_keeps_its_translations():
    with translation.override("en"):
        form = template_form(items="1 | 09:00 | 60 | meal | none | lunch\n1 | 12:00 | 60 | free time | none | Nap")

        assert form.is_valid(), form.errors
        assert [(row["title"].get("hu"), row["kind"]) for row in form.rows] == [("Ebéd", "meal"), (None, "free")]
