"""What guests may see and do with their links, and what the office may give out."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import GuestLink, GuestLinkQuerySet, GuestUse
from hospitium.accounts.policy import Somebody, judge
from hospitium.core.references import reference
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import CateringWish, Delegation, Member
from hospitium.delegations.rules.delegations import is_open
from hospitium.partners.rules import may_plan_with

LIST, OWN = "delegation", "member"


def is_reachable(delegation: Delegation) -> Verdict:
    """The pages of guests are shut as soon as the partnership is suspended; what is closed asks nothing any more."""
    if not may_plan_with(delegation.partnership, timezone.localdate()):
        return Verdict(_("Nothing can be entered at the moment. Please write to the office."))
    return is_open(delegation)


def may_give_out(user: Somebody, delegation: Delegation) -> Verdict:
    """Whoever looks after the visit gives out its links."""
    verdict = judge(user, "guest_link.create", unit=delegation.visit.unit)
    return is_reachable(delegation) if verdict else verdict


def may_send_link(user: Somebody, member: Member) -> Verdict:
    """Whoever looks after the visit sends a member the link to the own page."""
    verdict = may_give_out(user, member.delegation)
    if not verdict:
        return verdict
    if member.withdrawn_on or member.erased_on:
        return Verdict(_("This person does not come."))
    if not member.email:
        return Verdict(_("Enter the mail address of this person first."))
    return ALLOWED


def may_pass_on(link: GuestLink, member: Member) -> Verdict:
    """The focal point hands a member's own page on to the member.

    Once it was opened it is the member's: sending it elsewhere is for the office, or somebody could fetch what
    the member entered.
    """
    verdict = is_reachable(member.delegation)
    if not verdict:
        return verdict
    if member.withdrawn_on or member.erased_on:
        return Verdict(_("This person does not come."))
    if not member.email:
        return Verdict(_("Enter the mail address of this person first."))
    opened = addresses_opened(member)
    if not opened and has_details(member):
        return Verdict(_("The office has entered details of this person. Ask the office to send the link."))
    if opened - {member.email.casefold()}:
        return Verdict(
            _("This person has opened the own page from another address. Ask the office to send it to the new one.")
        )
    return ALLOWED


def has_details(member: Member) -> bool:
    """Is there something on the person's own page that the focal point does not see?"""
    return bool(member.phone or member.emergency_contact) or CateringWish.objects.filter(member=member).exists()


def addresses_opened(member: Member) -> set[str]:
    """The mail addresses with which the member's own page has been opened."""
    uses = GuestUse.objects.filter(what="opened", link__in=links_of(member))
    return {email.casefold() for email in uses.values_list("link__email", flat=True)}


def links_of(member: Member) -> GuestLinkQuerySet:
    """All links to the member's own page that were ever given out."""
    kind, key = reference(member)
    return GuestLink.objects.filter(purpose=OWN, kind=kind, key=key)


def may_give_passport(member: Member) -> Verdict:
    """Only where the office has said that it needs them."""
    if not (member.delegation.asks_passport or member.delegation.needs_visa):
        return Verdict(_("Nobody asks for passport data here."))
    if member.withdrawn_on or member.erased_on:
        return Verdict(_("This person does not come."))
    return is_reachable(member.delegation)
