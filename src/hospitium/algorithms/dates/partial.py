"""A date as precise as its source, and no more."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Literal

Precision = Literal["day", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1000, 2999
_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


class DateError(ValueError):
    """A date that cannot be; `code` is date_shape, date_year, date_month or date_day."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:40]}")
        self.code = code
        self.text = text[:40]


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, to the month or to the year.

    Ordered by its first possible day; of two that begin on the same day the less precise one comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise DateError("date_year", str(self.year))
        if self.month is None:
            if self.day is not None:
                raise DateError("date_shape", f"{self.year}-?-{self.day}")
            return
        if not 1 <= self.month <= 12:
            raise DateError("date_month", f"{self.year}-{self.month}")
        if self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            raise DateError("date_day", f"{self.year}-{self.month}-{self.day}")

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "1993", "2017-03" or "1990-11-12" (ISO 8601); DateError for anything else."""
        found = _SHAPE.fullmatch(text.strip())
        if found is None:
            raise DateError("date_shape", text)
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """The same day, fully known; DateError outside the years 1000 to 2999."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key < other._key

    @property
    def _key(self) -> tuple[date, int]:
        return self.first, ("year", "month", "day").index(self.precision)

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first(self) -> date:
        """The first day it may have been."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may have been."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])
