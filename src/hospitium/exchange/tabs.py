"""What stands above every page of one round: its name, where it stands, and its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.accounts.policy import Somebody, access_of
from hospitium.accounts.routes import routes
from hospitium.exchange.models import Round
from hospitium.exchange.queries.calls import Call


@dataclass(frozen=True)
class Tab:
    """A page of a round. A list of all rounds is asked for this one with `?round=`."""

    view: str
    label: str | Promise
    is_list: bool = False

    def address(self, record: Round) -> str:
        try:
            return f"{reverse(self.view)}?round={record.pk}" if self.is_list else reverse(self.view, args=[record.pk])
        except NoReverseMatch:
            return ""


TABS: tuple[Tab, ...] = (
    Tab("exchange:round", gettext_lazy("Overview")),
    Tab("exchange:round_settings", gettext_lazy("Rules and people")),
    Tab("exchange:applications", gettext_lazy("Applications"), is_list=True),
    Tab("exchange:offers", gettext_lazy("Offers"), is_list=True),
    Tab("exchange:board", gettext_lazy("Placing by hand")),
    Tab("exchange:runs", gettext_lazy("Matching")),
    Tab("exchange:placements", gettext_lazy("Placements"), is_list=True),
)


def tabs_of(record: Round, user: Somebody, current: str) -> list[dict[str, Any]]:
    """The pages that this person may open; a page that is not there (yet) has no tab."""
    return [
        {"label": tab.label, "url": url, "current": tab.view == f"exchange:{current}"}
        for tab in TABS
        if (url := tab.address(record)) and is_open(tab, record, user)
    ]


def is_open(tab: Tab, record: Round, user: Somebody) -> bool:
    row = routes().get(tab.view, {}).get("GET", "")
    if not row:
        return False
    scope = access_of(user).scope(row)
    return row == "round.read" or (tab.is_list and bool(scope)) or scope.covers(unit=record.unit_id)


def frame_of(record: Round, user: Somebody, current: str) -> dict[str, Any]:
    """What exchange/frame.html shows above each page of a round."""
    here = record.name.here
    return {
        "round": record,
        "heading": f"{here.text} {record.year}".strip(),
        "heading_lang": here.language if here.is_foreign else "",
        "crumbs": [{"label": _("Staff exchange"), "url": reverse("exchange:rounds")}, {"label": str(record)}],
        "chips": [
            Call(record, record.phase, []).chip,
            {"text": record.get_programme_display(), "tone": "", "icon": "repeat"},
        ],
        "tabs": tabs_of(record, user, current),
        "tabs_label": str(record),
    }


__all__ = ["TABS", "Tab", "frame_of", "tabs_of"]
