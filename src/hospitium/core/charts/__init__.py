"""Pictures drawn on the server: pure functions from plain data to SVG.

All words come in translated, all colours are classes of the stylesheet. The page puts the picture into
figure.hsp-chart and gives the table beside it.
"""

from hospitium.core.charts.balance import Amount, BalanceRow, balance_bars
from hospitium.core.charts.citymap import (
    City,
    CityMap,
    MapRing,
    cities_outside,
    cities_unnamed,
    fitting_radius,
    map_chart,
)
from hospitium.core.charts.dates import Span, dates_chart
from hospitium.core.charts.ego import EgoNode, EgoRing, ego_graph
from hospitium.core.charts.line import Bar, Jubilee, Line, LineWords, Mark, Visit
from hospitium.core.charts.marks import NARROW, MarkBar, mark_bars
from hospitium.core.charts.partnership import partnership_line
from hospitium.core.charts.sphere import Point, distance_km
from hospitium.core.charts.year import Day, Period, Year, YearCity, YearItem
from hospitium.core.charts.year_band import year_band
from hospitium.core.charts.year_column import year_column

__all__ = [
    "NARROW",
    "Amount",
    "BalanceRow",
    "Bar",
    "City",
    "CityMap",
    "Day",
    "EgoNode",
    "EgoRing",
    "Jubilee",
    "Line",
    "LineWords",
    "MapRing",
    "Mark",
    "MarkBar",
    "Period",
    "Point",
    "Span",
    "Visit",
    "Year",
    "YearCity",
    "YearItem",
    "balance_bars",
    "cities_outside",
    "cities_unnamed",
    "dates_chart",
    "distance_km",
    "ego_graph",
    "fitting_radius",
    "map_chart",
    "mark_bars",
    "partnership_line",
    "year_band",
    "year_column",
]
