"""What holds for every programme: the check and the judge agree, and neither depends on order or week."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.timetable import (
    EVERYBODY,
    Answer,
    Hours,
    Interpreter,
    Item,
    Kind,
    Mode,
    Person,
    Programme,
    Venue,
    check,
    hard_violations,
    way,
)

MONDAY = datetime(2026, 8, 3)
A, B, ALL = frozenset({"a"}), frozenset({"b"}), frozenset({EVERYBODY})
GROUPS = st.sampled_from([ALL, A, B, A | B, frozenset({"heads"})])
TIMES = st.builds(
    lambda day, quarter: MONDAY + timedelta(days=day, minutes=15 * quarter), st.integers(0, 2), st.integers(32, 52)
)
HARD = (
    "group_overlap",
    "person_twice",
    "interpreter_twice",
    "before_arrival",
    "after_departure",
    "venue_hours",
    "venue_closed",
    "person_hours",
    "over_capacity",
    "overlap_venue",
    "way_too_short",
)


def some(values):
    return st.frozensets(st.sampled_from(values), max_size=2)


@st.composite
def items(draw, key):
    return Item(
        key=key,
        kind=draw(st.sampled_from(Kind)),
        minutes=draw(st.sampled_from([0, 15, 45, 60, 90, 200])),
        starts=draw(st.none() | TIMES),
        venue=draw(st.sampled_from([None, "hall", "hall", "pier", "court", "nowhere"])),
        groups=draw(GROUPS),
        people=draw(some(["eva", "ute", "guest"])),
        interpreters=draw(some(["1", "2", "3"])),
        language=draw(st.sampled_from([None, "de", "hu", "cs"])),
        mode=draw(st.sampled_from(Mode)),
        speech=draw(st.none() | st.integers(10, 60)),
        persons=draw(st.none() | st.integers(1, 20)),
        answer=draw(st.sampled_from(Answer)),
    )


def stretches(what):
    return st.lists(TIMES.map(lambda begins: (begins, begins + timedelta(minutes=50), what)), max_size=2).map(tuple)


@st.composite
def programmes(draw):
    hours = (Hours(weekday=0, opens=time(9), closes=time(18)), Hours(weekday=1, opens=time(8), closes=time(0)))
    places = (
        Venue(key="hall", capacity=10, hours=hours, position=(52.5186, 13.4081), is_office=True),
        Venue(key="pier", closed=frozenset({date(2026, 8, 4)}), position=(52.53, 13.40)),
        Venue(key="court", capacity=14, names_due=10),
    )
    eva = Person(key="eva", hours=hours, away=frozenset({date(2026, 8, 4)}), busy=draw(stretches("visit 7")))
    there, back = (frozenset({pair}) for pair in (("de", "hu"), ("hu", "de")))
    return Programme(
        items=tuple(draw(items(str(number))) for number in range(draw(st.integers(0, 9)))),
        venues={one.key: one for one in places},
        people={"eva": eva, "ute": Person(key="ute", languages=frozenset({"hu"}))},
        interpreters={
            "1": Interpreter(key="1", pairs=there, busy=draw(stretches("visit 8"))),
            "2": Interpreter(key="2", pairs=there | back, modes=frozenset({Mode.CONSECUTIVE}), minutes_a_day=120),
        },
        ways=draw(st.sampled_from([{}, {("hall", "court"): 20}, {("hall", "court"): 20, ("court", "pier"): 35}])),
        groups=draw(st.sampled_from([{}, {"a": 7, "b": 6}, {"a": 7, "b": 6, "heads": 3}])),
        disjoint=draw(st.sampled_from([frozenset(), frozenset({A | B})])),
        heads=13,
        guest_languages=draw(some(["hu", "cs"])),
        arrival=draw(st.none() | st.just(MONDAY.replace(hour=10))),
        departure=draw(st.none() | st.just(MONDAY + timedelta(days=2, hours=12))),
        today=date(2026, 7, 27),
    )


def later(plan, weeks):
    """The same programme some weeks later."""
    shift = timedelta(weeks=weeks)

    def moved(busy):
        return tuple((begins + shift, ends + shift, what) for begins, ends, what in busy)

    return replace(
        plan,
        items=tuple(replace(one, starts=one.starts and one.starts + shift) for one in plan.items),
        venues={
            key: replace(one, closed=frozenset(day + shift for day in one.closed)) for key, one in plan.venues.items()
        },
        people={
            key: replace(one, busy=moved(one.busy), away=frozenset(day + shift for day in one.away))
            for key, one in plan.people.items()
        },
        interpreters={key: replace(one, busy=moved(one.busy)) for key, one in plan.interpreters.items()},
        arrival=plan.arrival and plan.arrival + shift,
        departure=plan.departure and plan.departure + shift,
        today=plan.today + shift,
    )


def numbers(finding):
    return {name: value for name, value in finding.facts.items() if isinstance(value, int | str | tuple)}


@given(programmes(), st.randoms(use_true_random=False))
def test_order_of_the_items_does_not_matter(plan, chance):
    shuffled = list(plan.items)
    chance.shuffle(shuffled)

    assert check(replace(plan, items=tuple(shuffled))) == check(plan)


@given(programmes(), st.integers(-60, 60))
def test_same_programme_in_another_week_has_the_same_findings(plan, weeks):
    moved = check(later(plan, weeks))

    assert [(one.key, one.severity, numbers(one)) for one in moved] == [
        (one.key, one.severity, numbers(one)) for one in check(plan)
    ]


@given(programmes())
def test_no_two_findings_have_one_key(plan):
    keys = [one.key for one in check(plan)]

    assert len(keys) == len(set(keys))


@settings(max_examples=300)
@given(programmes())
def test_check_and_judge_agree_on_what_must_not_be(plan):
    plan = replace(plan, items=tuple(one for one in plan.items if one.starts is not None))
    findings = {one.key for one in check(plan) if one.code in HARD}
    violations = set(hard_violations(plan))
    if any(key.startswith("group_overlap") for key in findings):
        # Who is in two items at once is counted once by the check; the judge has said enough.
        findings, violations = (
            {key for key in found if "overlap_venue" not in key} for found in (findings, violations)
        )

    assert findings == violations


@st.composite
def mornings(draw):
    """Few hours, many items and venues near each other: what is on the way matters."""
    quarters = sorted(draw(st.lists(st.integers(32, 48), min_size=2, max_size=6)))
    kinds = st.sampled_from([Kind.LECTURE, Kind.STATION, Kind.TRANSFER, Kind.FREE])
    return Programme(
        items=tuple(
            Item(
                key=str(number),
                kind=draw(kinds),
                minutes=draw(st.sampled_from([0, 10, 15, 20, 60])),
                starts=MONDAY + timedelta(minutes=15 * quarter),
                venue=draw(st.sampled_from(["hall", "pier", "court", None])),
                groups=draw(st.sampled_from([ALL, A, B])),
            )
            for number, quarter in enumerate(quarters)
        ),
        ways={("hall", "court"): 20, ("court", "pier"): 35, ("pier", "hall"): 5},
        disjoint=frozenset({A | B}),
        today=date(2026, 7, 27),
    )


@settings(max_examples=400)
@given(mornings())
def test_check_and_judge_agree_on_ways(plan):
    assert {one.key for one in check(plan) if one.code in HARD} == set(hard_violations(plan))


@given(programmes())
def test_programme_without_overlaps_has_none(plan):
    """By brute force, minute by minute: no two items of everybody run in the same minute."""
    plan = replace(plan, items=tuple(replace(one, groups=ALL, minutes=one.minutes or 15) for one in plan.items))
    runs = {
        one.key: {one.starts + timedelta(minutes=minute) for minute in range(one.minutes)}
        for one in plan.items
        if one.starts is not None
    }
    expected = {f"group_overlap:{a}:{b}" for a, b in combinations(sorted(runs), 2) if runs[a] & runs[b]}

    assert {one.key for one in check(plan) if one.code == "group_overlap"} == expected


@given(programmes())
def test_every_fact_can_be_put_into_a_sentence(plan):
    known = int | str | date | time | tuple | None
    assert [one for one in check(plan) if not all(isinstance(value, known) for value in one.facts.values())] == []


@given(*(st.tuples(st.floats(52.3, 52.7), st.floats(13.1, 13.7)) for _ in range(2)))
def test_ways_by_position_are_the_same_there_and_back_and_for_the_judge(here, there):
    places = {"x": Venue(key="x", position=here), "y": Venue(key="y", position=there)}
    known = way(programme(venues=places), "x", "y")

    def after(minutes):
        first, second = item("1", venue="x"), item("2", venue="y", starts=MONDAY + timedelta(hours=10, minutes=minutes))
        return programme(first, second, venues=places)

    assert way(programme(venues=places), "y", "x") == known
    assert hard_violations(after(known + 10)) == ()
    assert hard_violations(after(known + 9)) == ("way_too_short:1:2",)


# ---- the judge, case by case ---------------------------------------------------------


def item(key, hour=9, **details):
    known = {"kind": Kind.LECTURE, "minutes": 60, "starts": MONDAY.replace(hour=hour)}
    return Item(key=key, **(known | details))


def programme(*found, **details):
    return Programme(items=found, **({"today": date(2026, 6, 1)} | details))


def test_judge_finds_nothing_in_a_good_plan():
    plan = programme(item("1", venue="x"), item("2", 11, venue="y"), item("3", starts=None), ways={("x", "y"): 50})

    assert hard_violations(plan, plan) == ()


def test_judge_wants_fixed_items_where_they_were_and_all_items_there():
    announced = programme(item("1", is_fixed=True), item("2", 11), item("3", 14))
    proposed = programme(item("1", 10, is_fixed=True), item("2", 12))

    assert hard_violations(proposed, announced) == ("fixed_moved:1", "item_lost:3")
    assert hard_violations(proposed) == ()


def test_judge_wants_the_way_and_the_buffer():
    plan = programme(item("1", venue="x"), item("2", 11, venue="y"), ways={("y", "x"): 51})

    assert hard_violations(plan) == ("way_too_short:1:2",)


@pytest.mark.parametrize("field", ["people", "interpreters"])
def test_judge_looks_at_other_visits(field):
    kind, code = {"people": (Person, "person_twice"), "interpreters": (Interpreter, "interpreter_twice")}[field]
    busy = ((MONDAY.replace(hour=8), MONDAY.replace(hour=9, minute=1), "visit 7"),)
    plan = programme(item("1", **{field: frozenset({"eva"})}), **{field: {"eva": kind(key="eva", busy=busy)}})

    assert hard_violations(plan) == (f"{code}:1:eva:visit 7",)


def test_judge_wants_room_for_all_who_are_there():
    rooms = {"x": Venue(key="x", capacity=10)}
    apart = {"groups": {"a": 7, "b": 6}, "disjoint": frozenset({A | B})}
    plan = programme(item("1", venue="x", groups=A), item("2", venue="x", groups=B), venues=rooms, **apart)

    assert hard_violations(plan) == ("overlap_venue:1:2",)
    assert hard_violations(replace(plan, venues={"x": Venue(key="x", capacity=13)})) == ()
    assert hard_violations(replace(plan, groups={"a": 7, "b": 11})) == ("over_capacity:2",)


@pytest.mark.parametrize(
    ("groups", "found"),
    [(A | B, ("over_capacity:1",)), (A | {"heads"}, ()), (A | {"nobody"}, ()), (frozenset(), ())],
)
def test_judge_counts_only_who_certainly_takes_part(groups, found):
    plan = programme(
        item("1", venue="x", groups=groups),
        venues={"x": Venue(key="x", capacity=10)},
        groups={"a": 7, "b": 6, "heads": 4},
        disjoint=frozenset({A | B}),
    )

    assert hard_violations(plan) == found
