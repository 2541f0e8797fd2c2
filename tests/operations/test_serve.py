"""The server as a process: it answers, it survives the death of its children, and it leaves nothing behind."""

import hashlib
import os
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from contextlib import closing

from tests.operations.conftest import children, eventually, is_alive, run


def status_of(address):
    try:
        with urllib.request.urlopen(address + "/", timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def answers(address):
    try:
        return status_of(address) < 500
    except (OSError, urllib.error.URLError):
        return False


def test_serve_answers_and_ctrl_c_leaves_no_process(prepared, start):
    begun = time.monotonic()
    server = start(data=prepared)
    started_in = time.monotonic() - begun
    # The supervisor, the web's master with two workers, and the background worker.
    assert eventually(lambda: len(server.processes()) == 5)
    processes = server.processes()

    answered = answers(server.address)
    status = server.stop(signal.SIGINT)

    assert (answered, status) == (True, 0)
    assert eventually(lambda: not any(map(is_alive, processes)))
    assert started_in < 20


def test_serve_ends_with_sigterm_too(prepared, start):
    server = start("--no-worker", "--workers", "1", data=prepared)
    assert eventually(lambda: len(server.processes()) == 3)
    processes = server.processes()

    status = server.stop(signal.SIGTERM)

    assert status == 0
    assert eventually(lambda: not any(map(is_alive, processes)))


def test_serve_starts_a_killed_child_again(prepared, start):
    server = start(data=prepared)
    before = children(server.process.pid)

    for number in before:
        os.kill(number, signal.SIGKILL)

    assert eventually(lambda: len(set(children(server.process.pid)) - set(before)) == 2)
    assert eventually(lambda: answers(server.address))
    assert sorted(line.split(";")[0] for line in server.errors if line.startswith("hospitium:")) == [
        "hospitium: web ended (signal SIGKILL)",
        "hospitium: worker ended (signal SIGKILL)",
    ]


def test_serve_killed_by_force_takes_its_children_along(prepared, start):
    server = start(data=prepared)
    processes = server.processes()

    server.process.kill()
    server.process.wait()

    assert eventually(lambda: not any(map(is_alive, processes)))


def test_serve_changes_no_row_of_an_existing_database(prepared, start):
    before = rows_of(prepared / "hospitium.sqlite3")

    server = start(data=prepared)
    answers(server.address)
    time.sleep(2.5)  # the worker's first round
    server.stop()

    assert rows_of(prepared / "hospitium.sqlite3") == before


def rows_of(file):
    with closing(sqlite3.connect(file)) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


def test_serve_on_a_taken_port_says_what_to_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = run("serve", "--port", str(port), data=tmp_path / "data")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"hospitium: Port {port} is taken by another program. Stop that program, or take another port: "
        f"hospitium serve --port {port + 1} (with make: make run PORT={port + 1}).\n"
    )


def test_serve_on_a_foreign_address_says_what_to_do(tmp_path):
    done = run("serve", "--host", "no such host", data=tmp_path / "data")

    assert (done.returncode, done.stderr) == (
        1,
        "hospitium: no such host is not an address of this machine. Try --host 127.0.0.1.\n",
    )


def test_serve_refuses_the_database_of_a_newer_version(prepared):
    with closing(sqlite3.connect(prepared / "hospitium.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_future', '2030-01-01')"
        )

    done = run("serve", "--port", "0", data=prepared)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "hospitium: The database was written by a newer version of Hospitium (it knows core.9999_future). "
        "Install that version or a later one, or restore a backup of this version.\n"
    )


def test_serve_with_a_worker_elsewhere_goes_on_serving(prepared, start):
    first = start(data=prepared)

    second = start(data=prepared)

    assert [answers(first.address), answers(second.address)] == [True, True]
    assert eventually(lambda: any("Another worker runs" in line for line in second.errors))
