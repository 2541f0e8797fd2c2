"""What the worker does with a run of the proposal: take it, keep it, end it, give it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from hospitium.core.events import record
from hospitium.visits.models import Proposal

# A worker that is no longer there is known by this; the run is then anybody's.
LEASE = timedelta(seconds=45)
ATTEMPTS = 5
OPEN = (Proposal.State.WAITING, Proposal.State.RUNNING)


@transaction.atomic
def take_run(*, now: datetime) -> Proposal | None:
    """The next run that waits, or that nobody has kept any more; None when there is none.

    What brought down five workers is put aside as failed.
    """
    free = Q(state=Proposal.State.WAITING) | Q(state=Proposal.State.RUNNING, taken_until__lt=now)
    run = Proposal.objects.select_for_update().filter(free).order_by("id").first()
    if run is None:
        return None
    if run.is_stop_wanted:
        end(run, Proposal.State.STOPPED, {}, now)
        return None
    if run.attempts >= ATTEMPTS:
        end(run, Proposal.State.FAILED, {"failure": "attempts"}, now)
        return None
    run.state, run.share = Proposal.State.RUNNING, 0.0
    run.attempts += 1
    run.taken_until = now + LEASE
    run.save(update_fields=["state", "share", "attempts", "taken_until"])
    return run


@transaction.atomic
def keep_run(*, run: Proposal, share: float, now: datetime) -> Proposal | None:
    """Note how far it is; returns the run as it is stored, None when it is ours no more."""
    kept = ours(run)
    if kept is not None:
        kept.share, kept.taken_until = share, now + LEASE
        kept.save(update_fields=["share", "taken_until"])
    return kept


@transaction.atomic
def end_run(*, run: Proposal, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep the answer; one without an outcome says why there is none."""
    kept = ours(run)
    if kept is None:
        return
    if "outcome" not in answer:
        state = Proposal.State.STOPPED if kept.is_stop_wanted else Proposal.State.FAILED
    else:
        state = Proposal.State.STOPPED if answer["outcome"]["status"] == "stopped" else Proposal.State.DONE
    end(kept, state, answer, now)


@transaction.atomic
def give_back_run(*, run: Proposal, counts: bool) -> None:
    """Its process ended without an answer: it waits again. When it was the worker that ended, this does not count."""
    kept = ours(run)
    if kept is None:
        return
    kept.state, kept.taken_until = Proposal.State.WAITING, None
    if not counts:
        kept.attempts -= 1
    kept.save(update_fields=["state", "taken_until", "attempts"])


def ours(run: Proposal) -> Proposal | None:
    """The run, locked, if nobody else has taken it since."""
    held = Proposal.objects.filter(state=Proposal.State.RUNNING, attempts=run.attempts)
    return held.select_for_update().filter(pk=run.pk).first()


def end(run: Proposal, state: str, answer: Mapping[str, Any], now: datetime) -> None:
    run.state, run.answer, run.ended_at, run.taken_until, run.share = state, dict(answer), now, None, 1.0
    run.save(update_fields=["state", "answer", "ended_at", "taken_until", "share"])
    code = "proposal.failed" if state == Proposal.State.FAILED else "proposal.found"
    record(code, run.visit, by=None, proposal=run.pk, status=answer.get("outcome", {}).get("status", state))


__all__ = ["ATTEMPTS", "LEASE", "end_run", "give_back_run", "keep_run", "take_run"]
