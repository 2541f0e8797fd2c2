"""Who may erase a person's data before their time is over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Member
from hospitium.delegations.rules.delegations import judge_update

# Papers about the whole delegation on which every member stands by name.
NAMING_PAPERS = frozenset(
    {
        "participants",
        "participants_internal",
        "interpreter_terms",
        "venue_names",
        "attendance_list",
        "rooming_list",
        # With the words of guests, who may have written a name.
        "wishes",
        "emergency_sheet",
        "badges",
        "place_cards",
        "seating_plan",
        "attendance_certificate",
    }
)


def may_erase_member(user: Somebody, member: Member) -> Verdict:
    """The unit in charge, also after the delegation was closed."""
    verdict = judge_update(user, member.delegation)
    if verdict and member.erased_on:
        return Verdict(_("The data of this person have been erased already."))
    return verdict
