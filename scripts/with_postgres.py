"""Runs a command with DATABASE_URL naming a PostgreSQL server of its own, in a temporary folder, and stops it again.

usage: python scripts/with_postgres.py COMMAND…
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OLDEST, NAME = 15, "hospitium"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=127.0.0.1",
)


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine; Debian keeps it out of the PATH."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    usable = [
        (major(folder), folder) for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()
    ]
    newest = max(usable, default=(0, None))
    return newest[1] if newest[0] >= OLDEST else None


def major(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def install() -> Path:
    stop = f"PostgreSQL {OLDEST} or newer is missing. Install it: sudo apt-get install postgresql."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"hospitium: {stop}")
    print("hospitium: installing PostgreSQL for the tests …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"], env=environment, **quiet
    )
    return binaries() or sys.exit(f"hospitium: {stop}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then the words that make a command run as somebody else."""
    if os.geteuid() != 0:
        return []
    user = (
        "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
    )
    for place in (folder, *folder.rglob("*")):
        shutil.chown(place, user)
    return ["runuser", "-u", user, "--"]


class Server:
    """A PostgreSQL server that lives as long as the `with` block."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self.password, self.port = secrets.token_urlsafe(18), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> Server:
        secret = self.folder / "password"
        secret.write_text(self.password)
        become = as_ordinary_user(self.folder)
        log = (self.folder / "log").open("ab")
        cluster = self.folder / "cluster"
        subprocess.run(
            [*become, self.programs / "initdb", "-D", cluster, "-U", NAME, f"--pwfile={secret}", "-A", "scram-sha-256",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
        options = [word for setting in FAST for word in ("-c", setting)]
        self.process = subprocess.Popen(
            [*become, self.programs / "postgres", "-D", cluster, "-p", str(self.port), "-k", self.folder, *options],
            stdout=log, stderr=log, cwd="/", start_new_session=True,
        )  # fmt: skip
        self.wait()
        return self

    def wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.1)
        sys.exit("hospitium: PostgreSQL did not start:\n" + (self.folder / "log").read_text()[-2000:])

    def __exit__(self, *_ending: object) -> None:
        # The server's own number stands in its file; runuser, which started it, would not pass a signal on in time.
        number = self.folder / "cluster" / "postmaster.pid"
        if number.exists():
            os.kill(int(number.read_text().split()[0]), signal.SIGINT)
        if self.process:
            self.process.wait(30)


def main() -> int:
    programs = binaries() or install()
    with tempfile.TemporaryDirectory(prefix="hospitium-postgres-") as folder, Server(programs, Path(folder)) as server:
        print(f"hospitium: PostgreSQL {major(programs)} runs on port {server.port} for these tests.", flush=True)
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": server.url}, check=False).returncode


if __name__ == "__main__":
    # A stopped test run must not leave the server behind.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    sys.exit(main())
