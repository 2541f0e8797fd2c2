"""Naming members, changing and withdrawing them, and what they wish for: by the office or by a guest.

Whoever acts is `by`, or nobody and the link `link_id`; see actions/acting.py. A list that was handed in keeps a
version of each change; see actions/versions.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import Conflict, locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.actions.acting import may_change, may_name, note_guest
from hospitium.delegations.actions.following import follow_lists
from hospitium.delegations.actions.versions import keep_version
from hospitium.delegations.models import CateringWish, Delegation, Member
from hospitium.delegations.rules import members as rules

WISHES = ("has_none", "diets", "needs", "other")


@transaction.atomic
def add_member(
    *, delegation_id: int, values: Mapping[str, Any], link_id: int | None = None, by: User | None = None
) -> Member:
    """Name one more member. Raises Refused, for a guest also when all places are taken."""
    delegation = locked(Delegation, delegation_id)
    require(may_name(delegation, link_id, by))
    if link_id is not None:
        require(rules.has_a_place(delegation))
    member = Member(delegation=delegation)
    require_one_head(member, values)
    write(member, values)
    record("member.added", member, by=by, about=[delegation], link=link_id)
    note_guest(link_id, "named")
    after_change(delegation, link_id, by)
    return member


@transaction.atomic
def change_member(
    *,
    member_id: int,
    version: int | None,
    values: Mapping[str, Any],
    link_id: int | None = None,
    by: User | None = None,
) -> Member:
    """Change what is known of somebody. Raises Refused, or Conflict when somebody saved in between."""
    member = locked(Member, member_id, version=version)
    require(may_change(member, link_id, by))
    require_one_head(member, values)
    changed = write(member, values)
    if changed:
        record("member.changed", member, by=by, about=[member.delegation], fields=changed, link=link_id)
        note_guest(link_id, "changed")
        after_change(member.delegation, link_id, by)
    return member


@transaction.atomic
def withdraw_member(*, member_id: int, link_id: int | None = None, by: User | None = None) -> Member:
    """Somebody does not come any more; the row stays until its data are erased. Raises Refused."""
    member = locked(Member, member_id)
    require(may_change(member, link_id, by))
    require(rules.can_be_withdrawn(member))
    member.withdrawn_on = timezone.localdate()
    member.version += 1
    member.save(update_fields=["withdrawn_on", "version"])
    record("member.withdrawn", member, by=by, about=[member.delegation], link=link_id)
    note_guest(link_id, "withdrawn")
    after_change(member.delegation, link_id, by)
    return member


@transaction.atomic
def return_member(*, member_id: int, link_id: int | None = None, by: User | None = None) -> Member:
    """Somebody who had been withdrawn comes after all. Raises Refused, for a guest also when no place is left."""
    member = locked(Member, member_id)
    require(may_change(member, link_id, by))
    require(rules.can_return(member))
    if link_id is not None:
        require(rules.has_a_place(member.delegation))
    member.withdrawn_on = None
    member.version += 1
    member.save(update_fields=["withdrawn_on", "version"])
    record("member.returned", member, by=by, about=[member.delegation], link=link_id)
    note_guest(link_id, "named")
    after_change(member.delegation, link_id, by)
    return member


@transaction.atomic
def confirm_own_data(*, member_id: int, link_id: int | None = None, by: User | None = None) -> Member:
    """The person has looked at the own data and read how they are treated. Raises Refused."""
    member = locked(Member, member_id)
    require(may_change(member, link_id, by))
    today = timezone.localdate()
    member.confirmed_on, member.notice_given_on = today, member.notice_given_on or today
    member.version += 1
    member.save(update_fields=["confirmed_on", "notice_given_on", "version"])
    record("member.confirmed", member, by=by, about=[member.delegation], link=link_id)
    note_guest(link_id, "confirmed")
    return member


def after_change(delegation: Delegation, link_id: int | None, by: User | None) -> None:
    """A list that was handed in keeps a version, and the check of the programme learns what is known now."""
    keep_version(delegation, link_id=link_id, by=by)
    follow_lists(delegation.visit)


def require_one_head(member: Member, values: Mapping[str, Any]) -> None:
    if values.get("role", member.role) == Member.Role.HEAD and member.withdrawn_on is None:
        require(rules.may_be_head(member))


# ---- wishes --------------------------------------------------------------------------
@transaction.atomic
def set_wish(
    *,
    member_id: int,
    version: int | None,
    values: Mapping[str, Any],
    link_id: int | None = None,
    by: User | None = None,
) -> CateringWish:
    """Note what somebody eats and needs; the form has asked for consent, from now on it is on record.

    `values` are has_none, diets, needs and other. `version` is that of the wish that was shown, None for the first.
    Raises Refused, or Conflict. The event says that wishes were given, not which.
    """
    member = locked(Member, member_id)
    require(may_change(member, link_id, by))
    wish = CateringWish.objects.select_for_update().filter(member=member).first()
    if wish is not None and version is not None and wish.version != version:
        raise Conflict(wish)
    if wish is None:
        wish = CateringWish(member=member, version=0)
    for name in WISHES:
        setattr(wish, name, values[name])
    wish.consented_at = timezone.now()
    wish.version += 1
    wish.save()
    record("member.wishes_given", member, by=by, about=[member.delegation], link=link_id)
    note_guest(link_id, "wished")
    after_change(member.delegation, link_id, by)
    return wish


@transaction.atomic
def clear_wish(*, member_id: int, link_id: int | None = None, by: User | None = None) -> Member:
    """The consent is taken back: the wishes are deleted, and not known any more. Raises Refused."""
    member = locked(Member, member_id)
    require(may_change(member, link_id, by))
    count, _each = CateringWish.objects.filter(member=member).delete()
    if not count:
        raise Refused(_("No wishes are noted."))
    record("member.wishes_revoked", member, by=by, about=[member.delegation], link=link_id)
    note_guest(link_id, "wishes_revoked")
    after_change(member.delegation, link_id, by)
    return member


# ---- Art. 18 ---------------------------------------------------------------------------
RESTRICTION_EVENTS = {True: "member.restricted", False: "member.unrestricted"}


@transaction.atomic
def restrict_member(*, member_id: int, restricted: bool, by: User) -> Member:
    """Keep the data and use them nowhere: in no list, print, file or search (Art. 18 GDPR); or use them again.

    Raises Refused.
    """
    member = locked(Member, member_id)
    require(rules.may_change_member(by, member))
    member.is_restricted = restricted
    member.version += 1
    member.save(update_fields=["is_restricted", "version"])
    record(RESTRICTION_EVENTS[restricted], member, by=by, about=[member.delegation])
    return member
