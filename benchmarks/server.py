"""Servers that are started for the measurement and ended after it: started, asked, weighed."""

from __future__ import annotations

import contextlib
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import MeasurementError

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A running server: its address, the process that was started, and the seconds until its first page."""

    url: str
    pid: int
    seconds_to_start: float

    def memory(self) -> float:
        """Megabytes of all its processes together; what several share is counted once (PSS)."""
        return sum(pss(pid) for pid in family(self.pid)) / 1024

    def processor_seconds(self) -> float:
        """What all its processes have used of the processor until now (user and system)."""
        used = (facts_of(pid) for pid in family(self.pid))
        return sum(int(fields[11]) + int(fields[12]) for fields in used if fields) / os.sysconf("SC_CLK_TCK")

    def count_processes(self) -> int:
        return len(family(self.pid))


@contextlib.contextmanager
def running(
    command: Sequence[str], *, port: int, first_page: str, env: Mapping[str, str], cwd: Path, log: Path
) -> Iterator[Server]:
    """Start `command`, wait until `first_page` is answered, and end it at the end."""
    url = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command, env=dict(env), cwd=cwd, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL
        )
    try:
        wait_for(url + first_page, process, log)
        yield Server(url, process.pid, time.perf_counter() - begun)
    finally:
        members = {pid: born(pid) for pid in family(process.pid)}
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pid, moment in members.items():
            # A number may have gone to a stranger in the meantime.
            if moment and born(pid) == moment:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=PATIENCE).close()
            return
        time.sleep(0.01)
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    raise MeasurementError(f"The server did not answer {url}: {' '.join(last)}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        if fields := facts_of(int(status.parent.name)):
            children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def facts_of(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on (proc(5), fields 3 and following); empty when it is gone."""
    with contextlib.suppress(OSError):
        # The name of the program stands in brackets and may hold anything.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def born(pid: int) -> str:
    """The moment of its start in ticks since the machine began; empty when it is gone."""
    fields = facts_of(pid)
    return fields[19] if fields else ""


def pss(pid: int) -> int:
    """Kilobytes."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def sign_in(server: Server, *, path: str, fields: Mapping[str, str]) -> str:
    """Fill in the sign-in form as a browser would; returns the cookies as one header."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    url = server.url + path
    page = browser.open(url, timeout=PATIENCE).read().decode()
    found = TOKEN.search(page)
    if not found:
        raise MeasurementError(f"There is no form at {path}.")
    filled = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": found[1]}).encode()
    question = urllib.request.Request(url, data=filled, headers={"Referer": url, "Origin": server.url})
    with contextlib.suppress(urllib.error.HTTPError):
        # Where the sign-in leads to may be a page that is not there yet.
        browser.open(question, timeout=PATIENCE).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
