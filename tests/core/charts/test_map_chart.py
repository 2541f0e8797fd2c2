import json
import re
from dataclasses import replace
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitium.core.charts import (
    City,
    CityMap,
    MapRing,
    Point,
    cities_outside,
    cities_unnamed,
    distance_km,
    fitting_radius,
    map_chart,
)
from hospitium.core.charts.atlas import Disc, land_and_borders
from hospitium.core.charts.sphere import clamped, simplified

FINDING = "Berlin ist mit zehn Städten in Europa verbunden; die Partnerschaft mit Moskau ruht."
BERLIN = Point(52.52, 13.405)
CITIES = (
    City("warsaw", "Warschau", Point(52.2297, 21.0122)),
    City("prague", "Prag", Point(50.0755, 14.4378)),
    City("budapest", "Budapest", Point(47.4979, 19.0402)),
    City("moscow", "Moskau", Point(55.7558, 37.6173), is_resting=True),
    City("paris", "Paris", Point(48.8566, 2.3522)),
    City("london", "London", Point(51.5074, -0.1278)),
    City("brussels", "Brüssel", Point(50.8503, 4.3517)),
    City("kyiv", "Kyjiw", Point(50.4501, 30.5234)),
    City("madrid", "Madrid", Point(40.4168, -3.7038)),
    City("istanbul", "Istanbul", Point(41.0082, 28.9784), has_arc=False),
    City("tokyo", "Tokio", Point(35.6762, 139.6503)),
    City("windhoek", "Windhuk", Point(-22.5609, 17.0658)),
)
# Two square countries with a common border at 10° east, an island across the antimeridian, a polar cap.
SHAPES = (
    [[10, 45], [10, 55]],
    [[10, 55], [0, 55], [0, 45], [10, 45]],
    [[10, 45], [20, 45], [20, 55], [10, 55]],
    [[170, -10], [180, -10], [190, -10], [190, -30], [170, -30], [170, -10]],
    [[lon, -70] for lon in range(-180, 181, 20)],
)


@pytest.fixture
def atlas(tmp_path):
    """A small world in TopoJSON, delta-coded to a tenth of a degree."""
    arcs = []
    for shape in SHAPES:
        at, steps = (0, 0), []
        for lon, lat in shape:
            there = (lon * 10, lat * 10)
            steps.append([there[0] - at[0], there[1] - at[1]])
            at = there
        arcs.append(steps)
    countries = [
        {"type": "Polygon", "arcs": [[0, 1]]},
        {"type": "Polygon", "arcs": [[2, -1]]},
        {"type": "MultiPolygon", "arcs": [[[3]], [[4]]]},
    ]
    land = {"type": "MultiPolygon", "arcs": [[[1, 2]], [[3]], [[4]]]}
    world = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {
            "countries": {"type": "GeometryCollection", "geometries": countries},
            "land": {"type": "GeometryCollection", "geometries": [land]},
        },
    }
    file = tmp_path / "world.json"
    file.write_text(json.dumps(world), encoding="utf-8")
    return file


def scene(atlas, **changes):
    rings = (MapRing(500, "500 km"), MapRing(1000, "1.000 km"), MapRing(1500, "1.500 km"))
    return replace(CityMap(BERLIN, "Berlin", CITIES, rings, 2050, atlas, FINDING), **changes)


def test_distances_are_those_of_the_atlas():
    assert round(distance_km(a=BERLIN, b=CITIES[0].point)) == 517
    assert round(distance_km(a=BERLIN, b=BERLIN), 6) == 0
    assert distance_km(a=Point(0, 0), b=Point(0, 180)) == pytest.approx(pi * 6371.0088)


def test_map_shows_the_cities_within_reach(draw, atlas):
    drawing = draw(map_chart(scene=scene(atlas)), FINDING, size=16.0)

    roles = ("c-partner", "c-open", "c-arc", "c-arc--rest", "c-ring", "c-own")
    assert [drawing.count(role) for role in roles] == [9, 1, 9, 1, 3, 1]
    assert drawing.overlaps() == []
    assert sorted(drawing.labels())[:4] == ["1.000 km", "1.500 km", "500 km", "Berlin"]


def test_rings_are_true_distances(draw, atlas):
    drawing = draw(map_chart(scene=scene(atlas, rings=(MapRing(517, "Warschau"),))), FINDING, size=16.0)

    (ring,) = [float(one.get("r")) for one in drawing.root.iter() if one.get("class") == "c-ring"]
    (mark,) = [one for one in drawing.root.iter() if one.get("class") == "c-partner" and "Warschau" in one[0].text]
    x, top = map(float, re.match(r"M(\S+) (\S+?)l", mark.get("d")).groups())
    assert (x**2 + (top + 7) ** 2) ** 0.5 == pytest.approx(ring, abs=0.2)


