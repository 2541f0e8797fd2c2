from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospitium.algorithms.dates import PartialDate
from hospitium.core.charts import Bar, Jubilee, Line, LineWords, Mark, Visit, partnership_line
from hospitium.core.charts.line import Axis, span_of

WORDS = LineWords(
    finding="Vier Vereinbarungen seit 1991, neun Besuche.",
    jubilees="Jubiläen",
    districts="Ebene der Bezirke",
    guests="Gäste aus Warschau",
    visits="Besuche",
    ours="Berlin in Warschau",
    today="heute",
)
on = PartialDate.parse
WARSAW = Line(
    words=WORDS,
    today=date(2026, 6, 9),
    jubilees=tuple(Jubilee(n, PartialDate(1991 + n, 8, 12), n == 35) for n in (10, 20, 25, 30, 35)),
    instruments=(
        Bar("Abkommen", on("1991-08-12"), "12.08.1991"),
        Bar("Rahmenvereinbarung", on("1994-01-07"), "07.01.1994", end=on("2014"), end_label="beendet 2014"),
        Bar("Verkehrsabkommen", on("1994-02"), "Feb. 1994, Tag unbekannt", resting_since=on("2022-02")),
    ),
    districts=(Bar("Treptow-Köpenick – Mokotów", on("1993"), "1993", marks=(Mark(on("2015-09"), "erneuert"),)),),
    visits=(
        Visit(on("2010-09-27"), "guests", "Parlament"),
        Visit(on("2021-09-09"), "guests", "Goldenes Buch"),
        Visit(on("2023-06"), "ours", "Parken und Licht"),
        Visit(on("2016-05-07"), "unknown", "politischer Besuch"),
        Visit(on("2016-07-01"), "unknown", "Gegenbesuch"),
    ),
    first_year=1990,
    last_year=2028,
)


def test_partnership_line_shows_precision_end_rest_and_direction(draw):
    drawing = draw(partnership_line(scene=WARSAW), WORDS.finding)

    roles = ("c-own", "c-hollow", "c-open", "c-partner", "c-dash", "c-today")
    assert {role: drawing.count(role) for role in roles} == {
        "c-own": 3,  # two days known, the next jubilee
        "c-hollow": 6,  # four past jubilees, one instrument and one visit without a day
        "c-open": 3,  # two district dates, one mark for two visits of open direction
        "c-partner": 2,
        "c-dash": 1,
        "c-today": 1,
    }
    assert drawing.overlaps() == []
    assert "2" in drawing.labels()


def test_partnership_line_reaches_back_to_the_beginning(draw):
    scene = replace(WARSAW, since=on("1987-07-02"), first_year=None, last_year=None)

    drawing = draw(partnership_line(scene=scene), WORDS.finding)

    assert span_of(scene) == (1986, 2027)
    assert span_of(replace(scene, since=None)) == (1990, 2027)
    # The day itself is marked among the jubilees.
    assert drawing.count("c-own") == draw(partnership_line(scene=WARSAW), WORDS.finding).count("c-own") + 1


def test_partnership_line_escapes_labels(draw, hostile):
    scene = replace(WARSAW, instruments=(Bar(hostile, on("1991"), hostile),), visits=())

    assert "<script" not in partnership_line(scene=scene)
    draw(partnership_line(scene=replace(scene, words=replace(WORDS, finding="x"))), "x")


def test_partnership_line_without_anything_is_still_a_picture(draw):
    drawing = draw(partnership_line(scene=Line(WORDS, date(2026, 6, 9))), WORDS.finding)

    assert [one for one in drawing.labels() if one.isdigit()] == ["2025", "2026", "2027"]


def test_many_visits_of_one_week_become_a_stack_with_a_count(draw):
    visits = tuple(Visit(on("2015-06-09"), "guests", "x") for _ in range(9)) + (Visit(on("2015"), "ours", "y", 12),)

    drawing = draw(partnership_line(scene=replace(WARSAW, visits=visits)), WORDS.finding)

    assert [one for one in drawing.labels() if one.startswith("+")] == ["+4", "+7"]
    assert drawing.count("c-partner") == 5


@pytest.mark.parametrize(("first", "last", "count"), [(2020, 2026, 7), (1990, 2028, 8), (1200, 2029, 9)])
def test_axis_has_as_many_years_as_there_is_room_for(first, last, count):
    ticks = Axis(first, last, 236).ticks()

    assert len(ticks) == count
    assert ticks[0] >= first


DATES = st.builds(PartialDate, st.integers(1000, 2999), st.none() | st.integers(1, 12))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.text(max_size=40), DATES, st.none() | DATES), max_size=8),
    st.lists(st.tuples(DATES, st.sampled_from(["guests", "ours", "unknown"]), st.integers(1, 9)), max_size=25),
)
def test_partnership_line_draws_any_time(draw, bars, visits):
    scene = Line(
        WORDS,
        date(2026, 6, 9),
        instruments=tuple(Bar(label, start, str(start), end, "Ende", end) for label, start, end in bars),
        districts=tuple(Bar(label, start, str(start), marks=(Mark(start, label),)) for label, start, _ in bars),
        jubilees=tuple(Jubilee(5 * n, start) for n, (_, start, _) in enumerate(bars, 1)),
        visits=tuple(Visit(day, who, "x", count) for day, who, count in visits),
    )

    draw(partnership_line(scene=scene), WORDS.finding)
