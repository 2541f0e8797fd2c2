from dataclasses import replace
from datetime import date, datetime, time, timedelta
from importlib import import_module
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hospitium.algorithms.timetable.claims import all_claims
from hospitium.algorithms.timetable.conflict import fitting
from hospitium.algorithms.timetable.judged import judged
from hospitium.algorithms.timetable.optimal import Search
from hospitium.algorithms.timetable.problem import (
    EVERYBODY,
    Hours,
    Interpreter,
    Item,
    Kind,
    Limits,
    Mode,
    Person,
    Programme,
    TimetableError,
    Venue,
)
from hospitium.algorithms.timetable.proposal import (
    Claim,
    Cost,
    Cutoffs,
    Day,
    Demand,
    Outcome,
    Part,
    Status,
    Wish,
)
from hospitium.algorithms.timetable.propose import propose
from hospitium.algorithms.timetable.verify import hard_violations

MONDAY, TUESDAY = date(2027, 6, 7), date(2027, 6, 8)
DAYS = (Day(date=MONDAY, opens=time(9), closes=time(17)), Day(date=TUESDAY, opens=time(9), closes=time(17)))
WAYS = {("a", "b"): 20, ("a", "c"): 50, ("b", "c"): 35}
QUICK = Cutoffs(seconds=20, work=5, rounds=2)


def station(key, minutes=60, **more):
    return Item(key=key, kind=more.pop("kind", Kind.STATION), minutes=minutes, **more)


def make_demand(*items, days=DAYS, programme=None, **more):
    venues = {key: Venue(key=key) for key in "abc"}
    facts = {"venues": venues, "ways": WAYS, "today": date(2027, 5, 3)} | (programme or {})
    return Demand(programme=Programme(items=items, **facts), days=days, **({"cutoffs": QUICK} | more))


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute))


def violations(demand, outcome):
    applied = outcome.applied(demand.programme)
    return hard_violations(applied, demand.programme)


# Brute force, written from the definition: no code of the package but the judge.


