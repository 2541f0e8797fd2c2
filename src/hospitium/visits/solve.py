"""The process that answers one question to the proposal: started by the worker, its memory comes back when it ends."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from typing import Any

from hospitium.core.asking import Say, answered


def seconds_of(question: dict[str, Any]) -> float:
    return float(question["demand"]["cutoffs"]["seconds"])


def answer_to(question: dict[str, Any], stopping: threading.Event, say: Say) -> dict[str, Any]:
    # After the limits: the solver takes most of its memory when it is loaded.
    from hospitium.algorithms.timetable.proposal import Cost
    from hospitium.algorithms.timetable.propose import propose
    from hospitium.algorithms.timetable.transfers import is_settled, with_transfers
    from hospitium.algorithms.timetable.verify import hard_violations
    from hospitium.visits.questions import demand_of

    def progress(share: float, best: Cost | None) -> None:
        say(share=round(share, 3), cost=best)

    demand = demand_of(question)
    outcome = propose(demand, progress, stopping.is_set)
    programme, transfers = with_transfers(demand.programme, outcome.starts)
    # What was fixed by hand may be at odds with itself; that is no fault of the plan.
    fixed = tuple(one for one in programme.items if is_settled(one))
    known = hard_violations(replace(programme, items=fixed))
    return {
        "outcome": json.loads(outcome.as_json()),
        "transfers": {key: [place.starts.isoformat(), place.minutes] for key, place in transfers.items()},
        "violations": sorted(set(hard_violations(programme, demand.programme)) - set(known)),
    }


if __name__ == "__main__":
    sys.exit(answered(answer_to, seconds_of))
