"""Who was there on which day, as far as it was noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import Attendance, Delegation, Member
from hospitium.visits.dates import days_between
from hospitium.visits.models import Item, Visit

State = Attendance.State
# Eating, driving and free time are no content of a seminar.
NO_CONTENT = frozenset({Item.Kind.MEAL, Item.Kind.TRANSFER, Item.Kind.FREE})


@dataclass(frozen=True)
class Row:
    """One member: day → state; "" where nobody has noted anything."""

    member: Member
    states: Mapping[date, str]

    @property
    def came(self) -> list[date]:
        """The days on which the member was there, wholly or partly."""
        return [day for day, state in self.states.items() if state in {State.PRESENT, State.PARTLY}]


@dataclass(frozen=True)
class Table:
    days: tuple[date, ...]
    rows: tuple[Row, ...]

    def counts(self) -> list[dict[str, int]]:
        """For each day how many of each state; those of whom nothing is known under ""."""
        return [
            {state: sum(row.states[day] == state for row in self.rows) for state in (*State.values, "")}
            for day in self.days
        ]


def attendance_of(delegation: Delegation) -> Table:
    days = tuple(days_between(delegation.visit.starts_on, delegation.visit.ends_on))
    noted: dict[tuple[int, date], str] = {
        (member, day): state
        for member, day, state in Attendance.objects.filter(member__delegation=delegation).values_list(
            "member", "day", "state"
        )
    }
    rows = tuple(
        Row(member, {day: noted.get((member.pk, day), "") for day in days}) for member in printable(delegation)
    )
    return Table(days, rows)


@dataclass(frozen=True)
class Heads:
    """How many of a delegation took part: `was_noted` says whether by the list of attendance or by the list of names.

    `unknown` are those of whom nothing was noted while it was for others; they are not counted.
    """

    count: int
    was_noted: bool
    unknown: int


def heads_in(delegation: Delegation) -> Heads:
    """Whoever was there on one day at least; without a single entry of attendance whoever was named."""
    members = set(delegation.members.coming().values_list("pk", flat=True))
    noted = Attendance.objects.filter(member__in=members).values_list("member_id", "state")
    known = {member for member, _state in noted}
    there = {member for member, state in noted if state != State.ABSENT}
    if not known:
        return Heads(len(members), was_noted=False, unknown=0)
    return Heads(len(there), was_noted=True, unknown=len(members - known))


def stayed_away(delegation: Delegation) -> set[int]:
    """Whoever was noted, and on no day as present."""
    noted = set(Attendance.objects.filter(member__delegation=delegation).values_list("member_id", "state"))
    return {member for member, _state in noted} - {member for member, state in noted if state != State.ABSENT}


def heads_of(visit: Visit) -> int | None:
    """Who took part, of all delegations of the visit; None when no member is named."""
    delegations = list(visit.delegations.all())
    if not Member.objects.coming().filter(delegation__in=delegations).exists():
        return None
    return sum(heads_in(delegation).count for delegation in delegations)


def today_or_first(visit: Visit) -> date:
    """The day that the phone page opens with."""
    today = timezone.localdate()
    return today if visit.starts_on <= today <= visit.ends_on else visit.starts_on


def content_of(visit: Visit) -> list[Item]:
    """What a certificate tells of the programme: the placed items that are content."""
    items = visit.items.exclude(day=None).exclude(kind__in=NO_CONTENT)
    return list(items.order_by("day", "starts", "pk"))


def minutes_of(items: Sequence[Item]) -> int:
    """How long the items last together; what runs at the same time counts once."""
    total, until = 0, datetime.min
    for item in sorted(items, key=lambda item: item.begins_at or datetime.min):
        begins = item.begins_at
        if begins is None:
            continue
        ends = begins + timedelta(minutes=item.minutes)
        total += max(int((ends - max(begins, until)).total_seconds()) // 60, 0)
        until = max(until, ends)
    return total
