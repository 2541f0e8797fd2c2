from hypothesis import given
from hypothesis import strategies as st

from hospitium.core.charts.labels import Box, Scene, Spot, Wish, place, spread
from hospitium.core.charts.svg import number, shorten, text_width, wrapped

FRAME = Box(0, 0, 200, 100)


def wish(x, y):
    spots = (Spot(x + 10, y, "start"), Spot(x - 10, y, "end"), Spot(x, y - 10, "middle"), Spot(x, y + 20, "middle"))
    return Wish(width=40, ascent=9, descent=3, spots=spots)


def test_place_takes_the_first_spot_that_is_free():
    found = place(wishes=[wish(100, 50)], scene=Scene(FRAME))

    assert found == [Spot(110, 50, "start")]


def test_place_keeps_out_of_marks_lines_frame_and_other_labels():
    marks, points = (Box(110, 40, 120, 60),), ((80.0, 50.0),)

    found = place(wishes=[wish(100, 50), wish(180, 50)], scene=Scene(FRAME, marks, points))

    assert found == [Spot(100, 70, "middle"), Spot(170, 50, "end")]


def test_place_lets_an_earlier_label_move_for_a_later_one():
    narrow = Wish(40, 9, 3, (Spot(100, 50, "start"),))
    free = Wish(40, 9, 3, (Spot(100, 50, "start"), Spot(100, 80, "start")))

    assert place(wishes=[free, narrow], scene=Scene(FRAME)) == [Spot(100, 80, "start"), Spot(100, 50, "start")]


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(1, 40)), max_size=12).map(sorted))
def test_spread_keeps_order_room_and_limits(things):
    wanted, sizes = [one for one, _ in things], [size for _, size in things]

    found = spread(wanted=wanted, sizes=sizes, low=0, high=200)

    share = min(1.0, 200 / sum(sizes)) if sizes else 1
    ends = [at + size * share for at, size in zip(found, sizes, strict=True)]
    assert all(end <= nxt + 1e-6 for end, nxt in zip(ends, found[1:], strict=False))
    assert all(at >= -1e-6 for at in found)
    assert all(end <= 200 + 1e-6 for end in ends)


def test_spread_leaves_alone_what_has_room():
    assert spread(wanted=[10, 90], sizes=[20, 20], low=0, high=200) == [10, 90]


@given(st.text(max_size=80), st.floats(20, 300))
def test_shorten_and_wrap_fit(label, width):
    assert text_width(shorten(label, width)) <= width
    lines = wrapped(label, width)
    assert 1 <= len(lines) <= 2
    assert all(text_width(one) <= width for one in lines)


def test_wrapped_breaks_between_words():
    assert wrapped("Arbeitsbesuch Krisenmanagement", 110) == ["Arbeitsbesuch", "Krisenmanage…"]


def test_number_is_short():
    assert [number(one) for one in (1, 1.0, 1.26, -0.01, 0.0, -3.04, 10)] == ["1", "1", "1.3", "0", "0", "-3", "10"]
