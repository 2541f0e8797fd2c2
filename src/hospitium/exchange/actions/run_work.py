"""What the worker does with a run of the matching: take it, keep it, end it, give it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from hospitium.core.events import record
from hospitium.exchange.models import Run

# A worker that is no longer there is known by this; the run is then anybody's.
LEASE = timedelta(seconds=45)
ATTEMPTS = 5
# What is kept beside an outcome: what the judge found, and what would have helped whom.
PROOF = ("findings", "changes", "changes_complete")


def question_of(run: Run) -> dict[str, Any]:
    return {"problem": run.problem, "mechanism": run.mechanism}


@transaction.atomic
def take_run(*, now: datetime) -> Run | None:
    """The next run that waits, or that nobody has kept any more; None when there is none.

    What brought down five workers is put aside as failed.
    """
    free = Q(state=Run.State.WAITING) | Q(state=Run.State.RUNNING, taken_until__lt=now)
    run = Run.objects.select_for_update().filter(free).order_by("id").first()
    if run is None:
        return None
    if run.is_stop_wanted:
        end(run, Run.State.STOPPED, {"failure": "stopped"}, now)
        return None
    if run.attempts >= ATTEMPTS:
        end(run, Run.State.FAILED, {"failure": "attempts"}, now)
        return None
    run.state, run.share = Run.State.RUNNING, 0.0
    run.attempts += 1
    run.taken_until = now + LEASE
    run.save(update_fields=["state", "share", "attempts", "taken_until"])
    return run


@transaction.atomic
def keep_run(*, run: Run, share: float, now: datetime) -> Run | None:
    """Note how far it is; returns the run as it is stored, None when it is ours no more."""
    kept = ours(run)
    if kept is not None:
        kept.share, kept.taken_until = share, now + LEASE
        kept.save(update_fields=["share", "taken_until"])
    return kept


@transaction.atomic
def end_run(*, run: Run, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep the answer; one without an outcome says why there is none."""
    kept = ours(run)
    if kept is None:
        return
    is_stopped = kept.is_stop_wanted if "outcome" not in answer else answer["outcome"]["status"] == "stopped"
    ended = Run.State.STOPPED if is_stopped else Run.State.FAILED if "outcome" not in answer else Run.State.DONE
    end(kept, ended, answer, now)


@transaction.atomic
def give_back_run(*, run: Run, counts: bool) -> None:
    """Its process ended without an answer: it waits again. When it was the worker that ended, this does not count."""
    kept = ours(run)
    if kept is None:
        return
    kept.state, kept.taken_until = Run.State.WAITING, None
    if not counts:
        kept.attempts -= 1
    kept.save(update_fields=["state", "taken_until", "attempts"])


def ours(run: Run) -> Run | None:
    """The run, locked, if nobody else has taken it since."""
    held = Run.objects.filter(state=Run.State.RUNNING, attempts=run.attempts)
    return held.select_for_update().filter(pk=run.pk).first()


def end(run: Run, state: str, answer: Mapping[str, Any], now: datetime) -> None:
    run.state, run.ended_at, run.taken_until, run.share = state, now, None, 1.0
    run.outcome = answer.get("outcome", {})
    run.proof = {name: answer[name] for name in PROOF if name in answer}
    run.message = str(answer.get("code") or answer.get("failure") or "")[:40]
    run.message_facts = dict(answer.get("facts", {}))
    fields = ["state", "ended_at", "taken_until", "share", "outcome", "proof", "message", "message_facts"]
    run.save(update_fields=fields)
    code = "run.failed" if state == Run.State.FAILED else "run.ended"
    record(code, run, by=None, about=[run.round], status=run.outcome.get("status", state))


__all__ = ["ATTEMPTS", "LEASE", "end_run", "give_back_run", "keep_run", "question_of", "take_run"]
