"""The check as a whole, and its rules on ways, groups and days: what provokes each, and a near miss that does not."""

import doctest
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hospitium.algorithms.timetable import (
    EVERYBODY,
    RULES,
    Answer,
    Finding,
    Kind,
    Limits,
    Severity,
    TimetableError,
    Venue,
    check,
    way,
)
from tests.algorithms.timetables import MONDAY, A, B, at, every, item, items_of, programme, venues

PAGE = Path(__file__).parents[2] / "docs/algorithms/timetable.md"


def test_timetable_worked_example_of_the_page_is_true():
    found = doctest.testfile(str(PAGE), module_relative=False)

    assert (found.failed, found.attempted > 5) == (0, True)


def test_page_names_every_rule():
    text = PAGE.read_text(encoding="utf-8")

    assert [rule.code for rule in RULES if f"`{rule.code}`" not in text] == []


def test_every_rule_says_what_it_finds_and_has_a_code_of_its_own():
    assert [rule.code for rule in RULES if not rule.find.__doc__] == []
    assert len({rule.code for rule in RULES}) == len(RULES) == 30


# ---- ways ----------------------------------------------------------------------


def test_way_is_taken_from_the_matrix_in_either_direction():
    plan = programme(ways={("hall", "pier"): 35})

    assert (way(plan, "hall", "pier"), way(plan, "pier", "hall"), way(plan, "hall", "hall")) == (35, 35, 0)
    assert way(plan, "hall", "zoo") is None


def test_way_by_position_is_walked_when_near_and_ridden_when_far():
    places = [(52.5186, 13.4081), (52.5186, 13.4111), (52.5186, 13.2081), None]
    plan = programme(venues=venues(*(Venue(key=str(n), position=place) for n, place in enumerate(places))))

    # 203 m, with detours 264 m, at 4.5 km/h; 13.5 km, with detours 17.6 km, at 22 km/h and 8 minutes of waiting.
    assert (way(plan, "0", "1"), way(plan, "0", "2"), way(plan, "0", "3")) == (4, 56, None)


def two_places(gap, *between, matrix=35):
    first, second = item("first", at(9), venue="hall"), item("second", at(10) + timedelta(minutes=gap), venue="pier")
    return programme(first, *between, second, ways={("hall", "pier"): matrix})


def test_way_too_short_counts_the_way_and_the_buffer():
    facts = {"minutes": 44, "needed": 45, "way": 35, "from_venue": "hall", "to_venue": "pier"}

    assert every("way_too_short", two_places(44)) == [(("first", "second"), facts)]
    assert every("way_too_short", two_places(45)) == []
    assert every("way_too_short", replace(two_places(9), ways={("hall", "pier"): 0})) != []


def test_way_too_short_counts_transfers_and_gaps_together():
    transfer = item("bus", at(10, 5), 40, Kind.TRANSFER)

    assert every("way_too_short", two_places(45, transfer)) == []
    assert items_of("way_too_short", two_places(44, transfer)) == [("first", "bus", "second")]


def test_transfer_itself_must_be_as_long_as_the_way():
    short = item("bus", at(10, 5), 34, Kind.TRANSFER)
    facts = {"minutes": 34, "needed": 35, "way": 35, "from_venue": "hall", "to_venue": "pier"}

    assert every("way_too_short", two_places(90, short)) == [(("first", "bus", "second"), facts)]
    assert every("way_too_short", two_places(90, replace(short, minutes=35))) == []


def test_free_time_without_a_place_may_be_used_for_the_way_and_an_item_anywhere_cannot_be_judged():
    stroll = item("stroll", at(10), 10, Kind.FREE)

    assert items_of("way_too_short", two_places(20, stroll)) == [("first", "second")]
    assert items_of("way_too_short", two_places(20, replace(stroll, kind=Kind.SIGHTSEEING))) == []


def test_way_too_short_follows_each_group():
    first = item("first", at(9), venue="hall")
    plan = programme(
        first,
        item("second", at(10, 5), venue="pier", groups=A),
        item("third", at(10), venue="hall", groups=B),
        groups={"a": 7, "b": 6},
        disjoint=frozenset({A | B}),
        ways={("hall", "pier"): 35},
    )

    assert [(one.items, one.facts["groups"]) for one in check(plan)] == [(("first", "second"), ("a",))]


