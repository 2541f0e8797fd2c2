"""Copying the database out and back in, for both kinds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from hospitium.operations.trouble import Trouble

Settings = Mapping[str, Any]
PAGES = 2_000


def kind_of(database: Settings) -> str:
    return "sqlite" if database["ENGINE"].endswith("sqlite3") else "postgresql"


# ---- SQLite ------------------------------------------------------------------
def copy_sqlite(source: Path, target: Path, *, step: Callable[[int, int], None]) -> None:
    """A consistent copy while others write. `step` is told the pages that remain and their total."""
    if not source.exists():
        raise Trouble(f"There is no database {source} yet: there is nothing to save.")

    def tell(_status: int, remaining: int, total: int) -> None:
        step(remaining, total)

    with closing(sqlite3.connect(source, timeout=20)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there, pages=PAGES, progress=tell)
        # One plain file, without a journal beside it.
        there.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)


def sqlite_faults(file: Path) -> list[str]:
    """What is wrong inside the file: damaged pages, and rows that point to nothing."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as connection:
            return sqlite_faults_in(connection)
    except sqlite3.DatabaseError as error:
        return [str(error)]


def sqlite_faults_in(connection: sqlite3.Connection) -> list[str]:
    damaged = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    loose = [f"{row[0]} row {row[1]} points to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
    return damaged + loose[:5]


def settle_sqlite(file: Path) -> None:
    """Bring what is still in the journal into the database file, so that it can be moved as one file."""
    if file.exists():
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")


# ---- PostgreSQL --------------------------------------------------------------
def postgres_environment(database: Settings) -> dict[str, str]:
    """The connection as libpq's variables: a password on a command line could be read by everybody on the machine."""
    options = database.get("OPTIONS", {})
    named = {
        "PGDATABASE": database.get("NAME"),
        "PGUSER": database.get("USER") or options.get("user"),
        "PGPASSWORD": database.get("PASSWORD") or options.get("password"),
        "PGHOST": database.get("HOST") or options.get("host"),
        "PGPORT": database.get("PORT") or options.get("port"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGOPTIONS": options.get("options"),
    }
    return os.environ | {name: str(value) for name, value in named.items() if value}


def tool(name: str) -> str:
    """The path of a PostgreSQL program; on Debian the newest one lies outside the PATH. Raises Trouble without it."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4].split(".")[0])
    )
    found = shutil.which(name) or (str(versions[-1]) if versions else None)
    if not found:
        raise Trouble(f"The program {name} is missing. Install it: apt-get install postgresql-client.")
    return found


def run_postgres(arguments: list[str], *, database: Settings, failure: str) -> None:
    done = subprocess.run(
        arguments,
        env=postgres_environment(database),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise Trouble(f"{failure} {' '.join(lines[:2])}")


def dump_postgres(database: Settings, target: Path) -> None:
    run_postgres(
        [tool("pg_dump"), "--no-owner", "--no-privileges", "--schema=public", f"--file={target}"],
        database=database,
        failure="The database could not be saved:",
    )
    target.chmod(0o600)


def load_postgres(database: Settings, source: Path) -> None:
    """Replace everything in the schema by the dump, in one transaction: either all of it or nothing."""
    # The dump makes the schema itself.
    run_postgres(
        [
            tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            "--command=SET client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE", f"--file={source}",
        ],
        database=database,
        failure="The database could not be restored and is as it was before:",
    )  # fmt: skip
