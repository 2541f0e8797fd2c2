"""A run of the proposal beside the programme as it stands: what would move, and what the check would find then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from hospitium.accounts.policy import Somebody
from hospitium.algorithms import timetable
from hospitium.algorithms.timetable import Outcome, Severity, Status
from hospitium.algorithms.timetable.transfers import Place, is_settled
from hospitium.visits.models import Item, Proposal, Visit
from hospitium.visits.queries.findings import kept_key
from hospitium.visits.queries.plan_words import Demanded, demanded, moved_words, outcome_of
from hospitium.visits.queries.timetable import Material, material_of


@dataclass(frozen=True)
class Difference:
    """An item that the plan has elsewhere than the programme; `starts` is None when the plan leaves it out."""

    item: Item
    starts: datetime | None
    minutes: int

    @property
    def ends(self) -> datetime | None:
        return self.starts + timedelta(minutes=self.minutes) if self.starts else None

    @property
    def now_ends(self) -> datetime | None:
        return self.item.begins_at + timedelta(minutes=self.item.minutes) if self.item.begins_at else None

    @property
    def moved_by(self) -> str:
        return moved_words(self.item.begins_at, self.starts)


@dataclass(frozen=True)
class Counts:
    """What the check finds, by how bad it is; what was accepted is left out."""

    errors: int
    warnings: int
    hints: int


@dataclass(frozen=True)
class Result:
    """What the page of a run shows."""

    proposal: Proposal
    outcome: Outcome | None
    differences: Sequence[Difference] = ()
    left_out: Sequence[Item] = ()
    conflict: Sequence[Demanded] = ()
    now: Counts | None = None
    then: Counts | None = None

    @property
    def is_discarded_by_check(self) -> bool:
        return bool(self.proposal.answer.get("violations"))

    @property
    def has_plan(self) -> bool:
        return self.outcome is not None and bool(self.outcome.starts) and not self.is_discarded_by_check


def proposals_of(visit: Visit) -> QuerySet[Proposal]:
    """All runs of a visit, the latest first."""
    return visit.proposals.select_related("asked_by").defer("question")


def result_of(proposal: Proposal, *, by: Somebody) -> Result:
    """The run in words and beside the programme as it is now."""
    outcome = outcome_of(proposal)
    if outcome is None or proposal.answer.get("violations"):
        return Result(proposal, outcome)
    material = material_of(proposal.visit, today=timezone.localdate())
    items = material.items
    conflict = demanded(outcome.conflict, material) if outcome.status is Status.INFEASIBLE else []
    if not outcome.starts:
        return Result(proposal, outcome, conflict=conflict)
    found = differences(proposal, outcome, material)
    accepted = set(proposal.visit.acceptances.values_list("finding", flat=True))
    return Result(
        proposal,
        outcome,
        differences=found,
        left_out=[items[key] for key in outcome.left_out if key in items],
        conflict=conflict,
        now=counts_of(material.programme, accepted),
        then=counts_of(moved(material.programme, found), accepted),
    )


def differences_of(proposal: Proposal) -> list[Difference]:
    """What could be taken over now; nothing of a plan that the check refused."""
    outcome = outcome_of(proposal)
    if outcome is None or not outcome.starts or proposal.answer.get("violations"):
        return []
    return differences(proposal, outcome, material_of(proposal.visit, today=timezone.localdate()))


def differences(proposal: Proposal, outcome: Outcome, material: Material) -> list[Difference]:
    """In the order of the plan. What came into the programme after the question, or is fixed now, is left alone."""
    asked = {one["key"] for one in proposal.question["demand"]["programme"]["items"]}
    places = places_of(proposal, outcome)
    found = []
    for station in material.programme.items:
        item = material.items[station.key]
        place = places.get(station.key)
        if station.key not in asked or is_settled(station):
            continue
        minutes = place.minutes if place and place.minutes else item.minutes
        starts = place.starts if place else None
        if (starts, minutes) != (item.begins_at, item.minutes):
            found.append(Difference(item, starts, minutes))
    return sorted(found, key=lambda one: (one.starts or datetime.max, one.item.pk))


def places_of(proposal: Proposal, outcome: Outcome) -> Mapping[str, Place]:
    """Item → its place; 0 minutes say that it lasts as long as it does."""
    transfers = {
        key: Place(datetime.fromisoformat(starts), minutes)
        for key, (starts, minutes) in proposal.answer.get("transfers", {}).items()
    }
    return {key: Place(starts, 0) for key, starts in outcome.starts.items()} | transfers


def moved(programme: timetable.Programme, found: Sequence[Difference]) -> timetable.Programme:
    places = {str(one.item.pk): one for one in found}
    items = tuple(
        replace(one, starts=places[one.key].starts, minutes=places[one.key].minutes) if one.key in places else one
        for one in programme.items
    )
    return replace(programme, items=items)


def counts_of(programme: timetable.Programme, accepted: set[str]) -> Counts:
    found = Counter(one.severity for one in timetable.check(programme) if kept_key(one) not in accepted)
    return Counts(found[Severity.ERROR], found[Severity.WARNING], found[Severity.HINT])
