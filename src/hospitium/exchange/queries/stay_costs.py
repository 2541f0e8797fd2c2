"""What stays cost: lines planned from the rates of a round, and sums by funder and currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hospitium.exchange.models import CostLine, Placement, Rate
from hospitium.partners.models import Home
from hospitium.visits.queries.costs import Sum, sum_of

FUNDER_LENGTH = 120


def country_of(placement: Placement) -> str:
    """Where the stay takes place, as ISO 3166; "" where that is not known."""
    if placement.offer.partner:
        return placement.offer.partner.country
    home = Home.objects.first()
    return home.country if home else ""


def rates_for(rates: Iterable[Rate], kind: str, country: str) -> list[Rate]:
    """The rates of a kind that name the country; where none does, those that name none."""
    found = [rate for rate in rates if rate.kind == kind]
    named = [rate for rate in found if country in rate.countries]
    return sorted(named or [rate for rate in found if not rate.countries], key=lambda rate: (rate.from_day, rate.pk))


def days_at(rates: Sequence[Rate], days: int) -> Iterator[tuple[Rate, int, int]]:
    """Each rate with the first and the last day for which it is paid; a later step follows the one before."""
    for place, rate in enumerate(rates):
        last = rates[place + 1].from_day - 1 if place + 1 < len(rates) else days
        if rate.from_day <= min(last, days):
            yield rate, rate.from_day, min(last, days)


def planned_lines(placement: Placement) -> list[CostLine]:
    """Lines that are not stored yet: day rates by their steps, the journey, what is paid once."""
    if not (placement.starts_on and placement.ends_on):
        return []
    days = (placement.ends_on - placement.starts_on).days + 1
    rates, country = list(placement.round.rates.all()), country_of(placement)
    lines = [
        line_of(
            placement,
            rate,
            _("Daily rate, day %(first)d to %(last)d") % {"first": first, "last": last},
            last - first + 1,
        )
        for rate, first, last in days_at(rates_for(rates, Rate.Kind.DAY, country), days)
    ]
    for kind, what in ((Rate.Kind.TRAVEL, _("Journey")), (Rate.Kind.LUMP, _("Paid once"))):
        lines += [line_of(placement, rate, what, 1) for rate in rates_for(rates, kind, country)]
    return lines


@dataclass(frozen=True)
class Misfit:
    """Costs by daily rate that were planned for another number of days than the stay has now."""

    planned: int
    due: int


def misfit_of(placement: Placement) -> Misfit | None:
    """None while the days fit, while no days are known, and where no daily rate was planned."""
    if not (placement.starts_on and placement.ends_on):
        return None
    lines = list(day_lines(placement))
    if not lines or any(line.quantity is None for line in lines):
        return None
    planned = sum(line.quantity or 0 for line in lines)
    due = sum(line.quantity or 0 for line in planned_lines(placement) if is_by_day(line))
    return Misfit(planned, due) if planned != due else None


def day_lines(placement: Placement) -> Iterator[CostLine]:
    """The stored lines by daily rate."""
    return (line for line in placement.costs.select_related("rate") if is_by_day(line))


def is_by_day(line: CostLine) -> bool:
    return line.rate is not None and line.rate.kind == Rate.Kind.DAY


def line_of(placement: Placement, rate: Rate, what: str, quantity: int) -> CostLine:
    return CostLine(
        placement=placement,
        what=what,
        rate=rate,
        quantity=quantity,
        funder=placement.round.funder[:FUNDER_LENGTH],
        planned=rate.amount * quantity,
        currency=rate.currency,
    )


@dataclass(frozen=True)
class FunderSum:
    """What one funder bears in one currency; an empty funder is one that nobody named."""

    funder: str
    planned: Sum
    actual: Sum


def sums_by_funder(lines: Iterable[CostLine]) -> list[FunderSum]:
    """One line for each funder and currency, exact, with how many amounts nobody knows."""
    found: dict[tuple[str, str], list[CostLine]] = {}
    for line in lines:
        found.setdefault((line.funder, line.currency), []).append(line)
    return [
        FunderSum(
            funder,
            sum_of(currency, [one.planned for one in group]),
            sum_of(currency, [one.actual for one in group]),
        )
        for (funder, currency), group in sorted(found.items())
    ]


def spent_on(lines: Iterable[Any], currency: str) -> Decimal | None:
    """What was really paid in this currency; None while anything in it is not known, or nothing was entered."""
    amounts = [line.actual for line in lines if line.currency == currency]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if amounts and len(known) == len(amounts) else None
