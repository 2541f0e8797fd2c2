"""Noting who was there."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.delegations.actions.letters import asked
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import Attendance, Delegation, Member
from hospitium.delegations.rules import letters as rules


@transaction.atomic
def note_attendance(*, member_id: int, day: date, state: str, by: User) -> Attendance | None:
    """Note how somebody was there on a day; "" takes the note back, so that nobody knows. Raises Refused."""
    member = Member.objects.select_related("delegation__visit__unit").select_for_update(of=("self",)).get(pk=member_id)
    require(rules.may_note_attendance(by, member.delegation, day, timezone.localdate()))
    if not state:
        gone, _models = Attendance.objects.filter(member=member, day=day).delete()
        if gone:
            noted(member.delegation, day, gone, by)
        return None
    note, _is_new = Attendance.objects.update_or_create(
        member=member,
        day=day,
        defaults={"state": Attendance.State(state), "noted_at": timezone.now(), "noted_by": by},
    )
    noted(member.delegation, day, 1, by)
    return note


@transaction.atomic
def note_all_present(*, delegation_id: int, day: date, by: User) -> int:
    """Note everybody as present of whom nothing is noted yet; returns how many these were. Raises Refused."""
    delegation = asked(delegation_id)
    require(rules.may_note_attendance(by, delegation, day, timezone.localdate()))
    known = set(Attendance.objects.filter(member__delegation=delegation, day=day).values_list("member", flat=True))
    now = timezone.now()
    new = [
        Attendance(member=member, day=day, state=Attendance.State.PRESENT, noted_at=now, noted_by=by)
        for member in printable(delegation)
        if member.pk not in known
    ]
    # Two phones at once: what the other has noted stays.
    Attendance.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        noted(delegation, day, len(new), by)
    return len(new)


def noted(delegation: Delegation, day: date, count: int, by: User) -> None:
    record("attendance.noted", delegation, by=by, day=day, count=count)
