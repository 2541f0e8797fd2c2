"""`hospitium check`: each line says "ok", or what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.mail import get_connection
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from hospitium.core.events import first_broken
from hospitium.core.models import Event, Mail
from hospitium.documents.models import StoredFile
from hospitium.operations import databases, place
from hospitium.operations.prepare import migrations
from hospitium.retention.queries import latest_run
from hospitium.vault.keys import VaultShut, find_keyring, is_from_environment, keyring_file
from hospitium.vault.models import Sealed

LITTLE_SPACE, LATE, ERASING_LATE = 500 * 2**20, timedelta(minutes=15), timedelta(days=2)
BRING_KEYS = "Bring vault.keys back from where the keys of the backups are kept."
ASSETS = ("hospitium.css", "icons.svg")
# Over http on one's own machine these could not be otherwise.
ONLY_WITH_HTTPS = {"security.W004", "security.W008", "security.W012", "security.W016"}
# The web server in front leads from http to https, not we.
NEVER = {"security.W008"}


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was found, and the remedy. Without a remedy all is well."""

    name: str
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.name:<14} {'WRONG' if self.remedy else 'ok'}"
        line += f"  {self.text}" if self.text else ""
        return f"{line}\n{'':<14} do:    {self.remedy}" if self.remedy else line


def is_local() -> bool:
    return urlsplit(settings.BASE_URL).hostname in {"127.0.0.1", "localhost", "::1"}


def configuration() -> Iterator[Finding]:
    silent = NEVER if settings.SECURE or not is_local() else ONLY_WITH_HTTPS
    messages = [
        message
        for message in run_checks(include_deployment_checks=True)
        if message.level >= WARNING and message.id not in silent
    ]
    for message in messages:
        yield Finding("configuration", f"{message.id}: {message.msg}", message.hint or "See docs/manual/operator.md.")
    if not settings.SECURE and not is_local():
        yield Finding(
            "configuration",
            f"the address {settings.BASE_URL} is not encrypted",
            "Put a web server with a certificate in front, and set HOSPITIUM_BASE_URL to the https:// address.",
        )
    elif not messages:
        yield Finding("configuration", settings.BASE_URL)


def data_folder() -> Iterator[Finding]:
    data = Path(settings.DATA)
    private = [data / name for name in (place.SECRET_KEY, place.DATABASE, place.SIGN_INS) if (data / name).exists()]
    open_to_others = [file for file in private if file.stat().st_mode & 0o077 and data.stat().st_mode & 0o077]
    if open_to_others:
        yield Finding("data folder", f"others can read {open_to_others[0]}", f"chmod -R go= {data}")
    else:
        yield Finding("data folder", str(data))


def database() -> Iterator[Finding]:
    remedy = "Stop hospitium, keep the data folder aside, and restore the latest backup: hospitium restore FILE."
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(5)")
            faults = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            faults += [f"{row[0]} row {row[1]} points to nothing" for row in cursor.fetchall()[:5]]
    else:
        connection.ensure_connection()
        faults = []
    for fault in faults:
        yield Finding("database", fault, remedy)
    if not faults:
        yield Finding("database", databases.kind_of(settings.DATABASES["default"]))


def schema() -> Iterator[Finding]:
    found = migrations()
    if found.unknown:
        yield Finding("schema", f"newer than this version ({found.unknown[0]})", "Install the newer version again.")
    elif found.missing:
        yield Finding("schema", f"{len(found.missing)} steps are missing", "Run: hospitium prepare.")
    else:
        yield Finding("schema", "")


def event_chain() -> Iterator[Finding]:
    broken = first_broken()
    if broken is None:
        yield Finding("event chain", f"{Event.objects.count()} events")
    else:
        yield Finding(
            "event chain",
            f"event {broken} was changed, or one before it is missing",
            "Somebody wrote to the database past Hospitium. Find out who, and compare with the backups.",
        )


def files() -> Iterator[Finding]:
    lost = []
    count = 0
    for file in StoredFile.objects.order_by("pk").iterator():
        count += 1
        kept = Path(settings.MEDIA_ROOT) / file.stored_as
        if not kept.is_file() or kept.stat().st_size != file.size:
            lost.append(file.pk)
    if lost:
        yield Finding(
            "files", f"{len(lost)} of {count} are missing or cut off, the first is number {lost[0]}",
            f"Bring them back from a backup into {settings.MEDIA_ROOT}.",
        )  # fmt: skip
    else:
        yield Finding("files", str(count))


