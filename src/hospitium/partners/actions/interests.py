"""Needs and offers: entered, edited, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.partners import rules
from hospitium.partners.models import Interest


@transaction.atomic
def create_interest(*, values: Mapping[str, Any], by: User) -> Interest:
    """Enter a need or an offer. Raises Refused when `by` may not."""
    interest = Interest(unit=values.get("unit"), partner=values.get("partner"))
    require(rules.may_edit_interest(by, interest))
    write(interest, values)
    record("interest.created", interest, by=by, about=[interest.topic])
    return interest


@transaction.atomic
def edit_interest(*, interest_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Interest:
    """Change a need or an offer. Raises Refused, or Conflict when somebody saved in between."""
    interest = locked(Interest, interest_id, version=version)
    require(rules.may_edit_interest(by, interest))
    changed = write(interest, values)
    # Nobody hands a need over to a unit for which they could not have entered it.
    require(rules.may_edit_interest(by, interest))
    if changed:
        record("interest.changed", interest, by=by, about=[interest.topic], fields=changed)
    return interest


@transaction.atomic
def withdraw_interest(*, interest_id: int, by: User) -> None:
    """Take a need or an offer back."""
    interest = locked(Interest, interest_id)
    require(rules.may_edit_interest(by, interest))
    record("interest.withdrawn", interest, by=by, about=[interest.topic], topic=interest.topic_id)
    interest.delete()
