"""What may be done after a visit, and why not yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.accounts.policy import Somebody
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Delegation
from hospitium.delegations.rules.delegations import judge_update
from hospitium.delegations.rules.steps import is_over
from hospitium.documents.rules import may_make
from hospitium.programme.models import State
from hospitium.programme.rules import may_create_activity, may_edit_activity


def may_settle(user: Somebody, delegation: Delegation) -> Verdict:
    """When what every position cost is known; the clock of the catering wishes starts with it."""
    verdict = judge_update(user, delegation)
    verdict = is_over(delegation) if verdict else verdict
    if verdict and delegation.settled_on is not None:
        return Verdict(_("The costs are settled already."))
    unknown = delegation.visit.costs.filter(actual=None).count() if verdict else 0
    if unknown:
        words = ngettext(
            "Of %(count)d position nobody knows what it cost. Enter it, or remove the position.",
            "Of %(count)d positions nobody knows what they cost. Enter it, or remove the positions.",
            unknown,
        )
        return Verdict(words % {"count": unknown})
    return verdict


def may_unsettle(user: Somebody, delegation: Delegation) -> Verdict:
    """A settlement that was a mistake; what was erased because of it does not come back."""
    verdict = judge_update(user, delegation)
    if verdict and delegation.settled_on is None:
        return Verdict(_("The costs are not settled yet."))
    return verdict


def may_note_nothing(user: Somebody, delegation: Delegation) -> Verdict:
    """That nothing was promised, or nothing learnt, can be said once the visit is over."""
    verdict = judge_update(user, delegation)
    return is_over(delegation) if verdict else verdict


def may_report(user: Somebody, delegation: Delegation) -> Verdict:
    return judge_update(user, delegation)


def may_make_report(user: Somebody, delegation: Delegation) -> Verdict:
    verdict = judge_update(user, delegation)
    return may_make(user, delegation.visit.unit) if verdict else verdict


def may_thank(user: Somebody, delegation: Delegation) -> Verdict:
    """Not for what was cancelled, nor before it took place."""
    verdict = may_make(user, delegation.visit.unit)
    verdict = is_over(delegation) if verdict else verdict
    if verdict and delegation.visit.activity.state == State.CANCELLED:
        return Verdict(_("This visit was cancelled."))
    return verdict


def may_enter_balance(user: Somebody, delegation: Delegation) -> Verdict:
    """That it took place, and with how many persons, stands in the activity; from there the balance reads it."""
    verdict = judge_update(user, delegation)
    verdict = may_edit_activity(user, delegation.visit.activity) if verdict else verdict
    verdict = is_over(delegation) if verdict else verdict
    if verdict and delegation.visit.activity.state == State.CANCELLED:
        return Verdict(_("This visit was cancelled."))
    return verdict


def may_propose_return(user: Somebody, delegation: Delegation) -> Verdict:
    """Not while the partnership is suspended."""
    verdict = judge_update(user, delegation)
    return may_create_activity(user, [delegation.partnership], State.PLANNED) if verdict else verdict
