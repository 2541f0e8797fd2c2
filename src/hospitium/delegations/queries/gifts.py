"""Gifts: what the limits of the office say, what came from one giver in a year, what a partner got last time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody
from hospitium.algorithms.search import fold
from hospitium.core import wording
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Gift, GiftLimit
from hospitium.visits.queries.costs import Sum, amount_words, sum_of


def total(gift: Gift) -> Decimal | None:
    """The value of all pieces together; None when nobody knows it."""
    return None if gift.value is None else gift.value * gift.count


# ---- limits -----------------------------------------------------------------------
def needs_approval(gift: Gift) -> Verdict:
    """A no says which limit of the office this gift reaches; a yes, that it needs no approval.

    What cannot be compared, because the value is unknown or in another currency, is for the head to judge.
    """
    limit = GiftLimit.objects.filter(unit=gift.unit_id).first()
    if limit is None or (limit.approval_from is None and limit.most_a_year is None):
        return ALLOWED
    value = total(gift)
    if value is None:
        return Verdict(_("The value is unknown, so the head of the office has to judge whether it may be kept."))
    if gift.currency != limit.currency:
        return Verdict(
            _("The limits of the office are in %(currency)s, so the head of the office has to judge.")
            % {"currency": limit.currency}
        )
    if limit.approval_from is not None and value >= limit.approval_from:
        return Verdict(
            _("From %(amount)s on a gift needs approval.")
            % {"amount": amount_words(limit.approval_from, limit.currency)}
        )
    return within_the_year(gift, limit, value)


def within_the_year(gift: Gift, limit: GiftLimit, value: Decimal) -> Verdict:
    """What one giver gives in a calendar year, this gift included. Only what we receive is counted."""
    if limit.most_a_year is None or gift.direction != Gift.Direction.RECEIVED:
        return ALLOWED
    others = Gift.objects.filter(
        unit=gift.unit_id, direction=Gift.Direction.RECEIVED, on__year=gift.on.year, currency=limit.currency
    ).exclude(pk=gift.pk)
    before = [total(one) for one in others if same_giver(one, gift)]
    together = sum((amount for amount in before if amount is not None), value)
    if together <= limit.most_a_year:
        return ALLOWED
    return Verdict(
        _("With this gift %(giver)s has given %(amount)s in %(year)d; the limit of the office is %(limit)s.")
        % {
            "giver": gift.giver,
            "amount": amount_words(together, limit.currency),
            "year": gift.on.year,
            "limit": amount_words(limit.most_a_year, limit.currency),
        }
    )


def giver_key(gift: Gift) -> str:
    """One giver, however it is written: without case, accents and double spaces."""
    return " ".join(fold(gift.giver).split())


def same_giver(one: Gift, two: Gift) -> bool:
    return giver_key(one) == giver_key(two)


# ---- sums by giver and year ---------------------------------------------------------
@dataclass(frozen=True)
class ByGiver:
    """What one giver has given an office in a calendar year, by currency, and the limit where there is one."""

    year: int
    giver: str
    unit: str
    count: int
    sum: Sum
    limit: str
    is_over: bool


def sums_by_giver(user: Somebody) -> list[ByGiver]:
    """Gifts received by giver, calendar year and currency, the latest year first; two queries."""
    gifts = Gift.objects.visible_to(user).filter(direction=Gift.Direction.RECEIVED).select_related("unit")
    groups: dict[tuple[int, str, int, str], list[Gift]] = {}
    for one in gifts.order_by("on", "id"):
        groups.setdefault((-one.on.year, giver_key(one), one.unit_id, one.currency), []).append(one)
    limits = {one.unit_id: one for one in GiftLimit.objects.all()}
    return [by_giver(found, limits.get(found[0].unit_id)) for _key, found in sorted(groups.items())]


def by_giver(gifts: Sequence[Gift], limit: GiftLimit | None) -> ByGiver:
    first = gifts[0]
    found = sum_of(first.currency, [total(one) for one in gifts])
    most = limit.most_a_year if limit is not None and limit.currency == first.currency else None
    return ByGiver(
        year=first.on.year,
        giver=first.giver or _("unknown"),
        unit=str(first.unit),
        count=sum(one.count for one in gifts),
        sum=found,
        limit=amount_words(most, first.currency) if most is not None else "",
        is_over=most is not None and found.known > most,
    )


# ---- last time --------------------------------------------------------------------
@dataclass(frozen=True)
class Before:
    """A gift of an earlier meeting in one line: "Given: …, 12.06.2025"."""

    gift: Gift
    sentence: str


def gifts_before(user: Somebody, *, partner_ids: Iterable[int], until: date, most: int = 6) -> list[Before]:
    """What was given and received with these partners up to a day, the latest first; for the form and the briefing.

    What the office may read; refused gifts are left out, they were not kept.
    """
    gifts = (
        Gift.objects.visible_to(user)
        .filter(partner__in=list(partner_ids), on__lte=until)
        .exclude(state=Gift.State.REFUSED)
        .select_related("partner")
        .order_by("-on", "-id")
    )
    return [Before(one, sentence(one)) for one in gifts[:most]]


def gifts_of_visit(user: Somebody, visit_id: int) -> list[Gift]:
    """What was given and received at this visit, in the order of days."""
    return list(Gift.objects.visible_to(user).filter(visit=visit_id).order_by("on", "id"))


def sentence(gift: Gift) -> str:
    given = gift.direction == Gift.Direction.GIVEN
    words = _("Given: %(what)s, %(day)s") if given else _("Received: %(what)s, %(day)s")
    return words % {"what": gift.what, "day": wording.day(gift.on, language=get_language() or "en")}


def gifts_waiting(user: Somebody) -> QuerySet[Gift]:
    """Gifts that this person may decide on, the oldest first."""
    asked = Gift.objects.visible_to(user, "gift.approve").filter(state=Gift.State.ASKED)
    return asked.exclude(entered_by=user.pk).select_related("partner", "unit").order_by("on", "id")


__all__ = [
    "Before",
    "ByGiver",
    "gifts_before",
    "gifts_of_visit",
    "gifts_waiting",
    "needs_approval",
    "sums_by_giver",
    "total",
]
