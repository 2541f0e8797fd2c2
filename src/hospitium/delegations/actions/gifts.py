"""What people do with the register of gifts, and what the head of an office decides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.models import Gift, GiftLimit
from hospitium.delegations.queries.gifts import needs_approval
from hospitium.delegations.rules import gifts as rules

# What an approval was given for; a change of it asks anew.
JUDGED = frozenset({"value", "count", "currency", "giver", "on", "direction", "unit"})
State = Gift.State


class Approval(StrEnum):
    """Whether the person asks the head of the office for an approval."""

    NONE = "none"
    ASK = "ask"


class Decision(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"


@transaction.atomic
def create_gift(*, values: Mapping[str, Any], approval: Approval = Approval.NONE, by: User) -> Gift:
    """Enter a gift. Raises Refused when a limit of the office is reached and nobody asks for an approval."""
    gift = Gift(entered_by=by, state=State.ASKED if approval == Approval.ASK else State.FREE)
    require(rules.may_create_gift(by, values.get("unit")))
    write(gift, values)
    require_asked(gift)
    record("gift.created", gift, by=by, about=about(gift), state=gift.state)
    return gift


@transaction.atomic
def edit_gift(
    *, gift_id: int, version: int | None, values: Mapping[str, Any], approval: Approval = Approval.NONE, by: User
) -> Gift:
    """Change what is known of a gift; a new value or giver is judged anew.

    Raises Refused, or Conflict when somebody saved in between.
    """
    gift = locked(Gift, gift_id, version=version)
    require(rules.may_edit_gift(by, gift))
    require(rules.may_create_gift(by, values.get("unit", gift.unit)))
    changed = write(gift, values)
    if JUDGED & set(changed) and gift.state in {State.APPROVED, State.REFUSED}:
        ask_anew(gift)
    elif gift.state == State.FREE and approval == Approval.ASK:
        gift.state = State.ASKED
    elif gift.state == State.ASKED and approval == Approval.NONE:
        gift.state = State.FREE
    gift.save()
    require_asked(gift)
    if changed:
        record("gift.changed", gift, by=by, about=about(gift), fields=changed, state=gift.state)
    return gift


def ask_anew(gift: Gift) -> None:
    gift.state, gift.decided_by, gift.decided_on, gift.reason = State.ASKED, None, None, ""


def require_asked(gift: Gift) -> None:
    """The transaction is undone, and the form says why."""
    verdict = needs_approval(gift)
    if gift.state == State.FREE and not verdict:
        raise Refused(f"{verdict.reason} {_('Tick “Ask for approval” to enter it all the same.')}")


def about(gift: Gift) -> list[Any]:
    return [one for one in (gift.partner, gift.visit) if one is not None]


@transaction.atomic
def decide_gift(*, gift_id: int, decision: Decision, reason: str, by: User) -> Gift:
    """Approve or refuse; a refusal needs its reason. Raises Refused."""
    gift = locked(Gift, gift_id)
    require(rules.may_decide_gift(by, gift))
    if decision == Decision.REFUSE and not reason.strip():
        raise Refused(_("Say why. Whoever entered the gift has to explain it to the giver."))
    gift.state = State.APPROVED if decision == Decision.APPROVE else State.REFUSED
    gift.decided_by, gift.decided_on, gift.reason = by, timezone.localdate(), reason.strip()
    gift.version += 1
    gift.save(update_fields=["state", "decided_by", "decided_on", "reason", "version"])
    code = "gift.approved" if decision == Decision.APPROVE else "gift.refused"
    record(code, gift, by=by, about=about(gift))
    return gift


@transaction.atomic
def remove_gift(*, gift_id: int, by: User) -> None:
    """Take a gift that was entered by mistake out of the register. Raises Refused."""
    gift = locked(Gift, gift_id)
    require(rules.may_remove_gift(by, gift))
    record("gift.removed", gift, by=by, about=about(gift))
    gift.delete()


@transaction.atomic
def save_gift_limits(*, unit: Any, version: int | None, values: Mapping[str, Any], by: User) -> GiftLimit:
    """Set from which value on a gift needs approval, and what one giver may give in a year; empty: no limit.

    Raises Refused, or Conflict when somebody saved in between.
    """
    require(rules.may_edit_gift_limits(by, unit))
    stored = GiftLimit.objects.filter(unit=unit).first()
    limit = locked(GiftLimit, stored.pk, version=version) if stored else GiftLimit(unit=unit)
    if changed := write(limit, values):
        record("gift_limit.changed", limit, by=by, about=[unit], fields=changed)
    return limit
