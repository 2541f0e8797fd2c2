"""The order of precedence, corrected by hand and given back to the computer."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.queries.members import in_precedence, members_of
from hospitium.delegations.rules import members as rules

MOVES = {"up": -1, "down": 1}


@transaction.atomic
def move_member(*, member_id: int, move: str, language: str = settings.LANGUAGE_CODE, by: User) -> Member:
    """Put somebody one place up or down. From then on the whole order is one given by hand. Raises Refused.

    `language` is that in which the mover saw the list sorted.
    """
    member = Member.objects.get(pk=member_id)
    delegation = locked(Delegation, member.delegation_id)
    require(rules.may_edit_list(by, delegation))
    coming = in_precedence((one for one in members_of(delegation) if one.withdrawn_on is None), language)
    before = next((place for place, one in enumerate(coming) if one.pk == member_id), None)
    after = before + MOVES[move] if before is not None else -1
    if before is None or not 0 <= after < len(coming):
        return member
    coming[before], coming[after] = coming[after], coming[before]
    for place, one in enumerate(coming, start=1):
        if one.place != place:
            one.place = place
            one.version += 1
            one.save(update_fields=["place", "version"])
    record("delegation.order_changed", delegation, by=by, member=member_id)
    return member


@transaction.atomic
def reset_order(*, delegation_id: int, by: User) -> Delegation:
    """Forget all places given by hand: role, rank and name decide again. Raises Refused."""
    delegation = locked(Delegation, delegation_id)
    require(rules.may_edit_list(by, delegation))
    for member in delegation.members.exclude(place=None):
        member.place = None
        member.version += 1
        member.save(update_fields=["place", "version"])
    record("delegation.order_computed", delegation, by=by)
    return delegation
