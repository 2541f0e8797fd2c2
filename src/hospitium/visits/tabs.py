"""The head of every page of a visit: title in both languages, chips, facts, and the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.accounts.routes import routes
from hospitium.core import wording
from hospitium.core.multilingual import Phrase
from hospitium.programme.models import Direction, State
from hospitium.visits.models import Visit

DIRECTION_TONES = {Direction.IN: ("partner", "plane-landing"), Direction.OUT: ("own", "plane-takeoff")}
STATE_TONES = {
    State.PLANNED: ("info", "clock"),
    State.DONE: ("success", "circle-check"),
    State.CANCELLED: ("open", "x"),
}


@dataclass(frozen=True)
class Tab:
    """A page of a visit's working place: what it is called, and the view behind it."""

    key: str
    view: str
    label: str | Promise


TABS = (
    Tab("visit", "visits:visit", gettext_lazy("Programme")),
    Tab("delegations", "delegations:of_visit", gettext_lazy("Delegations")),
    Tab("people", "visits:people", gettext_lazy("Speakers and hosts")),
    Tab("interpreting", "visits:interpreting", gettext_lazy("Interpreting")),
    Tab("tasks", "visits:tasks", gettext_lazy("Tasks")),
    Tab("costs", "visits:costs", gettext_lazy("Costs")),
    Tab("check", "visits:check", gettext_lazy("Check")),
    Tab("proposals", "visits:proposals", gettext_lazy("Proposal")),
    Tab("releases", "visits:releases", gettext_lazy("Versions")),
    Tab("documents", "visits:documents", gettext_lazy("Documents")),
    Tab("calendar", "calendars:visit", gettext_lazy("Calendar")),
)


def tabs_of(visit: Visit, user: Somebody, current: str) -> list[dict[str, Any]]:
    """The tabs that this person may open for this visit; `current` is the key of the page that is shown."""
    return [
        {"label": tab.label, "url": url, "current": tab.key == current}
        for tab in TABS
        if (url := address_of(tab, visit)) and is_open(tab, visit, user)
    ]


def address_of(tab: Tab, visit: Visit) -> str:
    try:
        return reverse(tab.view, args=[visit.pk])
    except NoReverseMatch:
        return ""


def is_open(tab: Tab, visit: Visit, user: Somebody) -> bool:
    """The visit is visible already, so only a row that asks for more has to be looked at."""
    row = routes().get(tab.view, {}).get("GET", "")
    if not row:
        return False
    scope = access_of(user).scope(row)
    return row in {"visit.read", "delegation.read"} or scope.is_self or scope.covers(unit=visit.unit_id)


def frame_of(visit: Visit, user: Somebody, current: str) -> dict[str, Any]:
    """What visits/frame.html shows above each page; the visit comes from `queries.visits.workspaces`."""
    activity = visit.activity
    here = activity.title.here.as_title
    return {
        "visit": visit,
        "heading": here.text or str(activity),
        "heading_lang": here.language if here.is_foreign else "",
        "heading_beside": title_beside(visit, here),
        "crumbs": [{"label": _("Visits"), "url": reverse("visits:visits")}, {"label": name_of(visit)}],
        "chips": chips_of(visit),
        "name": name_of(visit),
        "partnerships": list(activity.partnerships.all()),
        "when": wording.period(visit.starts_on, visit.ends_on, language=get_language() or "en"),
        "countdown": countdown_of(visit),
        "heads": activity.heads if activity.heads is not None else activity.heads_planned,
        "tabs": tabs_of(visit, user, current),
        "tabs_label": name_of(visit),
    }


def name_of(visit: Visit) -> str:
    """The series with its number: what the office calls the visit among colleagues."""
    number = visit.activity.number
    series = visit.series or visit.activity.get_format_display()
    return _("%(series)s no. %(number)s") % {"series": series, "number": number} if number else str(series)


def title_beside(visit: Visit, here: Phrase) -> Phrase | None:
    """The title in the other of the two languages of the visit, when it is written there."""
    for language in (visit.guest_language, visit.host_language):
        text = visit.activity.title.texts.get(language, "")
        if text and language != here.language:
            return Phrase(text, language, "current").as_title
    return None


def chips_of(visit: Visit) -> list[dict[str, Any]]:
    activity = visit.activity
    direction = DIRECTION_TONES.get(Direction(activity.direction), ("open", "circle-help"))
    state = STATE_TONES[State(activity.state)]
    return [
        {"text": activity.get_direction_display(), "tone": direction[0], "icon": direction[1]},
        {"text": activity.get_state_display(), "tone": state[0], "icon": state[1]},
        {"text": activity.get_format_display(), "tone": "", "icon": "calendar-days"},
    ]


def countdown_of(visit: Visit) -> str:
    """How far away the visit is, in days, or in weeks from a month on."""
    today = timezone.localdate()
    days = (visit.starts_on - today).days
    if visit.ends_on < today:
        return ""
    if days <= 0:
        return _("going on")
    if days < 29:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    weeks = days // 7
    return ngettext("in %(count)d week", "in %(count)d weeks", weeks) % {"count": weeks}


__all__ = ["TABS", "Tab", "frame_of", "tabs_of"]
