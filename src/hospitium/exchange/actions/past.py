"""Past rounds: entered, corrected, and which of several statements about a figure is in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hospitium.algorithms.dates import PartialDate
from hospitium.core.claims import Disputable, choose, keep_known, state_claims
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import Claim, User
from hospitium.core.verdicts import require
from hospitium.exchange import past_rules as rules
from hospitium.exchange.models import HistoricRound


@transaction.atomic
def create_past_round(*, programme: str, values: Mapping[str, Any], by: User) -> HistoricRound:
    """A year of which the record said nothing. Raises Refused."""
    require(rules.may_correct(by))
    require(rules.is_free(programme, values["year"]))
    past = HistoricRound(programme=programme)
    write(past, values)
    record("historicround.created", past, by=by)
    return past


@transaction.atomic
def edit_past_round(*, round_id: int, version: int | None, values: Mapping[str, Any], by: User) -> HistoricRound:
    """Correct what is known of a past round beside its figures. Raises Refused, or Conflict."""
    past = locked(HistoricRound, round_id, version=version)
    require(rules.may_correct(by))
    changed = write(past, values)
    if changed:
        record("historicround.changed", past, by=by, fields=changed)
    return past


@transaction.atomic
def state_figure(
    *,
    round_id: int,
    disputable: Disputable,
    value: str,
    source: str,
    as_of: PartialDate | None,
    note: str,
    is_chosen: bool,
    by: User,
) -> Claim:
    """Note a figure with its source; what was known before stays beside it. `value` is empty for “unknown”.

    Raises Refused, or ValidationError when the value is no number.
    """
    past = locked(HistoricRound, round_id)
    require(rules.may_correct(by))
    is_about = past.is_about and disputable.fact == "persons"
    keep_known(past, disputable, source=past.source, by=by, note=HistoricRound.ABOUT if is_about else "")
    in_use = 0 if is_chosen else -1
    claim = state_claims(past, disputable, [(value, source)], by=by, in_use=in_use, as_of=as_of, note=note)[0]
    record("historicround.fact_stated", past, by=by, fact=claim.fact, claim=claim.pk)
    if is_chosen:
        follow(past, claim)
    return claim


@transaction.atomic
def choose_figure(*, claim_id: int, by: User) -> HistoricRound:
    """Take another statement into use; the statistics follow it. Raises Refused."""
    require(rules.may_correct(by))
    claim = Claim.objects.get(pk=claim_id, kind=HistoricRound._meta.label_lower)
    past = locked(HistoricRound, int(claim.key))
    choose(past, claim)
    follow(past, claim)
    record("historicround.fact_chosen", past, by=by, fact=claim.fact, claim=claim.pk)
    return past


def follow(past: HistoricRound, claim: Claim) -> None:
    """The record says what the claim in use says, and whether that is a round number."""
    if claim.fact == "persons":
        past.is_about = claim.note == HistoricRound.ABOUT
    past.save(update_fields=[claim.fact, "is_about"])
