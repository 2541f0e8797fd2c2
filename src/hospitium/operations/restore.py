"""`hospitium restore FILE`: everything is checked before anything is overwritten."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Literal

import hospitium
from hospitium.operations import archive, databases, erasing, keyring, place
from hospitium.operations.archive import Manifest
from hospitium.operations.progress import Progress
from hospitium.operations.trouble import Trouble


def restore(
    source: Path,
    *,
    data: Path,
    database: databases.Settings,
    now: datetime,
    vault_keys: Path | None = None,
    missing_keys: Literal["refuse", "accept"] = "refuse",
) -> Manifest:
    """Replace the installation in `data` by the backup; returns the backup's manifest.

    What was there before is moved into before-restore-…/ beside it (a PostgreSQL database is replaced). From then on
    outgoing mail is held, and the installation's epoch is higher than both. The keys of the vault are taken from the
    file `vault_keys`, else from the one beside the backup, else they are those of the data folder. Raises Trouble, and
    changes nothing, when the backup is damaged, incomplete, of another kind of database or of a newer version, when
    keys are missing (unless that is accepted), or while a server runs.
    """
    with place.alone(data), tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        staged = Path(folder)
        bar = Progress("checking", total=source.stat().st_size if source.is_file() else 0)
        manifest = archive.unpack(source, staged, step=bar.step)
        refuse_newer(manifest)
        refuse_other_database(manifest, databases.kind_of(database), staged)
        opening = keyring.keyring_for(manifest.vault_keys, source=vault_keys or keyring.beside(source), data=data)
        if manifest.vault_keys and opening is None and missing_keys == "refuse":
            raise missing(manifest, vault_keys or keyring.beside(source))
        before = data / f"before-restore-{now:%Y%m%d-%H%M%S}"
        before.mkdir(mode=0o700)
        hold_mail(data, manifest, now)
        place.write_private(data / place.ERASE_AGAIN, manifest.made_at)
        if manifest.database == "postgresql":
            databases.load_postgres(database, staged / archive.DATABASES["postgresql"])
        else:
            exchange_sqlite(staged / archive.DATABASES["sqlite"], Path(database["NAME"]), before)
        exchange_files(staged, data, before)
        keyring.put_in_place(manifest.vault_keys, opening, data=data, before=before)
    return manifest


def missing(manifest: Manifest, file: Path) -> Trouble:
    return Trouble(
        f"The backup holds a vault, and its keys ({', '.join(manifest.vault_keys)}) are missing: they are neither in "
        f"{file} nor in the data folder. Bring that file, or name it with --vault-keys FILE. With --without-vault "
        "everything else is restored, and what lies in the vault stays unreadable. Nothing was changed."
    )


def version_key(version: str) -> tuple[int, ...]:
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")[:3])


def refuse_newer(manifest: Manifest) -> None:
    if version_key(manifest.version) > version_key(hospitium.__version__):
        raise Trouble(
            f"The backup was made by Hospitium {manifest.version}, this is {hospitium.__version__}. "
            f"Install {manifest.version} or a later version, and restore with it. Nothing was changed."
        )


def refuse_other_database(manifest: Manifest, kind: str, staged: Path) -> None:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    if manifest.database != kind:
        raise Trouble(
            f"The backup is of a {names[manifest.database]} database, but this installation uses {names[kind]}. "
            "Set or remove DATABASE_URL accordingly. Nothing was changed."
        )
    if kind == "sqlite" and (faults := databases.sqlite_faults(staged / archive.DATABASES["sqlite"])):
        raise Trouble(f"The database in the backup is damaged: {faults[0]}. Nothing was changed; take another one.")


def hold_mail(data: Path, manifest: Manifest, now: datetime) -> None:
    """First of all, so that not even a power cut in the middle lets the copy write to anybody."""
    epoch = max(place.epoch(data), manifest.epoch) + 1
    place.write_private(data / place.RESTORED, f"{now.isoformat(timespec='seconds')}, backup of {manifest.made_at}\n")
    place.write_private(data / place.EPOCH, f"{epoch}\n")


def exchange_sqlite(staged: Path, database: Path, before: Path) -> None:
    databases.settle_sqlite(database)
    if database.exists():
        shutil.copy2(database, before / place.DATABASE)
    # A journal of the old database would be played into the new one.
    for ending in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    staged.replace(database)


def exchange_files(staged: Path, data: Path, before: Path) -> None:
    erasing.join_lists(data / place.ERASURES, staged / place.ERASURES)
    for name in (place.FILES, *archive.KEPT):
        if (data / name).exists():
            (data / name).rename(before / name)
        if (staged / name).exists():
            (staged / name).rename(data / name)


def lift_hold(data: Path) -> bool:
    """Let outgoing mail go again. False when none was held."""
    if not place.mail_is_held(data):
        return False
    (data / place.RESTORED).unlink()
    return True
