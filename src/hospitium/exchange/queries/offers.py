"""Offers in words, and the rows of their orders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from hospitium.exchange.models import Application, HostOffer
from hospitium.exchange.queries.applications import languages_in_words
from hospitium.exchange.queries.rankings import CORRECTED, HOST, POINTS, Standing

TONES = {
    HostOffer.State.DRAFT: ("", "pencil"),
    HostOffer.State.OFFERED: ("info", "send"),
    HostOffer.State.CONFIRMED: ("success", "circle-check"),
    HostOffer.State.WITHDRAWN: ("paused", "circle-pause"),
}


def chip_of(offer: HostOffer) -> dict[str, str]:
    tone, icon = TONES[HostOffer.State(offer.state)]
    return {"text": str(offer.get_state_display()), "tone": tone, "icon": icon}


def direction_chip(offer: HostOffer) -> dict[str, str]:
    if offer.is_here:
        return {"text": _("guests come to us"), "tone": "partner", "icon": "plane-landing"}
    return {"text": _("we go there"), "tone": "own", "icon": "plane-takeoff"}


def place_in_words(offer: HostOffer) -> str:
    return ", ".join(part for part in (str(offer.unit or offer.partner), offer.organisation) if part)


def languages_of(offer: HostOffer) -> str:
    return languages_in_words(offer.languages)


def candidate_rows(rows: Iterable[tuple[Application, Any]]) -> list[dict[str, Any]]:
    """What a host learns of an applicant: code, topic, languages, windows, length; never a name."""
    return [
        {
            "code": application.code,
            "title": application.title,
            "topic": str(application.topic or ""),
            "languages": languages_in_words(application.languages),
            "windows": ", ".join(str(window) for window in application.windows.all()) or _("any"),
            "weeks": application.weeks,
            "years": application.years,
            "field": field,
        }
        for application, field in rows
    ]


def standing_row(one: Standing) -> dict[str, Any]:
    """One line of an order, with where its rank comes from."""
    origins = {
        CORRECTED: _("corrected by the office"),
        HOST: _("ranking of the host"),
        POINTS: _("points of the panel"),
    }
    return {
        "record": one.application,
        "rank": one.rank,
        "origin": origins.get(one.origin, _("not ranked by the host")),
        "points": one.points,
        "host_rank": one.host_rank,
        "correction": one.correction,
        "is_corrected": one.origin == CORRECTED,
    }
