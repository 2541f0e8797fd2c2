"""Sheets of cards: how far a printer is off, and the test print that shows it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.delegations.actions.letters import asked
from hospitium.delegations.documents.cards import frames_data
from hospitium.delegations.documents.papers import Choice
from hospitium.delegations.models import CardShift
from hospitium.delegations.rules import letters as rules
from hospitium.documents.rendering import render_pdf


@transaction.atomic
def make_test_print(*, delegation_id: int, choice: Choice, by: User) -> bytes:
    """The frames of the chosen sheet as a PDF that is kept nowhere, moved as the cards will be. Raises Refused."""
    delegation = asked(delegation_id)
    require(rules.may_take_lists(by, delegation))
    keep_shift(delegation.visit.unit, choice, by)
    data = frames_data(delegation, languages=choice.languages, card=choice.card, shift=choice.shift)
    return render_pdf("badges", data, made_at=timezone.now())


def keep_shift(unit: Any, choice: Choice, by: User) -> None:
    """What was typed stands in the form the next time, for everybody of the office."""
    right, down = (Decimal(str(length)).quantize(Decimal("0.1")) for length in choice.shift)
    shift = CardShift.objects.select_for_update().filter(unit=unit).first() or CardShift(unit=unit)
    if (shift.right, shift.down) == (right, down):
        return
    shift.right, shift.down = right, down
    shift.save()
    record("card_shift.changed", shift, by=by, about=[unit], right=str(right), down=str(down))
