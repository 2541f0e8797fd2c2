"""What a visit and its activity take over from the delegations."""

from __future__ import annotations

from hospitium.core.models import User
from hospitium.delegations.models import CateringWish, Delegation, Member
from hospitium.delegations.queries.attendance import heads_of
from hospitium.programme.actions import state_heads
from hospitium.visits.models import Visit

KNOWN = frozenset({Delegation.State.CONFIRMED, Delegation.State.ARRIVED, Delegation.State.CLOSED})


def follow_lists(visit: Visit) -> None:
    """The check of the programme asks the visit whether names and diets are known; they follow the delegations.

    Names are known when every list was handed in, diets when everybody who comes has said something about them.
    Where nobody opened a delegation, the visit keeps what was ticked by hand. The caller has recorded an event.
    """
    delegations = list(visit.delegations.values_list("state", flat=True))
    if not delegations:
        return
    names = Delegation.State.ANNOUNCED not in delegations
    coming = Member.objects.coming().filter(delegation__visit=visit, erased_on=None)
    diets = names and not coming.exclude(pk__in=CateringWish.objects.values("member")).exists()
    # What was known stays known when wishes are erased after the visit.
    if Delegation.State.CLOSED in delegations:
        diets = diets or visit.diets_known
    if (visit.names_known, visit.diets_known) != (names, diets):
        visit.names_known, visit.diets_known = names, diets
        # The version stays: no form asks for these two any more, and nobody's typing shall meet a conflict for them.
        visit.save(update_fields=["names_known", "diets_known"])


def follow_heads(visit: Visit, by: User | None) -> None:
    """How many are expected once all lists are confirmed, and how many there were once all are closed."""
    states = set(visit.delegations.values_list("state", flat=True))
    if not states <= KNOWN:
        return
    planned = Member.objects.coming().filter(delegation__visit=visit).count()
    heads = heads_of(visit) or 0 if states == {Delegation.State.CLOSED} else None
    state_heads(activity_id=visit.activity_id, planned=planned, heads=heads, by=by)


__all__ = ["follow_heads", "follow_lists"]
