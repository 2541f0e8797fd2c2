"""Links to the pages of a delegation: given out, passed on to members; and what guests are told about their data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_variables

from hospitium.accounts.actions import note_use, open_link, pass_on, revoke_link, revoke_links_of
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.delegations.actions.acting import link_of, may_change
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.queries.notices import VERSION, notice_of, when_is
from hospitium.delegations.rules import guests as rules
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.vault.actions import erase_sealed, seal

# Whoever enters ten members corrects a mail address now and then; the notice goes out after that.
PATIENCE = timedelta(minutes=15)
NOTICES_AT_ONCE = 200


class Earlier(StrEnum):
    """What becomes of the links to a list that were given out before."""

    END = "end"
    KEEP = "keep"


# ---- links -----------------------------------------------------------------------
@transaction.atomic
def give_out_link(
    *,
    delegation_id: int,
    name: str,
    email: str,
    language: str,
    ends_on: date,
    message: str = "",
    earlier: Earlier = Earlier.END,
    by: User,
) -> GuestLink:
    """Mail the partner's focal point the personal link to the list; the one of their predecessor ends, unless kept.

    Links of the members stay. Raises Refused, ValidationError for the address.
    """
    delegation = locked(Delegation, delegation_id)
    require(rules.may_give_out(by, delegation))
    if earlier == Earlier.END:
        revoke_links_of(subject=delegation, by=by)
    link, address = open_link(
        purpose=rules.LIST, subject=delegation, name=name, email=email, language=language, ends_on=ends_on, by=by
    )
    context = {"delegation": delegation, "message": message, "officer": by}
    post_link(link, address, "delegations/mail/list_link", context)
    return link


@transaction.atomic
def pass_on_to_member(*, member_id: int, link_id: int) -> GuestLink:
    """The focal point lets a member answer alone: a link of the own, by mail, with the notice of Art. 14.

    Links that the member got before end, so that one mail is right. Raises Refused.
    """
    member = locked(Member, member_id)
    require(may_change(member, link_id, None))
    source = GuestLink.objects.get(pk=link_id)
    require(rules.may_pass_on(source, member))
    end_links_of(member, source.created_by)
    link, address = pass_on(
        link_id=link_id,
        purpose=rules.OWN,
        subject=member,
        name=str(member),
        email=member.email,
        language=member.delegation.language,
    )
    invite(member, link, address, source.name)
    return link


@transaction.atomic
def send_to_member(*, member_id: int, ends_on: date, by: User) -> GuestLink:
    """The office sends a member the link to the own page. Raises Refused, also without a mail address."""
    member = locked(Member, member_id)
    require(rules.may_send_link(by, member))
    end_links_of(member, by)
    link, address = open_link(
        purpose=rules.OWN,
        subject=member,
        name=str(member),
        email=member.email,
        language=member.delegation.language,
        ends_on=ends_on,
        by=by,
    )
    invite(member, link, address, by.name)
    return link


def end_links_of(member: Member, by: User) -> None:
    for old in rules.links_of(member).open_on(timezone.localdate()):
        revoke_link(link_id=old.pk, by=by)


def invite(member: Member, link: GuestLink, address: str, sender: str) -> None:
    with translation.override(link.language):
        notice = notice_of(member.delegation)
    post_link(
        link,
        address,
        "delegations/mail/member_link",
        {"delegation": member.delegation, "member": member, "sender": sender, "notice": notice},
    )
    note_notice(member)


def post_link(link: GuestLink, address: str, template: str, context: Mapping[str, Any]) -> None:
    with translation.override(link.language):
        when = when_is(context["delegation"])
    mails.post(
        to=link.email,
        language=link.language,
        template=template,
        context={
            **context,
            "when": when,
            "link": link,
            "address": address,
            "installation": settings.INSTALLATION["name"],
        },
        about=link,
    )


# ---- what they are told about their data -------------------------------------------
def note_notice(member: Member) -> None:
    """The person was told by whom and for what the data are used; the first day counts."""
    if member.notice_given_on is None:
        member.notice_given_on = timezone.localdate()
        member.version += 1
        member.save(update_fields=["notice_given_on", "version"])
        record("member.notice_given", member, by=None, about=[member.delegation], notice=VERSION)


@transaction.atomic
def note_seen(*, link_id: int, notice: str) -> bool:
    """Write down once which version of the privacy notice stood above what this guest has sent."""
    link = GuestLink.objects.select_for_update().get(pk=link_id)
    seen = {event.facts.get("notice") for event in timeline(link) if event.code == "guest_link.notice_shown"}
    if notice != VERSION or notice in seen:
        return False
    record("guest_link.notice_shown", link, by=None, notice=notice)
    return True


def tell_members(*, now: datetime) -> int:
    """Mail the notice of Art. 14 GDPR to everybody who was entered by others and has a mail address, once each.

    Whoever was changed less than a quarter of an hour before `now` waits. Returns how many were told.
    """
    waiting = (
        Member.objects.coming()
        .exclude(email="")
        .filter(notice_given_on=None, erased_on=None, delegation__side="incoming")
        .exclude(delegation__state=Delegation.State.CLOSED)
        .order_by("pk")
        .values_list("pk", flat=True)[:NOTICES_AT_ONCE]
    )
    return sum(tell_member(member_id=pk, now=now) for pk in waiting)


@transaction.atomic
def tell_member(*, member_id: int, now: datetime) -> bool:
    """One person, one transaction: what waits is looked at again inside, so that nobody is told twice."""
    member = locked(Member, member_id)
    changed = timeline(member).first()
    is_fresh = changed is not None and changed.at > now - PATIENCE
    if member.notice_given_on or not member.email or is_fresh or not rules.is_reachable(member.delegation):
        return False
    language = member.delegation.language
    with translation.override(language):
        notice, when = notice_of(member.delegation), when_is(member.delegation)
    mails.post(
        to=member.email,
        language=language,
        template="delegations/mail/notice",
        context={
            "member": member,
            "delegation": member.delegation,
            "notice": notice,
            "when": when,
            "installation": settings.INSTALLATION["name"],
            "contact": settings.INSTALLATION["contact"],
        },
        about=member,
    )
    note_notice(member)
    return True


# ---- passport data -------------------------------------------------------------------
@sensitive_variables()
@transaction.atomic
def give_passport(*, member_id: int, fields: Mapping[str, str], link_id: int) -> list[str]:
    """Seal what the member typed; returns the codes of the fields that were given. Raises Refused, VaultShut."""
    member = locked(Member, member_id)
    require(may_change(member, link_id, None))
    require(rules.may_give_passport(member))
    typed = {code: value for code, value in fields.items() if code in PASSPORT_FIELDS}
    given = seal(subject=member, fields=typed, link=link_of(link_id), by=None)
    if given:
        note_use(link_id=link_id, what="sealed")
    return given


@transaction.atomic
def remove_passport(*, member_id: int, fields: Collection[str], link_id: int) -> int:
    """Take passport data out of the vault again; returns how many there were. Raises Refused."""
    member = locked(Member, member_id)
    require(may_change(member, link_id, None))
    count = erase_sealed(subject=member, fields=[code for code in fields if code in PASSPORT_FIELDS], by=None)
    if count:
        note_use(link_id=link_id, what="unsealed")
    return count


@transaction.atomic
def note_own_export(*, link_id: int) -> None:
    """The member has fetched the own data (Art. 15 GDPR); the officer sees that it happened."""
    note_use(link_id=link_id, what="exported")
