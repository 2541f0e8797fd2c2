"""Hospitium: the pages that are measured, and what is asked of each."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import Address, MeasurementError, Run, ask, checked, measure
from benchmarks.server import Server, free_port, running, sign_in
from benchmarks.sign_in import OFFICER, PASSWORD

ROOT = Path(__file__).resolve().parent.parent
MARK = "Geschrieben zwischen zwei Fragen"
CITY = "city-0"
MEMORY = "Memory of all processes after the load"
MORE_IS_BETTER = frozenset({"per s", "of 20 answers"})
PACKED = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Figure:
    """One line of the table. `asked` is the limit, `unit` says of what and on which side of it the figure must lie."""

    name: str
    unit: str
    asked: float | None = None
    measured: tuple[float, ...] = ()
    note: str = ""
    rates: tuple[float, ...] = ()

    @property
    def is_met(self) -> bool | None:
        """None where nothing was asked or nothing was measured."""
        if self.asked is None or not self.measured:
            return None
        middle = median(self.measured)
        return middle >= self.asked if self.unit in MORE_IS_BETTER else middle <= self.asked


@dataclass(frozen=True)
class Page:
    """A page to measure: its view name with arguments, what is asked of it, and how it is asked for."""

    name: str
    view: str
    arguments: Sequence[Any] = ()
    p50: float | None = None
    rate: float | None = None
    query: str = ""
    is_desk: bool = True
    is_known: bool = False
    headers: Mapping[str, str] = field(default_factory=lambda: PACKED)


PAGES = (
    Page("Partnership file", "desk:partnership", [CITY], p50=30),
    Page("List of 5,000 activities, a page of 100", "programme:activities", p50=25),
    Page("List of 3,000 contacts, a page of 100", "partners:contacts"),
    Page("Today", "desk:today"),
    Page("Year", "desk:year_of", [2025]),
    Page("Find: one word", "desk:find", query="?q=verkehr"),
    Page("One activity", "programme:activity", [1]),
    Page("Public start page", "portal:start", ["de"], is_desk=False),
    Page("Public partner page", "portal:city", ["de", CITY], rate=2_500, is_desk=False),
    Page("… its 304", "portal:city", ["de", CITY], rate=3_500, is_desk=False, is_known=True),
    Page("… with a parameter that counts nothing", "portal:city", ["de", CITY], query="?utm=1", is_desk=False),
    Page("Public list of activities", "portal:activities", ["de"], is_desk=False),
    Page("Calendar (.ics) of 5,000 activities", "portal:ics", ["de"], rate=200, is_desk=False),
    Page("… not packed", "portal:ics", ["de"], rate=200, is_desk=False, headers={}),
)


def environment(data: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOSPITIUM_", "DATABASE_URL"))}
    return kept | {
        "HOSPITIUM_DATA": str(data),
        "HOSPITIUM_BASE_URL": f"http://127.0.0.1:{port}",
        "HOSPITIUM_REQUIRE_SECOND_FACTOR": "no",
        "DJANGO_SETTINGS_MODULE": "hospitium.config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }


def in_django(lines: str, *, data: Path) -> str:
    """Run some lines in a process of its own that knows the data folder; returns what they print."""
    code = f"import django; django.setup()\n{lines}"
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment(data, 0), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise MeasurementError(" ".join(said.stderr.strip().splitlines()[-1:]) or "A process ended without a word.")
    return said.stdout.strip()


def fill(data: Path) -> float:
    """Seconds that it took."""
    begun = time.perf_counter()
    in_django("from benchmarks.data import fill; fill()", data=data)
    return time.perf_counter() - begun


def addresses(data: Path) -> dict[str, str]:
    """View name → path, for the pages that are there."""
    wanted = [(page.view, list(page.arguments)) for page in PAGES]
    lines = f"from benchmarks.addresses import known; print(known({wanted!r}))"
    found: dict[str, str] = json.loads(in_django(lines, data=data).splitlines()[-1])
    return found


@contextlib.contextmanager
def served(data: Path) -> Iterator[Server]:
    """As an operator starts it: two web processes, and the worker."""
    port = free_port()
    command = [sys.executable, "-m", "hospitium.operations", "serve", "--port", str(port), "--workers", "2"]
    log = data.with_suffix(".log")
    with running(
        command, port=port, first_page="/robots.txt", env=environment(data, port), cwd=ROOT, log=log
    ) as server:
        yield server


def figures(data: Path, *, seconds: int, say: Callable[[str], None]) -> list[Figure]:
    """Everything that is measured of Hospitium."""
    starts = []
    for _ in range(2):
        with served(data) as server:
            starts.append(server.seconds_to_start)
    paths = addresses(data)
    found: list[Figure] = []
    with served(data) as server:
        starts.append(server.seconds_to_start)
        cookies = entered(server)
        for page in PAGES:
            figure = of_page(page, server, paths.get(page.view, ""), cookies=cookies, seconds=seconds)
            say(f"{figure.name}: {figure.note or f'{median(figure.measured):.1f} {figure.unit}'}")
            found.append(figure)
        processes = server.count_processes()
        memory = Figure(MEMORY, "MB", 350, (server.memory(),), f"PSS of {processes} processes")
        found += [memory, *after_a_write(server, data, paths)]
    return [*found, Figure("Start on an existing database until the first page", "s", 5, tuple(starts))]


def entered(server: Server) -> str:
    """The cookies of the officer, after signing in by the form as a person does."""
    fields = {"login": OFFICER, "password": PASSWORD, "next": "/office/profile/"}
    cookies = sign_in(server, path="/account/login/", fields=fields)
    if "session=" not in cookies:
        raise MeasurementError("The sign-in did not succeed.")
    return cookies


def of_page(page: Page, server: Server, path: str, *, cookies: str, seconds: int) -> Figure:
    unit = "per s" if page.rate else "ms, p50"
    figure = Figure(page.name, unit, page.rate or page.p50)
    if not path:
        return Figure(page.name, unit, figure.asked, note="not there yet")
    headers = dict(page.headers) | ({"Cookie": cookies} if page.is_desk else {})
    address = Address(f"{server.url}{path}{page.query}", headers)
    try:
        if page.is_known:
            known = {"If-None-Match": checked(address).headers.get("etag", "")}
            address = Address(address.url, headers | known, status=304)
        runs = measure(address, seconds=seconds, used=server.processor_seconds)
    except (MeasurementError, OSError) as error:
        return Figure(page.name, unit, figure.asked, note=f"not measured: {error}")
    return Figure(page.name, unit, figure.asked, values(runs, unit), remark(runs), values(runs, "per s"))


def values(runs: Sequence[Run], unit: str) -> tuple[float, ...]:
    return tuple(run.rate if unit == "per s" else run.p50 for run in runs)


def remark(runs: Sequence[Run]) -> str:
    rate, p95 = median(run.rate for run in runs), median(run.p95 for run in runs)
    p50, size = median(run.p50 for run in runs), median(run.bytes_each for run in runs) / 1024
    processor = median(run.processor for run in runs)
    return f"{rate:,.0f}/s, p50 {p50:.1f} ms, p95 {p95:.1f} ms, processor {processor:.2f} ms, {size:.1f} kB"


def after_a_write(server: Server, data: Path, paths: Mapping[str, str]) -> list[Figure]:
    """One change between two requests: does the next answer show it, and what does making it anew cost?"""
    name = "A change shows at the very next request, in every process"
    city, calendar = paths.get("portal:city"), paths.get("portal:ics")
    if not city or not calendar:
        return [Figure(name, "of 20 answers", 20, note="not there yet")]
    page, feed = Address(server.url + city), Address(server.url + calendar)
    if MARK.encode() in checked(page).body:
        return [Figure(name, "of 20 answers", 20, note="not measured: it was shown before it was written")]
    in_django(f"from benchmarks.data import rename; rename({CITY!r}, {MARK!r})", data=data)
    answers = [ask(page) for _ in range(20)]
    calendars = [ask(feed) for _ in range(10)]
    shown = sum(MARK.encode() in answer.body for answer in answers)
    return [
        Figure(name, "of 20 answers", 20, (shown,)),
        Figure("Public partner page, first answer after a change", "ms", None, (slowest(answers),)),
        Figure("Calendar of 5,000 activities, first answer after a change", "ms", None, (slowest(calendars),)),
    ]


def slowest(answers: Sequence[Any]) -> float:
    return float(max(answer.milliseconds for answer in answers))