def test_cities_outside_are_named_nearest_first(atlas):
    assert [one.id for one in cities_outside(home=BERLIN, cities=CITIES, radius_km=2050)] == ["windhoek", "tokyo"]
    assert fitting_radius(home=BERLIN, cities=CITIES) == 10_000
    assert fitting_radius(home=BERLIN, cities=()) == 1_000
    assert fitting_radius(home=Point(-41.3, 174.8), cities=CITIES) == 19_700


def test_cities_crowded_around_home_keep_a_small_mark(draw, atlas):
    wide = scene(atlas, radius_km=15_000, rings=())

    drawing = draw(map_chart(scene=wide), FINDING, size=16.0)

    assert [one.id for one in cities_unnamed(scene=wide)] == [one.id for one in CITIES[:10]]
    assert sorted(drawing.labels()) == ["Berlin", "Tokio", "Windhuk"]
    assert cities_unnamed(scene=scene(atlas)) == ()


@pytest.mark.parametrize(
    "home",
    [Point(-22.56, 17.07), Point(35.68, 139.65), Point(-18, 178), Point(89.9, 0), Point(-90, 0), Point(50, -170)],
    ids=["windhoek", "tokyo", "suva", "north", "south", "antipode_of_land"],
)
@pytest.mark.parametrize("radius_km", [300, 4_000, 19_700, 40_000])
def test_any_home_has_a_map(draw, atlas, home, radius_km):
    drawing = draw(map_chart(scene=scene(atlas, home=home, radius_km=radius_km)), FINDING, size=16.0)

    assert drawing.frame.right == 320


def _shape(land):
    """The rings of a path of relative steps, as points."""
    rings = []
    for piece in re.findall(r"M([^M]*)z", land):
        if "a" in piece:
            rings.append("disc")
            continue
        values = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", piece)]
        x = y = 0.0
        points = []
        for dx, dy in zip(values[::2], values[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(points)
    return rings


def _is_land(land, spot):
    """By the even-odd rule, like a browser."""
    inside = False
    for ring in _shape(land):
        if ring == "disc":
            inside = not inside
            continue
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > spot[1]) != (y2 > spot[1]) and spot[0] < (x2 - x1) * (spot[1] - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def _is_truly_land(lat, lon):
    # Edges between corners follow great circles, so only places clear of them are asked.
    if 46 < lat < 54 and 1 < lon < 19:
        return True
    if lat < -73 or (-29 < lat < -11 and (lon > 171 or lon < -171)):
        return True
    is_near = (43 < lat < 58 and -3 < lon < 23) or lat < -68 or (-33 < lat < -7 and abs(lon) > 166)
    return None if is_near else False


@pytest.mark.parametrize(
    "home", [BERLIN, Point(-22.56, 17.07), Point(-20, 179), Point(-50, -172), Point(-85, 30), Point(80, 100)]
)
@pytest.mark.parametrize("radius_km", [900, 5_000, 19_700])
def test_land_is_where_it_is(atlas, home, radius_km):
    disc = Disc(home, radius_km, 318)
    land, _ = land_and_borders(atlas=atlas, disc=disc)

    wrong = []
    for lat in range(-88, 90, 6):
        for lon in range(-177, 180, 9):
            spot, truth = disc.spot(Point(lat, lon)), _is_truly_land(lat, lon)
            if truth is not None and spot[0] ** 2 + spot[1] ** 2 < 312**2 and _is_land(land, spot) != truth:
                wrong.append((lat, lon))
    assert wrong == []


def test_border_between_two_countries_is_drawn_once(atlas):
    _, borders = land_and_borders(atlas=atlas, disc=Disc(BERLIN, 2050, 318))

    assert borders.count("M") == 1


def test_map_is_cut_to_its_size(atlas):
    picture = map_chart(scene=scene(atlas))

    assert len(picture.encode()) < 90_000


def test_large_map_is_thinned_until_it_fits(atlas, monkeypatch):
    disc = Disc(BERLIN, 1990, 318)
    before = sum(map(len, land_and_borders(atlas=atlas, disc=disc)))
    monkeypatch.setattr("hospitium.core.charts.atlas.MOST_CHARACTERS", before // 2)

    after = sum(map(len, land_and_borders(atlas=atlas, disc=replace(disc, radius_km=1991))))

    assert 0 < after <= before // 2


def test_map_escapes_labels(draw, atlas, hostile):
    cities = (City("x", hostile, CITIES[0].point),)

    assert "<script" not in map_chart(scene=scene(atlas, cities=cities, home_label=hostile))


COORDINATES = st.floats(-50, 50).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=30))
def test_clamped_line_stays_inside_and_keeps_what_was_inside(line):
    found = clamped(line, 20.0)

    assert all(x * x + y * y <= 20.0**2 * 1.000001 for x, y in found)
    assert [one for one in line if one[0] ** 2 + one[1] ** 2 < 19.99**2 and one not in found] == []


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=2, max_size=30), st.floats(0.1, 20))
def test_simplified_line_keeps_its_ends_and_invents_nothing(line, tolerance):
    found = simplified(line, tolerance)

    assert (found[0], found[-1]) == (line[0], line[-1])
    assert set(found) <= set(line)
