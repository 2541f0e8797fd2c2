"""What may be done with the members of a delegation: by the office, and by guests with their links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hospitium.accounts.models import GuestLink
from hospitium.accounts.policy import Somebody
from hospitium.core.references import reference
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.rules.delegations import is_open, may_edit_delegation

LIST_PURPOSE, OWN_PURPOSE = "delegation", "member"
BEFORE_ARRIVAL = frozenset({Delegation.State.ANNOUNCED, Delegation.State.NAMED, Delegation.State.CONFIRMED})


def may_edit_list(user: Somebody, delegation: Delegation) -> Verdict:
    """Adding, withdrawing and ordering members is for whoever may change the delegation."""
    return may_edit_delegation(user, delegation)


def may_change_member(user: Somebody, member: Member) -> Verdict:
    verdict = may_edit_delegation(user, member.delegation)
    return is_there(member) if verdict else verdict


def may_withdraw_member(user: Somebody, member: Member) -> Verdict:
    verdict = may_change_member(user, member)
    return can_be_withdrawn(member) if verdict else verdict


def may_return_member(user: Somebody, member: Member) -> Verdict:
    verdict = may_change_member(user, member)
    return can_return(member) if verdict else verdict


def is_there(member: Member) -> Verdict:
    if member.erased_on:
        return Verdict(_("The data of this person have been erased. Nothing can be changed any more."))
    return ALLOWED


def can_be_withdrawn(member: Member) -> Verdict:
    return Verdict(_("This person does not come already.")) if member.withdrawn_on else ALLOWED


def can_return(member: Member) -> Verdict:
    if member.withdrawn_on is None:
        return Verdict(_("This person comes already."))
    if member.role == Member.Role.HEAD:
        return may_be_head(member)
    return ALLOWED


def may_be_head(member: Member) -> Verdict:
    """A delegation has one head; who is to follow has to be free of it first."""
    heads = Member.objects.coming().filter(delegation=member.delegation_id, role=Member.Role.HEAD)
    head = heads.exclude(pk=member.pk).first()
    if head is None:
        return ALLOWED
    return Verdict(_("%(name)s is the head of this delegation. Give that person another role first.") % {"name": head})


# ---- guests ------------------------------------------------------------------------
def may_guest_name(link: GuestLink | None, delegation: Delegation) -> Verdict:
    """With the link of the focal point: the list, until the delegation has arrived."""
    if not holds(link, LIST_PURPOSE, delegation):
        return Verdict(_("This link is no longer valid."))
    return can_be_named(delegation)


def may_guest_change(link: GuestLink | None, member: Member) -> Verdict:
    """With the link of the focal point, or with the person's own."""
    if not (holds(link, LIST_PURPOSE, member.delegation) or holds(link, OWN_PURPOSE, member)):
        return Verdict(_("This link is no longer valid."))
    verdict = is_there(member)
    return can_be_named(member.delegation) if verdict else verdict


def holds(link: GuestLink | None, purpose: str, record: Delegation | Member) -> bool:
    if link is None or not link.is_open or link.purpose != purpose:
        return False
    return (link.kind, link.key) == reference(record)


def can_be_named(delegation: Delegation) -> Verdict:
    verdict = is_open(delegation)
    if verdict and delegation.state not in BEFORE_ARRIVAL:
        return Verdict(_("The delegation has arrived. Tell the office what is different now."))
    return verdict


def has_a_place(delegation: Delegation) -> Verdict:
    """Guests name as many as were invited; the office can name more and raises the number itself."""
    if delegation.quota is None or delegation.members.coming().count() < delegation.quota:
        return ALLOWED
    return Verdict(
        ngettext_lazy(
            "The one place is taken. Withdraw somebody, or ask the office for another place.",
            "All %(count)d places are taken. Withdraw somebody, or ask the office for another place.",
            "count",
        )
        % {"count": delegation.quota}
    )
