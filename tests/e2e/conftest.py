"""The product as a newcomer gets it: the demonstration in an empty folder, the real server, Debian's Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

MAILBOXES = {
    "employee": "mitarbeit",
    "department": "fachkontakt",
    "officer": "referat",
    "head": "leitung",
    "guest": "partner",
    "interpreter": "dolmetschen",
    "auditor": "revision",
    "administrator": "administration",
}
GUEST = "guest:"
# Milliseconds; a page takes a tenth of a second, a busy machine takes its time.
PATIENCE = 30_000
ROOT = Path(__file__).resolve().parents[2]
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file is one journey through one installation, so its tests stay in one process; the crawl names its own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group(item.path.stem))


@dataclass(frozen=True)
class Site:
    """A running installation: its address, and mailbox → password of the demonstration's sign-ins.

    `numbers` and `cookies` are what tests/e2e/furnish.py returned: name → number of a record, and guest → name and
    value of the cookie with which a link is open.
    """

    address: str
    passwords: dict[str, str]
    log: Path
    numbers: dict[str, str]
    cookies: dict[str, list[str]]

    def path(self, place: str) -> str:
        """A place of tests/e2e/places.py with the numbers of its records."""
        return place.format_map(self.numbers)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("data")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HOSPITIUM_", "DJANGO_"))}
    environment.pop("DATABASE_URL", None)
    environment |= {"HOSPITIUM_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "hospitium.operations"]
    subprocess.run([*command, "demo", "berlin"], env=environment, cwd=data, check=True, capture_output=True)
    found = furnish(environment)
    log = data / "server.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port)], env=environment, cwd=data, stdout=stream, stderr=stream
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server)
        words = (data / "demo_sign_ins.txt").read_text(encoding="utf-8")
        passwords = dict(re.findall(r"(\w+)@example\.org\s+(\S+)", words))
        yield Site(address, passwords, log, found["numbers"], found["cookies"])
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def furnish(environment: dict[str, str]) -> Any:
    """A year of work in the new installation: tests/e2e/furnish.py."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", "tests.e2e.furnish"]
    made = subprocess.run(
        command, env={**environment, "PYTHONPATH": paths}, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(made.stdout)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _turn in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urlopen(f"{address}/robots.txt", timeout=1):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within 30 seconds")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing. Install it: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_as(site: Site, chromium: Browser, signed_in: dict[str, dict]) -> Iterator[Opener]:
    """A page of somebody: open_as("officer", language="pl", width=390, dark=True).

    "" is a visitor, and "guest:focal" one in whose browser the link of this name is open.
    """
    with opener(site, chromium, signed_in) as opened:
        yield opened


@contextmanager
def opener(site: Site, chromium: Browser, signed_in: dict[str, dict]) -> Iterator[Opener]:
    """What `open_as` is; for fixtures that last longer than one test."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def opened(who: str = "", *, language: str = "de", width: int = 1440, dark: bool = False) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=language,
            base_url=site.address,
            storage_state=state_of(who, site, chromium, signed_in) if who in MAILBOXES else None,
        )
        context.add_cookies([{"name": "language", "value": language, "url": site.address}])
        if who.startswith(GUEST):
            name, value = site.cookies[who.removeprefix(GUEST)]
            context.add_cookies([{"name": name, "value": value, "url": f"{site.address}/guest/"}])
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: note_foreign(request.url))
        return context.new_page()

    def note_foreign(url: str) -> None:
        if not url.startswith((site.address, "data:", "blob:")):
            foreign.append(url)

    try:
        yield opened
    finally:
        for context in contexts:
            context.close()
    assert foreign == [], "a page asked a foreign host"


@pytest.fixture(scope="session")
def signed_in() -> dict[str, dict]:
    """The cookies of who has signed in already; signing in is limited, and one journey of its own."""
    return {}


def state_of(who: str, site: Site, chromium: Browser, signed_in: dict[str, dict]) -> dict:
    if who not in signed_in:
        context = chromium.new_context(base_url=site.address)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        sign_in(page, site, who)
        signed_in[who] = context.storage_state()
        context.close()
    return signed_in[who]


def sign_in(page: Page, site: Site, who: str) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", f"{MAILBOXES[who]}@example.org")
    page.fill("input[name=password]", site.passwords[MAILBOXES[who]])
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/desk/**")
