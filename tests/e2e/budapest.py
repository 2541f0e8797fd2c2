"""The seminar Budapest no. 8 of the record, planned as if it were next August: `python -m tests.e2e.budapest`.

Theme, number, guests, places and stations are those of src/hospitium/interchange/records/berlin.yaml; people are known
by their function, and ways are numbers. With the word `spoiled` the same seminar is planned with the mistakes that are
made in such programmes, two weeks later. Prints the number of the visit.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import permutations

from hospitium.operations import django_start

django_start.start()

from django.db import transaction  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from hospitium.algorithms.dates import PartialDate  # noqa: E402
from hospitium.core.models import User  # noqa: E402
from hospitium.partners.models import Partnership  # noqa: E402
from hospitium.programme.actions import create_line, create_year_programme  # noqa: E402
from hospitium.programme.models import Direction, Format, State  # noqa: E402
from hospitium.visits.actions.interpreters import (  # noqa: E402
    assign_interpreters,
    create_booking,
    create_interpreter,
    step_booking,
)
from hospitium.visits.actions.items import create_item, edit_item  # noqa: E402
from hospitium.visits.actions.parts import add_part, note_answer  # noqa: E402
from hospitium.visits.actions.people import create_speaker  # noqa: E402
from hospitium.visits.actions.places import Measured, create_venue, measure_ways  # noqa: E402
from hospitium.visits.actions.visits import create_visit_with_activity  # noqa: E402
from hospitium.visits.models import Interpreter, Item, Mode, Speaker, Venue, Visit  # noqa: E402

TITLE = {
    "de": "Umwelt, Energie und Verkehr auf dem Weg zu EU-Normen",
    "hu": "Környezet, energia és közlekedés az uniós normák felé vezető úton",
    "en": "Environment, energy and transport on the way to EU norms",
}
GUESTS = 13
HOTEL = "ESTA Tagungshotel"
FIELDS = {
    "environment": {"de": "Umwelt", "hu": "Környezet", "en": "Environment"},
    "energy": {"de": "Energie", "hu": "Energia", "en": "Energy"},
    "transport": {"de": "Verkehr", "hu": "Közlekedés", "en": "Transport"},
}
# Public offices open as offices do; the others have no hours that anybody has noted.
OFFICE_HOURS = [{"weekday": day, "opens": "08:00", "closes": "16:00"} for day in range(5)]
STATIONS = {
    "Wasserschutzpolizei": "environment",
    "Agenda 21": "environment",
    "Grüne Liga": "environment",
    "Berliner Energieagentur": "energy",
    "ImpulsE": "energy",
    "KöWoGe": "energy",
    "Verkehrsmanagementzentrale": "transport",
    "Lehrter Bahnhof": "transport",
}
OFFICES = ("Wasserschutzpolizei", "Verkehrsmanagementzentrale")
# Minutes from the hotel; from one station to another it takes MINUTES.
FROM_HOTEL, MINUTES = 35, 25


@dataclass(frozen=True)
class Planned:
    """An item as it stands in the programme: day of the visit from 0, time, minutes."""

    what: str
    day: int
    starts: time
    minutes: int
    kind: str = Item.Kind.STATION


WELCOME, DINNER, LUNCH, SPREE, CLOSING = "welcome", "dinner", "lunch", "Spree", "closing"
WORDS = {
    WELCOME: {"de": "Begrüßung", "hu": "Üdvözlés", "en": "Welcome"},
    DINNER: {"de": "Abendessen", "hu": "Vacsora", "en": "Dinner"},
    LUNCH: {"de": "Mittagessen", "hu": "Ebéd", "en": "Lunch"},
    SPREE: {"de": "Fahrt auf der Spree", "hu": "Hajóút a Spreen", "en": "Trip on the Spree"},
    CLOSING: {"de": "Auswertung und Abschied", "hu": "Értékelés és búcsú", "en": "Review and farewell"},
}
WEEK = (
    Planned(WELCOME, 0, time(15), 90, Item.Kind.DISCUSSION),
    Planned(DINNER, 0, time(18, 30), 90, Item.Kind.MEAL),
    Planned("Wasserschutzpolizei", 1, time(9), 90),
    Planned(LUNCH, 1, time(12), 60, Item.Kind.MEAL),
    Planned("Agenda 21", 1, time(14), 90),
    Planned("Berliner Energieagentur", 2, time(9), 90),
    Planned(LUNCH, 2, time(12), 60, Item.Kind.MEAL),
    Planned("ImpulsE", 2, time(14), 90),
    Planned("Verkehrsmanagementzentrale", 3, time(9), 90),
    Planned(LUNCH, 3, time(12), 60, Item.Kind.MEAL),
    Planned("Lehrter Bahnhof", 3, time(14), 90),
    Planned("KöWoGe", 4, time(9), 90),
    Planned(LUNCH, 4, time(12), 60, Item.Kind.MEAL),
    Planned("Grüne Liga", 4, time(14), 90),
    Planned(SPREE, 5, time(10), 120, Item.Kind.SIGHTSEEING),
    Planned(LUNCH, 5, time(13), 60, Item.Kind.MEAL),
    Planned(CLOSING, 6, time(9), 60, Item.Kind.DISCUSSION),
)


def next_august() -> date:
    """The first Monday of August next year."""
    first = date(timezone.localdate().year + 1, 8, 1)
    return first + timedelta(days=-first.weekday() % 7)


def officer() -> User:
    return User.objects.get(email="referat@example.org")


# ---- who and where ---------------------------------------------------------------
def venues(by: User) -> dict[str, Venue]:
    """The places of the record, each once, and the ways between them."""
    found = {str(one.name): one for one in Venue.objects.all() if str(one.name) in {HOTEL, *STATIONS}}
    if found:
        return found
    for name in (HOTEL, *STATIONS):
        office = {"is_office": True, "hours": OFFICE_HOURS} if name in OFFICES else {}
        found[name] = create_venue(values={"name": {"de": name}, "capacity": 40, **office}, by=by)
    for name, venue in found.items():
        ways = [
            Measured(one.pk, other.pk, FROM_HOTEL if found[HOTEL] in (one, other) else MINUTES)
            for one, other in permutations(found.values(), 2)
            if one == venue
        ]
        measure_ways(venue_id=found[name].pk, measured=ways, by=by)
    return found


def speakers(by: User) -> dict[str, Speaker]:
    """One speaker for each field, by function."""
    found = {}
    for key, field in FIELDS.items():
        name, email = f"Referatsleitung {field['de']} (Beispiel)", f"{key}@example.org"
        known = Speaker.objects.filter(email=email).first()
        values = {
            "name": name,
            "function": {"de": f"Referatsleitung {field['de']}", "hu": f"Osztályvezető, {field['hu']}"},
            "email": email,
            "language": "de",
            "languages": ["de"],
        }
        found[key] = known or create_speaker(values=values, by=by)
    return found


def interpreter(by: User) -> Interpreter:
    name = "Dolmetschen Ungarisch (Beispiel)"
    known = Interpreter.objects.filter(name=name).first()
    modes = [Mode.CONSECUTIVE.value, Mode.SIMULTANEOUS.value, Mode.WHISPERED.value]
    values = {"name": name, "email": "ungarisch@example.org", "language": "de", "modes": modes}
    return known or create_interpreter(values=values, pairs=[("de", "hu"), ("hu", "de")], by=by)


# ---- the programme ---------------------------------------------------------------
def plan(first: date, by: User) -> Visit:
    """The seminar of seven days from `first`, with everybody confirmed and one interpreter booked."""
    last = first + timedelta(days=6)
    budapest = Partnership.objects.get(key="budapest")
    activity = {
        "format": Format.SEMINAR,
        "title": TITLE,
        "number": 8,
        "partnerships": [budapest],
        "unit": budapest.unit,
        "direction": Direction.IN,
        "state": State.PLANNED,
        "begins": PartialDate.of(first),
        "ends": PartialDate.of(last),
        "heads_planned": GUESTS,
    }
    places = venues(by)
    values = {
        "starts_on": first,
        "ends_on": last,
        "series": "Budapest",
        "host_language": "de",
        "guest_language": "hu",
        "arrival": time(13),
        "departure": time(14),
        "lodging": places[HOTEL],
        "greeting": {"de": "Herzlich willkommen in Berlin.", "hu": "Szeretettel köszöntjük Önöket Berlinben."},
        "names_known": True,
        "diets_known": True,
    }
    visit = create_visit_with_activity(activity=activity, values=values, by=by)
    for one in WEEK:
        enter(one, visit, places, by)
    book(visit, by)
    return visit


def enter(one: Planned, visit: Visit, places: dict[str, Venue], by: User) -> Item:
    """An item with its title, place, language and speaker."""
    field = FIELDS.get(STATIONS.get(one.what, ""))
    title = {code: f"{word}: {one.what}" for code, word in field.items()} if field else WORDS[one.what]
    at_hotel = one.what in {WELCOME, DINNER, CLOSING}
    is_spoken = one.kind in {Item.Kind.STATION, Item.Kind.DISCUSSION, Item.Kind.SIGHTSEEING}
    values = {
        "kind": one.kind,
        "title": title,
        "day": visit.starts_on + timedelta(days=one.day),
        "starts": one.starts,
        "minutes": one.minutes,
        "venue": places[HOTEL] if at_hotel else places.get(one.what),
        "is_fixed": one.kind == Item.Kind.MEAL,
        **({"language": "de", "mode": Mode.CONSECUTIVE, "speech": one.minutes // 2} if is_spoken else {}),
    }
    item = create_item(visit_id=visit.pk, values=values, by=by)
    if one.what in STATIONS:
        part = add_part(item_id=item.pk, values={"speaker": speakers(by)[STATIONS[one.what]], "role": "host"}, by=by)
        note_answer(part_id=part.pk, state="confirmed", text="", by=by)
    return item


def book(visit: Visit, by: User) -> None:
    """One interpreter for all days, in each item that is interpreted."""
    somebody = interpreter(by)
    days = {"first_day": visit.starts_on, "last_day": visit.ends_on}
    booking = create_booking(visit_id=visit.pk, values={"interpreter": somebody, **days}, by=by)
    step_booking(booking_id=booking.pk, step="book", by=by)
    spoken = visit.items.exclude(mode=Mode.NONE)
    assign_interpreters(visit_id=visit.pk, chosen={one.pk: [somebody.pk] for one in spoken}, seen={}, by=by)


# ---- the same with mistakes --------------------------------------------------------
def spoil(visit: Visit, by: User) -> None:
    """One mistake after the other, as they are made in such programmes."""
    items = {(one.title.in_language("de").text, one.day): one for one in visit.items.all()}
    first = visit.starts_on

    def change(title: str, nth: int, **values: object) -> None:
        item = items[title, first + timedelta(days=nth)]
        edit_item(item_id=item.pk, version=None, values=values, by=by)

    change("Begrüßung", 0, starts=time(12))
    change("Umwelt: Wasserschutzpolizei", 1, starts=time(11))
    change("Umwelt: Agenda 21", 1, starts=time(12, 45))
    change("Mittagessen", 1, starts=time(13))
    change("Energie: Berliner Energieagentur", 2, minutes=60)
    change("Energie: ImpulsE", 2, mode=Mode.WHISPERED)
    change("Mittagessen", 2, day=None, starts=None, is_fixed=False)
    change("Verkehr: Verkehrsmanagementzentrale", 3, starts=time(16))
    change("Verkehr: Lehrter Bahnhof", 3, mode=Mode.SIMULTANEOUS)
    change("Energie: KöWoGe", 4, day=None, starts=None)
    change("Umwelt: Grüne Liga", 4, mode=Mode.NONE, interpreters=[])
    change("Fahrt auf der Spree", 5, interpreters=[], minutes=240)
    change("Auswertung und Abschied", 6, starts=time(14, 30))
    part = items["Verkehr: Lehrter Bahnhof", first + timedelta(days=3)].parts.get()
    note_answer(part_id=part.pk, state="declined", text="", by=by)


# ---- the year --------------------------------------------------------------------
def plan_year(by: User) -> int:
    """Two lines of next year with Budapest, not sent yet."""
    budapest = Partnership.objects.get(key="budapest")
    values = {"partnership": budapest, "year": timezone.localdate().year + 1, "preamble": {}, "file_reference": ""}
    programme = create_year_programme(values=values, by=by)
    line = {"format": Format.SEMINAR, "direction": Direction.IN, "persons": GUESTS, "month": 8}
    create_line(programme_id=programme.pk, values={"title": TITLE, **line}, by=by)
    youth = {"de": "Freizeitangebote für Jugendliche", "hu": "Az ifjúság szabadideje", "en": "Youth leisure"}
    create_line(programme_id=programme.pk, values={"title": youth, **line, "month": 5}, by=by)
    return programme.pk


@transaction.atomic
def write(word: str) -> int:
    """What is asked for, as the officer of the demonstration; returns its number."""
    by = officer()
    if word == "year":
        return plan_year(by)
    visit = plan(next_august() + timedelta(days=14 if word == "spoiled" else 0), by)
    if word == "spoiled":
        spoil(visit, by)
    return visit.pk


if __name__ == "__main__":
    with translation.override("en"):
        print(write((sys.argv[1:] or ["seminar"])[0]))
