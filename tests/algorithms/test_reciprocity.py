import doctest
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.reciprocity import (
    Direction,
    Exchange,
    Latest,
    ReciprocityError,
    Tally,
    TurnCode,
    balance,
    balances_by_year,
    disagreements,
)

PAGE = Path(__file__).parents[2] / "docs/algorithms/reciprocity.md"
AMOUNTS = st.none() | st.integers(0, 50)


@st.composite
def exchange_lists(draw):
    size = draw(st.integers(0, 7))
    return [
        Exchange(
            id=str(index),
            direction=draw(st.sampled_from(Direction)),
            year=draw(st.integers(2010, 2014)),
            visits=draw(st.integers(1, 3)),
            persons=draw(AMOUNTS),
            nights=draw(AMOUNTS),
            cost=draw(st.none() | st.decimals(0, 9999, places=2)),
            month=draw(st.none() | st.integers(1, 12)),
        )
        for index in range(size)
    ]


def test_reciprocity_worked_example_of_the_page_is_true():
    assert doctest.testfile(str(PAGE), module_relative=False) == doctest.TestResults(0, 10)


@given(exchange_lists())
def test_balance_passes_the_judge(exchanges):
    assert disagreements(exchanges=exchanges, outcome=balance(exchanges=exchanges)) == ()


@given(exchange_lists())
def test_turn_agrees_with_every_assignment_of_the_open_directions(exchanges):
    single = [one.direction for one in exchanges for _ in range(one.visits)]
    unsure = single.count(Direction.UNKNOWN)
    verdicts = set()
    for ways in product((1, -1), repeat=min(unsure, 12)):
        lead = single.count(Direction.IN) - single.count(Direction.OUT) + sum(ways)
        verdicts.add(TurnCode.WE_OWE if lead > 0 else TurnCode.PARTNER_OWES if lead < 0 else TurnCode.EVEN)

    turn = balance(exchanges=exchanges).turn

    if unsure <= 12:
        assert turn.possible == verdicts
        assert turn.code == (verdicts.pop() if len(verdicts) == 1 else TurnCode.OPEN)


@given(exchange_lists())
def test_return_visit_agrees_with_every_month_it_may_have_been(exchanges):
    moves = [one for one in exchanges if one.direction in ("in", "out", "unknown")]

    found = balance(exchanges=exchanges).turn.return_visit

    for side, verdict in (("out", TurnCode.PARTNER_OWES), ("in", TurnCode.WE_OWE)):
        mine = [(one.year, one.month or 1) for one in moves if one.direction == side]
        others = [(one.year, one.month or 12) for one in moves if one.direction != side]
        # Certain only if one of mine is, at its earliest, later than all others at their latest.
        if found == verdict:
            assert mine
            assert all(max((one.year, one.month or 12) for one in moves if one.direction == side) > b for b in others)
        if mine and all(max(mine) > other for other in others) and all(one.month for one in moves):
            assert found == verdict


@given(exchange_lists())
def test_years_add_up_to_the_whole(exchanges):
    whole, years = balance(exchanges=exchanges), balances_by_year(exchanges=exchanges)

    assert list(years) == sorted({one.year for one in exchanges})
    for side in ("guests", "ours", "open", "aside"):
        parts = [getattr(one, side) for one in years.values()]
        assert sum(one.visits for one in parts) == getattr(whole, side).visits
        for what in ("persons", "nights", "cost"):
            sums = [getattr(one, what) for one in parts]
            total = getattr(getattr(whole, side), what)
            assert (sum(one.known for one in sums), sum(one.unknown for one in sums)) == (
                total.known,
                total.unknown,
            )


def test_unknown_is_never_zero():
    found = balance(exchanges=[Exchange("a", Direction.IN, 2015), Exchange("b", Direction.IN, 2016, persons=0)])

    assert found.guests.persons == Tally(known=0, unknown=1)
    assert (found.guests.persons.is_complete, found.guests.persons.is_unknown) == (False, True)
    assert found.ours.persons == Tally(known=0, unknown=0)
    assert (found.ours.persons.is_complete, found.ours.persons.is_unknown) == (True, False)


def test_nothing_at_all_is_even():
    found = balance(exchanges=[])

    assert (found.turn.code, found.turn.return_visit) == (TurnCode.EVEN, TurnCode.EVEN)
    assert found.latest == Latest(None, None, None)


def test_visits_in_the_same_month_leave_the_return_visit_open():
    one = Exchange("a", Direction.IN, 2021, month=9)

    found = balance(exchanges=[one, replace(one, id="b", direction=Direction.OUT)])

    assert (found.turn.code, found.turn.return_visit) == (TurnCode.EVEN, TurnCode.OPEN)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"visits": 0}, "visits_below_one"),
        ({"persons": -1}, "negative"),
        ({"cost": Decimal("-0.01")}, "negative"),
        ({"month": 13}, "month"),
    ],
)
def test_impossible_entry_is_refused_with_its_code(changes, code):
    with pytest.raises(ReciprocityError) as refusal:
        replace(Exchange("a", Direction.IN, 2015), **changes)

    assert (refusal.value.code, refusal.value.exchange) == (code, "a")


def test_same_entry_twice_is_refused():
    one = Exchange("a", Direction.IN, 2015)

    with pytest.raises(ReciprocityError) as refusal:
        balance(exchanges=[one, one])

    assert refusal.value.code == "duplicate"


def test_judge_finds_a_wrong_sum_and_a_wrong_verdict():
    exchanges = [Exchange("a", Direction.IN, 2015, persons=3), Exchange("b", Direction.UNKNOWN, 2016)]
    right = balance(exchanges=exchanges)
    guests = replace(right.guests, persons=Tally(known=4, unknown=0), visits=2)
    turn = replace(right.turn, code=TurnCode.EVEN, possible=frozenset({TurnCode.EVEN}))

    found = disagreements(exchanges=exchanges, outcome=replace(right, guests=guests, turn=turn))

    assert found == ("guests.visits", "guests.persons", "turn.possible", "turn.code")
