"""What a new delegation begins with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from hospitium.delegations.models import Delegation, Side
from hospitium.programme.models import Direction
from hospitium.visits.models import Visit

# Days before the visit; a visa takes an invitation six weeks ahead.
NAMES, DETAILS, CHANGES = 42, 21, 7


def usual_values(visit: Visit, *, today: date) -> dict[str, Any]:
    """Deadlines before the visit that are still to come, the members' language, the side of the activity.

    Who comes to us speaks as the guests of the visit do; who travels for us, as we do.
    """
    activity = visit.activity
    outgoing = activity.direction == Direction.OUT
    days = {
        name: day
        for name, before in (("names_due_on", NAMES), ("details_due_on", DETAILS), ("changes_due_on", CHANGES))
        if (day := visit.starts_on - timedelta(days=before)) >= today
    }
    language = settings.LANGUAGE_CODE if outgoing else visit.guest_language
    languages = dict(Delegation._meta.get_field("language").choices or ())
    return {
        "partnerships": list(activity.partnerships.all()),
        "side": Side.OUTGOING if outgoing else Side.INCOMING,
        "language": language if language in languages else "en",
        "quota": activity.heads_planned,
        **days,
    }
