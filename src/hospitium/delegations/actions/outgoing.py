"""What people do with our own journeys: requests, claims, questions, the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.agreements.actions import people_of
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.models import Delegation, MandateQuestion, Member, TravelRequest
from hospitium.delegations.queries.outgoing import (
    REMINDED_BEFORE,
    claim_day,
    claims_not_begun,
    end_of_journey,
    open_claims,
)
from hospitium.delegations.rules import outgoing as rules
from hospitium.delegations.states import TRAVEL_REQUEST


class Decision(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"


# ---- requests ---------------------------------------------------------------------
@transaction.atomic
def create_request(*, member_id: int, values: Mapping[str, Any], by: User) -> TravelRequest:
    """Begin the travel request of somebody of ours, as a draft. Raises Refused."""
    member = locked(Member, member_id)
    require(rules.may_open_request(by, member))
    request = TravelRequest(member=member)
    write(request, values)
    record("travel_request.created", request, by=by, about=[member.delegation])
    return request


@transaction.atomic
def edit_request(*, request_id: int, version: int | None, values: Mapping[str, Any], by: User) -> TravelRequest:
    """Change a draft; a refused request becomes a draft again. Raises Refused, or Conflict."""
    request = locked(TravelRequest, request_id, version=version)
    require(rules.may_edit_request(by, request))
    changed = write(request, values)
    if changed and request.state == TravelRequest.State.REFUSED:
        request.state = TRAVEL_REQUEST.after("rewrite")
        request.decided_by, request.decided_on, request.reason = None, None, ""
        request.save()
    if changed:
        record("travel_request.changed", request, by=by, about=[request.member.delegation], fields=changed)
    return request


@transaction.atomic
def ask_request(*, request_id: int, by: User) -> TravelRequest:
    """Send a draft to the head of the office. Raises Refused."""
    request = locked(TravelRequest, request_id)
    require(rules.may_ask_request(by, request))
    request.state, request.asked_by = TRAVEL_REQUEST.after("ask"), by
    request.version += 1
    request.save(update_fields=["state", "asked_by", "version"])
    record("travel_request.asked", request, by=by, about=[request.member.delegation])
    return request


@transaction.atomic
def decide_request(*, request_id: int, decision: Decision, reason: str, by: User) -> TravelRequest:
    """Approve the journey or refuse it; a refusal needs its reason. Raises Refused."""
    request = locked(TravelRequest, request_id)
    require(rules.may_decide_request(by, request))
    if decision == Decision.REFUSE and not reason.strip():
        raise Refused(_("Say why, so that the request can be written anew."))
    request.state = TRAVEL_REQUEST.after(decision.value)
    request.decided_by, request.decided_on, request.reason = by, timezone.localdate(), reason.strip()
    request.version += 1
    request.save(update_fields=["state", "decided_by", "decided_on", "reason", "version"])
    code = "travel_request.approved" if decision == Decision.APPROVE else "travel_request.refused"
    record(code, request, by=by, about=[request.member.delegation])
    return request


# ---- claims -----------------------------------------------------------------------
@transaction.atomic
def note_claim(*, request_id: int, claimed_on: date | None, by: User) -> TravelRequest:
    """Note the day of the claim, which stops the clock; None starts it again. Raises Refused."""
    request = locked(TravelRequest, request_id)
    require(rules.may_note_claim(by, request))
    if claimed_on and claimed_on > timezone.localdate():
        raise Refused(_("This day lies in the future."))
    if request.claimed_on != claimed_on:
        request.claimed_on = claimed_on
        request.version += 1
        request.save(update_fields=["claimed_on", "version"])
        record("travel_request.claimed", request, by=by, about=[request.member.delegation], claimed_on=claimed_on)
    return request


@transaction.atomic
def remind_of_claims(*, today: date) -> int:
    """Start the clocks of journeys that are over, and remind 8 weeks, 2 weeks and 3 days before the claim lapses.

    Part of the work of the night. Returns how many mails went into the outbox.
    """
    for request in claims_not_begun(today=today):
        request.claim_due_on = claim_day(end_of_journey(request))
        request.save(update_fields=["claim_due_on"])
        record(
            "travel_request.claim_begun",
            request,
            by=None,
            about=[request.member.delegation],
            due_on=request.claim_due_on,
        )
    return sum(remind(request, today) for request in open_claims(until=today + timedelta(days=REMINDED_BEFORE[0])))


def remind(request: TravelRequest, today: date) -> int:
    """One mail to the traveller, or to whoever looks after the journey; each step once."""
    due_on = request.claim_due_on
    if due_on is None or due_on < today:
        return 0
    step = min(days for days in REMINDED_BEFORE if (due_on - today).days <= days)
    sent = timeline(request).filter(code="travel_request.reminded", facts__step=step, facts__due_on=str(due_on))
    receivers = receivers_of(request)
    if sent.exists() or not receivers:
        return 0
    delegation = request.member.delegation
    request.reminded_on = today
    request.save(update_fields=["reminded_on"])
    record("travel_request.reminded", request, by=None, about=[delegation], step=step, due_on=due_on)
    for address, language in receivers:
        mails.post(
            to=address,
            language=language,
            template="delegations/mail/claim",
            context={"delegation": delegation, "due_on": due_on, "base_url": settings.BASE_URL},
            about=request,
        )
    return len(receivers)


def receivers_of(request: TravelRequest) -> list[tuple[str, str]]:
    """Mail address and language: the traveller, else who asked, the officer, the people of the office."""
    visit = request.member.delegation.visit
    if request.member.email:
        account = User.objects.filter(email__iexact=request.member.email, is_active=True).first()
        return [(request.member.email, account.language if account else visit.host_language)]
    known = [one for one in (request.asked_by, visit.officer) if one and one.is_active][:1] or people_of(visit.unit)
    return [(one.email, one.language) for one in known]


# ---- questions and report -----------------------------------------------------------
@transaction.atomic
def create_question(*, delegation_id: int, values: Mapping[str, Any], by: User) -> MandateQuestion:
    """Add a question that somebody travels with. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_edit_mandate(by, delegation))
    require_member_of(delegation, values)
    question = MandateQuestion(delegation=delegation)
    write(question, values)
    record("mandate_question.created", question, by=by, about=[delegation])
    return question


