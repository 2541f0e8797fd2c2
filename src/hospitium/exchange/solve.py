"""The process that matches one round: started by the worker, its memory comes back when it ends."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from hospitium.core.asking import Say, answered


def seconds_of(question: dict[str, Any]) -> float:
    return float(question["problem"]["cutoffs"]["seconds"])


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
    return {"outcome": kept, "findings": findings}


if __name__ == "__main__":
    sys.exit(answered(answer_to, seconds_of))
