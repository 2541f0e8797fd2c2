"""The command as an operator runs it: in its own process, with its own data folder, and nothing of ours around it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

OURS = ("HOSPITIUM_", "DJANGO_", "DATABASE_", "COVERAGE_", "COV_", "PYTEST_")
COMMAND = [sys.executable, "-m", "hospitium.operations"]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    source = Path(__file__).resolve().parents[2] / "src"
    return kept | {"HOSPITIUM_DATA": str(data), "PYTHONPATH": str(source), "PYTHONUNBUFFERED": "1"} | more


def run(*words: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], env=environment(data, **more), capture_output=True, text=True, timeout=120,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@dataclass
class Server:
    """A running `hospitium serve`."""

    process: subprocess.Popen[str]
    address: str
    errors: list[str] = field(default_factory=list)

    def processes(self) -> list[int]:
        """The supervisor and everything below it."""
        found = [self.process.pid]
        for number in found:
            found += children(number)
        return found

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(15)


def children(number: int) -> list[int]:
    try:
        text = Path(f"/proc/{number}/task/{number}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(word) for word in text.split()]


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def eventually(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@pytest.fixture(scope="session")
def prepared_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "data"
    done = run("prepare", data=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def prepared(prepared_once: Path, tmp_path: Path) -> Path:
    """A data folder with an empty database."""
    return Path(shutil.copytree(prepared_once, tmp_path / "data"))


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    """Starts servers; those that still run at the end are killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: str, data: Path) -> Server:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", *words], env=environment(data), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        running.append(process)
        server = Server(process, "")
        threading.Thread(target=lambda: server.errors.extend(process.stderr or []), daemon=True).start()
        for line in process.stdout or []:
            if match := re.search(r"ready: (\S+)/", line):
                server.address = match.group(1)
                return server
        pytest.fail("the server did not start: " + "".join(server.errors))

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
