"""The panel assesses, conflicts are declared, differences settled, orders corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hospitium.core.events import record
from hospitium.core.locking import Conflict, locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import rules
from hospitium.exchange.models import (
    Application,
    Assessment,
    HostOffer,
    HostRanking,
    PanelMember,
    Settlement,
)
from hospitium.exchange.states import APPLICATION


def own(application: Application, by: User) -> Assessment:
    """The assessment of this member, a new one when there is none yet; the application must be locked."""
    member = PanelMember.objects.get(round=application.round_id, user=by)
    found = Assessment.objects.select_for_update().filter(application=application, member=member).first()
    return found or Assessment(application=application, member=member)


@transaction.atomic
def save_assessment(*, application_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Assessment:
    """Keep what a member has so far; nobody else sees it. Raises Refused, or Conflict with one's own other window."""
    application = locked(Application, application_id)
    require(rules.may_assess(by, application))
    assessment = own(application, by)
    if assessment.pk and version is not None and assessment.version != version:
        raise Conflict(assessment)
    for name, value in values.items():
        setattr(assessment, name, value)
    assessment.version += 1 if assessment.pk else 0
    assessment.save()
    record("assessment.saved", assessment, by=by, about=[application])
    return assessment


@transaction.atomic
def submit_assessment(*, application_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Assessment:
    """Send an assessment, which then stays. The second of two equal ones decides; different ones wait to be settled.

    Raises Refused when two colleagues were faster.
    """
    assessment = save_assessment(application_id=application_id, version=version, values=values, by=by)
    application = locked(Application, application_id)
    assessment.submitted_at = timezone.now()
    assessment.save(update_fields=["submitted_at"])
    record("assessment.submitted", assessment, by=by, about=[application, application.round])
    conclude(application, by)
    return assessment


def conclude(application: Application, by: User) -> None:
    sent = list(application.assessments.sent().values_list("recommendation", flat=True))
    if len(sent) < rules.ASSESSORS:
        return
    step = sent[0] if len(set(sent)) == 1 else "differ"
    application.state = APPLICATION.after(step)
    application.version += 1
    application.save(update_fields=["state", "version"])
    code = "application.differed" if step == "differ" else "application.decided"
    record(code, application, by=by, about=[application.round], decision=step)


@transaction.atomic
def declare_conflict(*, application_id: int, conflict: str, by: User) -> Assessment:
    """A member says why they cannot assess an application; what they had written does not count. Raises Refused."""
    application = locked(Application, application_id)
    require(rules.may_look_at(by, application))
    require(rules.may_assess(by, application))
    assessment = own(application, by)
    assessment.has_conflict, assessment.conflict = True, conflict
    assessment.marks, assessment.recommendation, assessment.note = {}, "", ""
    assessment.save()
    record("assessment.conflict_declared", assessment, by=by, about=[application, application.round])
    return assessment


@transaction.atomic
def settle_application(*, application_id: int, version: int | None, decision: str, reason: str, by: User) -> Settlement:
    """Decide where the panel differs, or anew, with a reason. Raises Refused, or Conflict."""
    application = locked(Application, application_id, version=version)
    require(rules.may_settle(by, application))
    settlement = Settlement.objects.create(
        application=application, decision=decision, reason=reason, by=by, at=timezone.now()
    )
    application.state = APPLICATION.after(decision)
    application.save(update_fields=["state", "version"])
    record("application.settled", application, by=by, about=[application.round], decision=decision)
    return settlement


@transaction.atomic
def correct_order(*, offer_id: int, application_id: int, rank: int | None, reason: str, by: User) -> HostOffer:
    """Put an application at another place in the order for an offer, with a reason; None takes the correction back.

    Raises Refused.
    """
    offer = locked(HostOffer, offer_id)
    application = Application.objects.select_related("applicant").get(pk=application_id, round=offer.round_id)
    require(rules.may_correct_rank(by, offer, application))
    ranking, _is_new = HostRanking.objects.get_or_create(offer=offer, application=application)
    ranking.corrected, ranking.reason = rank, reason if rank is not None else ""
    ranking.corrected_by = by if rank is not None else None
    ranking.corrected_at = timezone.now() if rank is not None else None
    ranking.save()
    record("host_offer.order_corrected", offer, by=by, about=[application, offer.round], rank=rank)
    return offer
