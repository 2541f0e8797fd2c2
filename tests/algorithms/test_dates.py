import doctest
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.dates import (
    Anniversary,
    DateError,
    PartialDate,
    anniversaries,
    months_between,
    months_range,
    next_anniversary,
)

PAGE = Path(__file__).parents[2] / "docs/algorithms/dates.md"
DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


@st.composite
def partial_dates(draw):
    day = draw(DAYS)
    parts = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:parts])


def test_dates_worked_example_of_the_page_is_true():
    assert doctest.testfile(str(PAGE), module_relative=False) == doctest.TestResults(0, 9)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("1993", "year", date(1993, 1, 1), date(1993, 12, 31)),
        ("2017-03", "month", date(2017, 3, 1), date(2017, 3, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("1990-11-12", "day", date(1990, 11, 12), date(1990, 11, 12)),
    ],
)
def test_parse_keeps_what_is_known(text, precision, first, last):
    parsed = PartialDate.parse(text)

    assert (str(parsed), parsed.precision, parsed.first, parsed.last) == (text, precision, first, last)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_shape"),
        ("93", "date_shape"),
        ("1993-3", "date_shape"),
        ("1993-03-1", "date_shape"),
        ("12.11.1990", "date_shape"),
        ("١٩٩٣", "date_shape"),
        ("1993\n-03", "date_shape"),
        ("0999", "date_year"),
        ("3000", "date_year"),
        ("1993-00", "date_month"),
        ("1993-13", "date_month"),
        ("2023-02-29", "date_day"),
        ("1990-04-31", "date_day"),
    ],
)
def test_parse_refuses_an_impossible_date_with_its_code(text, code):
    with pytest.raises(DateError) as refusal:
        PartialDate.parse(text)

    assert refusal.value.code == code


def test_day_without_month_is_refused():
    with pytest.raises(DateError) as refusal:
        PartialDate(1993, None, 4)

    assert refusal.value.code == "date_shape"


@given(st.text(max_size=12))
def test_parse_reads_or_refuses_any_text(text):
    try:
        parsed = str(PartialDate.parse(text))
    except DateError as refusal:
        parsed = refusal.code

    assert parsed in {text.strip(), "date_shape", "date_year", "date_month", "date_day"}


@given(partial_dates())
def test_text_of_a_date_is_read_back(when):
    assert PartialDate.parse(str(when)) == when
    assert PartialDate.of(when.first).first == when.first


@given(partial_dates(), partial_dates())
def test_order_is_total_and_follows_the_first_day(one, other):
    assert (one < other) + (one == other) + (one > other) == 1
    assert one.first <= other.first or one > other


def test_less_precise_date_comes_first():
    dates = [PartialDate.parse(text) for text in ("1993-01-01", "1993", "1992-12", "1993-01")]

    assert [str(one) for one in sorted(dates)] == ["1992-12", "1993", "1993-01", "1993-01-01"]


def test_date_is_not_compared_with_something_else():
    assert PartialDate(1993).__lt__("1993") is NotImplemented


@given(partial_dates(), DAYS, st.integers(0, 400), st.integers(1, 30))
def test_anniversaries_are_all_and_only_those_in_the_time(since, start, length, every):
    end = date(min(start.year + length, 2999), 12, 31)
    found = anniversaries(since=since, not_before=start, not_after=end, every=every)

    brute = [years for years in range(every, 2000, every) if since.year + years <= 2999]
    expected = []
    for years in brute:
        year = since.year + years
        is_lost = (since.month, since.day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400))
        on = PartialDate(year, since.month, 28 if is_lost else since.day)
        if on.last >= start and on.first <= end:
            expected.append(Anniversary(years, on, years % 25 == 0))
    assert list(found) == expected


def test_next_anniversary_on_the_day_itself_is_today():
    found = next_anniversary(since=PartialDate.parse("1991-08-12"), not_before=date(2026, 8, 12))

    assert found == Anniversary(35, PartialDate(2026, 8, 12), False)


@pytest.mark.parametrize(("years", "text"), [(1, "2001-02-28"), (4, "2004-02-29"), (100, "2100-02-28")])
def test_29_february_stays_in_its_month(years, text):
    found = next_anniversary(since=PartialDate(2000, 2, 29), not_before=date(2000, 3, 1), every=years)

    assert found == Anniversary(years, PartialDate.parse(text), years == 100)


def test_next_anniversary_beyond_the_calendar_is_none():
    assert next_anniversary(since=PartialDate(2998), not_before=date(2999, 1, 1)) is None


def test_next_anniversary_of_a_future_date():
    found = next_anniversary(since=PartialDate(2090), not_before=date(2026, 1, 1))

    assert found == Anniversary(5, PartialDate(2095), False)


def test_every_below_one_is_refused():
    with pytest.raises(ValueError, match="every"):
        anniversaries(since=PartialDate(1991), not_before=date(2026, 1, 1), not_after=date(2027, 1, 1), every=0)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2025, 4, 8), date(2026, 6, 9), 14),
        (date(2025, 4, 10), date(2026, 6, 9), 13),
        (date(2026, 6, 9), date(2025, 4, 8), -14),
        (date(2026, 6, 9), date(2026, 6, 9), 0),
    ],
)
def test_months_between_counts_full_months(earlier, later, months):
    assert months_between(earlier=earlier, later=later) == months


@given(partial_dates(), partial_dates())
def test_months_range_holds_every_pair(one, other):
    least, most = months_range(earlier=one, later=other)

    assert least <= most
    assert least <= months_between(earlier=one.first, later=other.first) <= most
