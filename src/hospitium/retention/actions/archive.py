"""What the archive answers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.retention import rules
from hospitium.retention.models import Offer
from hospitium.retention.states import OFFERS

STEP_EVENTS = {
    "offer": "retention.offered",
    "let_pass": "retention.archive_term_over",
    "erase": "retention.offer_closed",
    "accept": "retention.archive_accepted",
    "decline": "retention.archive_declined",
    "hand_over": "retention.handed_over",
}


@transaction.atomic
def answer_offer(*, offer_id: int, step: str, archive_reference: str = "", by: User) -> Offer:
    """Enter that the archive accepts ("accept") or declines ("decline"), or has got the package ("hand_over").

    What was declined or handed over is erased in the next night. Raises Refused.
    """
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    require(rules.may_answer(by, offer, step))
    today = timezone.localdate()
    if step == "hand_over":
        offer.handed_over_on = today
    else:
        offer.answered_on, offer.answered_by = today, by
        offer.archive_reference = archive_reference[:120]
    return move(offer, step, by=by)


def move(offer: Offer, step: str, *, by: User | None) -> Offer:
    """Take one step of the lifecycle, in the transaction that is open."""
    offer.state = OFFERS.after(step)
    offer.save()
    record(STEP_EVENTS[step], offer, by=by, data_class=offer.data_class)
    return offer
