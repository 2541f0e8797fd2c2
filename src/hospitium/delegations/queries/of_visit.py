"""The delegations of one visit, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.queries.missing import Progress, known_of_each, progress_of, sentence_of
from hospitium.delegations.tabs import chips_of
from hospitium.visits.models import Visit


@dataclass(frozen=True)
class Overview:
    """One delegation of a visit with its progress in words."""

    delegation: Delegation
    progress: Progress

    @property
    def words(self) -> str:
        return sentence_of(self.progress)

    @property
    def chips(self) -> Sequence[dict[str, object]]:
        return chips_of(self.delegation)


def overview_of(visit: Visit) -> list[Overview]:
    """In the order of the partnerships."""
    found = visit.delegations.select_related("partnership__partner", "partnership__home_district").order_by(
        "partnership__partner__name_key", "pk"
    )
    delegations = list(found)
    members: dict[Delegation, list[Member]] = {delegation: [] for delegation in delegations}
    by_key = {delegation.pk: some for delegation, some in members.items()}
    for member in Member.objects.coming().filter(delegation__visit=visit).order_by("pk"):
        by_key[member.delegation_id].append(member)
    known = known_of_each(members)
    return [Overview(one, progress_of(one, known[one])) for one in delegations]
