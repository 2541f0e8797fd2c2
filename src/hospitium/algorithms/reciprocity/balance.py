"""Adding up visits in both directions."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

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

ASIDE = frozenset({Direction.ONLINE, Direction.THIRD})


def balance(*, exchanges: Sequence[Exchange]) -> Balance:
    """The balance with one partner over everything that is given; ReciprocityError when an id comes twice."""
    seen: set[str] = set()
    for one in exchanges:
        if one.id in seen:
            raise ReciprocityError("duplicate", one.id)
        seen.add(one.id)
    guests = _of(exchanges, {Direction.IN})
    ours = _of(exchanges, {Direction.OUT})
    unsure = _of(exchanges, {Direction.UNKNOWN})
    latest = Latest(guests=_latest(guests), ours=_latest(ours), open=_latest(unsure))
    return Balance(
        guests=_side(guests),
        ours=_side(ours),
        open=_side(unsure),
        aside=_side(_of(exchanges, ASIDE)),
        latest=latest,
        turn=_turn(_visits(guests) - _visits(ours), _visits(unsure), latest),
    )


def balances_by_year(*, exchanges: Sequence[Exchange]) -> dict[int, Balance]:
    """One balance for each year in which there was anything, oldest first."""
    balance(exchanges=exchanges)
    years = sorted({one.year for one in exchanges})
    return {year: balance(exchanges=[one for one in exchanges if one.year == year]) for year in years}


def _of(exchanges: Iterable[Exchange], directions: Iterable[Direction]) -> list[Exchange]:
    wanted = set(directions)
    return [one for one in exchanges if one.direction in wanted]


def _visits(exchanges: Iterable[Exchange]) -> int:
    return sum(one.visits for one in exchanges)


def _side(exchanges: Sequence[Exchange]) -> Side:
    return Side(
        visits=_visits(exchanges),
        persons=Tally(
            known=sum(one.persons for one in exchanges if one.persons is not None),
            unknown=_visits(one for one in exchanges if one.persons is None),
        ),
        nights=Tally(
            known=sum(one.nights for one in exchanges if one.nights is not None),
            unknown=_visits(one for one in exchanges if one.nights is None),
        ),
        cost=Tally(
            known=sum((one.cost for one in exchanges if one.cost is not None), Decimal(0)),
            unknown=_visits(one for one in exchanges if one.cost is None),
        ),
    )


def _latest(exchanges: Sequence[Exchange]) -> tuple[int, int | None] | None:
    if not exchanges:
        return None
    # Of one year, the visit that may have been the last: one without a month may have been in December.
    last = max(exchanges, key=lambda one: (one.year, one.month or 12, one.month is None))
    return last.year, last.month


def _turn(lead: int, unsure: int, latest: Latest) -> Turn:
    possible = set()
    if lead + unsure > 0:
        possible.add(TurnCode.WE_OWE)
    if lead - unsure < 0:
        possible.add(TurnCode.PARTNER_OWES)
    if abs(lead) <= unsure and (lead + unsure) % 2 == 0:
        possible.add(TurnCode.EVEN)
    code = next(iter(possible)) if len(possible) == 1 else TurnCode.OPEN
    return Turn(
        code=code,
        lead=lead,
        open_visits=unsure,
        possible=frozenset(possible),
        return_visit=_return_visit(latest),
    )


def _return_visit(latest: Latest) -> TurnCode:
    if (latest.guests, latest.ours, latest.open) == (None, None, None):
        return TurnCode.EVEN
    if _is_after_all(latest.ours, (latest.guests, latest.open)):
        return TurnCode.PARTNER_OWES
    if _is_after_all(latest.guests, (latest.ours, latest.open)):
        return TurnCode.WE_OWE
    return TurnCode.OPEN


def _is_after_all(one: tuple[int, int | None] | None, others: tuple[tuple[int, int | None] | None, ...]) -> bool:
    if one is None:
        return False
    earliest = (one[0], one[1] or 1)
    return all(other is None or (other[0], other[1] or 12) < earliest for other in others)
