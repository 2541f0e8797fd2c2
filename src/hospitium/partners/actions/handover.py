"""The handover note: who took a partnership's knowledge along, and when."""

from __future__ import annotations

from django.db import transaction

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.partners import rules
from hospitium.partners.models import Partnership


@transaction.atomic
def note_handover(*, partnership_id: int, by: User) -> Partnership:
    """Leave a trace that the handover note was made. Raises Refused for whoever does not look after it."""
    partnership = Partnership.objects.select_related("partner", "unit", "home_district").get(pk=partnership_id)
    require(rules.may_hand_over(by, partnership))
    record("partnership.handed_over", partnership, by=by)
    return partnership
