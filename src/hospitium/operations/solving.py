"""The worker's side of proposals and matchings: one run at a time, in a process of its own that a stop always stops."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from hospitium.exchange.actions import run_work as matchings
from hospitium.visits.actions import runs as proposals

logger = logging.getLogger(__name__)
GRACE = timedelta(seconds=4)  # to answer with what is there, after a stop
LATE = timedelta(seconds=30)  # after the time that was asked for: loading the solver, and why something does not fit


class Run(Protocol):
    """A row with a question for which the worker holds a lease."""

    seconds: int
    is_stop_wanted: bool


@dataclass(frozen=True)
class Work:
    """What can be asked, the process that answers it, and where the answers are kept."""

    command: Sequence[str]
    question_of: Callable[[Any], Any]
    take: Callable[..., Any]
    keep: Callable[..., Any]
    end: Callable[..., None]
    give_back: Callable[..., None]


PROPOSALS = Work(
    (sys.executable, "-m", "hospitium.visits.solve"),
    lambda run: run.question,
    proposals.take_run,
    proposals.keep_run,
    proposals.end_run,
    proposals.give_back_run,
)
MATCHINGS = Work(
    (sys.executable, "-m", "hospitium.exchange.solve"),
    matchings.question_of,
    matchings.take_run,
    matchings.keep_run,
    matchings.end_run,
    matchings.give_back_run,
)


class Process:
    """The process that answers one question, and the lines that it has written so far."""

    def __init__(self, question: Any, command: Sequence[str]) -> None:
        # A session of its own: what is typed at the terminal reaches the worker, and the worker ends it.
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.lines: SimpleQueue[str] = SimpleQueue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.write(json.dumps(question))

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def write(self, line: str) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()

    def said(self) -> dict[str, Any]:
        """What was said since the last time, the later words over the earlier ones."""
        found: dict[str, Any] = {}
        # First this question: whatever was written before the end is then in the queue.
        if self.process.poll() is not None:
            self.reader.join(timeout=5)
        with suppress(Empty):
            while True:
                with suppress(ValueError):
                    found |= json.loads(self.lines.get_nowait())
        return found

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class Solving:
    """What the worker has under way of one kind of work."""

    def __init__(self, work: Work = PROPOSALS) -> None:
        self.work = work
        self.run: Run | None = None
        self.process: Process | None = None
        self.share = 0.0
        self.ends = self.stops = datetime.max

    @property
    def is_busy(self) -> bool:
        return self.process is not None

    def step(self, *, now: datetime) -> None:
        """Start what waits, or see how far it is."""
        if self.run is None or self.process is None:
            self.start(now)
            return
        said = self.process.said()
        self.share = said.get("share", self.share)
        kept = self.work.keep(run=self.run, share=self.share, now=now)
        if kept is None:
            self.finish()
        elif "answer" in said or "failure" in said:
            self.work.end(run=self.run, answer=said.get("answer", {"failure": said.get("failure")}), now=now)
            self.finish()
        elif self.process.process.poll() is not None:
            logger.warning("A search ended with status %s.", self.process.process.returncode)
            self.work.give_back(run=self.run, counts=True)
            self.finish()
        else:
            self.hurry(kept, now)

    def start(self, now: datetime) -> None:
        self.run = self.work.take(now=now)
        if self.run is not None:
            self.share = 0.0
            self.ends = now + timedelta(seconds=self.run.seconds) + LATE
            self.stops = self.ends
            self.process = Process(self.work.question_of(self.run), self.work.command)

    def hurry(self, kept: Run, now: datetime) -> None:
        """Hand a stop on; whoever does not stop in time is ended."""
        assert self.process is not None
        if kept.is_stop_wanted and self.stops == self.ends:
            self.stops = min(self.ends, now + GRACE)
            self.process.write("stop")
        if now >= self.stops:
            self.work.end(run=kept, answer={"failure": "stopped" if kept.is_stop_wanted else "late"}, now=now)
            self.finish()

    def finish(self) -> None:
        if self.process is not None:
            self.process.end()
        self.run = self.process = None

    def leave(self) -> None:
        """The worker ends: the run waits for the next one."""
        run = self.run
        self.finish()
        if run is not None:
            self.work.give_back(run=run, counts=False)