def cost_by_hand(demand, starts):
    items = {item.key: item for item in demand.programme.items}
    wishes = sum(
        10 + (demand.wishes[key].weight if key in demand.wishes else 0)
        for key, item in items.items()
        if key not in starts and not item.is_obligatory
    )
    for key, wish in demand.wishes.items():
        if key in starts:
            part = "morning" if starts[key].hour < 12 else "afternoon" if starts[key].hour < 17 else "evening"
            if (wish.day and wish.day != starts[key].date()) or (wish.part and wish.part != part):
                wishes += wish.weight
    driving, loads = 0, dict.fromkeys((day.date for day in demand.days), 0)
    for day in loads:
        today = sorted((start, key) for key, start in starts.items() if start.date() == day)
        loads[day] = sum(items[key].minutes for _, key in today)
        for (_, one), (_, other) in pairwise(today):
            pair = tuple(sorted((items[one].venue, items[other].venue)))
            driving += WAYS.get(pair, 0)
    change = sum(
        2 if key not in starts or starts[key].date() != told.date() else int(starts[key] != told)
        for key, told in demand.announced.items()
    )
    missing = sum(item.is_obligatory and key not in starts for key, item in items.items())
    return Cost(missing, wishes, driving, (max(loads.values()) - min(loads.values())) // 30, change)


def has_lunch(demand, starts):
    """Some half hour between 11:30 and 14:30 on each day with no item, and none of the ways around it shortened."""
    items = {item.key: item for item in demand.programme.items}
    for day in demand.days:
        today = sorted((start, start + timedelta(minutes=items[key].minutes), key) for key, start in starts.items())
        today = [one for one in today if one[0].date() == day.date]
        breaks = [at(day.date, 11, 30) + timedelta(minutes=demand.grain * n) for n in range(121)]
        if not any(is_free(demand, items, today, since) for since in breaks if since <= at(day.date, 14, 0)):
            return False
    return True


def is_free(demand, items, today, since):
    until = since + timedelta(minutes=30)
    before = [one for one in today if one[1] <= since]
    after = [one for one in today if one[0] >= until]
    if len(before) + len(after) < len(today):
        return False
    if not before or not after:
        return True
    here, there = items[before[-1][2]].venue, items[after[0][2]].venue
    way = WAYS.get(tuple(sorted((here, there))), 0) + 10 if here != there else 0
    return (after[0][0] - before[-1][1]) >= timedelta(minutes=way + 30)


def possible_starts(demand, item):
    found = []
    for day in demand.days:
        start = at(day.date, day.opens.hour)
        while start + timedelta(minutes=item.minutes) <= datetime.combine(day.date, day.closes):
            ends = start + timedelta(minutes=item.minutes)
            windows = demand.windows.get(item.key)
            if windows is None or any(since <= start and ends <= until for since, until in windows):
                found.append(start)
            start += timedelta(minutes=demand.grain)
    return found if item.is_obligatory else [*found, None]


def cheapest(demand):
    items, best = demand.programme.items, None
    for combination in product(*(possible_starts(demand, item) for item in items)):
        starts = {item.key: start for item, start in zip(items, combination, strict=True) if start is not None}
        cost = cost_by_hand(demand, starts)
        if best is not None and cost >= best:
            continue
        plan = Outcome(status=Status.FEASIBLE, starts=starts)
        ordered = all(
            starts[a] + timedelta(minutes=60) <= starts[b] for a, b in demand.order if a in starts and b in starts
        )
        if ordered and has_lunch(demand, starts) and not violations(demand, plan):
            best = cost
    return best


SHORT = (Day(date=MONDAY, opens=time(9), closes=time(14)), Day(date=TUESDAY, opens=time(10), closes=time(14)))


@pytest.mark.parametrize(
    "demand",
    [
        make_demand(*(station(f"s{n}", venue=venue) for n, venue in enumerate("abc")), days=SHORT, grain=30),
        make_demand(
            *(station(f"s{n}", venue=venue) for n, venue in enumerate("abcb")),
            days=SHORT,
            grain=30,
            order=(("s1", "s0"),),
            wishes={"s2": Wish(day=TUESDAY, weight=2), "s3": Wish(part=Part.AFTERNOON)},
        ),
        make_demand(
            *(station(f"s{n}", venue=venue, is_obligatory=n < 2) for n, venue in enumerate("acb")),
            days=SHORT[:1],
            grain=30,
            windows={"s0": ((at(MONDAY, 9), at(MONDAY, 11)),), "s1": ((at(MONDAY, 10), at(MONDAY, 13)),)},
            announced={"s0": at(MONDAY, 9, 30), "s1": at(MONDAY, 11, 30)},
        ),
        make_demand(
            *(station(f"s{n}", venue="a") for n in range(3)),
            days=SHORT,
            grain=30,
            announced={"s0": at(TUESDAY, 12), "s1": at(MONDAY, 12, 30), "s2": at(MONDAY, 9)},
        ),
    ],
)
def test_propose_costs_what_the_cheapest_of_all_plans_costs(demand):
    outcome = propose(demand)

    assert (outcome.status, outcome.cost) == (Status.OPTIMAL, cheapest(demand))
    assert outcome.cost == cost_by_hand(demand, outcome.starts) == outcome.bound
    assert (outcome.gap, outcome.is_repeatable) == (0.0, True)


@st.composite
def demands(draw):
    count = draw(st.integers(1, 6))
    groups = draw(st.sampled_from([(EVERYBODY,), (EVERYBODY, "one", "two")]))
    items = tuple(
        Item(
            key=f"s{number}",
            kind=draw(st.sampled_from([Kind.STATION, Kind.STATION, Kind.MEAL, Kind.FREE])),
            minutes=draw(st.sampled_from([20, 45, 90])),
            venue=draw(st.sampled_from(["a", "b", "c", None])),
            groups=frozenset({draw(st.sampled_from(groups))}),
            people=frozenset(draw(st.sets(st.sampled_from(["p", "q"]), max_size=1))),
            interpreters=frozenset(draw(st.sets(st.just("i"), max_size=1))),
            mode=Mode.CONSECUTIVE,
            is_obligatory=draw(st.booleans()),
            starts=at(MONDAY, draw(st.integers(8, 18)), draw(st.sampled_from([0, 7]))) if number == 0 else None,
            is_fixed=number == 0 and draw(st.booleans()),
        )
        for number in range(count)
    )
    keys = [item.key for item in items]
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda pair: pair[0] < pair[1])
    programme = {
        "people": {
            "p": Person(key="p", hours=(Hours(weekday=0, opens=time(10), closes=time(15)),)),
            "q": Person(key="q", busy=((at(MONDAY, 9), at(TUESDAY, 11), "elsewhere"),)),
        },
        "interpreters": {"i": Interpreter(key="i", minutes_a_day=draw(st.sampled_from([100, 400])))},
        "groups": {"one": 6, "two": 7} if "one" in groups else {},
        "heads": 13,
        "disjoint": frozenset({frozenset({"one", "two"})}),
        "arrival": at(MONDAY, 9, 30),
        "departure": at(TUESDAY, 13),
        "venues": {key: Venue(key=key, capacity=10 if key == "a" else None) for key in "abc"},
    }
    return make_demand(
        *items,
        programme=programme,
        seed=draw(st.integers(0, 3)),
        order=tuple(draw(st.lists(pairs, max_size=1)) if count > 1 else ()),
        together=tuple(draw(st.lists(pairs, max_size=1)) if count > 1 else ()),
        wishes={"s0": Wish(day=draw(st.sampled_from([None, TUESDAY])), part=Part.AFTERNOON)},
        announced={keys[-1]: at(MONDAY, 11)},
        cutoffs=Cutoffs(seconds=20, work=1, rounds=1),
    )


