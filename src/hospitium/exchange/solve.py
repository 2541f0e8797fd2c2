"""The process that matches one round: started by the worker, its memory comes back when it ends."""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from hospitium.core.asking import Say, answered

if TYPE_CHECKING:
    from hospitium.algorithms.matching import Outcome, Problem

CHANGES = 20.0  # seconds for what would have helped those without a place


def seconds_of(question: dict[str, Any]) -> float:
    return float(question["problem"]["cutoffs"]["seconds"]) + CHANGES


def answer_to(question: dict[str, Any], stopping: threading.Event, say: Say) -> dict[str, Any]:
    # After the limits: the solver takes most of its memory when it is loaded.
    from hospitium.algorithms.matching import MatchingError, Mechanism, Problem, solve, verify

    def progress(share: float, placed: int | None) -> None:
        say(share=round(share, 3), placed=placed)

    try:
        problem = Problem.from_json(json.dumps(question["problem"]))
        outcome = solve(problem, Mechanism(question["mechanism"]), progress, stopping.is_set)
    except MatchingError as error:
        return {"failure": "problem", "code": error.code, "facts": {key: str(one) for key, one in error.facts.items()}}
    # What was before the judge inside goes before the judge once more, as it will be stored.
    kept = json.loads(outcome.as_json())
    findings = [[one.code, list(one.ids), dict(one.facts)] for one in verify(problem, outcome)]
    changes, is_complete = changes_for(problem, outcome, stopping)
    return {"outcome": kept, "findings": findings, "changes": changes, "changes_complete": is_complete}


def changes_for(problem: Problem, outcome: Outcome, stopping: threading.Event) -> tuple[dict[str, Any], bool]:
    """Whoever has no place → the smallest change that would have placed them; False when there was not time for all.

    Each is found by matching again, so it is done here and not while somebody waits for a page.
    """
    from hospitium.algorithms.matching import Status, smallest_change

    end = time.monotonic() + CHANGES
    found: dict[str, Any] = {}
    if outcome.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return found, True

    def stopped() -> bool:
        return stopping.is_set() or time.monotonic() > end

    for one in problem.applicants:
        if one.id in outcome.placement:
            continue
        if stopped():
            return found, False
        change = smallest_change(problem, outcome, one.id, stopped)
        if change is not None:
            lifted = [[reason.code, dict(reason.facts)] for reason in change.lifted]
            found[one.id] = [change.code, list(change.ids), change.by, lifted]
    return found, not stopped()


if __name__ == "__main__":
    sys.exit(answered(answer_to, seconds_of))
