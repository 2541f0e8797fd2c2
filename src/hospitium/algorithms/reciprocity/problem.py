"""What goes into a balance and what comes out of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

Amount = TypeVar("Amount", int, Decimal)


class ReciprocityError(ValueError):
    """An entry that cannot be counted; `code` is duplicate, visits_below_one, negative or month."""

    def __init__(self, code: str, exchange: str) -> None:
        super().__init__(f"{code}: {exchange}")
        self.code = code
        self.exchange = exchange


class Direction(StrEnum):
    """Seen from the own city."""

    IN = "in"
    OUT = "out"
    ONLINE = "online"
    THIRD = "third"
    UNKNOWN = "unknown"


class TurnCode(StrEnum):
    """Who is next to travel or to invite."""

    PARTNER_OWES = "partner_owes"
    WE_OWE = "we_owe"
    EVEN = "even"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One entry: usually one visit, sometimes a source that only says "four visits in 2014".

    None is "not recorded". Nights are nights of all persons together, cost is in one currency.
    """

    id: str
    direction: Direction
    year: int
    visits: int = 1
    persons: int | None = None
    nights: int | None = None
    cost: Decimal | None = None
    month: int | None = None

    def __post_init__(self) -> None:
        if self.visits < 1:
            raise ReciprocityError("visits_below_one", self.id)
        if any(amount is not None and amount < 0 for amount in (self.persons, self.nights, self.cost)):
            raise ReciprocityError("negative", self.id)
        if self.month is not None and not 1 <= self.month <= 12:
            raise ReciprocityError("month", self.id)


@dataclass(frozen=True, slots=True)
class Tally(Generic[Amount]):
    """A sum and the number of visits for which nothing is recorded: "at least 44, two unknown"."""

    known: Amount
    unknown: int

    @property
    def is_complete(self) -> bool:
        """Whether the sum is the whole truth."""
        return self.unknown == 0

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is recorded, so that only the word "unknown" may be printed."""
        return self.known == 0 and self.unknown > 0


@dataclass(frozen=True, slots=True)
class Side:
    """One direction added up."""

    visits: int
    persons: Tally[int]
    nights: Tally[int]
    cost: Tally[Decimal]


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest visit of each kind as (year, month); the month is None where it is not recorded."""

    guests: tuple[int, int | None] | None
    ours: tuple[int, int | None] | None
    open: tuple[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is next, by number of visits.

    `lead` is visits of the guests minus visits of ours; `open_visits` may go either way; `possible` holds
    every verdict that can still come out. `return_visit` judges the latest visit alone: who has not
    answered it yet.
    """

    code: TurnCode
    lead: int
    open_visits: int
    possible: frozenset[TurnCode]
    return_visit: TurnCode


@dataclass(frozen=True, slots=True)
class Balance:
    """Both directions; `open` is not known to be either, `aside` was online or in a third place."""

    guests: Side
    ours: Side
    open: Side
    aside: Side
    latest: Latest
    turn: Turn
