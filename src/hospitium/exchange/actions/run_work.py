"""What the worker does with a run of the matching: take it, keep it, end it, give it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hospitium.core import leases
from hospitium.core.events import record
from hospitium.exchange.models import Run

# What is kept beside an outcome: what the judge found, and what would have helped whom.
PROOF = ("findings", "changes", "changes_complete")


def question_of(run: Run) -> dict[str, Any]:
    return {"problem": run.problem, "mechanism": run.mechanism}


@transaction.atomic
def take_run(*, now: datetime) -> Run | None:
    """The next run for this worker; None when there is none."""
    return leases.take(Run.objects.all(), now=now, end=end)


@transaction.atomic
def keep_run(*, run: Run, share: float, now: datetime) -> Run | None:
    """Note how far it is; returns the run as it is stored, None when it is ours no more."""
    return leases.keep(run, share=share, now=now)


@transaction.atomic
def end_run(*, run: Run, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep the answer; one without an outcome says why there is none."""
    leases.answer(run, answer, now=now, end=end)


@transaction.atomic
def give_back_run(*, run: Run, counts: bool) -> None:
    """Its process ended without an answer: it waits again. When it was the worker that ended, this does not count."""
    leases.give_back(run, counts=counts)


def end(run: Run, state: str, answer: Mapping[str, Any], now: datetime) -> None:
    run.outcome = answer.get("outcome", {})
    run.proof = {name: answer[name] for name in PROOF if name in answer}
    run.message = str(answer.get("code") or answer.get("failure") or "")[:40]
    run.message_facts = dict(answer.get("facts", {}))
    leases.close(run, state, now, "outcome", "proof", "message", "message_facts")
    code = "run.failed" if state == Run.State.FAILED else "run.ended"
    record(code, run, by=None, about=[run.round], status=run.outcome.get("status", state))


__all__ = ["end_run", "give_back_run", "keep_run", "question_of", "take_run"]
