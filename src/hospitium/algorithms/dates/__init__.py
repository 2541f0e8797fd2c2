"""Dates known to the day, to the month or only to the year, and the jubilees that follow from them."""

from hospitium.algorithms.dates.anniversaries import (
    Anniversary,
    anniversaries,
    months_between,
    months_range,
    next_anniversary,
)
from hospitium.algorithms.dates.partial import DateError, PartialDate, Precision

__all__ = [
    "Anniversary",
    "DateError",
    "PartialDate",
    "Precision",
    "anniversaries",
    "months_between",
    "months_range",
    "next_anniversary",
]
