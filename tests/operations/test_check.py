"""Each line of `hospitium check`: ok, or what is wrong and what to do."""

import os
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hospitium.core.events import record
from hospitium.core.models import Event, Mail, User
from hospitium.documents.models import StoredFile
from hospitium.operations import check, place
from hospitium.operations.check import Finding
from hospitium.retention.models import Run
from hospitium.vault import actions
from hospitium.vault.models import Sealed
from tests.operations.conftest import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


def wrong(look):
    return [finding.text for finding in look() if finding.remedy]


def test_finding_is_one_line_or_two():
    assert [str(Finding("disk", "3.0 GB free")), str(Finding("disk", "0.1 GB free", "Make room."))] == [
        "disk           ok  3.0 GB free",
        "disk           WRONG  0.1 GB free\n               do:    Make room.",
    ]


def test_database_schema_and_chain_of_a_sound_installation():
    assert [wrong(look) for look in (check.database, check.schema, check.event_chain)] == [[], [], []]


def test_event_chain_names_the_first_changed_event():
    user = User.objects.create_user(email="a@example.org", name="A")
    with transaction.atomic():
        events = [record("user.created", user, by=None) for _turn in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_event SET code = 'user.forged' WHERE id = %s", [events[1].pk])

    assert wrong(check.event_chain) == [f"event {events[1].pk} was changed, or one before it is missing"]
    assert Event.objects.count() == 3


def test_files_that_are_missing_or_cut_off(data):
    (data / "files").mkdir()
    (data / "files/whole").write_bytes(b"12345")
    (data / "files/cut").write_bytes(b"123")
    stored = [
        StoredFile.objects.create(
            name=name, media_type="text/plain", size=5, sha256="", stored_as=name, uploaded_at=timezone.now()
        )
        for name in ("whole", "cut", "gone")
    ]

    assert wrong(check.files) == [f"2 of 3 are missing or cut off, the first is number {stored[1].pk}"]


def mail(number, **values):
    return Mail.objects.create(
        to="a@example.org", language="de", subject="", body="", message_id=f"<{number}@example.org>",
        **({"due_at": timezone.now()} | values),
    )  # fmt: skip


def test_mail_that_waits_a_moment_is_fine(data):
    mail(1)

    assert [str(finding) for finding in check.mail()] == [
        "mail           ok  1 waiting",
        f"mail server    ok  written to {data / 'mail'}, not sent",
    ]


def test_mail_that_is_late_or_failed(data):
    mail(1, due_at=timezone.now() - timedelta(hours=1))
    mail(2, status=Mail.Status.FAILED)

    assert wrong(check.mail) == ["1 should have left long ago", "1 could not be delivered"]


def test_mail_held_after_a_restore(data):
    mail(1, due_at=timezone.now() - timedelta(hours=1))
    (data / place.RESTORED).write_text("")

    assert wrong(check.mail) == ["held since the restore, 1 waiting"]


def test_mail_server_that_does_not_answer(data, settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.MAIL_URL = f"smtp://127.0.0.1:{port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

    found = check.mail_server()

    assert (found.text, found.remedy) == (
        "ConnectionRefusedError: [Errno 111] Connection refused",
        "Check HOSPITIUM_MAIL_URL and the mail server.",
    )


def test_mail_server_that_is_not_named(settings):
    settings.BASE_URL = "https://staedte.example.org"

    assert check.mail_server().remedy == "Set HOSPITIUM_MAIL_URL to the mail server."


def test_address_without_encryption(settings):
    settings.BASE_URL, settings.SECURE = "http://staedte.example.org", False

    assert wrong(check.configuration)[-1] == "the address http://staedte.example.org is not encrypted"


def test_disk_that_is_nearly_full(data, monkeypatch):
    monkeypatch.setattr(check, "LITTLE_SPACE", 2**60)

    assert [bool(finding.remedy) for finding in check.disk()] == [True]


def test_assets_and_languages_that_were_not_made(settings, tmp_path):
    settings.STATICFILES_DIRS, settings.LOCALE_PATHS = [tmp_path], [tmp_path]

    assert [wrong(check.assets), wrong(check.languages)] == [
        ["hospitium.css is missing"],
        ["not compiled: de pl cs hu ru"],
    ]


def test_language_that_was_changed_since(tmp_path):
    for name in ("django.mo", "django.po"):
        (tmp_path / name).write_text("")

    os.utime(tmp_path / "django.mo", (1, 1))
    before = check.compiled(tmp_path)
    os.utime(tmp_path / "django.mo")

    assert (before, check.compiled(tmp_path)) == (False, True)


def test_data_folder_that_others_can_read(data):
    (data / place.SECRET_KEY).write_text("")
    (data / place.SECRET_KEY).chmod(0o644)
    found = []
    for mode in (0o755, 0o700):
        data.chmod(mode)
        found.append(wrong(check.data_folder))

    assert found == [[f"others can read {data / place.SECRET_KEY}"], []]


def test_command_on_a_new_installation(prepared):
    done = run("check", data=prepared)

    lines = [line.split("  ")[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert lines == [
        "configuration", "data folder", "database", "schema", "event chain", "files", "mail", "mail server", "vault",
            "erasing", "disk",
        "assets", "languages",
    ]  # fmt: skip
    assert done.stderr == ""


def test_command_on_a_folder_without_a_database(tmp_path):
    done = run("check", data=tmp_path / "data")

    assert (done.returncode, done.stderr) == (1, "")
    assert "steps are missing\n               do:    Run: hospitium prepare." in done.stdout
    assert Path(tmp_path / "data").is_dir()


def sealed(data):
    officer = User.objects.create_user(email="a@example.org", name="A")
    actions.seal(subject=officer, fields={"birth_place": "Łódź"}, by=officer)


def test_vault_without_its_keys_or_with_damaged_ones(data):
    sealed(data)
    (key_id,) = Sealed.objects.values_list("key_id", flat=True)
    whole = wrong(check.vault)
    (data / "vault.keys").chmod(0o644)
    open_to_others = wrong(check.vault)
    (data / "vault.keys").write_text("{}")
    damaged = wrong(check.vault)
    (data / "vault.keys").unlink()
    missing = wrong(check.vault)

    assert (whole, open_to_others, damaged, missing) == (
        [],
        ["other users can read the keys"],
        ["the keyring is damaged"],
        [f"keys are missing: {key_id}"],
    )


@pytest.mark.parametrize(("days", "found"), [(1, 0), (3, 1)])
def test_erasing_must_have_run_within_two_days(data, days, found):
    then = timezone.now() - timedelta(days=days)
    Run.objects.create(started_at=then, ended_at=then)
    Run.objects.create(started_at=timezone.now())

    assert len(wrong(check.erasing)) == found


def test_erasing_that_never_ran_is_wrong_on_an_old_installation_alone(data):
    user = User.objects.create_user(email="a@example.org", name="A")
    with transaction.atomic():
        event = record("user.created", user, by=None)
    young = wrong(check.erasing)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_event SET at = %s WHERE id = %s", [timezone.now() - timedelta(days=3), event.pk])

    assert (young, wrong(check.erasing)) == ([], ["never yet"])


def test_erasing_after_a_restore_that_was_broken_off(data):
    (data / place.ERASE_AGAIN).write_text("2026-11-23T12:00:00+00:00")

    assert wrong(check.erasing) == ["a restore was broken off before it erased again"]
