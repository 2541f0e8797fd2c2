"""Which step of its life a delegation may take now, and why not."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody, judge
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Delegation
from hospitium.delegations.rules.members import LIST_PURPOSE, holds
from hospitium.delegations.states import DELEGATION


def may_step(user: Somebody, delegation: Delegation, step: str) -> Verdict:
    """The unit in charge takes every step, also while the partnership is suspended: what was begun is wound up."""
    verdict = judge(user, "delegation.update", unit=delegation.visit.unit)
    return can_step(delegation, step) if verdict else verdict


def may_hand_in(link: GuestLink | None, delegation: Delegation) -> Verdict:
    """The focal point hands the list in."""
    if not holds(link, LIST_PURPOSE, delegation):
        return Verdict(_("This link is no longer valid."))
    return can_step(delegation, "name")


def can_step(delegation: Delegation, step: str) -> Verdict:
    if step == "close" and delegation.state in {Delegation.State.ANNOUNCED, Delegation.State.NAMED}:
        return Verdict(_("First the list of members has to be complete and confirmed."))
    if not DELEGATION.allows(step, delegation.state):
        return Verdict(_("In its present state the delegation cannot take this step."))
    if step in {"name", "confirm"}:
        return has_members(delegation)
    if step == "arrive":
        return is_about_to_begin(delegation)
    return is_over(delegation) if step == "close" else ALLOWED


def has_members(delegation: Delegation) -> Verdict:
    count = delegation.members.coming().count()
    if not count:
        return Verdict(_("Nobody is named yet."))
    if delegation.quota is not None and count > delegation.quota:
        return Verdict(
            ngettext_lazy(
                "More people are named than there are places (%(count)d). Raise the number, or withdraw somebody.",
                "More people are named than there are places (%(count)d). Raise the number, or withdraw somebody.",
                "count",
            )
            % {"count": delegation.quota}
        )
    return ALLOWED


def is_about_to_begin(delegation: Delegation) -> Verdict:
    if timezone.localdate() < delegation.visit.starts_on - timedelta(days=1):
        return Verdict(_("The visit has not begun yet."))
    return ALLOWED


def is_over(delegation: Delegation) -> Verdict:
    if timezone.localdate() < delegation.visit.ends_on:
        return Verdict(_("The visit is not over yet."))
    return ALLOWED


def may_remove_delegation(user: Somebody, delegation: Delegation) -> Verdict:
    """What was opened by mistake, before anybody was named."""
    verdict = judge(user, "delegation.update", unit=delegation.visit.unit)
    if verdict and delegation.members.exists():
        return Verdict(_("People were named already. Withdraw them instead; their data are erased in time."))
    if verdict and delegation.letters.exists():
        return Verdict(_("Letters were issued for this delegation. It stays, so that they can be checked."))
    return verdict
