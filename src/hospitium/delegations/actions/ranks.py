"""What the heads of the offices do with the list of ranks."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Max

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.delegations.models import Rank
from hospitium.delegations.rules import protocol as rules
from hospitium.delegations.usual_ranks import usual_ranks


class Step(StrEnum):
    """One place higher or lower."""

    UP = "up"
    DOWN = "down"


def last_position() -> int:
    return Rank.objects.aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def create_rank(*, values: Mapping[str, Any], by: User) -> Rank:
    """Add a rank below all others. Raises Refused."""
    require(rules.may_edit_ranks(by))
    rank = Rank(position=last_position() + 1)
    write(rank, values)
    record("rank.created", rank, by=by)
    return rank


@transaction.atomic
def add_usual_ranks(*, by: User) -> int:
    """Begin with the usual list; returns how many ranks there are now. Raises Refused when there are some already."""
    require(rules.may_add_usual_ranks(by))
    for position, name in enumerate(usual_ranks(), 1):
        rank = Rank.objects.create(position=position, name=name)
        record("rank.created", rank, by=by)
    return position


@transaction.atomic
def edit_rank(*, rank_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Rank:
    """Call it otherwise. Raises Refused, or Conflict when somebody saved in between."""
    rank = locked(Rank, rank_id, version=version)
    require(rules.may_edit_ranks(by))
    if changed := write(rank, values):
        record("rank.changed", rank, by=by, fields=changed)
    return rank


@transaction.atomic
def move_rank(*, rank_id: int, step: Step, by: User) -> Rank:
    """Let it change places with the one above or below; at the end of the list nothing happens. Raises Refused."""
    rank = locked(Rank, rank_id)
    require(rules.may_edit_ranks(by))
    others = Rank.objects.select_for_update()
    if step == Step.UP:
        neighbour = others.filter(position__lt=rank.position).order_by("-position").first()
    else:
        neighbour = others.filter(position__gt=rank.position).order_by("position").first()
    if neighbour is not None:
        here, there = rank.position, neighbour.position
        # No two ranks may have one position, not even between two statements.
        set_position(neighbour, last_position() + 1)
        set_position(rank, there)
        set_position(neighbour, here)
        record("rank.moved", rank, by=by, about=[neighbour], position=there)
    return rank


def set_position(rank: Rank, position: int) -> None:
    rank.position = position
    rank.save(update_fields=["position"])


@transaction.atomic
def remove_rank(*, rank_id: int, by: User) -> None:
    """Take a rank that nobody has out of the list. Raises Refused."""
    rank = locked(Rank, rank_id)
    require(rules.may_remove_rank(by, rank))
    record("rank.removed", rank, by=by)
    rank.delete()
