"""Makes records of visits and of year programmes for tests; whatever is not given gets a plain value."""

from __future__ import annotations

from datetime import date, time
from itertools import count
from typing import Any

from hospitium.algorithms.dates import PartialDate
from hospitium.core.multilingual import written_in
from hospitium.programme.models import Line, State, YearProgramme
from hospitium.visits.models import (
    Booking,
    Cost,
    Group,
    Interpreter,
    Item,
    LanguagePair,
    Part,
    Speaker,
    Task,
    Template,
    Venue,
    Visit,
)
from tests.factories import make_activity, make_partnership, make_unit

number = count(1)


def make_visit(**given: Any) -> Visit:
    """A visit of five days, Monday 8 to Friday 12 March 2027, with an activity of its own."""
    unit = given.pop("unit", None) or make_unit()
    starts, ends = given.pop("starts_on", date(2027, 3, 8)), given.pop("ends_on", date(2027, 3, 12))
    partnership = given.pop("partnership", None)
    activity = given.pop("activity", None) or make_activity(
        state=State.PLANNED,
        unit=unit,
        begins=PartialDate(starts.year, starts.month, starts.day),
        ends=PartialDate(ends.year, ends.month, ends.day),
        partnerships=[partnership or make_partnership(unit=unit)],
    )
    return Visit.objects.create(
        **{
            "activity": activity,
            "unit": unit,
            "starts_on": starts,
            "ends_on": ends,
            "guest_language": "pl",
            **given,
        }
    )


def make_group(**given: Any) -> Group:
    visit = given.pop("visit", None) or make_visit()
    n = next(number)
    return Group.objects.create(**{"visit": visit, "key": f"g{n}", "name": written_in("de", f"Gruppe {n}"), **given})


def make_venue(**given: Any) -> Venue:
    return Venue.objects.create(**{"name": written_in("de", f"Haus {next(number)}"), **given})


def make_speaker(**given: Any) -> Speaker:
    n = next(number)
    start = {
        "name": f"Referentin {n}",
        "email": f"speaker{n}@example.org",
        "function": written_in("de", "Referatsleiterin"),
        "languages": ["de"],
    }
    return Speaker.objects.create(**{**start, **given})


def make_interpreter(*, pairs: tuple[tuple[str, str], ...] = (("de", "pl"), ("pl", "de")), **given: Any) -> Interpreter:
    n = next(number)
    start = {"name": f"Dolmetscherin {n}", "email": f"interpreter{n}@example.org", "modes": ["consecutive"]}
    interpreter = Interpreter.objects.create(**{**start, **given})
    for origin, target in pairs:
        LanguagePair.objects.create(interpreter=interpreter, origin=origin, target=target)
    return interpreter


def make_item(**given: Any) -> Item:
    """A lecture on Tuesday 9 March 2027, 9:00 to 10:00, unless said otherwise."""
    groups, interpreters = given.pop("groups", []), given.pop("interpreters", [])
    visit = given.pop("visit", None) or make_visit()
    start = {
        "visit": visit,
        "kind": Item.Kind.LECTURE,
        "title": written_in("de", f"Vortrag {next(number)}"),
        "day": date(2027, 3, 9),
        "starts": time(9, 0),
        "minutes": 60,
    }
    item = Item.objects.create(**{**start, **given})
    item.groups.set(groups)
    item.interpreters.set(interpreters)
    return item


def make_part(**given: Any) -> Part:
    item = given.pop("item", None) or make_item()
    speaker = given.pop("speaker", None) or make_speaker()
    return Part.objects.create(**{"item": item, "speaker": speaker, **given})


def make_booking(**given: Any) -> Booking:
    visit = given.pop("visit", None) or make_visit()
    interpreter = given.pop("interpreter", None) or make_interpreter()
    start = {"visit": visit, "interpreter": interpreter, "first_day": visit.starts_on, "last_day": visit.ends_on}
    return Booking.objects.create(**{**start, **given})


def make_task(**given: Any) -> Task:
    visit = given.pop("visit", None) or make_visit()
    start = {"visit": visit, "what": "Hotel reservieren", "days": -90, "due_on": date(2026, 12, 8)}
    return Task.objects.create(**{**start, **given})


def make_cost(**given: Any) -> Cost:
    visit = given.pop("visit", None) or make_visit()
    return Cost.objects.create(**{"visit": visit, "what": "Dolmetscher", **given})


def make_template(**given: Any) -> Template:
    n = next(number)
    start = {
        "key": f"template-{n}",
        "name": written_in("de", f"Seminar {n}"),
        "format": "seminar",
        "days": 5,
        "items": [],
    }
    return Template.objects.create(**{**start, **given})


def make_year_programme(**given: Any) -> YearProgramme:
    partnership = given.pop("partnership", None) or make_partnership()
    return YearProgramme.objects.create(**{"partnership": partnership, "year": 2027, **given})


def make_line(**given: Any) -> Line:
    programme = given.pop("programme", None) or make_year_programme()
    return Line.objects.create(
        **{"programme": programme, "title": written_in("de", f"Seminar {next(number)}"), "month": 5, **given}
    )
