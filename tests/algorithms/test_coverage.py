import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.coverage import Activity, Bucket, Cell, Clause, ClauseLife, LifeCode, buckets, coverage

PAGE = Path(__file__).parents[2] / "docs/algorithms/coverage.md"
COLUMNS = buckets(first=2010, last=2027)


def life(clause, *activities, **others):
    return coverage(clauses=[clause], activities=activities, columns=COLUMNS, this_year=2026, **others)[0]


def test_coverage_worked_example_of_the_page_is_true():
    assert doctest.testfile(str(PAGE), module_relative=False) == doctest.TestResults(0, 6)


def test_buckets_are_equal_and_end_with_the_last_year():
    assert buckets(first=2010, last=2020, size=5) == (Bucket(2006, 2010), Bucket(2011, 2015), Bucket(2016, 2020))


@pytest.mark.parametrize(("first", "last", "size"), [(2010, 2009, 3), (2010, 2020, 0)])
def test_buckets_need_years(first, last, size):
    with pytest.raises(ValueError, match="bucket"):
        buckets(first=first, last=last, size=size)


@given(st.integers(1900, 2100), st.integers(0, 120), st.integers(1, 30))
def test_buckets_hold_every_year_once(first, length, size):
    found = buckets(first=first, last=first + length, size=size)

    years = [year for one in found for year in range(one.first, one.last + 1)]
    assert years == list(range(found[0].first, first + length + 1))
    assert found[0].first <= first


def test_link_counts_more_than_topic_and_not_twice():
    clause = Clause("c", frozenset({"traffic"}))
    both = Activity("a", 2023, frozenset({"traffic"}), frozenset({"c"}))

    found = life(clause, both, Activity("b", 2024, frozenset({"traffic"})))

    assert found.cells[-2:] == (
        Cell(Bucket(2022, 2024), ("a",), ("b",)),
        Cell(Bucket(2025, 2027), (), ()),
    )
    assert (found.code, found.last_year, found.only_by_topic) == (LifeCode.LIVED, 2024, False)


def test_plan_is_no_evidence():
    found = life(Clause("c", frozenset({"x"})), Activity("a", 2027, frozenset({"x"})))

    assert (found.code, found.last_year, found.only_by_topic) == (LifeCode.NEVER, None, False)


def test_evidence_outside_the_grid_still_counts():
    found = life(Clause("c", frozenset({"x"})), Activity("a", 1999, frozenset({"x"})))

    assert (found.code, found.asleep_since) == (LifeCode.ASLEEP, 1999)
    assert all(cell.linked == cell.by_topic == () for cell in found.cells)


def test_undated_evidence_is_neither_lived_nor_never():
    found = life(Clause("c", frozenset({"x"}), since=2000), Activity("a", None, frozenset({"x"})))

    assert (found.code, found.undated, found.last_year) == (LifeCode.UNDATED, ("a",), None)


@pytest.mark.parametrize(("year", "code"), [(1993, "never"), (1994, "asleep"), (2016, "asleep"), (2017, "never")])
def test_topic_counts_only_while_the_clause_is_in_force(year, code):
    found = life(Clause("c", frozenset({"x"}), since=1994, until=2016), Activity("a", year, frozenset({"x"})))

    assert found.code == code


def test_clause_without_anything():
    assert life(Clause("c", frozenset())) == ClauseLife(
        "c", LifeCode.NEVER, None, None, False, tuple(Cell(one, (), ()) for one in COLUMNS), ()
    )


@given(
    st.lists(st.tuples(st.none() | st.integers(2005, 2030), st.sets(st.sampled_from("xy")), st.booleans())),
    st.integers(0, 10),
)
def test_coverage_agrees_with_a_plain_count(drawn, asleep_after):
    done = [
        Activity(str(index), year, frozenset(topics), frozenset({"c"} if linked else ()))
        for index, (year, topics, linked) in enumerate(drawn)
    ]

    found = life(Clause("c", frozenset({"x"})), *done, asleep_after=asleep_after)

    evidence = [one for one in done if (one.clauses or "x" in one.topics) and (one.year or 0) <= 2026]
    years = [one.year for one in evidence if one.year]
    assert found.last_year == max(years, default=None)
    assert (found.code == LifeCode.NEVER) == (not evidence)
    assert (found.code == LifeCode.ASLEEP) == (bool(years) and max(years) < 2026 - asleep_after)
    shown = {one for cell in found.cells for one in (*cell.linked, *cell.by_topic)}
    assert shown == {one.id for one in evidence if one.year and 2010 <= one.year <= 2027}
