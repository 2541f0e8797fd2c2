"""Who owes whom a visit: balances over visits, persons, nights and cost that never take unknown for zero."""

from hospitium.algorithms.reciprocity.balance import balance, balances_by_year
from hospitium.algorithms.reciprocity.problem import (
    Balance,
    Direction,
    Exchange,
    Latest,
    ReciprocityError,
    Side,
    Tally,
    Turn,
    TurnCode,
)
from hospitium.algorithms.reciprocity.verify import disagreements

__all__ = [
    "Balance",
    "Direction",
    "Exchange",
    "Latest",
    "ReciprocityError",
    "Side",
    "Tally",
    "Turn",
    "TurnCode",
    "balance",
    "balances_by_year",
    "disagreements",
]
