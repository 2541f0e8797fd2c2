"""The judge: recounts a balance entry by entry, without the code that made it."""

from collections.abc import Sequence
from decimal import Decimal

from hospitium.algorithms.reciprocity.problem import Balance, Exchange, Side, TurnCode

MEANINGS = {"in": "guests", "out": "ours", "unknown": "open", "online": "aside", "third": "aside"}


def disagreements(*, exchanges: Sequence[Exchange], outcome: Balance) -> tuple[str, ...]:
    """Codes of what is wrong in a balance, such as "guests.persons"; empty when it is right."""
    wrong: list[str] = []
    for name in ("guests", "ours", "open", "aside"):
        mine = [one for one in exchanges if MEANINGS[one.direction.value] == name]
        wrong += [f"{name}.{what}" for what in _wrong_sums(mine, getattr(outcome, name))]
    return (*wrong, *_wrong_turn(outcome))


def _wrong_sums(mine: Sequence[Exchange], side: Side) -> list[str]:
    counts = dict.fromkeys(("visits", "persons?", "nights?", "cost?"), 0)
    sums = dict.fromkeys(("persons", "nights", "cost"), Decimal(0))
    for one in mine:
        counts["visits"] += one.visits
        for what, amount in (("persons", one.persons), ("nights", one.nights), ("cost", one.cost)):
            if amount is None:
                counts[f"{what}?"] += one.visits
            else:
                sums[what] += amount
    found = {
        "visits": (side.visits, 0),
        "persons": (side.persons.known, side.persons.unknown),
        "nights": (side.nights.known, side.nights.unknown),
        "cost": (side.cost.known, side.cost.unknown),
    }
    sums["visits"], counts["visits?"] = Decimal(counts["visits"]), 0
    return [what for what, pair in found.items() if pair != (sums[what], counts[f"{what}?"])]


def _wrong_turn(outcome: Balance) -> list[str]:
    possible = set()
    for guests_among_open in range(outcome.open.visits + 1):
        guests = outcome.guests.visits + guests_among_open
        ours = outcome.ours.visits + outcome.open.visits - guests_among_open
        if guests > ours:
            possible.add(TurnCode.WE_OWE)
        elif guests < ours:
            possible.add(TurnCode.PARTNER_OWES)
        else:
            possible.add(TurnCode.EVEN)
    expected = possible.copy().pop() if len(possible) == 1 else TurnCode.OPEN
    wrong = [] if outcome.turn.possible == possible else ["turn.possible"]
    return wrong if outcome.turn.code == expected else [*wrong, "turn.code"]