@transaction.atomic
def edit_question(*, question_id: int, version: int | None, values: Mapping[str, Any], by: User) -> MandateQuestion:
    """Change a question, or write its answer down. Raises Refused, or Conflict when somebody saved in between."""
    question = locked(MandateQuestion, question_id, version=version)
    require(rules.may_edit_mandate(by, question.delegation))
    require_member_of(question.delegation, values)
    if changed := write(question, values):
        record("mandate_question.changed", question, by=by, about=[question.delegation], fields=changed)
    return question


@transaction.atomic
def remove_question(*, question_id: int, by: User) -> Delegation:
    """Take a question away with its answer. Raises Refused."""
    question = locked(MandateQuestion, question_id)
    delegation = question.delegation
    require(rules.may_edit_mandate(by, delegation))
    record("mandate_question.removed", delegation, by=by)
    question.delete()
    return delegation


def require_member_of(delegation: Delegation, values: Mapping[str, Any]) -> None:
    member = values.get("member")
    if member is not None and member.delegation_id != delegation.pk:
        raise Refused(_("This person belongs to another delegation."))


@transaction.atomic
def write_report(*, delegation_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Delegation:
    """Write the mandate and the report of a journey down. Raises Refused, or Conflict."""
    delegation = locked(Delegation, delegation_id, version=version)
    require(rules.may_edit_mandate(by, delegation))
    if changed := write(delegation, values):
        record("delegation.report_written", delegation, by=by, fields=changed)
    return delegation
