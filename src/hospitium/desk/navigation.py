"""The side navigation: four groups of pages, of which everybody sees those that their role opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, may
from hospitium.accounts.routes import routes
from hospitium.desk.kept import Kept, Reading, reading
from hospitium.exchange.queries.assessment import is_on_a_panel


@dataclass(frozen=True)
class Entry:
    """A page that stands in the navigation, and the beginnings of the view names that belong under it.

    `concerns` says whether a page that everybody may open has anything for this person.
    """

    view: str
    label: str | Promise
    icon: str
    under: tuple[str, ...] = ()
    concerns: Callable[[Somebody], bool] | None = None


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("Daily business"),
        (
            Entry("desk:today", _("Today"), "inbox"),
            Entry("desk:year", _("Year"), "calendar-days"),
            Entry("programme:activities", _("Activities"), "users", ("programme:activity", "programme:activities")),
            Entry(
                "programme:year_programmes",
                _("Year programmes"),
                "list-checks",
                ("programme:year_programme", "programme:line"),
            ),
            Entry("visits:visits", _("Visits"), "clock", ("visits:", "calendars:visit")),
            Entry("delegations:delegations", _("Delegations"), "users", ("delegations:",)),
            Entry("exchange:rounds", _("Staff exchange"), "repeat", ("exchange:", "exchange:stay_")),
            Entry(
                "exchange:calls",
                _("Calls and my applications"),
                "plane-takeoff",
                (
                    "exchange:call",
                    "exchange:application_new",
                    "exchange:application_result",
                    "exchange:stay",
                    "exchange:stay_report",
                    "exchange:weekly_note",
                ),
            ),
            Entry(
                "exchange:assessments",
                _("To be assessed"),
                "list-checks",
                ("exchange:application_assess",),
                concerns=is_on_a_panel,
            ),
        ),
    ),
    (
        _("Relations"),
        (
            Entry(
                "partners:partnerships",
                _("Partnerships"),
                "handshake",
                ("partners:partner", "desk:partnership", "desk:handover"),
            ),
            Entry("partners:contacts", _("Contacts"), "contact", ("partners:contact",)),
            Entry("agreements:instruments", _("Instruments"), "file-text", ("agreements:",)),
            Entry("partners:interests", _("Topics, needs and offers"), "tags", ("partners:interest", "topics:")),
        ),
    ),
    (
        _("Venues and people"),
        (
            Entry("visits:venues", _("Venues"), "map-pin", ("visits:venue",)),
            Entry("visits:speakers", _("Speakers and hosts"), "user-round", ("visits:speaker",)),
            Entry("visits:interpreters", _("Interpreters"), "languages", ("visits:interpreter",)),
            Entry("visits:templates", _("Templates for visits"), "file-text", ("visits:template",)),
        ),
    ),
    (
        _("Accountability"),
        (
            Entry("delegations:gifts", _("Gifts"), "tags", ("delegations:gift",)),
            Entry("delegations:letters", _("Letters with check code"), "file-text", ("delegations:letter",)),
            Entry("programme:learning_points", _("Learning points"), "list-checks", ("programme:learning_point",)),
            Entry("retention:register", _("Data and retention"), "lock", ("retention:",)),
            Entry("documents:documents", _("Documents"), "file-text", ("documents:document", "documents:letterhead")),
            Entry("interchange:import_record", _("Import and export"), "repeat", ("interchange:",)),
            Entry("portal:pages", _("Editorial pages"), "file-text", ("portal:page",)),
            Entry("accounts:log", _("Log"), "history", ("accounts:log",)),
            Entry("vault:log", _("Readings from the vault"), "eye", ("vault:",)),
            Entry("accounts:guest_links", _("Guest links"), "key-round", ("accounts:guest_link",)),
            Entry("accounts:outbox", _("Outbox"), "send", ("accounts:outbox",)),
        ),
    ),
    (
        _("Administration"),
        (
            Entry("accounts:users", _("People and roles"), "users", ("accounts:user", "accounts:grant")),
            Entry("accounts:units", _("Units"), "building-2", ("accounts:unit",)),
            Entry("accounts:roles_and_rights", _("Roles and rights"), "lock"),
        ),
    ),
)


# The rows of the policy table behind what can be found, see queries/find.py.
FOUND = tuple(
    f"{resource}.read"
    for resource in (
        "partnership",
        "contact",
        "instrument",
        "activity",
        "visit",
        "promise",
        "partner",
        "topic",
        "venue",
        "speaker",
    )
)


@cache
def address(view: str) -> str:
    """The address of a page without parameters; "" when this installation has no such page."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


_concerned: Kept[tuple[bool]] = Kept(500)


def open_entries(user: Somebody, now: Reading | None = None) -> Iterator[tuple[str, list[Entry]]]:
    """The groups with the pages that the person may open; groups without any are left out.

    `now` is the log as it stands, where a page has looked at it already.
    """
    known = now or reading()
    for title, entries in GROUPS:
        found = [entry for entry in entries if address(entry.view) and is_for(user, entry, known)]
        if found:
            yield str(title), found


def is_for(user: Somebody, entry: Entry, now: Reading) -> bool:
    if not is_open(user, entry.view):
        return False
    if (concerns := entry.concerns) is None:
        return True
    return _concerned.get(now, (entry.view, getattr(user, "pk", None)), lambda: (concerns(user),))[0]


def is_open(user: Somebody, view: str) -> bool:
    row = routes().get(view, {}).get("GET")
    return row is not None and bool(may(user, row))


def finds_anything(user: Somebody) -> bool:
    """Is there any record that a search could show to this person?"""
    return any(may(user, row) for row in FOUND)


def navigation(user: Somebody, here: str, now: Reading | None = None) -> list[dict[str, Any]]:
    """The groups as the template wants them; the longest beginning that fits the page is the current entry."""
    current = current_view(here)
    return [
        {
            "title": title,
            "items": [
                {
                    "label": entry.label,
                    "url": address(entry.view),
                    "icon": entry.icon,
                    "current": entry.view == current,
                }
                for entry in entries
            ],
        }
        for title, entries in open_entries(user, now)
    ]


@cache
def current_view(here: str) -> str:
    fits = [
        (len(start), entry.view)
        for _title, entries in GROUPS
        for entry in entries
        for start in (entry.view, *entry.under)
        if here.startswith(start)
    ]
    return max(fits, default=(0, ""))[1]
