"""What delegations put on the start page: travel that does not fit, claims that lapse, what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.accounts.policy import may
from hospitium.core.models import User
from hospitium.delegations.models import Gift, TravelRequest
from hospitium.delegations.queries.clashes import Unfit, unfit_travel
from hospitium.delegations.queries.gifts import gifts_waiting
from hospitium.delegations.queries.outgoing import AHEAD, claims_due, requests_refused, requests_waiting
from hospitium.desk.links import link
from hospitium.desk.queries.words import due_chip, short_day

TRAVEL_AHEAD = timedelta(days=28)
MOST = 8
Line = dict[str, Any]


@dataclass(frozen=True)
class Due:
    """A line with the day by which it has to be done."""

    day: date
    line: Line


def delegation_lines(today: date, by: User) -> list[Due]:
    """For those who look after delegations, and for the heads who decide."""
    found: list[Due] = []
    if may(by, "delegation.update"):
        found += [unfit_line(one, today) for one in unfit_travel(by, today=today, until=today + TRAVEL_AHEAD)[:MOST]]
        found += [claim_line(one, today) for one in claims_due(by, until=today + AHEAD)[:MOST]]
        found += [refused_line(one, today) for one in requests_refused(by, today=today)[:MOST]]
    if may(by, "delegation.approve_travel"):
        found += [request_line(one, today) for one in requests_waiting(by)[:MOST]]
    if may(by, "gift.approve"):
        found += [gift_line(one, today) for one in gifts_waiting(by)[:MOST]]
    return found


def unfit_line(one: Unfit, today: date) -> Due:
    starts = one.delegation.visit.starts_on
    title = ngettext(
        "Travel of the delegation: %(count)d finding", "Travel of the delegation: %(count)d findings", one.count
    ) % {"count": one.count}
    line = {
        "title": title,
        "url": link("delegations:travel", one.delegation.pk),
        "sub": str(one.delegation),
        "icon": "plane-landing",
        "end": short_day(starts),
        "chip": due_chip(max(0, (starts - today).days)),
    }
    return Due(starts, line)


def claim_line(one: TravelRequest, today: date) -> Due:
    day = one.claim_due_on or today
    line = {
        "title": _("Claim travel costs: %(person)s") % {"person": one.member},
        "url": link("delegations:requests", one.member.delegation_id),
        "sub": str(one.member.delegation.visit),
        "icon": "euro",
        "tone": "danger" if day < today else "",
        "end": short_day(day),
        "chip": due_chip((day - today).days),
    }
    return Due(day, line)


def request_line(one: TravelRequest, today: date) -> Due:
    starts = one.member.delegation.visit.starts_on
    line = {
        "title": _("Decide on a journey: %(person)s") % {"person": one.member},
        "url": link("delegations:request_decide", one.pk),
        "sub": str(one.member.delegation.visit),
        "icon": "plane-takeoff",
        "end": short_day(starts),
        "chip": due_chip((starts - today).days),
    }
    # Somebody waits for it now; by the day of the journey it would stand behind everything else.
    return Due(today, line)


def refused_line(one: TravelRequest, today: date) -> Due:
    starts = one.member.delegation.visit.starts_on
    line = {
        "title": _("Journey refused: %(person)s") % {"person": one.member},
        "url": link("delegations:request_edit", one.pk),
        "sub": " · ".join(part for part in (one.reason, str(one.member.delegation.visit)) if part),
        "icon": "plane-takeoff",
        "end": short_day(starts),
        "chip": due_chip((starts - today).days),
    }
    return Due(today, line)


def gift_line(one: Gift, today: date) -> Due:
    line = {
        "title": _("Decide on a gift: %(gift)s") % {"gift": one},
        "url": link("delegations:gift_decide", one.pk),
        "sub": " · ".join(part for part in (one.giver, one.occasion) if part),
        "icon": "tags",
        "end": short_day(one.on),
    }
    return Due(today, line)


__all__ = ["delegation_lines"]
