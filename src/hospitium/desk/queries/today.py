"""What is due, who waits, what comes next: the lines of the start page of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.models import Grant
from hospitium.accounts.policy import access_of, may
from hospitium.accounts.queries import log_kind
from hospitium.agreements.models import Instrument
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.agreements.queries import Deadline, deadlines
from hospitium.core.models import Event, Mail, User
from hospitium.delegations.queries.due import DelegationDue, delegations_due
from hospitium.desk.links import link
from hospitium.desk.queries.lists import heads, learning_line, promise_icon, side
from hospitium.desk.queries.travel import delegation_lines
from hospitium.desk.queries.words import direction_chip, due_chip, short_day, span
from hospitium.exchange.queries.today import reminders
from hospitium.partners.models import Partnership, PlanningException
from hospitium.programme.models import Activity, LearningPoint, Promise, State
from hospitium.visits.models import Task
from hospitium.visits.queries.tasks import tasks_due

PROMISES_AHEAD, INSTRUMENTS_AHEAD, EXCEPTIONS_AHEAD, ROLES_AHEAD, TASKS_AHEAD = 30, 180, 60, 60, 14
LEARNING_AHEAD = 14
MOST_LINES, MOST_ACTIVITIES = 12, 8
Line = dict[str, Any]


@dataclass(frozen=True)
class Due:
    """A line with the day by which it has to be done."""

    day: date
    line: Line


def due_of(*, today: date, here: str, by: User) -> list[Line]:
    """Everything with a date that this person has to keep in mind, the most pressing first."""
    sources: tuple[tuple[tuple[str, ...], Callable[[], list[Due]]], ...] = (
        (("promise.read",), lambda: promises_due(today, here, by)),
        (("learning_point.read",), lambda: learning_points_due(today, by)),
        (("visit.update",), lambda: visit_tasks_due(today, by)),
        (("delegation.update",), lambda: delegation_lists_due(today, by)),
        (("assessment.write",), lambda: exchange_due(today, by)),
        (("instrument.update",), lambda: instruments_due(today, by)),
        (("partnership.change_status",), lambda: exceptions_due(today, by)),
        (("grant.give", "user.read"), lambda: roles_due(today)),
        (("outbox.read",), lambda: mails_failed(today)),
    )
    found = [due for rows, read in sources if any(may(by, row) for row in rows) for due in read()]
    found += [Due(one.day, one.line) for one in delegation_lines(today, by)]
    found.sort(key=lambda one: (one.day, str(one.line["title"])))
    return [one.line for one in found]


def delegation_lists_due(today: date, by: User) -> list[Due]:
    return [Due(one.day, delegation_line(one, today)) for one in delegations_due(by, today=today)]


def promises_due(today: date, here: str, by: User) -> list[Due]:
    until = today + timedelta(days=PROMISES_AHEAD)
    promises = (
        Promise.objects.visible_to(by)
        .filter(state=Promise.State.OPEN, due_on__lte=until)
        .exclude(side=Promise.Side.THEIRS, due_on__gt=today)
        .select_related("partnership__partner", "partnership__home_district", "unit")
        .order_by("due_on", "id")
    )
    return [Due(one.due_on, promise_line(one, today, here)) for one in promises[: MOST_LINES * 2] if one.due_on]


def promise_line(one: Promise, today: date, here: str) -> Line:
    is_late = bool(one.due_on and one.due_on < today)
    parts = (str(one.partnership), side(one, here, str(one.partnership.partner)), str(one.unit or ""))
    return {
        "title": one.what,
        "url": link("programme:promise_edit", one.pk) or one.partnership.get_absolute_url(),
        "sub": " · ".join(part for part in parts if part),
        "icon": promise_icon(one, is_late=is_late),
        "tone": "danger" if is_late else "",
        "end": short_day(one.due_on) if one.due_on else "",
        "chip": due_chip((one.due_on - today).days) if one.due_on else None,
    }


def learning_points_due(today: date, by: User) -> list[Due]:
    """What was learnt and waits for an answer: what became of it."""
    points = (
        LearningPoint.objects.visible_to(by)
        .filter(state=LearningPoint.State.OPEN, due_on__lte=today + timedelta(days=LEARNING_AHEAD))
        .select_related("activity", "unit", "owner")
    )
    return [Due(one.due_on, learning_line(one, today)) for one in points[: MOST_LINES * 2] if one.due_on]


def visit_tasks_due(today: date, by: User) -> list[Due]:
    """The tasks of the visits that this person's units plan."""
    tasks = tasks_due(by, until=today + timedelta(days=TASKS_AHEAD))
    return [Due(one.due_on, visit_task_line(one, today)) for one in tasks[:MOST_LINES] if one.due_on]


