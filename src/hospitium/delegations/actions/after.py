"""What the office does after a visit: settle, report, enter it into the balance, invite back, close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.algorithms.dates import PartialDate
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.models import Delegation
from hospitium.delegations.queries.after import nights_of, return_visit_of
from hospitium.delegations.queries.attendance import heads_of
from hospitium.delegations.rules import after as rules
from hospitium.programme import actions as programme
from hospitium.programme.models import Activity, Direction, Format, State

REVERSED = {"incoming": Direction.OUT, "outgoing": Direction.IN}
DIRECTIONS = {"incoming": Direction.IN, "outgoing": Direction.OUT}


@transaction.atomic
def settle_costs(*, delegation_id: int, on: date, by: User) -> Delegation:
    """Note the day on which all costs were settled. From then on catering wishes are erased. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_settle(by, delegation))
    if not delegation.visit.starts_on <= on <= timezone.localdate():
        raise Refused(_("Choose a day between the first day of the visit and today."))
    delegation.settled_on = on
    delegation.save(update_fields=["settled_on"])
    record("delegation.settled", delegation, by=by, about=[delegation.visit], on=on)
    return delegation


@transaction.atomic
def unsettle_costs(*, delegation_id: int, by: User) -> Delegation:
    """Take a settlement back that was a mistake. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_unsettle(by, delegation))
    delegation.settled_on = None
    delegation.save(update_fields=["settled_on"])
    record("delegation.unsettled", delegation, by=by, about=[delegation.visit])
    return delegation


@transaction.atomic
def note_nothing(*, delegation_id: int, step: str, by: User) -> Delegation:
    """Say that there is nothing to note: no promise was made, nothing was learnt. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_note_nothing(by, delegation))
    if step not in delegation.nothing_to_note:
        delegation.nothing_to_note = sorted({*delegation.nothing_to_note, step})
        delegation.save(update_fields=["nothing_to_note"])
        record("delegation.nothing_noted", delegation, by=by, about=[delegation.visit], step=step)
    return delegation


@transaction.atomic
def note_something(*, delegation_id: int, step: str, by: User) -> Delegation:
    """Take that back: there is something to note after all. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_note_nothing(by, delegation))
    if step in delegation.nothing_to_note:
        delegation.nothing_to_note = [one for one in delegation.nothing_to_note if one != step]
        delegation.save(update_fields=["nothing_to_note"])
        record("delegation.something_noted", delegation, by=by, about=[delegation.visit], step=step)
    return delegation


@transaction.atomic
def write_report(*, delegation_id: int, version: int | None, text: Mapping[str, str], by: User) -> Delegation:
    """Write the report in one or several languages. Raises Refused, or Conflict when somebody saved in between."""
    delegation = locked(Delegation, delegation_id, version=version)
    require(rules.may_report(by, delegation))
    if write(delegation, {"report_text": text}):
        record("delegation.reported", delegation, by=by, about=[delegation.visit])
    return delegation


@transaction.atomic
def enter_balance(*, delegation_id: int, by: User) -> Activity:
    """Note in the activity that it took place, when, in which direction, with how many persons and nights.

    The balance of the partnership reads it from there. What was entered there by hand stays. Raises Refused.
    """
    delegation = locked(Delegation, delegation_id)
    require(rules.may_enter_balance(by, delegation))
    visit, activity = delegation.visit, delegation.visit.activity
    values: dict[str, Any] = {"state": State.DONE}
    found = {
        "begins": PartialDate.of(visit.starts_on),
        "ends": PartialDate.of(visit.ends_on),
        "heads": heads_of(visit),
        "nights": nights_of(visit),
    }
    values |= {name: value for name, value in found.items() if getattr(activity, name) is None}
    if activity.direction == Direction.UNKNOWN:
        values["direction"] = DIRECTIONS[delegation.side]
    changed = programme.edit_activity(activity_id=activity.pk, version=None, values=values, by=by)
    record("delegation.balanced", delegation, by=by, about=[visit, activity], heads=changed.heads)
    return changed


RETURN_TITLE = gettext_lazy("Return visit: %(visit)s")


@transaction.atomic
def propose_return(*, delegation_id: int, by: User) -> Activity:
    """Make a planned activity the other way round, without a day: the visit that is owed now. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_propose_return(by, delegation))
    if return_visit_of(delegation) is not None:
        raise Refused(_("A return visit is planned already."))
    activity = delegation.visit.activity
    made = programme.create_activity(
        values={
            "format": Format.RETURN_VISIT,
            "title": return_title(activity),
            "partnerships": [delegation.partnership],
            "unit": delegation.visit.unit,
            "departments": list(activity.departments.all()),
            "topics": list(activity.topics.all()),
            "direction": REVERSED[delegation.side],
            "state": State.PLANNED,
            "heads_planned": delegation.members.coming().count() or None,
        },
        by=by,
    )
    record("delegation.return_proposed", delegation, by=by, about=[delegation.visit, made])
    return made


def return_title(activity: Activity) -> dict[str, str]:
    """The title in each language in which the visit has one."""
    found = {}
    for code, text in activity.title.texts.items():
        if code in dict(settings.LANGUAGES) and text:
            with translation.override(code):
                found[code] = str(RETURN_TITLE % {"visit": text})[:4000]
    return found


__all__ = [
    "enter_balance",
    "propose_return",
    "settle_costs",
    "unsettle_costs",
    "write_report",
]
