"""pretalx beside it: the nearest open system that PyPI has. Its pages stand beside those of ours that do most alike.

It gets its own environment, kept between the runs, and a new database with as many entries as its makers' schedule
page is meant for (500) in each run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.load import Address, MeasurementError, measure
from benchmarks.ours import MEMORY, Figure, remark, values
from benchmarks.server import Server, free_port, running

TALKS = 500
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hospitium-bench" / "pretalx"
HERE = Path(__file__).resolve().parent
# What is measured: name → (path, the name of our figure beside it).
PAGES = {
    "Page of one entry": ("/bench/talk/{code}/", "Public partner page"),
    f"Whole programme without JavaScript ({TALKS} entries; ours: the public list)": (
        "/bench/schedule/nojs",
        "Public list of activities",
    ),
    f"Calendar (.ics) of all entries ({TALKS}; ours: 5,000)": (
        "/bench/schedule.ics",
        "Calendar (.ics) of 5,000 activities",
    ),
}


@dataclass(frozen=True)
class Peer:
    """Another system: its name with the version, how it was set up, its figures, and which of ours stands beside."""

    name: str
    note: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    compared_with: Mapping[str, str] = field(default_factory=dict)


def pretalx(folder: Path, *, seconds: int, say: Callable[[str], None]) -> Peer:
    """Set it up, measure it, end it. What does not work is said in the note."""
    try:
        say("Setting up pretalx in its own environment …")
        python = environment_of_pretalx()
        version = said([str(python), "-c", "import importlib.metadata as m; print(m.version('pretalx'))"], {})
        port = free_port()
        env = variables(folder / "pretalx", port)
        code = filled(python, env, say)
        with served(python, env, port, folder / "pretalx.log", code) as server:
            figures = dict(figures_of(server, code, seconds, say))
    except (MeasurementError, OSError, subprocess.SubprocessError) as error:
        return Peer("pretalx", f"It could not be measured: {error}")
    compared = {name: ours for name, (_path, ours) in PAGES.items()} | {MEMORY: MEMORY}
    note = (
        f"{TALKS} talks of {TALKS} speakers in a released schedule, SQLite, gunicorn with 2 workers, DEBUG off, no "
        "cache server (as after its own installation without Redis); same client, machine and run."
    )
    return Peer(f"pretalx {version}", note, figures, compared)


def environment_of_pretalx() -> Path:
    """The Python of an environment with the newest pretalx for this Python."""
    python = CACHE / "bin" / "python"
    if not (CACHE / "bin" / "gunicorn").exists():
        said([sys.executable, "-m", "venv", str(CACHE)], {})
        said([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pretalx", "gunicorn"], {})
    return python


def variables(folder: Path, port: int) -> dict[str, str]:
    folder.mkdir()
    return {
        "PRETALX_DATA_DIR": str(folder),
        "PRETALX_FILESYSTEM_DATA": str(folder),
        "PRETALX_FILESYSTEM_MEDIA": str(folder / "media"),
        "PRETALX_FILESYSTEM_LOGS": str(folder / "logs"),
        "PRETALX_FILESYSTEM_STATIC": str(folder / "static"),
        "PRETALX_DB_TYPE": "sqlite3",
        "PRETALX_DB_NAME": str(folder / "db.sqlite3"),
        "PRETALX_SITE_URL": f"http://127.0.0.1:{port}",
        "PRETALX_DEBUG": "False",
        "DJANGO_SETTINGS_MODULE": "pretalx.settings",
    }


def filled(python: Path, env: Mapping[str, str], say: Callable[[str], None]) -> str:
    """Makes the database and the talks; returns the code of one talk."""
    say(f"Making {TALKS} talks …")
    said([str(python), "-m", "pretalx", "migrate"], env)
    said([str(python), "-m", "pretalx", "collectstatic", "--noinput"], env)
    return said([str(python), str(HERE / "pretalx_data.py"), str(TALKS)], env).splitlines()[-1]


@contextmanager
def served(python: Path, env: Mapping[str, str], port: int, log: Path, code: str) -> Iterator[Server]:
    command = [str(python.parent / "gunicorn"), "pretalx.wsgi", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    page = PAGES["Page of one entry"][0].format(code=code)
    with running(
        [*command, "--no-control-socket", "--log-level", "warning"],
        port=port,
        first_page=page,
        env={**os.environ, **env},
        cwd=log.parent,
        log=log,
    ) as server:
        yield server


def figures_of(server: Server, code: str, seconds: int, say: Callable[[str], None]) -> Iterator[tuple[str, Figure]]:
    for name, (path, _ours) in PAGES.items():
        address = Address(server.url + path.format(code=code), {"Accept-Encoding": "gzip", "Accept": "text/html"})
        try:
            runs = measure(address, seconds=seconds, used=server.processor_seconds)
        except (MeasurementError, OSError) as error:
            yield name, Figure(name, "per s", note=f"not measured: {error}")
            continue
        figure = Figure(name, "per s", None, values(runs, "per s"), remark(runs), values(runs, "per s"))
        say(f"pretalx, {name}: {figure.note}")
        yield name, figure
    yield MEMORY, Figure(MEMORY, "MB", None, (server.memory(),))


def said(command: list[str], env: Mapping[str, str]) -> str:
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise MeasurementError(f"{' '.join(command[1:4])}: {last}")
    return done.stdout.strip()
