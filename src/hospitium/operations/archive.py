"""The form of a backup: a .tar.gz with the data, manifest.json, and the hash of the manifest as its last entry.

The manifest says which version made the backup, when, of which kind of database, and the SHA-256 and size of each
file. Whoever changes or loses one byte is found out before anything is restored.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from hospitium.operations import place
from hospitium.operations.trouble import Trouble

FORMAT, PIECE, LARGEST_NOTE = 1, 2**20, 64 * 2**20
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
KEPT = (place.SECRET_KEY, place.DEMONSTRATION, place.SIGN_INS)
# Taken along, and joined with what is there when the backup is restored.
JOINED = (place.ERASURES,)


@dataclass(frozen=True)
class Sum:
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself. `made_at` is an ISO 8601 moment, `database` a key of DATABASES.

    `vault_keys` names the keys without which what lies in the vault cannot be read; the keys themselves are elsewhere.
    """

    format: int
    version: str
    epoch: int
    made_at: str
    database: str
    files: dict[str, Sum]
    vault_keys: tuple[str, ...] = ()

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @staticmethod
    def read(text: str) -> Manifest:
        """Raises Trouble when this is not a manifest, or a newer one than this version can read."""
        try:
            written = json.loads(text)
            if int(written["format"]) > FORMAT:
                raise Trouble(
                    f"The backup was made by a newer version of Hospitium ({written['version']}). "
                    "Install that version or a later one, and restore with it."
                )
            files = {name: Sum(str(entry["sha256"]), int(entry["size"])) for name, entry in written["files"].items()}
            return Manifest(
                format=int(written["format"]),
                version=str(written["version"]),
                epoch=int(written["epoch"]),
                made_at=str(written["made_at"]),
                database=str(written["database"]),
                files=files,
                vault_keys=tuple(map(str, written.get("vault_keys", ()))),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Trouble("The backup is damaged: its list of files cannot be read. Nothing was changed.") from None


def sum_of(file: Path) -> Sum:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return Sum(digest.hexdigest(), size)


def is_expected(name: str) -> bool:
    """May an entry of this name stand in a backup? Never one that leads out of the folder it is unpacked into."""
    if name in {MANIFEST, SEAL, *DATABASES.values(), *KEPT, *JOINED}:
        return True
    path = PurePosixPath(name)
    return (
        len(path.parts) > 1
        and path.parts[0] == place.FILES
        and path.as_posix() == name
        and not {"..", "."}.intersection(path.parts)
        and "\\" not in name
        and "\0" not in name
    )


def checked(entry: tarfile.TarInfo, seen: set[str]) -> str:
    """The entry's name. Raises Trouble for anything that a backup of ours cannot hold."""
    if not entry.isreg() or not is_expected(entry.name) or entry.name in seen:
        raise Trouble(
            f"The archive holds {entry.name!r}, which is not part of a backup of Hospitium. Nothing was changed."
        )
    seen.add(entry.name)
    return entry.name


def unpack(archive: Path, into: Path, *, step: Callable[[int], None]) -> Manifest:
    """Unpack into an empty folder and compare every byte with the manifest; `step` is told of each packed byte read.

    Raises Trouble when the archive is not exactly what was packed.
    """
    try:
        with archive.open("rb") as raw:
            sums = unpack_from(raw, into, step)
    except FileNotFoundError:
        raise Trouble(f"There is no file {archive}.") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError):
        raise Trouble(
            f"{archive} is not a backup of Hospitium, or it is damaged or not complete. Nothing was changed; "
            "take another one."
        ) from None
    except OSError as error:
        raise Trouble(f"The backup cannot be unpacked ({error.strerror or error}). Nothing was changed.") from None
    return compared(into, sums)


def unpack_from(raw: BinaryIO, into: Path, step: Callable[[int], None]) -> dict[str, Sum]:
    sums: dict[str, Sum] = {}
    seen: set[str] = set()
    told = 0
    with tarfile.open(fileobj=raw, mode="r:gz") as stream:
        for entry in stream:
            name = checked(entry, seen)
            sums[name] = write_entry(stream, entry, into / name)
            step(raw.tell() - told)
            told = raw.tell()
        # To the very end: the packed stream carries a sum of its own there.
        while stream.fileobj and stream.fileobj.read(PIECE):
            pass
    return sums


def write_entry(stream: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> Sum:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = stream.extractfile(entry)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        target.chmod(0o600)
        while content and (piece := content.read(PIECE)):
            digest.update(piece)
            size += out.write(piece)
    return Sum(digest.hexdigest(), size)


def compared(folder: Path, sums: dict[str, Sum]) -> Manifest:
    """The manifest, when it and every file are as they were packed."""
    manifest_sum, seal_sum = sums.pop(MANIFEST, None), sums.pop(SEAL, None)
    if manifest_sum is None or seal_sum is None or max(manifest_sum.size, seal_sum.size) > LARGEST_NOTE:
        raise Trouble("The backup is not complete: its list of files is missing. Nothing was changed.")
    if (folder / SEAL).read_bytes().strip() != manifest_sum.sha256.encode():
        raise Trouble("The backup is damaged: its list of files was changed. Nothing was changed here.")
    manifest = Manifest.read((folder / MANIFEST).read_text(encoding="utf-8", errors="replace"))
    for name in sorted(set(sums) | set(manifest.files)):
        if sums.get(name) != manifest.files.get(name):
            raise Trouble(
                f"The backup is damaged: {name} is not what was saved. Nothing was changed; take another one."
            )
    if DATABASES.get(manifest.database) not in sums:
        raise Trouble("The backup holds no database. Nothing was changed.")
    return manifest
