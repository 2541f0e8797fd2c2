"""What a visit costs: sums by payer and currency, exact, with what nobody knows yet; nothing is converted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext

from hospitium.core import wording
from hospitium.visits.models import Cost, Visit


@dataclass(frozen=True)
class Sum:
    """Amounts of one currency together, and how many of them nobody knows."""

    currency: str
    known: Decimal
    count: int
    unknown: int

    def __str__(self) -> str:
        """ "1.250,00 €", "at least 1.250,00 €, 2 unknown", "unknown"; in the language of the page."""
        if not self.count:
            return gettext("nothing entered")
        if self.count == self.unknown:
            return gettext("unknown")
        amount = amount_words(self.known, self.currency)
        if not self.unknown:
            return amount
        return ngettext(
            "at least %(amount)s, %(count)d unknown", "at least %(amount)s, %(count)d unknown", self.unknown
        ) % {"amount": amount, "count": self.unknown}

    @property
    def is_complete(self) -> bool:
        return self.count > 0 and not self.unknown


def sums_of_amounts(amounts: Iterable[tuple[str, Decimal | None]]) -> list[Sum]:
    """(currency, amount or None) → one sum for each currency, in the order of the currencies' codes."""
    by_currency: dict[str, list[Decimal | None]] = {}
    for currency, amount in amounts:
        by_currency.setdefault(currency, []).append(amount)
    return [sum_of(currency, found) for currency, found in sorted(by_currency.items())]


def sum_of(currency: str, amounts: Sequence[Decimal | None]) -> Sum:
    known = [amount for amount in amounts if amount is not None]
    return Sum(currency, sum(known, Decimal("0.00")), len(amounts), len(amounts) - len(known))


def amount_words(amount: Decimal, currency: str) -> str:
    """An amount with its cents, because it stands below others and will be compared with a bill."""
    return wording.money(amount, currency, language=get_language() or "en", is_exact=True)


@dataclass(frozen=True)
class Line:
    """What one payer bears in one currency."""

    payer: str | Promise
    currency: str
    planned: Sum
    actual: Sum
    compared: Sum
    difference: Decimal

    @property
    def difference_words(self) -> str:
        """Actual minus planned of the positions of which both are known; "" when there is none."""
        if not self.compared.count:
            return ""
        words = amount_words(abs(self.difference), self.currency)
        return f"+{words}" if self.difference > 0 else f"−{words}" if self.difference < 0 else words


@dataclass(frozen=True)
class Costs:
    """The positions of a visit and their sums, by payer and over all payers."""

    positions: Sequence[Cost]
    by_payer: Sequence[Line]
    total: Sequence[Line]


def costs_of(visit: Visit) -> Costs:
    positions = list(visit.costs.select_related("item", "receipt"))
    return Costs(positions, by_payer(positions), [line("", found) for found in by_currency(positions)])


def by_payer(positions: Sequence[Cost]) -> list[Line]:
    return [
        line(payer.label, found)
        for payer in Cost.Payer
        for found in by_currency([one for one in positions if one.payer == payer])
    ]


def by_currency(positions: Iterable[Cost]) -> list[list[Cost]]:
    found: dict[str, list[Cost]] = {}
    for one in positions:
        found.setdefault(one.currency, []).append(one)
    return [found[currency] for currency in sorted(found)]


def line(payer: str | Promise, positions: Sequence[Cost]) -> Line:
    currency = positions[0].currency
    compared = [one.actual - one.planned for one in positions if one.actual is not None and one.planned is not None]
    return Line(
        payer=payer,
        currency=currency,
        planned=sum_of(currency, [one.planned for one in positions]),
        actual=sum_of(currency, [one.actual for one in positions]),
        compared=sum_of(currency, compared),
        difference=sum(compared, Decimal("0.00")),
    )
