"""What is done with the vault: sealing, reading with a trace, erasing, new keys.

Whether somebody may give or erase a value, the record's own rules say; who may read, the vault says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from hospitium.accounts.models import GuestLink, Unit
from hospitium.core.erasures import remember_after_commit
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused, require
from hospitium.vault import rules
from hospitium.vault.fields import FIELDS, Purpose
from hospitium.vault.keys import FILE_KEY, FileKey, Keyring, open_keyring
from hospitium.vault.models import Reading, Sealed
from hospitium.vault.queries import sealed_of

LONGEST, LOCK = 500, 20260511


@sensitive_variables()
@transaction.atomic
def seal(*, subject: Model, fields: Mapping[str, str], link: GuestLink | None = None, by: User | None) -> list[str]:
    """Put values into the vault, each encrypted for itself; returns the codes of the fields that were given.

    `fields` maps codes of fields.FIELDS to what was typed. An empty value leaves what lies there, so that a form which
    never shows the values can be sent again. A guest is named by `link` instead of `by`. Raises Refused when a value is
    longer than 500 characters, VaultShut when the keyring is missing.
    """
    given = {field: value.strip() for field, value in fields.items() if value and value.strip()}
    if unknown := sorted(set(given) - set(FIELDS)):
        raise ValueError(f"These are no fields of the vault: {unknown}")
    if any(len(value) > LONGEST for value in given.values()):
        raise Refused(_("One of the details is longer than 500 characters. Shorten it."))
    if not given:
        return []
    keyring = keyring_for_now()
    for field, value in given.items():
        put(subject, field, value.encode(), keyring, link=link, by=by)
    record("vault.sealed", subject, by=by, fields=sorted(given), link=link.pk if link else None)
    return sorted(given)


@sensitive_variables()
@transaction.atomic
def unseal(
    *,
    subject: Model,
    unit: Unit | None,
    officer: User | None,
    fields: Collection[str],
    purpose: str,
    by: User,
) -> dict[str, str]:
    """The values of these fields, as far as they were given; field → value. The reading is written down with them.

    `unit` and `officer` are in charge of the record; nobody else may read. `purpose` is one of fields.Purpose.
    Raises Refused for everybody else, VaultShut when a key is missing. Show the values behind `recently_confirmed`.
    """
    require(rules.may_unseal(by, unit, officer))
    purpose = Purpose(purpose).value
    keyring = keyring_for_now()
    values = {
        row.field: keyring.decrypt(row.key_id, bytes(row.ciphertext), place=row.place).decode()
        for row in sealed_of(subject).filter(field__in=fields).order_by("field")
    }
    if values:
        note_reading(subject, list(values), purpose, by)
    return values


def note_reading(subject: Model, fields: list[str], purpose: str, by: User) -> None:
    kind, key = reference(subject)
    Reading.objects.create(kind=kind, key=key, fields=fields, purpose=purpose, at=timezone.now(), by=by)
    record("vault.read", subject, by=by, fields=fields, purpose=purpose)


@transaction.atomic
def erase_sealed(*, subject: Model, fields: Collection[str] | None = None, by: User | None) -> int:
    """Take values out of the vault for ever, all of the record or these; returns how many there were."""
    rows = sealed_of(subject)
    if fields is not None:
        rows = rows.filter(field__in=fields)
    gone = sorted(rows.values_list("field", flat=True))
    rows.delete()
    if gone:
        record("vault.erased", subject, by=by, fields=gone)
        kind, key = reference(subject)
        for field in gone:
            remember_after_commit(data_class=f"sealed/{field}", kind=kind, key=key)
    return len(gone)


@transaction.atomic
def erase_sealed_again(*, kind: str, key: str, field: str) -> int:
    """After the restore of a backup: erase once more what was erased since; returns how many values there were."""
    count, _each = Sealed.objects.filter(kind=kind, key=key, field=field).delete()
    return count


def keyring_for_now() -> Keyring:
    """The keyring as it stays until the end of the transaction: a change of keys waits for it."""
    lock_keys("pg_advisory_xact_lock_shared")
    return open_keyring(has_content=Sealed.objects.exists())


def lock_keys(function: str) -> None:
    # SQLite has one writer anyway, and each of our transactions is one from its beginning.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [LOCK])


@sensitive_variables()
def put(subject: Model, field: str, value: bytes, keyring: Keyring, *, link: GuestLink | None, by: User | None) -> None:
    kind, key = reference(subject)
    row = Sealed.objects.select_for_update().filter(kind=kind, key=key, field=field).first()
    row = row or Sealed(kind=kind, key=key, field=field)
    row.key_id, row.ciphertext = keyring.encrypt(value, place=row.place)
    row.given_at, row.given_by, row.given_with = timezone.now(), None if link else by, link
    row.save()


# ---- whole files -----------------------------------------------------------------
@sensitive_variables()
@transaction.atomic
def keep_file_key(*, subject: Model, key: FileKey, by: User | None) -> None:
    """Put the key of a record's file into the vault."""
    put(subject, FILE_KEY, key.text().encode(), keyring_for_now(), link=None, by=by)


@sensitive_variables()
@transaction.atomic
def unseal_file(
    *, subject: Model, content: bytes, unit: Unit | None, officer: User | None, purpose: str, by: User
) -> bytes:
    """The content of a record's sealed file; the reading is written down. Raises Refused and VaultShut as `unseal`."""
    found = unseal(subject=subject, unit=unit, officer=officer, fields=[FILE_KEY], purpose=purpose, by=by)
    if FILE_KEY not in found:
        raise Refused(_("The key of this file was erased. The file can no longer be read."))
    return FileKey.read(found[FILE_KEY]).decrypt(content)


# ---- keys --------------------------------------------------------------------------
@transaction.atomic
def reseal(*, keyring: Keyring, step: Callable[[], None]) -> int:
    """Encrypt everything anew with the active key, all of it or nothing; `step` is told of each value.

    Raises VaultShut when a value does not open.
    """
    lock_keys("pg_advisory_xact_lock")
    count = 0
    for row in Sealed.objects.select_for_update().order_by("pk").iterator(500):
        if row.key_id != keyring.active:
            plain = keyring.decrypt(row.key_id, bytes(row.ciphertext), place=row.place)
            row.key_id, row.ciphertext = keyring.encrypt(plain, place=row.place)
            row.save(update_fields=["key_id", "ciphertext"])
            count += 1
        step()
    return count


@transaction.atomic
def forget_reading(*, reading_id: str) -> int:
    """Remove the note of a reading whose time is over; returns how many there were."""
    count, _each = Reading.objects.filter(pk=reading_id).delete()
    return count
