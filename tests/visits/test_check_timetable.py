"""The programme that the check reads is the programme that is stored."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hospitium.algorithms import timetable
from hospitium.algorithms.timetable import Answer, Hours, Kind, Limits, Mode
from hospitium.core.multilingual import written_in
from hospitium.programme.models import Direction, State
from hospitium.visits.models import CheckLimits, Item, Part, Visit, Way
from hospitium.visits.queries.timetable import programme_of
from tests.factories import make_home, make_partner, make_partnership
from tests.factories_visits import (
    make_group,
    make_interpreter,
    make_item,
    make_part,
    make_speaker,
    make_venue,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)
TUESDAY = date(2027, 3, 9)


def read(visit: Visit) -> timetable.Programme:
    return programme_of(Visit.objects.get(pk=visit.pk), today=TODAY)


def test_an_item_is_read_with_all_that_the_check_asks():
    visit = make_visit()
    venue = make_venue(capacity=20, names_due=10, latitude=52.5, longitude=13.4, is_office=True)
    group = make_group(visit=visit, key="a", heads=7)
    interpreter = make_interpreter(modes=["simultaneous", "sung"], minutes_a_day=300)
    item = make_item(
        visit=visit,
        venue=venue,
        groups=[group],
        interpreters=[interpreter],
        mode="simultaneous",
        speech=40,
        language="de",
    )
    part = make_part(item=item, state=Part.State.ASKED)

    programme = read(visit)

    assert programme.items == (
        timetable.Item(
            key=str(item.pk),
            kind=Kind.LECTURE,
            minutes=60,
            starts=datetime(2027, 3, 9, 9, 0),
            venue=str(venue.pk),
            groups=frozenset({"a"}),
            people=frozenset({f"s{part.speaker_id}"}),
            interpreters=frozenset({f"i{interpreter.pk}"}),
            language="de",
            mode=Mode.SIMULTANEOUS,
            speech=40,
            answer=Answer.ASKED,
        ),
    )
    assert dict(programme.venues) == {
        str(venue.pk): timetable.Venue(
            key=str(venue.pk), capacity=20, position=(52.5, 13.4), names_due=10, is_office=True
        )
    }
    assert dict(programme.interpreters) == {
        f"i{interpreter.pk}": timetable.Interpreter(
            key=f"i{interpreter.pk}",
            pairs=frozenset({("de", "pl"), ("pl", "de")}),
            modes=frozenset({Mode.SIMULTANEOUS}),
            minutes_a_day=300,
        )
    }
    assert (dict(programme.groups), programme.guest_languages, programme.today) == ({"a": 7}, {"pl"}, TODAY)


def test_hours_are_stretches_of_weekdays():
    visit = make_visit()
    hours = [{"weekday": 1, "opens": "09:00", "closes": "16:30"}, {"weekday": 4, "opens": "10:00", "closes": "23:59"}]
    make_item(visit=visit, venue=make_venue(hours=hours))

    (venue,) = read(visit).venues.values()

    assert venue.hours == (
        Hours(weekday=1, opens=time(9), closes=time(16, 30)),
        Hours(weekday=4, opens=time(10), closes=time(0)),
    )


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        ([], Answer.CONFIRMED),
        (["confirmed", "open"], Answer.OPEN),
        (["confirmed", "asked"], Answer.ASKED),
        (["confirmed", "declined", "open"], Answer.DECLINED),
        (["replaced", "confirmed"], Answer.CONFIRMED),
        (["replaced"], Answer.OPEN),
    ],
)
def test_the_worst_answer_counts(states, answer):
    visit = make_visit()
    item = make_item(visit=visit)
    for state in states:
        make_part(item=item, state=state)

    assert read(visit).items[0].answer == answer


def test_who_declined_is_not_taken():
    visit = make_visit()
    make_part(item=make_item(visit=visit), state=Part.State.DECLINED)

    assert read(visit).items[0].people == frozenset()


def test_people_are_busy_in_other_visits_by_the_clocks_of_this_one():
    visit = make_visit()
    speaker, interpreter = make_speaker(), make_interpreter()
    make_part(item=make_item(visit=visit, interpreters=[interpreter]), speaker=speaker)
    abroad = make_visit(zone="Europe/London")
    other = make_item(visit=abroad, starts=time(9, 30), interpreters=[interpreter])
    make_part(item=other, speaker=speaker)

    programme = read(visit)

    stretch = (datetime(2027, 3, 9, 10, 30), datetime(2027, 3, 9, 11, 30), str(other.pk))
    assert [one.busy for one in programme.people.values()] == [(stretch,)]
    assert [one.busy for one in programme.interpreters.values()] == [(stretch,)]


def test_what_was_cancelled_or_declined_elsewhere_takes_nobody():
    visit = make_visit()
    speaker = make_speaker()
    make_part(item=make_item(visit=visit), speaker=speaker)
    make_part(item=make_item(visit=make_visit()), speaker=speaker, state=Part.State.DECLINED)
    cancelled = make_visit()
    cancelled.activity.state = State.CANCELLED
    cancelled.activity.save()
    make_part(item=make_item(visit=cancelled), speaker=speaker)

    assert [one.busy for one in read(visit).people.values()] == [()]


def test_ways_are_those_of_the_office_between_the_venues_of_the_visit():
    visit = make_visit()
    here, there, elsewhere = make_venue(), make_venue(), make_venue()
    make_item(visit=visit, venue=here)
    make_item(visit=visit, venue=there, starts=time(11))
    Way.objects.create(origin=here, target=there, minutes=35)
    Way.objects.create(origin=here, target=elsewhere, minutes=10)

    assert dict(read(visit).ways) == {(str(here.pk), str(there.pk)): 35}


def test_groups_are_apart_where_the_visit_says_so():
    visit = make_visit()
    make_group(visit=visit, key="a")
    make_group(visit=visit, key="b", heads=6)
    make_group(visit=visit, key="heads", is_apart=False)

    programme = read(visit)

    assert (programme.disjoint, dict(programme.groups)) == (frozenset({frozenset({"a", "b"})}), {"b": 6})


@pytest.mark.parametrize(
    ("direction", "found"),
    [
        (Direction.IN, {(date(2027, 3, 8), "host"), (date(2027, 3, 15), "guest")}),
        (Direction.OUT, {(date(2027, 3, 8), "guest"), (date(2027, 3, 15), "host")}),
    ],
)
def test_holidays_are_those_of_host_and_guests(direction, found):
    """8 March is a holiday in Berlin, 15 March in Hungary."""
    make_home(country="DE", subdivision="BE")
    hungary = make_partnership(partner=make_partner(country="HU"))
    visit = make_visit(partnership=hungary, ends_on=date(2027, 3, 16))
    visit.activity.direction = direction
    visit.activity.save()

    assert read(visit).holidays == found


def test_limits_are_those_of_the_office_and_else_the_usual():
    visit = make_visit()
    usual = read(visit).limits
    CheckLimits.objects.create(
        unit=visit.unit, limits={"buffer": 20, "friday_ends": "13:00", "walk_speed": 4, "gone": 1}, off=["no_lunch"]
    )

    assert usual == Limits()
    assert read(visit).limits == Limits(buffer=20, friday_ends=time(13), walk_speed=4.0, off=frozenset({"no_lunch"}))


def test_arrival_departure_and_a_transfer_without_a_place():
    visit = make_visit(arrival=time(11), departure=time(15))
    make_item(visit=visit, kind=Item.Kind.TRANSFER, venue=make_venue(name=written_in("de", "Halt")))

    programme = read(visit)

    assert (programme.arrival, programme.departure) == (datetime(2027, 3, 8, 11), datetime(2027, 3, 12, 15))
    assert programme.items[0].venue is None


def fill(visit: Visit, count: int) -> None:
    for number in range(count):
        item = make_item(
            visit=visit,
            starts=time(9 + number),
            venue=make_venue(),
            groups=[make_group(visit=visit)],
            interpreters=[make_interpreter()],
            mode="consecutive",
        )
        part = make_part(item=item)
        make_part(item=make_item(visit=make_visit(), starts=time(9 + number)), speaker=part.speaker)


def test_three_items_take_as_many_queries_as_one():
    one, three = make_visit(), make_visit()
    fill(one, 1)
    fill(three, 3)

    counts = []
    for visit in (one, three):
        stored = Visit.objects.select_related("activity").get(pk=visit.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            programme_of(stored, today=TODAY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
