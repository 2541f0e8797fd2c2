"""The status of a partnership over time, and exceptions while it rests."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import require
from hospitium.partners import rules
from hospitium.partners.models import Partnership, PlanningException, StatusChange
from hospitium.partners.states import LIFECYCLE


@transaction.atomic
def change_status(
    *,
    partnership_id: int,
    step: str,
    since: PartialDate,
    reason: dict[str, str],
    reference: str,
    source: str,
    by: User,
) -> Partnership:
    """Take one step in the life of a partnership, with its reason. Raises Refused when it is not open."""
    partnership = locked(Partnership, partnership_id)
    require(rules.may_change_status(by, partnership, step))
    partnership.status = LIFECYCLE.after(step)
    partnership.save(update_fields=["status"])
    StatusChange.objects.create(
        partnership=partnership,
        status=partnership.status,
        since=since,
        reason=Multilingual().rewritten(reason),
        reference=reference,
        source=source,
        entered_at=timezone.now(),
        entered_by=by,
    )
    record("partnership.status_changed", partnership, by=by, step=step, status=partnership.status, since=str(since))
    return partnership


@transaction.atomic
def grant_exception(
    *, partnership_id: int, purpose: str, reason: str, valid_until: date, by: User
) -> PlanningException:
    """Allow one thing with a suspended partnership. Raises Refused for anybody but the head of office."""
    partnership = locked(Partnership, partnership_id)
    require(rules.may_grant_exception(by, partnership))
    exception = PlanningException.objects.create(
        partnership=partnership,
        purpose=purpose,
        reason=reason,
        valid_until=valid_until,
        granted_by=by,
        granted_at=timezone.now(),
    )
    record("exception.granted", partnership, by=by, exception=exception.pk, valid_until=valid_until)
    return exception


@transaction.atomic
def withdraw_exception(*, exception_id: int, by: User) -> PlanningException:
    """Take an exception back; what was planned under it stays and is shown as blocked."""
    exception = PlanningException.objects.select_related("partnership").get(pk=exception_id)
    require(rules.may_grant_exception(by, exception.partnership))
    exception.withdrawn_at = timezone.now()
    exception.save(update_fields=["withdrawn_at"])
    record("exception.withdrawn", exception.partnership, by=by, exception=exception.pk)
    return exception
