"""Who may correct the figures of past rounds, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, may
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.models import HistoricRound


def may_correct(user: Somebody) -> Verdict:
    """Past rounds belong to no unit: the figures are the city's."""
    return may(user, "exchange_statistics.update")


def is_free(programme: str, year: int) -> Verdict:
    """Is nothing known yet of this year of the programme?"""
    if HistoricRound.objects.filter(programme=programme, year=year).exists():
        return Verdict(_("This year of the programme is there already."))
    return ALLOWED
