"""The start page of the desk, for each role its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hospitium.accounts.policy import Scope, access_of, may
from hospitium.core import wording
from hospitium.core.http import Request
from hospitium.desk import pictures
from hospitium.desk.context import home_city
from hospitium.desk.kept import Kept, Reading, reading
from hospitium.desk.navigation import address, open_entries
from hospitium.desk.queries import quiet, welcome, year
from hospitium.desk.queries import today as queries
from hospitium.desk.queries.words import language
from hospitium.partners.models import Partnership

SIGHT = ("activity.read", "partnership.read", "contact.read", "partnership.update")
LOG_DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Slow:
    """What takes longer to work out and only changes with the records: the notes, the jubilees, the band."""

    notes: list[dict[str, Any]]
    jubilees: list[dict[str, Any]]
    svg: str
    svg_narrow: str
    table: dict[str, Any]
    legend: list[dict[str, str]]


_slow: Kept[Slow] = Kept(24)


def today(request: Request) -> HttpResponse:
    """What is due, who waits, what grows quiet, what comes next."""
    day, now = timezone.localdate(), reading()
    home = home_city(now)
    here = str(home.name) if home else ""
    user = request.user
    sees_partnerships = bool(may(user, "partnership.read"))
    scopes: tuple[Scope, ...] = tuple(access_of(user).scope(row) for row in SIGHT)
    slow = _slow.get(now, (get_language(), day, scopes), lambda: make(request, day, now)) if sees_partnerships else None
    context = {
        "day": day,
        "weekday": wording.weekday(day, language=language()),
        "week": day.isocalendar().week,
        "due": queries.due_of(today=day, here=here, by=user),
        "waiting": queries.waiting_of(today=day, here=here, by=user),
        "activities": queries.next_activities(today=day, here=here, by=user) if may(user, "activity.read") else None,
        "slow": slow,
        "sees_partnerships": sees_partnerships,
        "works_with_promises": bool(may(user, "promise.read")),
        "log": queries.log_lines(since=day - LOG_DAYS) if may(user, "log.read") else None,
        "steps": welcome.steps_of(by=user),
        "pages": welcome.pages_of(entry for _title, entries in open_entries(user) for entry in entries),
        "role": welcome.role_of(user),
        "year": day.year,
        "links": {name: address(view) for name, view in LINKS.items()},
    }
    return render(request, "desk/today.html", context)


LINKS = {
    "activities": "programme:activities",
    "year": "desk:year",
    "log": "accounts:log",
    "activity_new": "programme:activity_new",
    "partnerships": "partners:partnerships",
}


def make(request: Request, day: date, now: Reading) -> Slow:
    own = queries.own_partnerships(request.user)
    visible = own or list(
        Partnership.objects.visible_to(request.user)
        .select_related("partner", "home_district")
        .order_by("partner__name_key", "id")
    )
    rows = year.rows_of(year=day.year, today=day, home=home_city(now), by=request.user)
    if own:
        keys = {one.partner.key for one in own}
        rows = year.narrowed(rows, keys)
    clashes = year.clashes_of(rows)
    scene = year.scene_of(rows, clashes)
    # A band of cities with nothing in it is no news for somebody who looks after none of them.
    is_shown = bool(own or rows.activities)
    return Slow(
        notes=quiet.notes_of(partnerships=own, today=day, by=request.user),
        jubilees=quiet.jubilees_of(partnerships=visible, today=day),
        svg=pictures.year_band(scene) if is_shown else "",
        svg_narrow=pictures.year_column(scene) if is_shown else "",
        table=year.table_of(rows, clashes),
        legend=year.legend(clashes, rows.home.name if rows.home else ""),
    )
