"""Clauses, activities, and the grid of both."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Clause:
    """A promise of an instrument and its topics; it counts from `since` to `until`, both years included."""

    id: str
    topics: frozenset[str]
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that took place. `clauses` are links made by hand; the year may be unknown."""

    id: str
    year: int | None
    topics: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Bucket:
    """A column of the grid: the years from first to last, both included."""

    first: int
    last: int


class LifeCode(StrEnum):
    """How a clause is doing. Never evidenced does not mean that nothing happened."""

    LIVED = "lived"
    ASLEEP = "asleep"
    UNDATED = "undated"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Cell:
    """The activities of one clause in one bucket: linked by hand, or only on the same topic."""

    bucket: Bucket
    linked: tuple[str, ...]
    by_topic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseLife:
    """One row of the grid.

    `last_year` is the latest year with evidence, inside the grid or not; `asleep_since` repeats it when
    it is too long ago; `only_by_topic` says that nobody has confirmed any of the evidence by a link.
    """

    clause: str
    code: LifeCode
    last_year: int | None
    asleep_since: int | None
    only_by_topic: bool
    cells: tuple[Cell, ...]
    undated: tuple[str, ...]
