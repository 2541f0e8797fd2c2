"""Killed in the middle of its work: nothing is half done, nothing stays locked, the next one goes on, nothing twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.core.smtp import postbox
from tests.operations.conftest import COMMAND, children, environment, eventually, is_alive, run
from tests.retention.traces import files_with

CANARY = "zyxkanarek4711"
MANY = 300
ROOT = str(Path(__file__).resolve().parents[2])
BEGIN = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from hospitium.core.models import Mail, User
"""
OLD_MAILS = f"""
then = timezone.now() - timedelta(days=900)
Mail.objects.bulk_create(
    Mail(to="{CANARY}@example.org", language="de", subject="s", body="{CANARY}" * 200, message_id=f"<{{n}}@x>",
         status="sent", due_at=then, sent_at=then)
    for n in range({MANY})
)
"""
TWO_MAILS = """
for n in range(2):
    Mail.objects.create(to=f"to{n}@example.org", language="de", subject=f"subject {n}", body="x",
                        message_id=f"<{n}@x>", due_at=timezone.now())
"""
# A delegation with three guests; whoever makes its letters is killed while the second is rendered.
LETTERS = """
import os, sys
sys.path.insert(0, sys.argv[1])
from tests.delegations.papers_world import make_guests, make_office, make_rule
from hospitium.delegations.actions.letters import issue_letters
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import Delegation, CountryRule
from hospitium.documents import making
officer = User.objects.filter(name="Anna Muster").first() or make_office()
delegation = Delegation.objects.first() or make_guests(officer)
rule = CountryRule.objects.first() or make_rule()
render, made = making.render_pdf, []
def killed(*given, **more):
    made.append(1)
    if len(made) == 2 and sys.argv[2] == "die":
        os.kill(os.getpid(), 9)
    return render(*given, **more)
making.render_pdf = killed
issue_letters(delegation_id=delegation.pk, template="visa_invitation", rule_id=rule.pk,
              members=[one.pk for one in printable(delegation)], format="pdf", letterhead=None, by=officer)
"""
# A round of the size of 2024, and the slowest of the mechanisms asked for.
MATCHING = """
import sys
sys.path.insert(0, sys.argv[1])
from hospitium.accounts.roles import Role
from hospitium.exchange.actions.runs import ask_runs
from hospitium.exchange.matching import Terms
from tests.exchange import factories
from tests.factories import make_user
world = factories.round_of_2024()
officer = make_user(role=Role.OFFICER, unit=world.round.unit)
ask_runs(round_id=world.round.pk, mechanisms=["optimal"], terms=Terms(seconds=10), by=officer)
"""


def python(data: Path, script: str, *words: str) -> int:
    """Run a script in a process of its own, in the installation of the test; returns how it ended."""
    more = {"DJANGO_SETTINGS_MODULE": "hospitium.config.settings"}
    command = [sys.executable, "-c", BEGIN + script, *words]
    done = subprocess.run(command, env=environment(data, **more), capture_output=True, text=True, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode


def ask(data: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "hospitium.sqlite3", timeout=20)) as connection, connection:
        return connection.execute(question).fetchall()


def count(data: Path, table: str) -> int:
    return int(str(ask(data, f"SELECT count(*) FROM {table}")[0][0]))  # noqa: S608 - names of our own