def visit_task_line(one: Task, today: date) -> Line:
    is_late = bool(one.due_on and one.due_on < today)
    return {
        "title": one.what,
        "url": f"{link('visits:tasks', one.visit_id)}#task-{one.pk}",
        "sub": " · ".join(part for part in (str(one.visit), str(one.owner or "")) if part),
        "icon": "list-checks",
        "tone": "danger" if is_late else "",
        "end": short_day(one.due_on) if one.due_on else "",
        "chip": due_chip((one.due_on - today).days) if one.due_on else None,
    }


def delegation_line(one: DelegationDue, today: date) -> Line:
    titles = {
        "names": _("Names of the delegation"),
        "details": _("Details of the delegation"),
        "late": _("Changed after the deadline"),
    }
    views = {"late": "delegations:versions"}
    is_late = one.day < today or one.code == "late"
    return {
        "title": titles[one.code],
        "url": link(views.get(one.code, "delegations:delegation"), one.delegation.pk),
        "sub": " · ".join((str(one.delegation.partnership), str(one.delegation.visit))),
        "icon": "users",
        "tone": "danger" if is_late else "",
        "end": short_day(one.day),
        "chip": due_chip((one.day - today).days) if one.code != "late" else None,
    }


def exchange_due(today: date, by: User) -> list[Due]:
    """Deadlines and what is awaited in the rounds of staff exchange."""
    return [
        Due(
            one.day,
            {
                "title": one.title,
                "url": one.url,
                "sub": one.sub,
                "icon": "repeat",
                "tone": "danger" if one.day < today else "",
                "end": short_day(one.day),
                "chip": due_chip((one.day - today).days),
            },
        )
        for one in reminders(today=today, by=by)
    ]


def instruments_due(today: date, by: User) -> list[Due]:
    instruments = (
        Instrument.objects.visible_to(by, "instrument.update")
        .filter(status=InstrumentStatus.SIGNED, valid_until__isnull=False)
        .select_related("partnership__partner", "partnership__home_district")
    )
    found = deadlines(instruments, today=today, within_days=INSTRUMENTS_AHEAD)
    return [Due(one.day, deadline_line(one, today)) for one in found]


def deadline_line(one: Deadline, today: date) -> Line:
    titles = {
        "notice": _("%(instrument)s: give notice or let it renew"),
        "renewal": _("%(instrument)s: renews tacitly"),
        "expiry": _("%(instrument)s: expires"),
    }
    return {
        "title": titles[one.code] % {"instrument": one.instrument},
        "url": one.instrument.get_absolute_url(),
        "sub": " · ".join(part for part in (str(one.instrument.partnership), one.instrument.file_reference) if part),
        "icon": "file-text",
        "tone": "warning" if (one.day - today).days <= 30 else "",
        "end": short_day(one.day),
        "chip": due_chip((one.day - today).days),
    }


def exceptions_due(today: date, by: User) -> list[Due]:
    visible = Partnership.objects.visible_to(by, "partnership.change_status")
    exceptions = PlanningException.objects.filter(
        partnership__in=visible.values("pk"),
        withdrawn_at=None,
        valid_until__gte=today,
        valid_until__lte=today + timedelta(days=EXCEPTIONS_AHEAD),
    ).select_related("partnership__partner", "partnership__home_district")
    return [
        Due(
            one.valid_until,
            {
                "title": _("The exception ends: %(purpose)s") % {"purpose": one.purpose},
                "url": one.partnership.get_absolute_url(),
                "sub": str(one.partnership),
                "icon": "key-round",
                "end": short_day(one.valid_until),
                "chip": due_chip((one.valid_until - today).days),
            },
        )
        for one in exceptions
    ]


def roles_due(today: date) -> list[Due]:
    """The first day on which roles end; the list itself is one click away."""
    ending = Grant.objects.valid_on(today).filter(ends_on__lte=today + timedelta(days=ROLES_AHEAD))
    found = ending.aggregate(count=Count("pk"), first=Min("ends_on"))
    if not found["count"]:
        return []
    title = ngettext("%(count)d role ends soon", "%(count)d roles end soon", found["count"]) % {"count": found["count"]}
    line = {
        "title": title,
        "url": link("accounts:users"),
        "sub": _("Prolong the role or let it end; nobody is shut out without notice."),
        "icon": "users",
        "end": short_day(found["first"]),
        "chip": due_chip((found["first"] - today).days),
    }
    return [Due(found["first"], line)]


