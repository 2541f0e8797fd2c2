"""Who may change how long data are kept, and who answers for the archive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts import policy
from hospitium.core.models import User
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.retention.models import Offer
from hospitium.retention.states import OFFERS

WHY_NOT = {
    "accept": _("The archive has answered already, or its term is over."),
    "decline": _("The archive has answered already, or its term is over."),
    "hand_over": _("Only what the archive has accepted can be handed over."),
}


def may_change(by: User) -> Verdict:
    return policy.may(by, "retention.update")


def may_answer(by: User, offer: Offer, step: str) -> Verdict:
    """May this person enter that the archive accepts or declines, or that the package was handed over?"""
    verdict = policy.may(by, "retention.answer")
    if not verdict:
        return verdict
    return ALLOWED if OFFERS.allows(step, offer.state) else Verdict(WHY_NOT[step])


def may_fetch(by: User, offer: Offer) -> Verdict:
    """May this person take out the package for the archive?"""
    verdict = policy.may(by, "retention.answer")
    if verdict and offer.state == Offer.State.ERASED:
        return Verdict(_("This was erased; there is nothing left to hand over."))
    return verdict
