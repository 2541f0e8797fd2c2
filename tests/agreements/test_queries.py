"""When notice or renewal is due, and what followed on what."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.agreements.models import Instrument, Status
from hospitium.agreements.queries import Deadline, add_months, chain_of, deadline_of, deadlines, term_end
from tests.factories import make_instrument

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
months = st.integers(min_value=-600, max_value=600)
terms = st.integers(min_value=1, max_value=120)


def running(**given):
    return Instrument(**{"status": Status.SIGNED, **given})


def renewed(until, by, notice=None):
    return running(valid_until=until, is_tacitly_renewed=True, renewal_months=by, notice_months=notice)


@given(days, months)
def test_add_months_moves_the_month_and_keeps_the_day_where_there_is_one(day, count):
    moved = add_months(day, count)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@pytest.mark.parametrize(
    ("day", "count", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_add_months_at_the_edges(day, count, moved):
    assert add_months(day, count) == moved


@given(days, terms, days)
def test_term_end_is_the_first_end_that_has_not_passed(until, by, today):
    end = term_end(renewed(until, by), today)

    turns = (end.year * 12 + end.month) - (until.year * 12 + until.month)
    assert (turns % by, end >= today or end == until) == (0, True)
    assert end == add_months(until, turns)
    if turns:
        assert add_months(until, turns - by) < today <= end


@given(days, days)
def test_term_end_without_renewal_is_the_agreed_end(until, today):
    assert term_end(running(valid_until=until), today) == until


def test_term_end_of_an_instrument_without_end_is_unknown():
    assert term_end(running(), date(2026, 1, 1)) is None
    assert term_end(running(is_tacitly_renewed=True, renewal_months=12), date(2026, 1, 1)) is None


@given(days, terms, st.integers(min_value=1, max_value=120), days)
def test_deadline_of_a_renewed_instrument_is_the_next_day_for_notice(until, by, notice, today):
    deadline = deadline_of(renewed(until, by, notice), today)

    every = [add_months(add_months(until, turn * by), -notice) for turn in range(600 * 12 // by)]
    assert (deadline.day, deadline.code) == (min(day for day in every if day >= today), "notice")


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 1, 1), date(2026, 9, 30)),  # three months before the end of the year's term
        (date(2026, 9, 30), date(2026, 9, 30)),  # the last day itself
        (date(2026, 10, 1), date(2027, 9, 30)),  # missed: the next term's
        (date(2027, 1, 1), date(2027, 9, 30)),
    ],
)
def test_notice_of_three_months_before_a_term_that_ends_with_the_year(today, day):
    instrument = renewed(date(2026, 12, 31), 12, 3)

    assert deadline_of(instrument, today) == Deadline(day, "notice", instrument)


def test_notice_that_is_longer_than_the_term_is_never_in_the_past():
    instrument = renewed(date(2026, 6, 30), 6, 24)

    assert deadline_of(instrument, date(2026, 1, 1)) == Deadline(date(2026, 6, 30), "notice", instrument)


def test_notice_at_the_end_of_february_follows_the_end_of_the_term_and_not_the_last_notice():
    instrument = renewed(date(2026, 3, 31), 12, 1)

    assert deadline_of(instrument, date(2027, 3, 1)) == Deadline(date(2028, 2, 29), "notice", instrument)


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        (renewed(date(2025, 5, 9), 12), (date(2027, 5, 9), "renewal")),
        (renewed(date(2026, 5, 10), 12), (date(2026, 5, 10), "renewal")),
        (running(valid_until=date(2026, 5, 10)), (date(2026, 5, 10), "expiry")),
        (running(valid_until=date(2026, 12, 31), notice_months=3), (date(2026, 12, 31), "expiry")),
        (running(valid_until=date(2026, 5, 9)), None),
        (running(), None),
        (running(status=Status.DRAFT, valid_until=date(2026, 12, 31)), None),
        (running(status=Status.EXPIRED, valid_until=date(2026, 12, 31)), None),
        (running(status=Status.TERMINATED, valid_until=date(2026, 12, 31)), None),
    ],
)
def test_deadline_of_says_what_has_to_be_decided(instrument, expected):
    deadline = deadline_of(instrument, date(2026, 5, 10))

    assert (deadline and (deadline.day, deadline.code)) == expected


def test_deadlines_lists_what_is_due_the_nearest_first():
    today = date(2026, 5, 10)
    on = [today + timedelta(days=offset) for offset in (0, 10, 30, 31, -1)]
    instruments = [running(pk=number, valid_until=day) for number, day in enumerate(on, start=1)]

    due = deadlines(reversed(instruments), today=today, within_days=30)

    assert [deadline.instrument.pk for deadline in due] == [1, 2, 3]


def test_chain_of_shows_what_led_here_and_what_followed(partnership):
    declaration = make_instrument(partnership=partnership)
    agreement = make_instrument(partnership=partnership, predecessor=declaration)
    framework = make_instrument(partnership=partnership, predecessor=agreement)
    renewal = make_instrument(partnership=partnership, predecessor=framework)
    branch = make_instrument(partnership=partnership, predecessor=agreement)
    make_instrument(partnership=partnership)
    everything = list(Instrument.objects.all())

    assert chain_of(framework, everything) == [declaration, agreement, framework, renewal]
    assert chain_of(agreement, everything) == [declaration, agreement, framework, branch, renewal]
    assert chain_of(framework, [renewal, framework]) == [framework, renewal]
    assert chain_of(framework, []) == [framework]


def test_chain_of_ends_where_a_circle_would_begin():
    first, second = running(pk=1, predecessor_id=2), running(pk=2, predecessor_id=1)

    assert chain_of(first, [first, second]) == [second, first]
