"""Runs and locks of a round for the matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from hospitium.algorithms.matching import solve
from hospitium.core.models import User
from hospitium.exchange.matching import Terms, kept_outcome, kept_problem, problem_of
from hospitium.exchange.models import Application, HostOffer, Lock, Round, Run


def build_results(world: Any, record: Round, application: Application, offer: HostOffer, by: User, marks: Any) -> None:
    """A run that is done, and a lock: both the office's alone."""
    now = timezone.now()
    # Without what is fixed: the page about one person needs a result.
    problem = replace(problem_of(record, Terms(states=(application.state,))), fixed=())
    run = Run.objects.create(
        round=record,
        number=1,
        state=Run.State.DONE,
        problem=kept_problem(problem),
        outcome=kept_outcome(solve(problem)),
        asked_at=now,
        asked_by=by,
    )
    # Whom the pages about one person of a run are asked for.
    run.code = application.code
    world.add("run", run, row="run.read", marks=marks)
    lock = Lock.objects.create(
        round=record, application=application, offer=offer, kind=Lock.Kind.FORBIDDEN, reason="x", by=by, at=now
    )
    world.add("lock", lock, row="run.read", marks=marks)
