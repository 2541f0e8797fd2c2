"""Who may take a member over as a contact of the partner."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Member, Side
from hospitium.delegations.rules.members import is_there
from hospitium.partners.rules import may_create_contact


def may_take_over(user: Somebody, member: Member) -> Verdict:
    """After the visit, by whoever plans it and may write contacts."""
    verdict = judge(user, "delegation.update", unit=member.delegation.visit.unit)
    if verdict:
        verdict = may_create_contact(user, member.delegation.partnership.partner)
    return can_be_taken_over(member) if verdict else verdict


def can_be_taken_over(member: Member) -> Verdict:
    if member.delegation.side == Side.OUTGOING:
        return Verdict(_("This person belongs to us, not to the partner."))
    if timezone.localdate() < member.delegation.visit.starts_on:
        return Verdict(_("Only who was there becomes a contact. The visit has not begun yet."))
    if member.is_restricted or member.withdrawn_on:
        return Verdict(_("Whoever did not come, or has the processing restricted, is not taken over."))
    return is_there(member)
