"""Offers in words, and the rows of their orders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.exchange.models import Application, HostOffer, Placement
from hospitium.exchange.queries.applications import languages_in_words
from hospitium.exchange.queries.rankings import CORRECTED, HOST, POINTS, Standing
from hospitium.exchange.states import PLACEMENT

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


# ---- what a withdrawal means -------------------------------------------------------
def places_lost(offer: HostOffer) -> list[Placement]:
    """The placements that go with the offer: all that have not become a stay."""
    found = offer.placements.standing().select_related(
        "application__applicant", "application__round", "round__officer", "offer__partner", "offer__unit"
    )
    return [one for one in found.order_by("application__code") if PLACEMENT.allows("withdraw", one.state)]


def withdrawal_in_words(offer: HostOffer, *, is_office: bool) -> tuple[list[str], list[str]]:
    """What will happen and what stays, by number and codes; of a place that is only proposed the office alone knows."""
    state = Placement.State
    codes: dict[str, list[str]] = {}
    for one in places_lost(offer):
        codes.setdefault(one.state, []).append(one.application.code)
    if not is_office:
        codes.pop(state.PROPOSED, None)
    told = (state.ANNOUNCED, state.ACCEPTED, state.AGREED)
    will = [lost_in_words(one, codes[one]) for one in (state.PROPOSED, *told) if one in codes]
    if any(one in codes for one in told):
        will.append(_("They are told at once, with your reason. The office looks for another place for them."))
    stays = []
    if count := offer.placements.filter(state__in=[state.UNDER_WAY, state.FINISHED]).count():
        text = ngettext(
            "%(count)d stay that has begun. If it has to end, it is broken off.",
            "%(count)d stays that have begun. If one has to end, it is broken off.",
            count,
        )
        stays.append(text % {"count": count})
    return will or [_("Nobody has a place with this offer.")], stays


def lost_in_words(state: str, codes: list[str]) -> str:
    count = len(codes)
    texts = {
        Placement.State.PROPOSED: ngettext(
            "%(count)d place that is proposed, and not told yet, is lost: %(codes)s.",
            "%(count)d places that are proposed, and not told yet, are lost: %(codes)s.",
            count,
        ),
        Placement.State.ANNOUNCED: ngettext(
            "%(count)d person who was told of a place, and has not answered, loses it: %(codes)s.",
            "%(count)d persons who were told of a place, and have not answered, lose it: %(codes)s.",
            count,
        ),
        Placement.State.ACCEPTED: ngettext(
            "%(count)d person who has accepted a place loses it: %(codes)s.",
            "%(count)d persons who have accepted a place lose it: %(codes)s.",
            count,
        ),
        Placement.State.AGREED: ngettext(
            "%(count)d stay that is agreed does not take place: %(codes)s.",
            "%(count)d stays that are agreed do not take place: %(codes)s.",
            count,
        ),
    }
    return texts[Placement.State(state)] % {"count": count, "codes": ", ".join(codes)}
