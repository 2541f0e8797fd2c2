"""A year of several cities side by side: what to draw, across for desks and downwards for phones."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["guests", "ours", "both", "open"]
ROLES: dict[Kind, str] = {
    "guests": "c-partner",
    "ours": "c-own",
    "both": "c-soft c-own-edge",
    "open": "c-open",
}


@dataclass(frozen=True, slots=True)
class Day:
    """A public holiday, or the day of a jubilee."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Period:
    """School holidays, both days included."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class YearItem:
    """An activity, both days included.

    `kind`: guests come, we travel, both ways (as in a staff exchange), or open. `clash` says what it collides with
    and outlines it. `note` stands under the label in the form for phones, where there is room for it.
    """

    label: str
    first: date
    last: date
    kind: Kind
    note: str = ""
    clash: str = ""


@dataclass(frozen=True, slots=True)
class YearCity:
    """One row, or one column on a phone."""

    label: str
    holidays: tuple[Day, ...] = ()
    school: tuple[Period, ...] = ()
    items: tuple[YearItem, ...] = ()
    jubilees: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The whole band. `months` are twelve short names, January first; `today` None leaves the line out."""

    year: int
    months: tuple[str, ...]
    cities: tuple[YearCity, ...]
    finding: str
    today: date | None = None
    today_label: str = ""

    def is_shown(self, first: date, last: date) -> bool:
        """Whether any day from first to last lies in the year."""
        return first.year <= self.year <= last.year

    @property
    def days(self) -> int:
        """365 or 366."""
        return (date(self.year, 12, 31) - date(self.year, 1, 1)).days + 1

    def share(self, day: date, after: int = 0) -> float:
        """How much of the year is over when the day begins, or when it has ended with `after` = 1."""
        inside = min(max(day, date(self.year, 1, 1)), date(self.year, 12, 31))
        return ((inside - date(self.year, 1, 1)).days + after) / self.days
