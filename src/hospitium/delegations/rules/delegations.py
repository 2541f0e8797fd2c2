"""Who may open, change and close a delegation and its members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Delegation, Member
from hospitium.visits.models import Visit
from hospitium.visits.rules import may_be_planned


def may_open_delegation(user: Somebody, visit: Visit) -> Verdict:
    """Whoever plans the visit opens its delegations, not while the partnership is suspended."""
    verdict = judge(user, "delegation.create", unit=visit.unit)
    return may_be_planned(visit.activity) if verdict else verdict


def may_edit_delegation(user: Somebody, delegation: Delegation) -> Verdict:
    """The unit in charge changes it until it is closed."""
    verdict = judge(user, "delegation.update", unit=delegation.visit.unit)
    return is_open(delegation) if verdict else verdict


def judge_update(user: Somebody, delegation: Delegation) -> Verdict:
    """The unit in charge, also when the delegation is closed: what comes after the visit goes on."""
    return judge(user, "delegation.update", unit=delegation.visit.unit)


def is_open(delegation: Delegation) -> Verdict:
    if delegation.state == Delegation.State.CLOSED:
        return Verdict(_("This delegation is closed. What it held about persons is being erased."))
    return ALLOWED


def may_edit_member(user: Somebody, member: Member) -> Verdict:
    return may_edit_delegation(user, member.delegation)


def may_read_wishes(user: Somebody, delegation: Delegation) -> Verdict:
    """Wishes for meals and access are for the organiser of the visit alone."""
    return judge(user, "delegation.read_wishes", unit=delegation.visit.unit)
