"""The data folder: where it is, what lies in it, and who is using it just now."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hospitium.operations.trouble import Trouble

# The files that make an installation, besides the database and the uploaded files.
SECRET_KEY, EPOCH, RESTORED = "secret_key", "epoch", "restored"
# What was erased, for backups that still hold it; and that a backup was restored and the list was not gone through yet.
ERASURES, ERASE_AGAIN = "erasures.jsonl", "erase_again"
DEMONSTRATION, SIGN_INS = "demonstration", "demo_sign_ins.txt"
DATABASE, FILES, LOCK = "hospitium.sqlite3", "files", "in_use"


def data_folder() -> Path:
    return Path(os.environ.get("HOSPITIUM_DATA", "data")).resolve()


def open_data_folder() -> Path:
    """The data folder, made when it is missing. Raises Trouble when it cannot be used."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError):
        raise Trouble(f"{folder} is not a folder. Set HOSPITIUM_DATA to the folder that shall hold the data.") from None
    except OSError as error:
        raise Trouble(
            f"The data folder {folder} cannot be made ({error.strerror}). Make it by hand for the user who runs "
            "hospitium, or set HOSPITIUM_DATA to another folder."
        ) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Trouble(
            f"The data folder {folder} cannot be read and written. Give it to the user who runs hospitium (chown), "
            "or set HOSPITIUM_DATA to another folder."
        )
    return folder


def is_demonstration(folder: Path) -> bool:
    return (folder / DEMONSTRATION).exists()


def mail_is_held(folder: Path) -> bool:
    """After a restore nothing leaves the house until a human has looked: the copy could write to everybody twice."""
    return (folder / RESTORED).exists()


def epoch(folder: Path) -> int:
    """How often this installation began anew from a backup, counted from 1. Partners will see from it that we did."""
    try:
        return int((folder / EPOCH).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 1


def write_private(file: Path, text: str) -> None:
    """Write a small file that only its owner may read, whole or not at all."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Say that a server or worker uses the data folder. Raises Trouble while it is being restored."""
    with locked(
        folder / LOCK, fcntl.LOCK_SH, "A backup is being restored into this data folder. Wait until it is done."
    ):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every server and worker out. Raises Trouble when one is running."""
    with locked(folder / LOCK, fcntl.LOCK_EX, "Hospitium is running with this data folder. Stop it first (Ctrl-C)."):
        yield


@contextmanager
def only_worker(folder: Path) -> Iterator[None]:
    """Let one worker at a time use the data folder. Raises Trouble when another one does."""
    with locked(
        folder / "worker_in_use",
        fcntl.LOCK_EX,
        "Another worker runs with this data folder. One is enough; end it first.",
    ):
        yield


@contextmanager
def locked(file: Path, kind: int, refusal: str) -> Iterator[None]:
    # The lock belongs to the open file: it ends with the last process that holds it, also after kill -9.
    with file.open("a") as stream:
        try:
            fcntl.flock(stream, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(refusal) from None
        yield
