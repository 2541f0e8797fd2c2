"""`hospitium rotate-vault-key`, and how the keys of the vault travel with a backup: beside it, never in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from hospitium.operations import place
from hospitium.operations.trouble import Trouble
from hospitium.vault import actions, keys
from hospitium.vault.keys import Keyring, VaultShut

BESIDE = ".vault-keys"


def rotate(*, step: Callable[[], None]) -> int:
    """Encrypt the whole vault with a new key and throw the old ones away; returns how many values were encrypted anew.

    First the new key is kept beside the old one, then everything is encrypted in one transaction, and only then the
    old key goes: killed at any moment, it can be run again. Raises Trouble when a value does not open.
    """
    try:
        keyring = keys.find_keyring()
        if keyring is None:
            raise Trouble("The vault has no key yet: it is made when the first value is sealed.")
        if not keys.is_from_environment() and len(keyring.keys) == 1:
            keyring = keyring.with_new_key()
            keys.keep_keyring(keyring)
        count = actions.reseal(keyring=keyring, step=step)
    except VaultShut:
        raise Trouble(
            "The vault was left as it is: a value in it does not open with the keys that are there. "
            "Run: hospitium check."
        ) from None
    if not keys.is_from_environment():
        keys.keep_keyring(keyring.with_active_alone())
    return count


def keyring_in(data: Path) -> Keyring | None:
    """The keyring of the environment, or of this data folder. Raises Trouble when it is damaged."""
    try:
        if keys.is_from_environment():
            return keys.find_keyring()
        file = data / keys.FILE
        return keys.read_keyring(file.read_text(encoding="ascii")) if file.is_file() else None
    except (VaultShut, UnicodeError, OSError):
        raise Trouble(f"The keyring of the vault in {data} cannot be read. Bring it back, or move it away.") from None


def beside(backup: Path) -> Path:
    return backup.with_name(backup.name + BESIDE)


def save_beside(backup: Path, *, data: Path) -> tuple[str, ...]:
    """Write the keys of the vault into a file of their own beside a backup; returns their names."""
    keyring = keyring_in(data)
    if keyring is None:
        return ()
    place.write_private(beside(backup), keyring.text())
    return tuple(sorted(keyring.keys))


def keyring_for(names: tuple[str, ...], *, source: Path | None, data: Path) -> Keyring | None:
    """The keyring that opens a backup which names these keys: that of `source`, else that of the data folder.

    None when neither has all of them, or when no key is needed.
    """
    if not names:
        return None
    for keyring in (read_file(source) if source else None, keyring_in(data)):
        if keyring is not None and set(names) <= set(keyring.keys):
            return keyring
    return None


def read_file(file: Path) -> Keyring | None:
    if not file.is_file():
        return None
    try:
        return keys.read_keyring(file.read_text(encoding="ascii"))
    except (VaultShut, UnicodeError):
        raise Trouble(f"{file} is not a keyring of the vault, or it is damaged. Nothing was changed.") from None


def put_in_place(names: tuple[str, ...], keyring: Keyring | None, *, data: Path, before: Path) -> None:
    """After a restore: the keyring that opens what was restored; without one a new one, so that work can go on."""
    if not names or keys.is_from_environment():
        return
    file = data / keys.FILE
    if keyring is None:
        if not file.exists():
            place.write_private(file, Keyring({}).with_new_key().text())
        return
    if file.exists():
        shutil.copy2(file, before / keys.FILE)
    place.write_private(file, keyring.text())