# ---- the night -------------------------------------------------------------------------
def test_an_erasing_that_was_killed_is_brought_to_its_end_by_the_next(prepared):
    python(prepared, OLD_MAILS)
    process = subprocess.Popen(
        [*COMMAND, "erase"], env=environment(prepared), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    started = eventually(lambda: count(prepared, "retention_erasure") >= 5, seconds=30)
    process.kill()
    process.wait()
    left, proofs = count(prepared, "core_mail"), count(prepared, "retention_erasure")
    between = ask(prepared, "SELECT ended_at FROM retention_run")

    again = run("erase", data=prepared)

    # Each record was erased with its proof, or neither.
    assert (started, left + proofs, 0 < left < MANY, between) == (True, MANY, True, [(None,)])
    assert again.stdout == f"{left} erased, 0 offered to the archive.\n"
    assert (count(prepared, "core_mail"), count(prepared, "retention_erasure")) == (0, MANY)
    assert ask(prepared, "SELECT is_broken, ended_at IS NULL FROM retention_run ORDER BY id") == [(1, 0), (0, 0)]
    assert files_with([CANARY], prepared) == []
    assert len((prepared / "erasures.jsonl").read_text().splitlines()) >= MANY


# ---- the mail --------------------------------------------------------------------------
@pytest.fixture
def start_with(monkeypatch, start) -> Callable:
    """A server whose worker sends to this mail server."""

    def begin(data: Path, port: int):
        import tests.operations.conftest as ours

        plain = ours.environment
        monkeypatch.setattr(
            ours,
            "environment",
            lambda folder, **more: plain(folder, HOSPITIUM_MAIL_URL=f"smtp://127.0.0.1:{port}", **more),
        )
        return start(data=data)

    return begin


def workers_of(server) -> list[int]:
    """The background worker: a child of the supervisor without children of its own."""
    return [number for number in children(server.process.pid) if not children(number)]


def test_a_worker_killed_while_it_sends_sends_nothing_twice(prepared, start_with):
    python(prepared, TWO_MAILS)
    with postbox() as post:
        post.script = ["hang"]
        server = start_with(prepared, post.port)
        hanging = eventually(lambda: post.connections == 1, seconds=20)
        held = ask(prepared, "SELECT count(*) FROM core_mail WHERE taken_until IS NOT NULL")
        for number in workers_of(server):
            os.kill(number, signal.SIGKILL)

        # The other one is not held up by the lease of the first.
        other_went = eventually(lambda: len(post.messages) == 1, seconds=20)
        ask(prepared, "UPDATE core_mail SET taken_until = '2000-01-01 00:00:00' WHERE taken_until IS NOT NULL")
        both_went = eventually(lambda: len(post.messages) == 2, seconds=20)
        time.sleep(2.5)  # One round more of the worker: a mail that went twice would go now.
        server.stop()

        assert (hanging, held, other_went, both_went) == (True, [(1,)], True, True)
        assert sorted(recipients[0] for recipients, _message in post.messages) == [
            "<to0@example.org>",
            "<to1@example.org>",
        ]
    assert ask(prepared, "SELECT status, attempts FROM core_mail ORDER BY id") == [("sent", 2), ("sent", 1)]


# ---- a matching --------------------------------------------------------------------------
def test_a_matching_whose_worker_was_killed_is_made_by_the_next(prepared, start):
    server = start(data=prepared)
    assert eventually(lambda: len(server.processes()) == 5)
    (worker,) = workers_of(server)
    python(prepared, MATCHING, ROOT)
    searching = eventually(lambda: len(children(worker)) == 1, seconds=20)
    solver = children(worker)

    os.kill(worker, signal.SIGKILL)

    ended = eventually(lambda: not any(map(is_alive, solver)), seconds=20)
    held = ask(prepared, "SELECT state, attempts FROM exchange_run")
    ask(prepared, "UPDATE exchange_run SET taken_until = '2000-01-01 00:00:00'")
    done = eventually(lambda: ask(prepared, "SELECT state FROM exchange_run") == [("done",)], seconds=60)
    server.stop()

    assert (searching, ended, held, done) == (True, True, [("running", 1)], True)
    assert ask(prepared, "SELECT state, attempts, taken_until FROM exchange_run") == [("done", 2, None)]


# ---- letters ---------------------------------------------------------------------------
def test_letters_of_which_one_was_being_made_are_all_made_or_none(prepared):
    died = python(prepared, LETTERS, ROOT, "die")
    between = [count(prepared, table) for table in ("delegations_issuedletter", "documents_document", "core_mail")]
    files = len(list((prepared / "files").iterdir()))
    finished = python(prepared, LETTERS, ROOT, "live")

    assert (died, between, files) == (-signal.SIGKILL, [0, 0, 0], 1)
    # Numbers without a gap, and each letter once.
    assert (finished, count(prepared, "delegations_issuedletter")) == (0, 3)
    assert ask(prepared, "SELECT number FROM documents_document ORDER BY number") == [(1,), (2,), (3,)]
    assert "event chain" in run("check", data=prepared).stdout

    # What was written for the letter that never came to be is swept after a day.
    for file in (prepared / "files").iterdir():
        os.utime(file, (time.time() - 2 * 86_400,) * 2)
    run("erase", data=prepared)
    assert len(list((prepared / "files").iterdir())) == 3
