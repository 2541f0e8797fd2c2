from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hospitium.core.charts import EgoNode, EgoRing, ego_graph
from hospitium.core.charts.ego import CENTRE, MIDDLE

FINDING = "Protokoll seit 14 Monaten still, Sicherheit abgerissen."
RINGS = (EgoRing(3, "3 Monate"), EgoRing(12, "12 Monate", is_limit=True), EgoRing(24, "24 Monate"))
NODES = (
    EgoNode("Verkehrsbehörde", "Fachkontakt", 2, "partner"),
    EgoNode("Protokoll", "zuletzt 08.04.2025", 14, "partner"),
    EgoNode("Sicherheit", "Stelle neu besetzt", 20, "partner", has_left=True),
    EgoNode("Bezirk Mokotów", "über Bezirksamt", 9, "partner"),
    EgoNode("Umwelt und Verkehr", "traf 2023", 5, "own"),
    EgoNode("Polizei Berlin", "Hospitation 2015–17", 13, "own"),
    EgoNode("BA Treptow-Köpenick", "Besuch Mai 2022", 13, "own"),
)


def ego(nodes=NODES, rings=RINGS, centre="Referat"):
    return ego_graph(centre=centre, nodes=nodes, rings=rings, finding=FINDING)


def test_ego_graph_shows_who_left_and_no_label_on_another(draw):
    drawing = draw(ego(), FINDING)

    roles = ("c-own", "c-partner", "c-hollow-partner", "c-dash", "c-limit")
    assert [drawing.count(role) for role in roles] == [3, 3, 1, 1, 1]
    assert drawing.overlaps() == []


@pytest.mark.parametrize(("months", "ring"), [(3, 58), (12, 113), (24, 168)])
def test_ego_distance_is_time(draw, months, ring):
    drawing = draw(ego(nodes=(EgoNode("Amt", "", months, "own"),)), FINDING)

    (knot,) = [one for one in drawing.root.iter() if one.get("class") == "c-own"]
    assert (MIDDLE - float(knot.get("cx")), float(knot.get("cy"))) == (ring, CENTRE)


@pytest.mark.parametrize("months", [None, 25, 900])
def test_ego_older_than_the_last_ring_stands_outside(draw, months):
    drawing = draw(ego(nodes=(EgoNode("Amt", "", months, "own"),)), FINDING)

    (knot,) = [one for one in drawing.root.iter() if one.get("class") in ("c-own", "c-open")]
    assert (knot.get("class"), float(knot.get("cx"))) == ("c-own" if months else "c-open", MIDDLE - 182)


def test_ego_graph_of_many_offices_keeps_labels_apart(draw):
    many = tuple(
        EgoNode(f"Biuro Współpracy Międzynarodowej {number}", "kurz", 3 * number, side)
        for number in range(9)
        for side in ("own", "partner")
    )

    assert draw(ego(nodes=many), FINDING).overlaps() == []


def test_ego_graph_escapes_labels_and_bears_nothing(draw, hostile):
    assert "<script" not in ego(nodes=(EgoNode(hostile, hostile, 1, "own"),), centre=hostile)
    draw(ego(nodes=(), rings=()), FINDING)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            EgoNode,
            st.text(max_size=50),
            st.text(max_size=50),
            st.none() | st.integers(0, 300),
            st.sampled_from(["own", "partner"]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_ego_graph_draws_anything(draw, nodes):
    draw(ego(nodes=nodes), FINDING)
    draw(ego(nodes=[replace(one, side="own") for one in nodes]), FINDING)
