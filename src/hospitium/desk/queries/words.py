"""Words, tones and icons for the states of things, the same on every page of the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import PartialDate
from hospitium.core import wording
from hospitium.core.multilingual import here
from hospitium.partners.models import Partnership
from hospitium.partners.models.relations import Status
from hospitium.programme.models import Activity, Direction, State

Chip = dict[str, str]
PARTNERSHIP_TONES = {
    Status.PLANNED: ("open", "circle-dashed"),
    Status.ACTIVE: ("success", "circle-check"),
    Status.DORMANT: ("warning", "moon-star"),
    Status.SUSPENDED: ("paused", "circle-pause"),
    Status.ENDED: ("", "circle-x"),
}
INSTRUMENT_TONES = {
    InstrumentStatus.DRAFT: ("", "pencil"),
    InstrumentStatus.IN_REVIEW: ("info", "clock"),
    InstrumentStatus.SIGNED: ("success", "circle-check"),
    InstrumentStatus.EXPIRED: ("", "calendar-x"),
    InstrumentStatus.SUPERSEDED: ("", "repeat"),
    InstrumentStatus.TERMINATED: ("", "circle-x"),
}


def language() -> str:
    return here()


def long_day(when: PartialDate | Any) -> str:
    """ "12. August 1991", "Februar 1994", "1993"; "" when there is none."""
    return wording.day(when, language=language(), style="long") if when else ""


def short_day(when: PartialDate | Any) -> str:
    """ "12.08.1991", "Feb. 1994", "1993"; "" when there is none."""
    return wording.day(when, language=language()) if when else ""


def span(activity: Activity) -> str | None:
    """When an activity was; None when nobody knows."""
    return wording.period(activity.begins, activity.ends, language=language()) or None


def status_chip(partnership: Partnership) -> Chip:
    tone, icon = PARTNERSHIP_TONES[Status(partnership.status)]
    return {"text": str(partnership.get_status_display()), "tone": tone, "icon": icon}


def instrument_chip(status: str) -> Chip:
    tone, icon = INSTRUMENT_TONES[InstrumentStatus(status)]
    return {"text": str(InstrumentStatus(status).label), "tone": tone, "icon": icon}


def direction_chip(activity: Activity, here: str) -> Chip:
    """Who travels: guests with us, or we are guests."""
    if activity.state == State.CANCELLED:
        return {"text": _("cancelled"), "tone": "", "icon": "circle-x"}
    chips = {
        Direction.IN: {"text": _("Guests in %(city)s") % {"city": here}, "tone": "partner", "icon": "plane-landing"},
        Direction.OUT: {"text": _("%(city)s as guest") % {"city": here}, "tone": "own", "icon": "plane-takeoff"},
        Direction.ONLINE: {"text": _("online"), "tone": "", "icon": "monitor"},
        Direction.THIRD: {"text": _("at a third place"), "tone": "", "icon": "map-pin"},
        Direction.UNKNOWN: {"text": _("direction unknown"), "tone": "open", "icon": "circle-help"},
    }
    return chips[Direction(activity.direction)]


def due_chip(days: int) -> Chip:
    """How long there still is: overdue, at most three days, at most two weeks."""
    if days < 0:
        return {"text": _("overdue"), "tone": "danger", "icon": "clock"}
    if days <= 3:
        return {"text": in_days(days), "tone": "danger", "icon": "clock"}
    return {"text": in_days(days), "tone": "warning" if days <= 14 else "info", "icon": "clock"}


def in_days(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