def test_way_starts_where_the_longest_of_several_items_ends():
    long, inside = item("long", at(9), 180, venue="hall"), item("inside", at(10), 30, venue="pier")
    after = item("after", at(12, 30), venue="pier")

    assert items_of("way_too_short", programme(long, inside, after, ways={("hall", "pier"): 35})) == [("long", "after")]


def test_way_unknown_on_one_day_only():
    plan = replace(two_places(600), ways={})

    assert every("way_unknown", plan) == [(("first", "second"), {"from_venue": "hall", "to_venue": "pier"})]
    assert every("way_unknown", two_places(600)) == []
    assert every("way_unknown", replace(two_places(24 * 60), ways={})) == []


# ---- groups --------------------------------------------------------------------


def test_group_overlap():
    plan = programme(item("first", at(9)), item("second", at(9, 59)))

    assert every("group_overlap", plan) == [(("first", "second"), {"minutes": 1})]
    assert every("group_overlap", programme(item("first", at(9)), item("second", at(10)))) == []


def test_group_overlap_only_for_groups_with_members_in_common():
    items = item("first", at(9), groups=A), item("second", at(9), groups=B)

    assert items_of("group_overlap", programme(*items)) == [("first", "second")]
    assert items_of("group_overlap", programme(*items, disjoint=frozenset({A | B}))) == []
    everybody = replace(items[1], groups=frozenset({EVERYBODY}))
    assert items_of("group_overlap", programme(items[0], everybody, disjoint=frozenset({A | B}))) != []


def test_item_without_length_overlaps_only_what_runs_around_it():
    moment = item("moment", at(9), 0)

    assert items_of("group_overlap", programme(moment, item("second", at(9)))) == []
    assert items_of("group_overlap", programme(moment, item("second", at(8)))) == []
    assert items_of("group_overlap", programme(moment, item("second", at(8, 30)))) == [("second", "moment")]


def test_same_finding_for_two_groups_names_both():
    plan = programme(
        item("first", at(9), 200),
        item("other", at(20), groups=A),
        groups={"a": 7, "b": 6},
        limits=Limits(off=frozenset({"no_lunch", "long_day"})),
    )

    assert [(one.key, one.facts["groups"]) for one in check(plan)] == [("no_break:first", ("a", "b"))]


# ---- the day -------------------------------------------------------------------


def test_no_break_within_three_hours():
    first, second = item("first", at(9), 100), item("second", at(10, 54), 67)
    facts = {"minutes": 181, "limit": 180, "day": MONDAY}

    assert every("no_break", programme(first, second)) == [(("first", "second"), facts)]
    assert every("no_break", programme(first, replace(second, minutes=66))) == []
    assert every("no_break", programme(first, replace(second, starts=at(10, 55)))) == []


def test_break_is_what_the_way_leaves_over():
    first, second = item("first", at(9), 100, venue="hall"), item("second", at(11), 90, venue="pier")
    ways = {("hall", "pier"): 6}

    assert items_of("no_break", programme(first, second, ways=ways)) == [("first", "second")]
    assert items_of("no_break", programme(first, second, ways={("hall", "pier"): 5})) == []
    assert items_of("no_break", programme(first, second)) == []


@pytest.mark.parametrize("kind", [Kind.MEAL, Kind.FREE])
def test_meal_and_free_time_are_breaks(kind):
    first, second = item("first", at(9), 100), item("second", at(10, 55), 90)
    pause = item("pause", at(10, 40), 15, kind)

    assert items_of("no_break", programme(first, pause, second)) == []
    assert items_of("no_break", programme(first, replace(pause, kind=Kind.TRANSFER), second)) == [
        ("first", "pause", "second")
    ]


def test_no_break_is_measured_to_the_last_end():
    long, inside = item("long", at(9), 170), item("inside", at(10), 20)
    after = item("after", at(12, 0), 20)

    assert items_of("no_break", programme(long, inside, after)) == [("long", "inside", "after")]


def day_over_noon(*meals):
    off = Limits(off=frozenset({"no_break"}))
    return programme(item("morning", at(9), 150), *meals, item("afternoon", at(14, 30), 60), limits=off)