@settings(max_examples=30, deadline=None)
@given(demands())
def test_propose_passes_the_judge_and_is_the_same_again(demand):
    outcome = propose(demand)

    if outcome.starts:
        assert violations(demand, outcome) == ()
    assert replace(propose(demand), seconds=0) == replace(outcome, seconds=0)
    assert Outcome.from_json(outcome.as_json()) == outcome
    assert set(outcome.starts).isdisjoint(outcome.left_out)
    assert {*outcome.starts, *outcome.left_out} == {item.key for item in demand.programme.items}
    missing = [key for key in outcome.left_out if next(i for i in demand.programme.items if i.key == key).is_obligatory]
    assert (outcome.status is Status.INFEASIBLE) == bool(outcome.conflict)
    assert outcome.status in (Status.OPTIMAL, Status.FEASIBLE) or missing or outcome.conflict
    assert outcome.bound <= outcome.cost
    for before, after in demand.order:
        if before in outcome.starts and after in outcome.starts:
            item = next(one for one in demand.programme.items if one.key == before)
            assert outcome.starts[before] + timedelta(minutes=item.minutes) <= outcome.starts[after]


@settings(max_examples=20, deadline=None)
@given(demands())
def test_each_demand_of_a_conflict_is_needed_for_it(demand):
    outcome = propose(demand)

    if not outcome.conflict:
        return
    search = Search(work=5, seconds=20, seed=0)
    every = [claim for claim in outcome.conflict if claim.code != "obligatory"]
    items = {claim.items[0] for claim in outcome.conflict if claim.code == "obligatory"}
    assert outcome.is_smallest
    for claim in every:
        assert fitting(demand, without_all_but(demand, every) | {claim}, frozenset(items), search).fits
    for key in items:
        assert fitting(demand, without_all_but(demand, every), frozenset(items - {key}), search).fits
    assert fitting(demand, without_all_but(demand, every), frozenset(items), search).fits is False


