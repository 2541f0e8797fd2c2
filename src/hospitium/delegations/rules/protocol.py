"""Who may keep the list of ranks and the seating plans, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge, may
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Delegation, Rank, SeatingPlan
from hospitium.visits.models import Visit


def may_edit_ranks(user: Somebody) -> Verdict:
    """The heads of the offices keep the one list of ranks."""
    return may(user, "protocol.update")


def may_add_usual_ranks(user: Somebody) -> Verdict:
    if Rank.objects.exists():
        return Verdict(_("There is a list of ranks already. Add what is missing, or change the order."))
    return may_edit_ranks(user)


def may_remove_rank(user: Somebody, rank: Rank) -> Verdict:
    verdict = may_edit_ranks(user)
    if verdict and rank.members.exists():
        return Verdict(_("Members of delegations have this rank. Give them another one first."))
    return verdict


def may_seat(user: Somebody, visit: Visit) -> Verdict:
    """Whoever looks after the visit seats its guests, as long as one of its delegations is open."""
    verdict = judge(user, "delegation.update", unit=visit.unit)
    if verdict and not visit.delegations.exclude(state=Delegation.State.CLOSED).exists():
        return Verdict(_("The delegations of this visit are closed. The plan can be read, not changed."))
    return verdict


def may_edit_plan(user: Somebody, plan: SeatingPlan) -> Verdict:
    return may_seat(user, plan.visit)