def test_no_lunch():
    assert every("no_lunch", day_over_noon()) == [(("morning", "afternoon"), {"day": MONDAY})]
    assert items_of("no_lunch", day_over_noon(item("bus", at(12), 30, Kind.TRANSFER))) == [("bus",)]
    assert items_of("no_lunch", day_over_noon(item("meal", at(14, 1), 29, Kind.MEAL))) == [("meal",)]
    assert items_of("no_lunch", day_over_noon(item("meal", at(14), 30, Kind.MEAL))) == []
    assert items_of("no_lunch", day_over_noon(item("free", at(12), 30, Kind.FREE))) == []


def test_no_lunch_is_not_asked_of_half_a_day():
    assert items_of("no_lunch", programme(item("morning", at(9), 300))) == []
    assert items_of("no_lunch", programme(item("morning", at(9), 301))) == [("morning",)]
    assert items_of("no_lunch", programme(item("afternoon", at(12), 200))) == []
    assert items_of("no_lunch", programme(item("afternoon", at(11, 59), 200))) == [("afternoon",)]


def test_long_day_without_free_time():
    first, last = item("first", at(8)), item("last", at(17, 1))
    free = item("free", at(15), 1, Kind.FREE)

    facts = {"minutes": 601, "limit": 600, "day": MONDAY}
    assert every("long_day", programme(first, last)) == [(("first", "last"), facts)]
    assert every("long_day", programme(first, free, last)) == []
    assert every("long_day", programme(first, replace(last, starts=at(17)))) == []
    assert items_of("long_day", programme(item("one", at(8), 601))) == [("one",)]


def test_day_of_free_time_is_not_long():
    assert items_of("long_day", programme(item("free", at(8), 700, Kind.FREE))) == []


def test_before_arrival_and_after_departure():
    plan = programme(item("one", at(9)), arrival=at(9, 1), departure=at(9, 59))

    assert every("before_arrival", plan) == [(("one",), {"starts": at(9), "arrival": at(9, 1)})]
    assert every("after_departure", plan) == [(("one",), {"ends": at(10), "departure": at(9, 59)})]
    assert check(replace(plan, arrival=at(9), departure=at(10))) == ()


def test_unplaced():
    assert every("unplaced", programme(item("one"))) == [(("one",), {"minutes": 60})]
    assert every("unplaced", programme(item("one", is_obligatory=False))) == []


# ---- the whole ---------------------------------------------------------------------


def test_check_gives_the_worst_first_and_then_the_order_of_time():
    plan = programme(
        item("late", at(18), 60),
        item("early", at(7), 200),
        item("nowhen"),
        item("no", at(7), 200, answer=Answer.DECLINED, groups=B),
        groups={"a": 7, "b": 6},
        disjoint=frozenset({A | B}),
        holidays=frozenset({(MONDAY, "guest")}),
        departure=at(18, 30),
    )

    assert [(one.severity, one.code, one.items) for one in check(plan)] == [
        ("error", "declined", ("no",)),
        ("error", "group_overlap", ("early", "no")),
        ("error", "after_departure", ("late",)),
        ("warning", "long_day", ("early", "late")),
        ("warning", "no_break", ("early",)),
        ("warning", "no_break", ("early", "no")),
        ("warning", "no_lunch", ("early", "late")),
        ("warning", "unplaced", ("nowhen",)),
        ("hint", "holiday_guest", ("early", "no", "late")),
    ]


def test_check_leaves_out_what_the_office_has_switched_off():
    plan = programme(item("one"), item("two", answer=Answer.DECLINED), limits=Limits(off=frozenset({"unplaced"})))

    assert check(plan) == (Finding(code="declined", severity=Severity.ERROR, items=("two",), facts={"people": ()}),)


def test_nothing_is_wrong_with_an_empty_programme():
    assert check(programme()) == ()


def test_person_without_details_and_venue_without_details_are_no_fault():
    assert check(programme(item("one", at(9), venue="hall", people=frozenset({"eva"})))) == ()


@pytest.mark.parametrize(
    ("items", "code"), [([item("one"), item("one", at(9))], "duplicate"), ([item("one", at(9), -1)], "negative")]
)
def test_programme_that_contradicts_itself_is_refused(items, code):
    with pytest.raises(TimetableError) as refusal:
        check(programme(*items))

    assert (refusal.value.code, refusal.value.facts) == (code, {"item": "one"})
