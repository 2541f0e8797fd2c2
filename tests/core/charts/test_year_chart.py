from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospitium.core.charts import Day, Period, Year, YearCity, YearItem, year_band, year_column

MONTHS = tuple("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez".split())
FINDING = "Das Seminar Budapest Nr. 9 endet am ungarischen Nationalfeiertag."
YEAR = Year(
    year=2026,
    months=MONTHS,
    finding=FINDING,
    today=date(2026, 6, 9),
    today_label="9. Juni",
    cities=(
        YearCity(
            "Berlin",
            holidays=(Day(date(2026, 1, 1), "Neujahr"), Day(date(2026, 12, 25), "Weihnachten")),
            school=(Period(date(2025, 12, 22), date(2026, 1, 2), "Weihnachtsferien"),),
            items=(
                YearItem("Entscheidung Hospitation", date(2026, 6, 30), date(2026, 6, 30), "ours"),
                YearItem("Hospitationsaufenthalte", date(2026, 9, 7), date(2026, 11, 27), "both"),
            ),
        ),
        YearCity(
            "Warschau",
            items=(YearItem("Fachbesuch Verkehr", date(2026, 7, 2), date(2026, 7, 3), "guests"),),
            jubilees=(Day(date(2026, 8, 12), "35 Jahre"),),
        ),
        YearCity(
            "Budapest",
            holidays=(Day(date(2026, 10, 23), "Nationalfeiertag"), Day(date(2027, 10, 23), "im Jahr darauf")),
            items=(
                YearItem("Seminar Nr. 9", date(2026, 10, 19), date(2026, 10, 23), "guests", clash="Feiertag"),
                YearItem("im Jahr zuvor", date(2025, 3, 1), date(2025, 3, 2), "open"),
            ),
            jubilees=(Day(date(2026, 12, 14), "35 Jahre"), Day(date(2031, 12, 14), "40 Jahre")),
        ),
    ),
)


@pytest.mark.parametrize("form", [year_band, year_column])
def test_year_shows_only_what_lies_in_it(form, draw):
    drawing = draw(form(scene=YEAR), FINDING)

    roles = ("c-hol", "c-sunken", "c-partner", "c-own", "c-soft", "c-open", "c-hollow", "c-warn", "c-today")
    counts = dict(zip(roles, (3, 1, 2, 1, 1, 0, 2, 1, 1), strict=True))
    assert {role: drawing.count(role) for role in roles} == counts
    assert drawing.overlaps() == []
    assert drawing.labels().count("35 Jahre") == 2


def test_year_band_needs_one_lane_where_labels_find_room_on_either_side(draw):
    drawing = draw(year_band(scene=YEAR), FINDING)

    assert drawing.frame.bottom == 30 + 3 * 54 + 22


def test_year_band_opens_lanes_for_a_crowded_week(draw):
    days = [date(2026, 5, 4) + timedelta(days=number) for number in range(9)]
    items = tuple(YearItem(f"Gespräch über Wohnen {day}", day, day, "ours") for day in days)

    drawing = draw(year_band(scene=replace(YEAR, cities=(YearCity("Prag", items=items),), today=None)), FINDING)

    assert drawing.overlaps() == []
    assert drawing.count("c-own") == 9


def test_year_column_grows_with_its_words(draw):
    items = tuple(
        YearItem(f"Besuch Nummer {number}", date(2026, 12, 1), date(2026, 12, 4), "guests", "kurz")
        for number in range(30)
    )

    drawing = draw(year_column(scene=replace(YEAR, cities=(YearCity("Prag", items=items),))), FINDING)

    assert drawing.overlaps() == []
    assert drawing.frame.right == 360


@pytest.mark.parametrize("form", [year_band, year_column])
def test_year_escapes_labels(form, draw, hostile):
    day = date(2026, 5, 4)
    city = YearCity(hostile, (Day(day, hostile),), (Period(day, day, hostile),), (), (Day(day, hostile),))
    scene = Year(2026, (hostile,) * 12, (city,), "x", day, hostile)

    assert "<script" not in form(scene=scene)
    draw(form(scene=scene), "x")


DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 1))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text(max_size=30), DAYS, st.integers(0, 90), st.sampled_from(["guests", "both", "open"])),
        max_size=9,
    ),
    st.booleans(),
)
def test_year_draws_anything(draw, drawn, has_clash):
    items = tuple(
        YearItem(label, day, day + timedelta(days=length), kind, clash="x" * has_clash)
        for label, day, length, kind in drawn
    )
    scene = replace(YEAR, cities=(YearCity("Prag", items=items, jubilees=tuple(Day(d, t) for t, d, _, _ in drawn)),))

    for form in (year_band, year_column):
        draw(form(scene=scene), FINDING)
