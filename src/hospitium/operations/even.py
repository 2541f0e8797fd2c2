"""Connections shared evenly between the web processes."""

from __future__ import annotations

import mmap
import time
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

MOST, START = 64, 0.002

# Anonymous shared memory, made before the processes part: one count of open connections for each web process.
open_connections = memoryview(mmap.mmap(-1, MOST * 4)).cast("i")


class EvenWorker(ThreadWorker):  # type: ignore[misc]
    """A process of threads that lets a process with fewer connections take the next one.

    All processes listen at one socket, and whoever wakes first takes what waits there. Connections that browsers keep
    open would gather in one process, which works on one core, while the other core rests. A process that has more than
    another therefore gives it a start of two milliseconds, and takes what is then still waiting: no connection waits
    for a process that hangs.
    """

    place: int | None = None

    @property
    def nr_conns(self) -> int:
        return self.counted

    @nr_conns.setter
    def nr_conns(self, count: int) -> None:
        self.counted = count
        if self.place is not None:
            open_connections[self.place] = count

    def accept(self, listener: Any) -> None:
        if self.nr_conns > min(open_connections[: min(self.cfg.workers, MOST)]):
            time.sleep(START)
        super().accept(listener)


def give_place(arbiter: Arbiter, worker: EvenWorker) -> None:
    """Before a process starts: its place among the counts, the first that no living process has."""
    taken = {other.place for other in arbiter.WORKERS.values()}
    worker.place = next((place for place in range(MOST) if place not in taken), None)
    if worker.place is not None:
        open_connections[worker.place] = 0