def without_all_but(demand, kept):
    return frozenset(claim for claim in all_claims(demand) if claim.code != "obligatory" and claim not in kept)


def test_two_speakers_who_are_there_only_in_the_same_hour_contradict_each_other():
    hours = (Hours(weekday=0, opens=time(9), closes=time(10)),)
    people = {key: Person(key=key, hours=hours) for key in "pq"}
    items = [station("first", people=frozenset("p")), station("second", people=frozenset("q")), station("third")]

    outcome = propose(make_demand(*items, programme={"people": people}))

    assert outcome.status is Status.INFEASIBLE
    assert outcome.conflict == (
        Claim("obligatory", ("first",)),
        Claim("obligatory", ("second",)),
        Claim("person_hours", ("first",)),
        Claim("person_hours", ("second",)),
    )
    assert (outcome.is_smallest, outcome.cost.missing, len(outcome.starts)) == (True, 1, 2)


def test_an_item_longer_than_its_window_contradicts_itself():
    window = ((at(MONDAY, 9), at(MONDAY, 10)),)

    outcome = propose(make_demand(station("long", 90), station("short"), windows={"long": window}))

    assert outcome.conflict == (Claim("obligatory", ("long",)), Claim("window", ("long",)))
    assert (outcome.left_out, outcome.status) == (("long",), Status.INFEASIBLE)


def test_fixed_items_at_odds_give_no_plan():
    fixed = [station(key, starts=at(MONDAY, 10), is_fixed=True) for key in ("one", "two")]

    outcome = propose(make_demand(*fixed, station("free")))

    assert (outcome.status, outcome.starts) == (Status.INFEASIBLE, {})
    assert {claim.code for claim in outcome.conflict} == {"fixed", "obligatory"}


def test_fixed_items_stay_and_the_others_go_around_them_with_their_ways():
    lunch = station("lunch", 75, kind=Kind.MEAL, venue="b", starts=at(MONDAY, 12, 7), is_fixed=True)
    demand = make_demand(lunch, station("talk", 120, venue="a"), station("tour", 150, venue="c"), days=DAYS[:1])

    outcome = propose(demand)

    assert outcome.status is Status.OPTIMAL
    assert outcome.starts["lunch"] == at(MONDAY, 12, 7)
    assert outcome.cost == Cost(driving=55)
    assert violations(demand, outcome) == ()


def test_what_was_announced_stays_where_nothing_speaks_against_it():
    items = [station(f"s{number}", venue="a") for number in range(5)]
    announced = {item.key: at(MONDAY if n < 3 else TUESDAY, 9 + 2 * n % 8, 20) for n, item in enumerate(items)}

    outcome = propose(make_demand(*items, announced=announced))

    assert (outcome.starts, outcome.cost) == (announced, Cost(unevenness=2))


def test_an_interpreter_works_no_longer_than_was_agreed():
    items = [station(f"s{n}", 60, interpreters=frozenset({"i"}), mode=Mode.SIMULTANEOUS) for n in range(4)]
    known = {"interpreters": {"i": Interpreter(key="i", minutes_a_day=120)}}

    outcome = propose(make_demand(*items, programme=known, wishes={i.key: Wish(day=MONDAY) for i in items}))

    assert (outcome.status, outcome.cost.wishes) == (Status.OPTIMAL, 2)


def test_groups_that_are_apart_are_at_two_places_at_once():
    items = [station(key, 240, groups=frozenset({key})) for key in ("one", "two")]
    day = (Day(date=MONDAY, opens=time(9), closes=time(13, 30)),)
    apart = {"disjoint": frozenset({frozenset({"one", "two"})}), "groups": {"one": 6, "two": 7}}

    assert propose(make_demand(*items, days=day, programme=apart)).status is Status.OPTIMAL
    assert propose(make_demand(*items, days=day)).status is Status.INFEASIBLE


