"""The head of every page of a delegation: title, chips, facts, and the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from hospitium.accounts.policy import Somebody, access_of
from hospitium.accounts.routes import routes
from hospitium.core import wording
from hospitium.delegations.models import Delegation, Side

SIDE_TONES = {Side.INCOMING: ("partner", "plane-landing"), Side.OUTGOING: ("own", "plane-takeoff")}
STATE_TONES = {
    Delegation.State.ANNOUNCED: ("open", "circle-dashed"),
    Delegation.State.NAMED: ("info", "send"),
    Delegation.State.CONFIRMED: ("success", "circle-check"),
    Delegation.State.ARRIVED: ("success", "map-pin"),
    Delegation.State.CLOSED: ("paused", "circle-pause"),
}


@dataclass(frozen=True)
class Tab:
    """A page of a delegation: what it is called, the view behind it, and for which side it is."""

    key: str
    view: str
    label: str | Promise
    sides: tuple[str, ...] = tuple(Side.values)


TABS = (
    Tab("members", "delegations:delegation", gettext_lazy("Members")),
    Tab("guests", "delegations:delegation_guests", gettext_lazy("Guests")),
    Tab("versions", "delegations:versions", gettext_lazy("Versions")),
    # protocol
    Tab("seating", "delegations:seatings", gettext_lazy("Seating")),
    # travel
    Tab("travel", "delegations:travel", gettext_lazy("Travel and beds")),
    Tab("requests", "delegations:requests", gettext_lazy("Travel requests"), (Side.OUTGOING,)),
    # papers
    Tab("letters", "delegations:delegation_letters", pgettext_lazy("correspondence", "Letters"), (Side.INCOMING,)),
    Tab("papers", "delegations:papers", gettext_lazy("Lists and cards")),
    Tab("attendance", "delegations:attendance", gettext_lazy("Attendance"), (Side.INCOMING,)),
    # after
    Tab("evaluation", "delegations:evaluation", gettext_lazy("Evaluation"), (Side.INCOMING,)),
    Tab("after", "delegations:after", gettext_lazy("Afterwards")),
)


def tabs_of(delegation: Delegation, user: Somebody, current: str) -> list[dict[str, Any]]:
    """The tabs that this person may open for this delegation; `current` is the key of the page that is shown."""
    return [
        {"label": tab.label, "url": url, "current": tab.key == current}
        for tab in TABS
        if delegation.side in tab.sides and (url := address_of(tab, delegation)) and is_open(tab, delegation, user)
    ]


def address_of(tab: Tab, delegation: Delegation) -> str:
    try:
        return reverse(tab.view, args=[delegation.pk])
    except NoReverseMatch:
        return ""


def is_open(tab: Tab, delegation: Delegation, user: Somebody) -> bool:
    """The delegation is visible already, so only a row that asks for more has to be looked at."""
    row = routes().get(tab.view, {}).get("GET", "")
    if not row:
        return False
    return row == "delegation.read" or access_of(user).scope(row).covers(unit=delegation.visit.unit_id)


def frame_of(delegation: Delegation, user: Somebody, current: str) -> dict[str, Any]:
    """What delegations/frame.html shows above each page; the delegation comes from `queries.delegations.workspaces`."""
    visit = delegation.visit
    return {
        "delegation": delegation,
        "visit": visit,
        "heading": str(delegation.partnership),
        "crumbs": [
            {"label": _("Delegations"), "url": reverse("delegations:delegations")},
            {"label": str(delegation.partnership)},
        ],
        "chips": chips_of(delegation),
        "when": wording.period(visit.starts_on, visit.ends_on, language=get_language() or "en"),
        "tabs": tabs_of(delegation, user, current),
        "tabs_label": str(delegation),
    }


def chips_of(delegation: Delegation) -> list[dict[str, Any]]:
    side = SIDE_TONES[Side(delegation.side)]
    state = STATE_TONES[Delegation.State(delegation.state)]
    return [
        {"text": delegation.get_side_display(), "tone": side[0], "icon": side[1]},
        {"text": delegation.get_state_display(), "tone": state[0], "icon": state[1]},
    ]


__all__ = ["TABS", "Tab", "frame_of", "tabs_of"]
