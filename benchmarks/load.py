"""The client: four connections that are kept open, each asking for the next answer as soon as it has one.

wrk (Debian package) when it is there, else threads of our own, which cannot ask for more than some thousand pages a
second. The table names the client, because client and server share the processor.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

CONNECTIONS, RUNS, WARM_UP_SECONDS = 4, 3, 2
SLOW, LONGEST_RUN = 250, 10  # milliseconds of one answer, seconds
SCRIPT = Path(__file__).with_name("done.lua")


class MeasurementError(Exception):
    """The page answered something else than was asked for; the sentence says what."""


@dataclass(frozen=True)
class Run:
    """What one run counted: answers per second, milliseconds of the middle and of the 95th of a hundred answers.

    `processor` is the milliseconds of the server's own processor time for each answer: unlike the others it hardly
    depends on what else the machine is doing.
    """

    rate: float
    p50: float
    p95: float
    bytes_each: float
    processor: float


@dataclass(frozen=True)
class Address:
    """What is asked for: the full address, headers, and the status that each answer must have."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Answer:
    """One answer with its time from the first byte sent to the last byte received."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: float


def client_name() -> str:
    if not (wrk := shutil.which("wrk")):
        return f"{CONNECTIONS} threads of our own in Python"
    said = subprocess.run([wrk, "--version"], capture_output=True, text=True, check=False).stdout
    return " ".join(said.split()[:2])


def measure(address: Address, *, seconds: int, used: Callable[[], float]) -> list[Run]:
    """Three runs after a warm-up; `used` says how many seconds of the processor the server has used.

    Raises MeasurementError when an answer is not the one that was asked for.
    """
    before = checked(address)
    # Of a slow page a short run would not see one answer.
    seconds = LONGEST_RUN if before.milliseconds > SLOW else seconds
    counted_by_client(address, WARM_UP_SECONDS)
    runs = [one_run(address, seconds=seconds, used=used) for _ in range(RUNS)]
    after = checked(address)
    size = max(len(before.body), len(after.body))
    # A page that turned into a short refusal or a detour to the sign-in would look fast.
    if any(run.bytes_each < 0.9 * size for run in runs):
        raise MeasurementError("Some answers under load were shorter than the page.")
    return runs


def checked(address: Address) -> Answer:
    answer = ask(address)
    if answer.status != address.status:
        raise MeasurementError(f"It answered {answer.status} where {address.status} was expected.")
    return answer


def ask(address: Address) -> Answer:
    """One request on a connection of its own."""
    begun = time.perf_counter()
    with connect(address) as stream:
        stream.sendall(request_bytes(address, connection="close"))
        received = bytearray()
        while part := stream.recv(2**16):
            received += part
    took = (time.perf_counter() - begun) * 1000
    head, _gap, body = bytes(received).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/1."):
        raise MeasurementError("It closed the connection without an answer.")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]), headers, body, took)


def one_run(address: Address, *, seconds: int, used: Callable[[], float]) -> Run:
    before = used()
    counted = counted_by_client(address, seconds)
    if not counted["requests"]:
        raise MeasurementError("Not one answer came in time.")
    if counted["failed"]:
        raise MeasurementError(f"{counted['failed']} of {counted['requests']} answers failed under load.")
    return Run(
        rate=counted["requests"] / counted["microseconds"] * 1e6,
        p50=counted["p50"] / 1000,
        p95=counted["p95"] / 1000,
        bytes_each=counted["bytes"] / counted["requests"],
        processor=(used() - before) / counted["requests"] * 1000,
    )


def counted_by_client(address: Address, seconds: int) -> dict[str, Any]:
    return by_wrk(address, seconds) if shutil.which("wrk") else by_threads(address, seconds)


def by_wrk(address: Address, seconds: int) -> dict[str, Any]:
    headers = [part for name, value in address.headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), *headers]
    said = subprocess.run([*command, address.url], capture_output=True, text=True, check=True, timeout=seconds + 60)
    counted: dict[str, Any] = json.loads(said.stdout.strip().splitlines()[-1])
    return counted


def by_threads(address: Address, seconds: int) -> dict[str, Any]:
    until = time.perf_counter() + seconds
    took: list[float] = []
    sizes: list[int] = []
    failed: list[str] = []

    def keep_asking() -> None:
        with connect(address) as stream:
            question = request_bytes(address, connection="keep-alive")
            reader = stream.makefile("rb")
            while (begun := time.perf_counter()) < until:
                stream.sendall(question)
                status, size = read_answer(reader)
                took.append((time.perf_counter() - begun) * 1e6)
                sizes.append(size)
                if status != address.status:
                    failed.append(str(status))

    begun = time.perf_counter()
    threads = [threading.Thread(target=keep_asking) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(took) or [0.0]
    return {
        "requests": len(took),
        "microseconds": (time.perf_counter() - begun) * 1e6,
        "bytes": sum(sizes),
        "failed": len(failed),
        "p50": median(ordered),
        "p95": ordered[int(len(ordered) * 0.95)],
    }


def read_answer(reader: Any) -> tuple[int, int]:
    """Status and size of one answer on a connection that stays open; the length must be announced."""
    head = [reader.readline()]
    while (line := reader.readline()) not in (b"\r\n", b""):
        head.append(line)
    status = int(head[0].split()[1])
    lengths = [int(line.split(b":")[1]) for line in head if line.lower().startswith(b"content-length:")]
    length = lengths[0] if lengths else 0
    return status, sum(map(len, head)) + 2 + len(reader.read(length))


def connect(address: Address) -> socket.socket:
    place = urlsplit(address.url)
    return socket.create_connection((place.hostname or "127.0.0.1", place.port or 80), timeout=60)


def request_bytes(address: Address, *, connection: str) -> bytes:
    place = urlsplit(address.url)
    target = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
    headers = {"Host": place.netloc, "Connection": connection, **address.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")
