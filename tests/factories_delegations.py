"""Makes records of delegations for tests; whatever is not given gets a plain value."""

from __future__ import annotations

from itertools import count
from typing import Any

from hospitium.core.multilingual import written_in
from hospitium.delegations.models import Delegation, Member, Rank
from tests.factories_visits import make_visit

number = count(1)


def make_delegation(**given: Any) -> Delegation:
    """A delegation that comes with a visit of five days, from the partnership of its activity."""
    visit = given.pop("visit", None) or make_visit()
    partnership = given.pop("partnership", None) or visit.activity.partnerships.first()
    return Delegation.objects.create(**{"visit": visit, "partnership": partnership, "language": "pl", **given})


def make_rank(**given: Any) -> Rank:
    n = next(number)
    return Rank.objects.create(**{"position": n, "name": written_in("de", f"Rang {n}"), **given})


def make_member(**given: Any) -> Member:
    delegation = given.pop("delegation", None) or make_delegation()
    n = next(number)
    start = {"family_name": f"Przykład {n}", "given_name": "Łucja", "function": written_in("pl", "dyrektorka biura")}
    return Member.objects.create(**{"delegation": delegation, **start, **given})
