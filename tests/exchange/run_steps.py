"""A run asked for and answered, and its result adopted; the events of a record by their codes."""

from __future__ import annotations

from threading import Event

from django.utils import timezone

from hospitium.algorithms.matching import Mechanism, solve, verify
from hospitium.core.events import timeline
from hospitium.exchange.actions.run_work import end_run, take_run
from hospitium.exchange.actions.runs import (
    adopt_run,
    ask_runs,
)
from hospitium.exchange.matching import Terms, kept_outcome, read_problem
from hospitium.exchange.models import Placement, Run
from hospitium.exchange.solve import changes_for


def answered(run: Run) -> Run:
    """The run with the answer that the process gives, computed here."""
    problem = read_problem(run.problem)
    outcome = solve(problem, Mechanism(run.mechanism))
    findings = [[one.code, list(one.ids), dict(one.facts)] for one in verify(problem, outcome)]
    now = timezone.now()
    while (taken := take_run(now=now)) is not None and taken.pk != run.pk:
        end_run(run=taken, answer={"failure": "late"}, now=now)
    changes, is_complete = changes_for(problem, outcome, Event())
    answer = {"outcome": kept_outcome(outcome), "findings": findings}
    end_run(run=taken, answer={**answer, "changes": changes, "changes_complete": is_complete}, now=now)
    run.refresh_from_db()
    return run


def asked(small, mechanism="stable", **terms) -> Run:
    return ask_runs(round_id=small.round.pk, mechanisms=[mechanism], terms=Terms(**terms), by=small.officer)[0]


def adopted(small) -> list[Placement]:
    return adopt_run(run_id=answered(asked(small)).pk, by=small.head)


def codes(record) -> list[str]:
    return [event.code for event in reversed(timeline(record))]
