"""The process that answers one question to the proposal: started by the worker, its memory comes back when it ends.

It reads the question as one line and writes lines: how far it is, then the answer or why there is none. A line "stop"
ends the search with what is there; when the other end is gone it ends at once.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
import traceback
from dataclasses import replace
from typing import Any

MEMORY = 2 * 2**30
NICE = 5  # pages come first
PATIENCE = 30  # seconds of the processor above those that were asked for
PAUSE = 0.25  # seconds between two lines


def main() -> int:
    question = json.loads(sys.stdin.readline())
    limit(float(question["demand"]["cutoffs"]["seconds"]))
    stopping = threading.Event()
    threading.Thread(target=listen, args=(stopping,), daemon=True).start()
    try:
        say(answer=answer_to(question, stopping))
    except MemoryError:
        say(failure="memory")
    except Exception:  # noqa: BLE001 - whatever it is, the worker must hear of it
        traceback.print_exc()
        say(failure="error")
    return 0


def limit(seconds: float) -> None:
    """Neither a mistake of ours nor a strange question takes the machine away from the pages."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    processor = int((seconds + PATIENCE) * (os.cpu_count() or 1))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    os.nice(NICE)


def listen(stopping: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            stopping.set()
    os._exit(1)


def answer_to(question: dict[str, Any], stopping: threading.Event) -> dict[str, Any]:
    # After the limits: the solver takes most of its memory when it is loaded.
    from hospitium.algorithms.timetable.proposal import Cost
    from hospitium.algorithms.timetable.propose import propose
    from hospitium.algorithms.timetable.transfers import is_settled, with_transfers
    from hospitium.algorithms.timetable.verify import hard_violations
    from hospitium.visits.questions import demand_of

    told = [0.0]

    def progress(share: float, best: Cost | None) -> None:
        now = time.monotonic()
        if now - told[0] >= PAUSE:
            told[0] = now
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


def say(**what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
