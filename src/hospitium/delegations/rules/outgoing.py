"""Who may ask for a journey, approve it, and note the claim; who keeps the questions and the report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, judge
from hospitium.core.models import User
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.delegations.models import Delegation, Member, Side, TravelRequest
from hospitium.delegations.rules.delegations import may_edit_delegation
from hospitium.delegations.states import TRAVEL_REQUEST

State = TravelRequest.State


def is_ours(delegation: Delegation) -> Verdict:
    if delegation.side != Side.OUTGOING:
        return Verdict(_("Only for our own journeys: these guests come to us."))
    return ALLOWED


def may_open_request(user: Somebody, member: Member) -> Verdict:
    """For somebody of ours who travels, once."""
    verdict = may_edit_delegation(user, member.delegation)
    if verdict:
        verdict = is_ours(member.delegation)
    if verdict and TravelRequest.objects.filter(member=member).exists():
        return Verdict(_("There is a request for this person already."))
    return verdict


def may_edit_request(user: Somebody, request: TravelRequest) -> Verdict:
    """Until it is asked; a refused one can be written anew."""
    verdict = may_edit_delegation(user, request.member.delegation)
    if verdict and request.state not in {State.DRAFT, State.REFUSED}:
        return Verdict(_("This request lies with the head or is approved. It is not changed any more."))
    return verdict


def may_ask_request(user: Somebody, request: TravelRequest) -> Verdict:
    """Travel law wants the purpose, and why it cannot be done by video."""
    verdict = may_edit_delegation(user, request.member.delegation)
    if verdict and not TRAVEL_REQUEST.allows("ask", request.state):
        return Verdict(_("Only a draft is sent to the head."))
    if verdict and not (request.purpose and request.why_in_person):
        return Verdict(_("Purpose and reason are missing: why this journey, and why not by video."))
    return verdict


def may_decide_request(user: Somebody, request: TravelRequest) -> Verdict:
    """The head of the office in charge; nobody approves a journey of their own or one that they asked for."""
    verdict = judge(user, "delegation.approve_travel", unit=request.member.delegation.visit.unit)
    if verdict and not TRAVEL_REQUEST.allows("approve", request.state):
        return Verdict(_("Nobody has asked for an approval, or it was decided already."))
    if verdict and (request.asked_by_id == user.pk or is_traveller(user, request.member)):
        return Verdict(_("This is your own request. Somebody else must approve it."))
    return verdict


def is_traveller(user: Somebody, member: Member) -> bool:
    """The same mail address is the same person."""
    return isinstance(user, User) and bool(member.email) and member.email.casefold() == user.email.casefold()


def may_note_claim(user: Somebody, request: TravelRequest) -> Verdict:
    """Claims come months later, also when the delegation is closed."""
    verdict = judge(user, "delegation.update", unit=request.member.delegation.visit.unit)
    if verdict and request.state != State.APPROVED:
        return Verdict(_("Only costs of an approved journey are claimed."))
    return verdict


def may_edit_mandate(user: Somebody, delegation: Delegation) -> Verdict:
    """Questions, answers and the report of our own journeys."""
    verdict = may_edit_delegation(user, delegation)
    return is_ours(delegation) if verdict else verdict
