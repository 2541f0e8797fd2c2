"""The start page of the desk, for each role its own."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hospitium.accounts.policy import Scope, access_of, may
from hospitium.core import wording
from hospitium.core.http import Request
from hospitium.core.models import User
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


# As much of the year as can be read on a start page; the whole year has a page of its own.
ACTIVITIES_IN_BAND, PLACES_IN_BAND = 20, 5
LINKS = {
    "activities": "programme:activities",
    "year": "desk:year",
    "log": "accounts:log",
    "activity_new": "programme:activity_new",
    "partnerships": "partners:partnerships",
}


@dataclass(frozen=True)
class Slow:
    """What takes longer to work out and is the same for everybody with the same sight: jubilees, notes and band."""

    jubilees: list[queries.Line]
    below: SafeString


_slow: Kept[Slow] = Kept(12)
_bodies: Kept[SafeString] = Kept(32)


def today(request: Request) -> HttpResponse:
    """What is due, who waits, what grows quiet, what comes next."""
    day, now = timezone.localdate(), reading()
    user = request.user
    context = {
        "day": day,
        "weekday": wording.weekday(day, language=language()),
        "week": day.isocalendar().week,
        "works_with_promises": bool(may(user, "promise.read")),
        "role": welcome.role_of(user),
        "links": {name: address(view) for name, view in LINKS.items()},
    }
    context["body"] = _bodies.get(now, key_of(user, day), lambda: body(context, day, now, user))
    return render(request, "desk/today.html", context)


def key_of(user: User, day: date) -> Hashable:
    """What the page depends on besides the records. That a mail failed is no event of its own."""
    access = access_of(user)
    failed = queries.count_failed() if may(user, "outbox.read") else 0
    rights = (access.roles, frozenset(access.units.items()), access.partners)
    return (user.pk, rights, get_language(), day, failed)


def body(context: dict[str, object], day: date, now: Reading, user: User) -> SafeString:
    home = home_city(now)
    here = str(home.name) if home else ""
    sees_partnerships = bool(may(user, "partnership.read"))
    scopes: tuple[Scope, ...] = tuple(access_of(user).scope(row) for row in SIGHT)
    slow = _slow.get(now, (get_language(), day, scopes), lambda: make(user, day, now)) if sees_partnerships else None
    due = queries.due_of(today=day, here=here, by=user)
    return render_to_string(
        "desk/today_body.html",
        {
            **context,
            "due": due[: queries.MOST_LINES],
            "due_later": due[queries.MOST_LINES :],
            "waiting": queries.waiting_of(today=day, here=here, by=user),
            "activities": queries.next_activities(today=day, here=here, by=user)
            if may(user, "activity.read")
            else None,
            "slow": slow,
            "log": queries.log_lines(since=day - LOG_DAYS) if may(user, "log.read") else None,
            "steps": welcome.steps_of(by=user),
            "pages": welcome.pages_of(entry for _title, entries in open_entries(user) for entry in entries),
        },
    )


def make(user: User, day: date, now: Reading) -> Slow:
    own = queries.own_partnerships(user)
    visible = own or list(
        Partnership.objects.visible_to(user)
        .select_related("partner", "home_district")
        .order_by("partner__name_key", "id")
    )
    rows = year.rows_of(year=day.year, today=day, home=home_city(now), by=user)
    if own:
        rows = year.narrowed(rows, {one.partner.key for one in own})
    context = {
        "year": day.year,
        "notes": quiet.notes_of(partnerships=own, today=day, by=user),
        # A band of cities with nothing in it is no news for somebody who looks after none of them.
        "band": band(rows) if own or rows.activities else None,
        "links": {name: address(view) for name, view in LINKS.items()},
    }
    jubilees = quiet.jubilees_of(partnerships=visible, today=day)
    return Slow(jubilees, render_to_string("desk/today_below.html", context))


def band(rows: year.Rows) -> dict[str, object]:
    """The year as a drawing and as a table, shortened where the year is full; the finding counts all of it."""
    clashes = year.clashes_of(rows)
    shown = year.shortened(rows, activities=ACTIVITIES_IN_BAND, places=PLACES_IN_BAND)
    scene = replace(year.scene_of(shown, clashes), finding=year.finding(rows, clashes))
    return {
        "svg": pictures.year_band(scene),
        "svg_narrow": pictures.year_column(scene),
        "table": year.table_of(shown, clashes),
        "legend": year.legend(clashes, rows.home.name if rows.home else ""),
        "more": len(rows.activities) - len(shown.activities),
    }
