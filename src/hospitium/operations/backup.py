"""`hospitium backup FILE`: the whole installation in one file, taken while it runs."""

from __future__ import annotations

import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import hospitium
from hospitium.operations import archive, databases, keyring, place
from hospitium.operations.archive import Manifest, sum_of
from hospitium.operations.progress import Progress
from hospitium.operations.trouble import Trouble


def backup(target: Path, *, data: Path, database: databases.Settings, now: datetime) -> Manifest:
    """Save database, uploaded files and secret key of a running installation into `target`; returns what was saved.

    The file is readable by its owner alone: it holds everything, the secret key included, so it must be kept like the
    data. The keys of the vault go into a second file, `target` with .vault-keys behind it, to be kept elsewhere.
    Raises Trouble when `target` exists, the disk is full, or the copy of the database is not sound.
    """
    if keyring.beside(target).exists():
        raise Trouble(f"{keyring.beside(target)} exists already. Choose another name; keys are never overwritten.")
    if target.exists():
        raise Trouble(f"{target} exists already. Choose another name; backups are never overwritten.")
    if not target.parent.is_dir():
        raise Trouble(f"The folder {target.parent} does not exist. Make it first, or choose another one.")
    part = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as staging:
            kind = databases.kind_of(database)
            copy = Path(staging) / archive.DATABASES[kind]
            save_database(kind, database, copy)
            # Files after the database: a file that a row names is there, because files are written before their rows.
            vault_keys = keyring.save_beside(target, data=data)
            packed = {copy.name: copy, **saved_files(data)}
            manifest = pack(part, packed, data=data, kind=kind, now=now, vault_keys=vault_keys)
        part.replace(target)
    except OSError as error:
        raise Trouble(f"The backup could not be written ({error.strerror}). Is the disk full?") from None
    finally:
        part.unlink(missing_ok=True)
        if not target.exists():
            keyring.beside(target).unlink(missing_ok=True)
    return manifest


def save_database(kind: str, database: databases.Settings, copy: Path) -> None:
    if kind == "postgresql":
        return databases.dump_postgres(database, copy)
    bar = Progress("database", total=100)
    databases.copy_sqlite(
        Path(database["NAME"]),
        copy,
        step=lambda remaining, total: bar.step(100 * (total - remaining) // max(total, 1) - bar.done),
    )
    if faults := databases.sqlite_faults(copy):
        raise Trouble(f"The database is damaged, so nothing was saved: {faults[0]}. Run: hospitium check.")
    return None


def saved_files(data: Path) -> dict[str, Path]:
    """Name in the archive → file."""
    files = data / place.FILES
    found = {f"{place.FILES}/{file.relative_to(files).as_posix()}": file for file in uploaded(files)}
    return {name: data / name for name in (*archive.KEPT, *archive.JOINED) if (data / name).is_file()} | found


def uploaded(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def pack(
    part: Path, files: dict[str, Path], *, data: Path, kind: str, now: datetime, vault_keys: tuple[str, ...]
) -> Manifest:
    bar = Progress("packing", total=sum(file.stat().st_size for file in files.values()))
    sums = {}
    descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as stream:
            for name, file in files.items():
                if is_gone(file):
                    continue
                sums[name] = sum_of(file)
                add(stream, name, file)
                bar.step(sums[name].size)
            moment = now.isoformat(timespec="seconds")
            epoch, version = place.epoch(data), hospitium.__version__
            manifest = Manifest(archive.FORMAT, version, epoch, moment, kind, sums, vault_keys)
            add_notes(stream, manifest)
        sync(raw)
    return manifest


def is_gone(file: Path) -> bool:
    """An upload may be thrown away while we pack."""
    return not file.exists()


def add(stream: tarfile.TarFile, name: str, file: Path) -> None:
    entry = tarfile.TarInfo(name)
    with file.open("rb") as content:
        entry.size, entry.mode = os.fstat(content.fileno()).st_size, 0o600
        entry.mtime = int(os.fstat(content.fileno()).st_mtime)
        stream.addfile(entry, content)


def add_notes(stream: tarfile.TarFile, manifest: Manifest) -> None:
    with tempfile.TemporaryDirectory() as folder:
        note, seal = Path(folder) / archive.MANIFEST, Path(folder) / archive.SEAL
        note.write_text(manifest.text(), encoding="utf-8")
        seal.write_text(sum_of(note).sha256 + "\n", encoding="ascii")
        add(stream, note.name, note)
        add(stream, seal.name, seal)


def sync(raw: BinaryIO) -> None:
    raw.flush()
    os.fsync(raw.fileno())
