"""What the worker does with a run of the proposal: take it, keep it, end it, give it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hospitium.core import leases
from hospitium.core.events import record
from hospitium.visits.models import Proposal


@transaction.atomic
def take_run(*, now: datetime) -> Proposal | None:
    """The next run for this worker; None when there is none."""
    return leases.take(Proposal.objects.all(), now=now, end=end)


@transaction.atomic
def keep_run(*, run: Proposal, share: float, now: datetime) -> Proposal | None:
    """Note how far it is; returns the run as it is stored, None when it is ours no more."""
    return leases.keep(run, share=share, now=now)


@transaction.atomic
def end_run(*, run: Proposal, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep the answer; one without an outcome says why there is none."""
    leases.answer(run, answer, now=now, end=end)


@transaction.atomic
def give_back_run(*, run: Proposal, counts: bool) -> None:
    """Its process ended without an answer: it waits again. When it was the worker that ended, this does not count."""
    leases.give_back(run, counts=counts)


def end(run: Proposal, state: str, answer: Mapping[str, Any], now: datetime) -> None:
    run.answer = dict(answer)
    leases.close(run, state, now, "answer")
    code = "proposal.failed" if state == Proposal.State.FAILED else "proposal.found"
    record(code, run.visit, by=None, proposal=run.pk, status=answer.get("outcome", {}).get("status", state))


__all__ = ["end_run", "give_back_run", "keep_run", "take_run"]
