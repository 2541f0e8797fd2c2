"""What people do with the check: accept a finding, take that back, set the limits of an office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.models import Unit
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.visits import rules
from hospitium.visits.models import Acceptance, CheckLimits, Visit
from hospitium.visits.queries.findings import findings_of


@transaction.atomic
def accept_finding(*, visit_id: int, finding: str, reason: str, by: User) -> Acceptance:
    """Note why a finding of the check may stay. Raises Refused when `by` may not, or the check finds it no more."""
    visit = locked(Visit, visit_id)
    require(rules.may_accept_finding(by, visit))
    found = next((one for one in findings_of(visit, by=by).open if one.key == finding), None)
    if found is None:
        raise Refused(_("The check finds this no more, or it was accepted already. Load the page again."))
    acceptance = Acceptance.objects.create(visit=visit, finding=finding, reason=reason, by=by, at=timezone.now())
    record("visit.finding_accepted", visit, by=by, about=[visit.activity], finding=found.code)
    return acceptance


@transaction.atomic
def withdraw_acceptance(*, acceptance_id: int, by: User) -> Visit:
    """Let a finding count again that was accepted. Raises Refused."""
    acceptance = Acceptance.objects.select_for_update().get(pk=acceptance_id)
    visit = acceptance.visit
    require(rules.may_accept_finding(by, visit))
    code = acceptance.finding.partition(":")[0]
    acceptance.delete()
    record("visit.acceptance_withdrawn", visit, by=by, about=[visit.activity], finding=code)
    return visit


@transaction.atomic
def save_limits(
    *, unit_id: int, version: int | None, limits: Mapping[str, Any], off: Iterable[str], by: User
) -> CheckLimits:
    """Set the limits that differ from the usual ones, and the rules that are switched off, for the visits of a unit.

    Raises Refused, or Conflict when somebody saved in between.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    require(rules.may_edit_limits(by, unit))
    stored, _is_new = CheckLimits.objects.get_or_create(unit=unit)
    stored = locked(CheckLimits, stored.pk, version=version)
    stored.limits, stored.off = dict(limits), sorted(off)
    stored.save(update_fields=["limits", "off", "version"])
    record("check_limits.changed", stored, by=by, about=[unit], limits=sorted(limits), off=stored.off)
    return stored


def reset_limits(*, unit_id: int, version: int | None, by: User) -> CheckLimits:
    """Go back to the usual limits, with every rule switched on. Raises Refused or Conflict."""
    return save_limits(unit_id=unit_id, version=version, limits={}, off=(), by=by)
