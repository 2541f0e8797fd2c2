"""Who acts on a delegation: somebody of the office, or a guest with a link. Both are judged and written down here."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from hospitium.accounts.actions import note_use
from hospitium.accounts.models import GuestLink
from hospitium.core.models import User
from hospitium.core.verdicts import Verdict
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.rules import members as member_rules


def link_of(link_id: int | None) -> GuestLink | None:
    return GuestLink.objects.filter(pk=link_id).first() if link_id is not None else None


def may_name(delegation: Delegation, link_id: int | None, by: User | None) -> Verdict:
    """May the list be changed: by this person, or with this link?"""
    if link_id is not None:
        return member_rules.may_guest_name(link_of(link_id), delegation)
    return member_rules.may_edit_list(by or AnonymousUser(), delegation)


def may_change(member: Member, link_id: int | None, by: User | None) -> Verdict:
    if link_id is not None:
        return member_rules.may_guest_change(link_of(link_id), member)
    return member_rules.may_change_member(by or AnonymousUser(), member)


def note_guest(link_id: int | None, what: str) -> None:
    """Write down what was done with the link; nothing for the office."""
    if link_id is not None:
        note_use(link_id=link_id, what=what)


__all__ = ["link_of", "may_change", "may_name", "note_guest"]
