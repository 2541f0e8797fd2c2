"""What people do with the proposal: ask for a plan, stop the search, take items over, discard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core.events import record
from hospitium.core.locking import Conflict, locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.visits import rules
from hospitium.visits.actions.items import move_item
from hospitium.visits.models import Item, Proposal, Visit
from hospitium.visits.queries.demands import demand_of
from hospitium.visits.queries.proposals import Difference, differences_of
from hospitium.visits.questions import question_of

SEED = 1


@transaction.atomic
def ask_proposal(*, visit_id: int, seconds: int, by: User) -> Proposal:
    """Have a plan searched for by the worker. Raises Refused when `by` may not, or there is nothing to place."""
    visit = locked(Visit, visit_id)
    require(rules.may_ask_proposal(by, visit))
    demand = demand_of(visit, seconds=seconds, seed=SEED, today=timezone.localdate())
    if not demand.windows:
        raise Refused(_("There is nothing to place: the programme has no item whose time is not fixed."))
    proposal = Proposal.objects.create(
        visit=visit,
        seconds=seconds,
        seed=SEED,
        question=question_of(demand),
        asked_at=timezone.now(),
        asked_by=by,
    )
    record("proposal.asked", visit, by=by, about=[visit.activity], proposal=proposal.pk, seconds=seconds)
    return proposal


@transaction.atomic
def stop_proposal(*, proposal_id: int, by: User) -> Proposal:
    """End the search; the best plan so far is kept. Raises Refused."""
    proposal = held(proposal_id)
    require(rules.may_stop_proposal(by, proposal))
    proposal.is_stop_wanted = True
    if proposal.state == Proposal.State.WAITING:
        proposal.state, proposal.ended_at = Proposal.State.STOPPED, timezone.now()
    proposal.save(update_fields=["is_stop_wanted", "state", "ended_at"])
    record("proposal.stopped", proposal.visit, by=by, about=[proposal.visit.activity], proposal=proposal.pk)
    return proposal


@transaction.atomic
def adopt_items(*, proposal_id: int, versions: Mapping[int, int], by: User) -> list[Item]:
    """Put these items where the plan has them. `versions`: item → the version that the person saw.

    Each goes the way of an item that is moved by hand, with its rules and its history. Raises Refused; then none moved.
    """
    proposal = held(proposal_id)
    require(rules.may_adopt_proposal(by, proposal))
    differences = {one.item.pk: one for one in differences_of(proposal)}
    if not versions:
        raise Refused(_("No item is chosen. Tick those that you want to take over."))
    if versions.keys() - differences.keys():
        raise Refused(_("The programme was changed in the meantime. Look at the differences again."))
    moved = [adopted(differences[key], version, by) for key, version in versions.items()]
    proposal.state = Proposal.State.ADOPTED
    proposal.save(update_fields=["state"])
    visit = proposal.visit
    record("proposal.adopted", visit, by=by, about=[visit.activity], proposal=proposal.pk, items=len(moved))
    return moved


def adopted(difference: Difference, version: int, by: User) -> Item:
    starts: datetime | None = difference.starts
    try:
        return move_item(
            item_id=difference.item.pk,
            version=version,
            day=starts.date() if starts else None,
            starts=starts.time() if starts else None,
            minutes=difference.minutes,
            by=by,
        )
    except Conflict as conflict:
        said = _("“%(item)s” was changed in the meantime. Nothing was taken over; look at the differences again.")
        raise Refused(said % {"item": difference.item}) from conflict
    except Refused as refusal:
        raise Refused(f"{difference.item}: {refusal}") from refusal


@transaction.atomic
def discard_proposal(*, proposal_id: int, by: User) -> Proposal:
    """Put a plan aside; it stays in the list of searches. Raises Refused."""
    proposal = held(proposal_id)
    require(rules.may_discard_proposal(by, proposal))
    proposal.state = Proposal.State.DISCARDED
    proposal.save(update_fields=["state"])
    record("proposal.discarded", proposal.visit, by=by, about=[proposal.visit.activity], proposal=proposal.pk)
    return proposal


def held(proposal_id: int) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=proposal_id)
