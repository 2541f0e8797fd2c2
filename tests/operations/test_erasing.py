"""Backup, erase, restore: what was erased does not come back, and nothing of it stands in any file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hospitium.core.erasures import Line, remembered
from hospitium.operations import erasing, place
from tests.operations.conftest import environment, run
from tests.retention.traces import files_with

CANARY = "zyxkanarek4711"
# Runs in a process of its own, in the installation of the test.
FILL = f"""
import django
django.setup()
from datetime import timedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hospitium.accounts.models import GuestLink
from hospitium.core.models import Mail, User
from hospitium.documents import actions as documents
from hospitium.interchange.models import Upload
from hospitium.vault import actions as vault
user = User.objects.create_user(email="a@example.org", name="A")
then = timezone.now() - timedelta(days=900)
link = GuestLink.objects.create(
    purpose="contact", name="{CANARY}" * 9, email="{CANARY}@example.org", token_hash="x" * 64, created_at=then,
    created_by=user, ends_on=then.date(),
)
Mail.objects.create(
    to="{CANARY}@example.org", language="de", subject="s", body="{CANARY}" * 900, message_id="<1@x>", status="sent",
    due_at=then, sent_at=then,
)
file = documents.store_file(upload=SimpleUploadedFile("x.csv", b"{CANARY}"), by=user)
Upload.objects.create(file=file, target="contacts", uploaded_by=user, uploaded_at=then)
vault.seal(subject=user, fields={{"passport_number": "{CANARY}"}}, by=user)
"""


def fill(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL], env=environment(data, DJANGO_SETTINGS_MODULE="hospitium.config.settings"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_what_was_erased_does_not_come_back_with_a_backup(prepared, tmp_path):
    fill(prepared)
    before = files_with([CANARY], prepared)
    saved = run("backup", str(tmp_path / "b.tar.gz"), data=prepared)
    plan = run("erase", "--dry-run", data=prepared)
    kept = files_with([CANARY], prepared)
    erased = run("erase", data=prepared)
    gone = files_with([CANARY], prepared)

    restored = run("restore", str(tmp_path / "b.tar.gz"), data=prepared)

    assert (before, kept) != ([], [])
    assert [saved.returncode, plan.returncode, erased.returncode, restored.returncode] == [0, 0, 0, 0], restored.stderr
    due = {line.split()[0]: line.split()[1] for line in plan.stdout.splitlines()}
    assert {name for name, count in due.items() if count != "0"} == {"mail", "guest_link", "upload"}
    assert erased.stdout == "3 erased, 0 offered to the archive.\n"
    assert gone == []
    assert "What was erased since then was erased again: 3 records." in restored.stdout
    assert files_with([CANARY], prepared) == []
    assert not (prepared / place.ERASE_AGAIN).exists()
    assert run("check", data=prepared).stdout.count("WRONG") == 1  # mail is held


def test_without_the_list_it_would_come_back(prepared, tmp_path):
    fill(prepared)
    run("backup", str(tmp_path / "b.tar.gz"), data=prepared)
    run("erase", data=prepared)
    (prepared / place.ERASURES).unlink()

    run("restore", str(tmp_path / "b.tar.gz"), data=prepared)

    assert files_with([CANARY], prepared) != []


def test_rotating_the_key_by_the_command(prepared):
    fill(prepared)
    before = (prepared / "vault.keys").read_text()

    done = run("rotate-vault-key", data=prepared)

    assert done.stdout.splitlines()[0] == "1 values are encrypted with the new key; the old one is gone."
    assert (prepared / "vault.keys").read_text() != before
    assert "vault          ok  1 values" in run("check", data=prepared).stdout


# ---- the list ------------------------------------------------------------------------
def line(number: int) -> Line:
    return Line("mail", "core.mail", str(number), datetime(2026, 5, number, tzinfo=UTC))


def written(file: Path, *lines: Line) -> Path:
    file.write_text("".join(one.text() + "\n" for one in lines))
    return file


def test_two_lists_are_joined(tmp_path):
    here, other = written(tmp_path / "here", line(3), line(2)), written(tmp_path / "other", line(1), line(2))

    erasing.join_lists(here, other)

    assert list(remembered(here)) == [line(1), line(2), line(3)]
    assert here.stat().st_mode & 0o777 == 0o600


def test_the_list_of_a_backup_is_taken_when_there_is_none_here(tmp_path):
    erasing.join_lists(tmp_path / "here", written(tmp_path / "other", line(1)))
    erasing.join_lists(tmp_path / "nothing", tmp_path / "none")

    assert list(remembered(tmp_path / "here")) == [line(1)]
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_what_a_restore_has_put_aside_goes_after_thirty_days(settings, tmp_path, days, is_kept):
    settings.DATA = tmp_path
    folder = tmp_path / "before-restore-20260509-120000"
    folder.mkdir()
    (folder / "hospitium.sqlite3").write_text("x")
    then = time.time() - timedelta(days=days).total_seconds()
    os.utime(folder, (then, then))

    count = erasing.forget_old_copies()

    assert (count, folder.exists()) == (0 if is_kept else 1, is_kept)
