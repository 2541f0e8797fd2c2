"""What does not fit in travel and beds, as plain data: each finding once, and a stay in which nothing is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from hospitium.delegations.clashes import Bed, Clash, Code, Engagement, Stay, Trip, clashes_of

MON, TUE, WED = date(2027, 3, 8), date(2027, 3, 9), date(2027, 3, 10)
ARRIVAL = Trip(1, True, "plane", MON, time(12, 0), frozenset({1, 2}), has_pickup=True, pickup_at=time(12, 0))
DEPARTURE = Trip(2, False, "plane", WED, time(18, 0), frozenset({1, 2}), has_pickup=True, pickup_at=time(15, 0))
ROOM = Bed(5, "twin", MON, TUE, frozenset({1, 2}))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


@pytest.fixture
def stay() -> Stay:
    """Two guests come on Monday at noon, share a room for two nights and leave on Wednesday at six."""
    item = Engagement(7, at(TUE, 9), at(TUE, 10))
    return Stay(MON, WED, (1, 2), (ARRIVAL, DEPARTURE), (ROOM,), (item,))


def test_in_a_good_stay_nothing_is_found(stay):
    assert clashes_of(stay) == []


@pytest.mark.parametrize(
    ("begins", "found"),
    [((13, 29), True), ((13, 30), False)],
)
def test_nobody_is_in_an_item_before_the_landing_and_the_way(stay, begins, found):
    item = Engagement(8, at(MON, *begins), at(MON, 15))

    expected = [Clash(Code.ITEM_BEFORE_ARRIVAL, (1, 2), subject=8, trip=1)] if found else []
    assert clashes_of(replace(stay, items=(item,))) == expected


@pytest.mark.parametrize(("ends", "found"), [((15, 30), False), ((15, 31), True)])
def test_nobody_is_in_an_item_when_it_is_time_to_leave(stay, ends, found):
    item = Engagement(8, at(WED, 14), at(WED, *ends))

    expected = [Clash(Code.ITEM_AFTER_DEPARTURE, (1, 2), subject=8, trip=2)] if found else []
    assert clashes_of(replace(stay, items=(item,))) == expected


def test_an_item_of_one_group_is_a_hint_for_all_whose_journey_does_not_fit(stay):
    early, late = Engagement(8, at(MON, 9), at(MON, 10), True), Engagement(9, at(WED, 16), at(WED, 17), True)
    found = clashes_of(replace(stay, items=(early, late)))

    assert found == [
        Clash(Code.GROUP_BEFORE_ARRIVAL, (1, 2), subject=8, trip=1),
        Clash(Code.GROUP_AFTER_DEPARTURE, (1, 2), subject=9, trip=2),
    ]
    assert [clash.is_hint for clash in found] == [True, True]


def test_a_train_needs_less_time_than_a_plane(stay):
    item = Engagement(8, at(MON, 12, 30), at(MON, 15))

    assert clashes_of(replace(stay, items=(item,), trips=(replace(ARRIVAL, mode="train"), DEPARTURE))) == []


def test_without_a_time_only_the_days_are_compared(stay):
    early, same = Engagement(8, at(MON, 9), at(MON, 10)), Engagement(9, at(MON, 13), at(MON, 14))
    trips = (replace(ARRIVAL, day=TUE, at=None, pickup_at=None), DEPARTURE)
    nights = (replace(ROOM, first_night=TUE),)

    assert clashes_of(replace(stay, items=(early, same), trips=trips, beds=nights)) == [
        Clash(Code.ITEM_BEFORE_ARRIVAL, (1, 2), subject=8, trip=1),
        Clash(Code.ITEM_BEFORE_ARRIVAL, (1, 2), subject=9, trip=1),
        Clash(Code.NO_TIME, (1, 2), trip=1),
    ]


@pytest.mark.parametrize(
    ("trip", "code"),
    [
        (replace(ARRIVAL, pickup_at=time(11, 59)), Code.PICKUP_TOO_EARLY),
        (replace(ARRIVAL, has_pickup=False, pickup_at=None), Code.NO_PICKUP),
        (replace(ARRIVAL, day=date(2027, 3, 7)), Code.ARRIVES_EARLY),
    ],
)
def test_pick_ups_and_days_of_arrivals(stay, trip, code):
    found = clashes_of(replace(stay, trips=(trip, DEPARTURE), beds=(replace(ROOM, first_night=trip.day),)))

    assert found == [Clash(code, (1, 2), trip=1)]


def test_who_comes_by_car_or_is_met_by_the_partner_needs_no_pick_up(stay):
    by_car = replace(ARRIVAL, mode="car", has_pickup=False, pickup_at=None)
    alone = replace(ARRIVAL, has_pickup=False, pickup_at=None)

    assert clashes_of(replace(stay, trips=(by_car, DEPARTURE))) == []
    assert clashes_of(replace(stay, trips=(alone, DEPARTURE), is_met=False)) == []


@pytest.mark.parametrize(
    ("trip", "code"),
    [
        (replace(DEPARTURE, pickup_at=time(18, 0)), Code.PICKUP_TOO_LATE),
        (replace(DEPARTURE, day=date(2027, 3, 11)), Code.LEAVES_LATE),
    ],
)
def test_pick_ups_and_days_of_departures(stay, trip, code):
    last = date.fromordinal(trip.day.toordinal() - 1)

    assert clashes_of(replace(stay, trips=(ARRIVAL, trip), beds=(replace(ROOM, last_night=last),))) == [
        Clash(code, (1, 2), trip=2)
    ]


def test_who_leaves_before_the_arrival_is_found(stay):
    trip = replace(DEPARTURE, day=MON, at=time(9, 0), pickup_at=time(7, 0))
    found = clashes_of(replace(stay, trips=(ARRIVAL, trip), items=(), beds=()))

    assert found == [
        Clash(Code.LEAVES_BEFORE_ARRIVAL, (1,), subject=1, trip=2),
        Clash(Code.LEAVES_BEFORE_ARRIVAL, (2,), subject=1, trip=2),
    ]


def test_who_is_in_no_journey_is_named(stay):
    only_one = (replace(ARRIVAL, members=frozenset({1})), replace(DEPARTURE, members=frozenset({2})))

    assert clashes_of(replace(stay, trips=only_one)) == [Clash(Code.NO_ARRIVAL, (2,)), Clash(Code.NO_DEPARTURE, (1,))]


def test_every_night_has_one_bed(stay):
    beds = (replace(ROOM, last_night=MON), Bed(6, "single", MON, MON, frozenset({1})))

    assert clashes_of(replace(stay, beds=beds)) == [
        Clash(Code.NO_BED, (1, 2), night=TUE),
        Clash(Code.TWO_BEDS, (1,), night=MON),
    ]


def test_nights_one_after_the_other_are_one_finding_for_the_same_people(stay):
    longer = (replace(ARRIVAL, day=date(2027, 3, 5)), DEPARTURE)
    beds = (replace(ROOM, first_night=date(2027, 3, 7), last_night=date(2027, 3, 7)), replace(ROOM, key=6))
    alone = (*beds, Bed(7, "single", MON, TUE, frozenset({1})))

    assert clashes_of(replace(stay, first_day=date(2027, 3, 5), trips=longer, beds=alone)) == [
        Clash(Code.NO_BED, (1, 2), night=date(2027, 3, 5), last_night=date(2027, 3, 6)),
        Clash(Code.TWO_BEDS, (1,), night=MON, last_night=TUE),
    ]


def test_without_any_room_the_hotel_is_missing_once(stay):
    assert clashes_of(replace(stay, beds=())) == [Clash(Code.NO_HOTEL, (1, 2))]


def test_rooms_are_neither_too_full_nor_half_empty(stay):
    assert clashes_of(replace(stay, beds=(replace(ROOM, kind="single"),))) == [
        Clash(Code.TOO_MANY_IN_ROOM, (1, 2), subject=5)
    ]
    three = replace(ARRIVAL, members=frozenset({1, 2, 3})), replace(DEPARTURE, members=frozenset({1, 2, 3}))
    full = replace(stay, members=(1, 2, 3), trips=three, beds=(replace(ROOM, members=frozenset({1, 2, 3})),))
    assert clashes_of(full) == [Clash(Code.TOO_MANY_IN_ROOM, (1, 2, 3), subject=5)]
    apart = (
        replace(ROOM, members=frozenset({1})),
        Bed(6, "single", MON, TUE, frozenset({2})),
        replace(ROOM, key=9, members=frozenset()),
    )
    assert clashes_of(replace(stay, beds=apart)) == [
        Clash(Code.ALONE_IN_DOUBLE, (1,), subject=5),
        Clash(Code.EMPTY_ROOM, subject=9),
    ]
    assert [clash.is_hint for clash in clashes_of(replace(stay, beds=apart))] == [True, True]