def mail() -> Iterator[Finding]:
    waiting = Mail.objects.filter(status=Mail.Status.WAITING)
    failed = Mail.objects.filter(status=Mail.Status.FAILED).count()
    held = place.mail_is_held(Path(settings.DATA))
    if held:
        yield Finding(
            "mail", f"held since the restore, {waiting.count()} waiting", "Look around, then: hospitium lift-hold."
        )
    late = waiting.filter(due_at__lt=timezone.now() - LATE).count()
    if late and not held:
        yield Finding("mail", f"{late} should have left long ago", "Is the worker running? Start: hospitium serve.")
    if failed:
        yield Finding(
            "mail", f"{failed} could not be delivered", "See them under Office, Outbox, and correct the addresses."
        )
    if not held and not late and not failed:
        yield Finding("mail", f"{waiting.count()} waiting")
    yield mail_server()


def mail_server() -> Finding:
    if not settings.MAIL_URL:
        where = f"written to {settings.EMAIL_FILE_PATH}, not sent"
        return Finding("mail server", where, "" if is_local() else "Set HOSPITIUM_MAIL_URL to the mail server.")
    try:
        mails = get_connection()
        mails.open()
        mails.close()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail server", f"{type(error).__name__}: {error}", "Check HOSPITIUM_MAIL_URL and the mail server."
        )
    return Finding("mail server", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def vault() -> Iterator[Finding]:
    used = set(Sealed.objects.order_by().values_list("key_id", flat=True).distinct())
    try:
        keyring = find_keyring()
    except VaultShut:
        yield Finding("vault", "the keyring is damaged", BRING_KEYS)
        return
    lost = sorted(used - set(keyring.keys if keyring else ()))
    if lost:
        yield Finding("vault", f"keys are missing: {', '.join(lost)}", BRING_KEYS)
        return
    if keyring and not is_from_environment() and keyring_file().stat().st_mode & 0o077:
        yield Finding("vault", "other users can read the keys", f"Run: chmod 600 {keyring_file()}.")
        return
    yield Finding("vault", f"{Sealed.objects.count()} values")


def erasing() -> Iterator[Finding]:
    latest, first = latest_run(), Event.objects.order_by("id").first()
    now = timezone.now()
    since = latest.started_at if latest else (first.at if first else now)
    if since < now - ERASING_LATE:
        text = f"last on {timezone.localdate(since)}" if latest else "never yet"
        yield Finding("erasing", text, "Is the worker running? See its log, then: hospitium erase.")
    else:
        yield Finding("erasing", f"last on {timezone.localdate(since)}" if latest else "not due yet")
    if (Path(settings.DATA) / place.ERASE_AGAIN).is_file():
        yield Finding("erasing", "a restore was broken off before it erased again", "Run: hospitium worker.")


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    text = f"{free / 2**30:.1f} GB free"
    yield Finding("disk", text, "Make room, or move the data folder." if free < LITTLE_SPACE else "")


def assets() -> Iterator[Finding]:
    vendor = Path(settings.STATICFILES_DIRS[0]) / "vendor"
    missing = [name for name in ASSETS if not (vendor / name).is_file()]
    if missing:
        yield Finding(
            "assets", f"{missing[0]} is missing", "Run: make assets. (In an installed package: install it again.)"
        )
    else:
        yield Finding("assets", "")


def languages() -> Iterator[Finding]:
    folder = Path(settings.LOCALE_PATHS[0])
    # The sources are written in English: without a catalogue English is complete.
    expected = [code for code, _name in settings.LANGUAGES if code != "en"]
    missing = [code for code in expected if not compiled(folder / code / "LC_MESSAGES")]
    if missing:
        yield Finding(
            "languages",
            f"not compiled: {' '.join(missing)}",
            "Run: make assets. (In an installed package: install it again.)",
        )
    else:
        yield Finding("languages", " ".join(code for code, _name in settings.LANGUAGES))


def compiled(folder: Path) -> bool:
    source, product = folder / "django.po", folder / "django.mo"
    return product.is_file() and (not source.is_file() or os.path.getmtime(source) <= os.path.getmtime(product))


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    configuration, data_folder, database, schema, event_chain, files, mail, vault, erasing, disk, assets, languages,
)  # fmt: skip


def findings() -> Iterator[Finding]:
    """All checks, in an order in which the first wrong line is the one to begin with."""
    for look in CHECKS:
        try:
            yield from look()
        except DatabaseError as error:
            yield Finding(
                look.__name__.replace("_", " "),
                " ".join(str(error).split()),
                "Run: hospitium prepare. If that does not help, see whether the database of DATABASE_URL is running.",
            )
