"""What people do with learning points: note them, take them up, say what became of them, be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.agreements.actions import people_of
from hospitium.agreements.queries import add_months
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record, timeline
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.partners.models import Partnership
from hospitium.programme import rules
from hospitium.programme.models import Activity, LearningPoint
from hospitium.programme.states import LEARNING

ASKED_AFTER_MONTHS = 6
NOWHERE = _("Name the partnership, the activity or the unit that it belongs to.")


@transaction.atomic
def add_learning_point(
    *,
    what: str,
    partnership: Partnership | None = None,
    activity: Activity | None = None,
    unit: Unit | None = None,
    owner: User | None = None,
    due_on: date | None = None,
    by: User,
) -> LearningPoint:
    """Note what was learnt; without a day it is asked about six months after the activity. Raises Refused."""
    if partnership is None and activity is None and unit is None:
        raise Refused(NOWHERE)
    require(rules.may_add_learning_point(by, partnership=partnership, activity=activity, unit=unit))
    point = LearningPoint.objects.create(
        what=what,
        partnership=partnership,
        activity=activity,
        unit=unit,
        owner=owner,
        due_on=due_on or asked_on(activity),
    )
    record("learning_point.added", point, by=by, about=around(point), due_on=point.due_on)
    return point


def asked_on(activity: Activity | None) -> date:
    """Six months after the activity, or from today where nobody knows its end or that day is over."""
    today = timezone.localdate()
    ended = (activity.ends or activity.begins) if activity else None
    usual = add_months(ended.last if ended else today, ASKED_AFTER_MONTHS)
    return usual if usual > today else add_months(today, ASKED_AFTER_MONTHS)


def around(point: LearningPoint) -> list[Model]:
    return [one for one in (point.partnership, point.activity) if one is not None]


@transaction.atomic
def edit_learning_point(*, point_id: int, version: int | None, values: Mapping[str, Any], by: User) -> LearningPoint:
    """Change a learning point that is open. Raises Refused, or Conflict when somebody saved in between."""
    point = locked(LearningPoint, point_id, version=version)
    require(rules.may_edit_learning_point(by, point))
    changed = write(point, values)
    if not around(point) and point.unit is None:
        raise Refused(NOWHERE)
    if changed:
        record("learning_point.changed", point, by=by, about=around(point), fields=changed)
    return point


@transaction.atomic
def close_learning_point(*, point_id: int, state: str, reason: str, on: date, by: User) -> LearningPoint:
    """Note that it was taken over, in part, or rejected, and why. Raises Refused."""
    point = locked(LearningPoint, point_id)
    require(rules.may_answer_learning_point(by, point))
    if not reason.strip():
        raise Refused(_("Write what came of it, or why it was rejected."))
    point.state, point.reason, point.closed_on = LEARNING.after(state), reason, on
    point.save(update_fields=["state", "reason", "closed_on"])
    record("learning_point.closed", point, by=by, about=around(point), state=state)
    return point


@transaction.atomic
def postpone_learning_point(*, point_id: int, due_on: date, by: User) -> LearningPoint:
    """Not decided yet: ask again on another day. Raises Refused when that day is not to come."""
    point = locked(LearningPoint, point_id)
    require(rules.may_answer_learning_point(by, point))
    if due_on <= timezone.localdate():
        raise Refused(_("Choose a day that is still to come."))
    point.due_on = due_on
    point.save(update_fields=["due_on"])
    record("learning_point.postponed", point, by=by, about=around(point), due_on=due_on)
    return point


@transaction.atomic
def reopen_learning_point(*, point_id: int, by: User) -> LearningPoint:
    """Open a learning point again whose answer was a mistake. Raises Refused."""
    point = locked(LearningPoint, point_id)
    require(rules.may_reopen_learning_point(by, point))
    point.state, point.reason, point.closed_on = LEARNING.after("reopen"), "", None
    point.save(update_fields=["state", "reason", "closed_on"])
    record("learning_point.reopened", point, by=by, about=around(point))
    return point


@transaction.atomic
def ask_about_learning_points(*, today: date) -> int:
    """On the day of a learning point ask, once, what became of it. Returns how many mails went into the outbox."""
    points = LearningPoint.objects.filter(state=LearningPoint.State.OPEN, due_on__lte=today)
    sent = 0
    for point in points.select_related("partnership__unit", "activity__unit", "unit", "owner"):
        if timeline(point).filter(code="learning_point.reminded", facts__due_on=str(point.due_on)).exists():
            continue
        record("learning_point.reminded", point, by=None, due_on=point.due_on)
        for person in whom_to_ask(point):
            mails.post(
                to=person.email,
                language=person.language,
                template="programme/mail/learning_point",
                context={"point": point, "base_url": settings.BASE_URL},
                about=point,
            )
            sent += 1
    return sent


def whom_to_ask(point: LearningPoint) -> list[User]:
    """Who is in charge; else the contacts of the unit that takes it up; else those who look after the partnership."""
    if point.owner and point.owner.is_active:
        return [point.owner]
    if point.unit:
        grants = Grant.objects.valid_on(timezone.localdate()).filter(unit=point.unit, role=Role.DEPARTMENT_CONTACT)
        contacts = list(User.objects.filter(is_active=True, grants__in=grants).distinct().order_by("pk"))
        if contacts or people_of(point.unit):
            return contacts or people_of(point.unit)
    activity_unit = point.activity.unit if point.activity else None
    return people_of(point.partnership.unit if point.partnership else activity_unit)