def test_lunch_is_free_or_a_meal():
    day = (Day(date=MONDAY, opens=time(9), closes=time(16)),)
    items = [station(f"s{number}", 130, venue="a") for number in range(3)]

    assert propose(make_demand(*items, days=day)).status is Status.OPTIMAL
    full = propose(make_demand(*items[:2], station("s3", 155, venue="a"), days=day))
    assert (full.status, Claim("lunch") in full.conflict) == (Status.INFEASIBLE, True)
    without = {"limits": Limits(off=frozenset({"no_lunch"}))}
    fits = propose(make_demand(*items[:2], station("s3", 155, venue="a"), days=day, programme=without))
    assert fits.status is Status.OPTIMAL


def test_larger_programmes_are_improved_part_by_part_and_come_out_the_same(monkeypatch):
    # The package's `propose` is the function; the module of that name is asked for by its address.
    monkeypatch.setattr(import_module("hospitium.algorithms.timetable.propose"), "LONG", 300)
    monkeypatch.setattr("hospitium.algorithms.timetable.neighbourhood.STEPS", 2000)
    items = [station(f"s{n}", 30 + n % 3 * 15, venue="abc"[n % 3]) for n in range(12)]
    demand = make_demand(*items, cutoffs=Cutoffs(seconds=60, exact_upto=0, rounds=1), seed=7)
    shares = []

    outcome = propose(demand, lambda share, best: shares.append((share, best)))

    assert (outcome.status, violations(demand, outcome)) == (Status.FEASIBLE, ())
    assert replace(propose(demand), seconds=0) == replace(outcome, seconds=0)
    assert [share for share, _ in shares] == sorted(share for share, _ in shares)
    assert shares[0] == (0.0, None)
    assert shares[-1] == (1.0, outcome.cost)
    costs = [best for _, best in shares[1:]]
    assert costs == sorted(costs, reverse=True)
    assert outcome.bound.driving <= outcome.cost.driving


def test_stopped_at_once_there_is_what_there_is():
    demand = make_demand(*(station(f"s{n}", venue="abc"[n % 3]) for n in range(8)))
    asked = []

    outcome = propose(demand, stopped=lambda: not asked.append(1))

    assert (outcome.status, outcome.is_repeatable) == (Status.STOPPED, False)
    assert violations(demand, outcome) == ()
    assert outcome.seconds < 1


def test_stopped_in_the_middle_of_the_exact_search():
    demand = make_demand(
        *(station(f"s{n}", 25 + n % 4 * 5, venue="abc"[n % 3], people=frozenset({f"p{n % 2}"})) for n in range(14)),
        wishes={f"s{n}": Wish(part=Part.MORNING) for n in range(14)},
        cutoffs=Cutoffs(seconds=30, work=30),
    )
    shares = []

    outcome = propose(demand, lambda share, _best: shares.append(share), lambda: bool(shares) and shares[-1] >= 0.1)

    assert (outcome.status, outcome.cost.missing) == (Status.STOPPED, 0)
    assert outcome.seconds < 5


def test_out_of_time_is_said_when_something_is_missing_and_nothing_is_proven():
    fits = [station(f"s{n}", 30) for n in range(20)]

    outcome = propose(make_demand(*fits, days=DAYS[:1], cutoffs=Cutoffs(seconds=0)))

    assert outcome.status is Status.OUT_OF_TIME
    assert not outcome.is_repeatable


def test_the_judge_takes_out_what_must_not_be():
    demand = make_demand(station("one"), station("two"))

    assert judged(demand, {"one": at(MONDAY, 9), "two": at(MONDAY, 9, 30)}) == {"one": at(MONDAY, 9)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"order": (("s", "x"),)}, "unknown_item"),
        ({"grain": 7}, "grain"),
        ({"days": (DAYS[0], DAYS[0])}, "duplicate_day"),
    ],
)
def test_demands_that_make_no_sense_are_refused(change, code):
    with pytest.raises(TimetableError) as refused:
        replace(make_demand(station("s")), **change)

    assert refused.value.code == code
