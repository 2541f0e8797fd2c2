"""Runs for the worker: whoever takes one holds it for a while; when nobody keeps it any more, it is anybody's again.

The functions write, so the actions that call them open the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# A worker that is no longer there is known by this.
LEASE = timedelta(seconds=45)
ATTEMPTS = 5


class Leased(models.Model):
    """A run: it waits, a worker holds it, it ends; a person adopts or discards what it has found."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")
        ADOPTED = "adopted", _("adopted")
        DISCARDED = "discarded", _("discarded")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    share = models.FloatField(default=0.0)
    is_stop_wanted = models.BooleanField(default=False)
    taken_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Nobody knows its outcome yet."""
        return self.state in (self.State.WAITING, self.State.RUNNING)


Row = TypeVar("Row", bound=Leased)
# What an action does with a run that ends: the run, its new state, the answer, and when.
End = Callable[[Row, str, Mapping[str, Any], datetime], None]


def take(rows: models.QuerySet[Row], *, now: datetime, end: End[Row]) -> Row | None:
    """The next run that waits, or that nobody has kept any more; None when there is none.

    What brought down five workers is put aside as failed.
    """
    free = Q(state=Leased.State.WAITING) | Q(state=Leased.State.RUNNING, taken_until__lt=now)
    run = rows.select_for_update().filter(free).order_by("id").first()
    if run is None:
        return None
    if run.is_stop_wanted:
        end(run, Leased.State.STOPPED, {"failure": "stopped"}, now)
        return None
    if run.attempts >= ATTEMPTS:
        end(run, Leased.State.FAILED, {"failure": "attempts"}, now)
        return None
    run.state, run.share = Leased.State.RUNNING, 0.0
    run.attempts += 1
    run.taken_until = now + LEASE
    run.save(update_fields=["state", "share", "attempts", "taken_until"])
    return run


def keep(run: Row, *, share: float, now: datetime) -> Row | None:
    """Note how far it is; returns the run as it is stored, None when it is ours no more."""
    kept = ours(run)
    if kept is not None:
        kept.share, kept.taken_until = share, now + LEASE
        kept.save(update_fields=["share", "taken_until"])
    return kept


def answer(run: Row, said: Mapping[str, Any], *, now: datetime, end: End[Row]) -> None:
    """End it with what was said, if it is still ours; one without an outcome says why there is none."""
    kept = ours(run)
    if kept is None:
        return
    if "outcome" not in said:
        state = Leased.State.STOPPED if kept.is_stop_wanted else Leased.State.FAILED
    else:
        state = Leased.State.STOPPED if said["outcome"]["status"] == "stopped" else Leased.State.DONE
    end(kept, state, said, now)


def close(run: Leased, state: str, now: datetime, *answers: str) -> None:
    """Store that it has ended, with the fields that hold the answer."""
    run.state, run.ended_at, run.taken_until, run.share = state, now, None, 1.0
    run.save(update_fields=["state", "ended_at", "taken_until", "share", *answers])


def give_back(run: Leased, *, counts: bool) -> None:
    """Its process ended without an answer: it waits again. When it was the worker that ended, this does not count."""
    kept = ours(run)
    if kept is None:
        return
    kept.state, kept.taken_until = Leased.State.WAITING, None
    if not counts:
        kept.attempts -= 1
    kept.save(update_fields=["state", "taken_until", "attempts"])


def ours(run: Row) -> Row | None:
    """The run, locked, if nobody else has taken it since."""
    held = type(run)._default_manager.filter(state=Leased.State.RUNNING, attempts=run.attempts)
    return held.select_for_update().filter(pk=run.pk).first()


__all__ = ["ATTEMPTS", "LEASE", "Leased", "answer", "close", "give_back", "keep", "take"]
