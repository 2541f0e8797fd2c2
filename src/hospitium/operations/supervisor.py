"""Keeps a few child processes alive, and ends all of them together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
HEARD = STOPPING | {signal.SIGCHLD}
PATIENCE, LONGEST_PAUSE, STEADY = 5.0, 30.0, 60.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process to keep alive. It is started when `due_at` (seconds of the monotonic clock) has come."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0

    def pause(self, now: float) -> float:
        """How long to wait before the next start: longer after each failure, short again after a steady minute."""
        self.failures = 0 if now - self.started_at > STEADY else self.failures + 1
        return min(LONGEST_PAUSE, 0.5 * 2.0 ** max(0, self.failures - 1))


class Supervisor:
    """Starts the children, restarts what dies, and stops on Ctrl-C or SIGTERM. `tick` is called a few times a second
    until it returns True."""

    def __init__(self, children: list[Child], *, tick: Callable[[], bool] = lambda: True) -> None:
        self.children = children
        self.tick = tick

    def run(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
        is_settled = False
        while True:
            now = time.monotonic()
            for child in self.children:
                if not child.pid and child.due_at <= now:
                    start(child)
            heard = signal.sigtimedwait(HEARD, self.time_to_wait(is_settled))
            self.bury()
            if heard and heard.si_signo in STOPPING:
                return self.stop()
            is_settled = is_settled or self.tick()

    def time_to_wait(self, is_settled: bool) -> float:
        now = time.monotonic()
        waiting = [max(0.01, child.due_at - now) for child in self.children if not child.pid]
        return min([*waiting, 5.0 if is_settled else 0.05])

    def bury(self) -> None:
        """Take note of the children that ended, and plan their next start."""
        for child in self.children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                end_group(pid, signal.SIGTERM)
                now = time.monotonic()
                pause = child.pause(now)
                child.pid, child.due_at = 0, now + pause
                print(
                    f"hospitium: {child.name} ended ({ending(status)}); starting it again in {pause:g} s.",
                    file=sys.stderr,
                )

    def stop(self) -> None:
        """End every child: kindly first, by force after a few seconds."""
        for child in self.children:
            if child.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        living = [child for child in self.children if child.pid]
        while living and time.monotonic() < deadline:
            heard = signal.sigtimedwait(HEARD, 0.1)
            if heard and heard.si_signo in STOPPING:
                break
            living = [child for child in living if os.waitpid(child.pid, os.WNOHANG) == (0, 0)]
        for child in self.children:
            if child.pid:
                end_group(child.pid, signal.SIGKILL)
        for child in living:
            os.waitpid(child.pid, 0)


def ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"exit status {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def end_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def start(child: Child) -> None:
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    child.started_at = time.monotonic()
    child.pid = os.fork()
    if child.pid == 0:
        status = 1
        try:
            become_child(parent)
            child.run()
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:  # noqa: BLE001 - the last frame of a process: nothing may go up into the parent's stack
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)


def become_child(parent: int) -> None:
    """Its own group, so that Ctrl-C reaches the supervisor alone; and no life without the supervisor."""
    os.setpgid(0, 0)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
