"""A process that answers one question: started by the worker, stopped by a word, held back by limits.

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
from collections.abc import Callable
from typing import Any

MEMORY = 2 * 2**30
NICE = 5  # pages come first
PATIENCE = 30  # seconds of the processor above those that were asked for
PAUSE = 0.25  # seconds between two lines of progress

Question = dict[str, Any]
Say = Callable[..., None]
Answer = Callable[[Question, threading.Event, Say], dict[str, Any]]


def answered(answer_to: Answer, seconds_of: Callable[[Question], float]) -> int:
    """Read the question, answer it within its time and memory, and say so; the exit status is always 0."""
    question = json.loads(sys.stdin.readline())
    limit(seconds_of(question))
    stopping = threading.Event()
    threading.Thread(target=listen, args=(stopping,), daemon=True).start()
    try:
        say(answer=answer_to(question, stopping, Progress()))
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


class Progress:
    """Says how far it is, a few times a second at most."""

    def __init__(self) -> None:
        self.told = 0.0

    def __call__(self, **what: Any) -> None:
        now = time.monotonic()
        if now - self.told >= PAUSE:
            self.told = now
            say(**what)


def say(**what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()