def mails_failed(today: date) -> list[Due]:
    count = count_failed()
    if not count:
        return []
    title = ngettext("%(count)d mail could not be sent", "%(count)d mails could not be sent", count) % {"count": count}
    line = {"title": title, "url": link("accounts:outbox"), "icon": "mail", "tone": "danger", "end": short_day(today)}
    return [Due(today, line)]


def count_failed() -> int:
    return Mail.objects.filter(status=Mail.Status.FAILED).count()


@dataclass(frozen=True)
class Waiting:
    """Who waits for whom: partners for us, by partnership; we for partners, by promise."""

    for_us: Sequence[Line]
    for_them: Sequence[Line]


def waiting_of(*, today: date, here: str, by: User) -> Waiting:
    """The open promises by who has to act."""
    if not may(by, "promise.read"):
        return Waiting((), ())
    open_ones = list(
        Promise.objects.visible_to(by)
        .filter(state=Promise.State.OPEN)
        .select_related("partnership__partner", "partnership__home_district", "unit")
        .order_by(F("due_on").asc(nulls_last=True), "id")[:200]
    )
    ours: dict[int, list[Promise]] = {}
    for one in open_ones:
        if one.side != Promise.Side.THEIRS:
            ours.setdefault(one.partnership_id, []).append(one)
    theirs = [one for one in open_ones if one.side == Promise.Side.THEIRS]
    return Waiting(
        [for_us(group, today) for group in ours.values()][:6],
        [for_them(one, today) for one in theirs[:6]],
    )


def for_us(group: Sequence[Promise], today: date) -> Line:
    oldest, partnership = group[0], group[0].partnership
    is_late = bool(oldest.due_on and oldest.due_on < today)
    return {
        "title": str(partnership),
        "url": f"{partnership.get_absolute_url()}#promises",
        "sub": ngettext("waits for %(count)d promise", "waits for %(count)d promises", len(group))
        % {"count": len(group)},
        "icon": "undo-2",
        "tone": "danger" if is_late else "",
        "end": short_day(oldest.due_on) if oldest.due_on else "",
    }


def for_them(one: Promise, today: date) -> Line:
    is_late = bool(one.due_on and one.due_on < today)
    return {
        "title": str(one.partnership),
        "url": f"{one.partnership.get_absolute_url()}#promises",
        "sub": one.what,
        "icon": "hourglass",
        "tone": "warning" if is_late else "",
        "end": short_day(one.due_on) if one.due_on else "",
        "act_url": link("programme:promise_close", one.pk) if is_late else "",
        "act_label": _("Close"),
    }


def next_activities(*, today: date, here: str, by: User) -> dict[str, Any]:
    """The next planned activities as a table; rows is empty when nothing is planned."""
    found = (
        Activity.objects.visible_to(by)
        .filter(Q(ends__gte=today.isoformat()) | Q(begins__gte=today.isoformat()), state=State.PLANNED)
        .defer("remark", "stations", "reception", "outcome")
        .prefetch_related("partnerships__partner", "partnerships__home_district")
        .order_by("begins", "id")
    )
    rows = [activity_row(one, here) for one in found[:MOST_ACTIVITIES]]
    labels = (_("What"), _("Partner"), _("Period"), _("Direction"), _("Persons"))
    return {"columns": [{"label": label} for label in labels], "rows": rows}


def activity_row(one: Activity, here: str) -> dict[str, Any]:
    partners = ", ".join(str(partnership) for partnership in one.partnerships.all())
    return {
        "cells": [
            {"value": str(one), "url": one.get_absolute_url()},
            partners,
            span(one),
            {"chip": direction_chip(one, here)},
            heads(one),
        ]
    }


def log_lines(*, since: date) -> list[Line]:
    """For those who read the log: how much happened in the last days, and what kinds of things."""
    found = (
        Event.objects.filter(at__date__gte=since)
        .order_by()
        .values("kind")
        .annotate(count=Count("pk"))
        .order_by("-count", "kind")
    )
    return [
        {
            "title": ngettext("%(count)d entry", "%(count)d entries", row["count"]) % {"count": row["count"]},
            "url": link("accounts:log"),
            "sub": log_kind(row["kind"]),
            "icon": "history",
        }
        for row in found
    ]


def own_partnerships(user: User) -> list[Partnership]:
    """The partnerships that the person's units look after."""
    units: Iterable[int] = access_of(user).scope("partnership.update").units
    if not units:
        return []
    return list(
        Partnership.objects.filter(unit__in=units)
        .select_related("partner", "home_district")
        .order_by("partner__name_key", "id")
    )
