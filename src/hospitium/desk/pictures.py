"""Pictures that were drawn once: the same scene gives the same drawing, whatever was changed elsewhere."""

from __future__ import annotations

from functools import lru_cache

from hospitium.core import charts

# A drawing has some 20 kB; these bounds keep all of them together below 4 MB.
MOST = 48


@lru_cache(maxsize=MOST)
def line(scene: charts.Line) -> str:
    return charts.partnership_line(scene=scene)


@lru_cache(maxsize=MOST)
def ego(centre: str, nodes: tuple[charts.EgoNode, ...], rings: tuple[charts.EgoRing, ...], finding: str) -> str:
    return charts.ego_graph(centre=centre, nodes=nodes, rings=rings, finding=finding)


@lru_cache(maxsize=MOST)
def year_band(scene: charts.Year) -> str:
    return charts.year_band(scene=scene)


@lru_cache(maxsize=MOST)
def year_column(scene: charts.Year) -> str:
    return charts.year_column(scene=scene)
