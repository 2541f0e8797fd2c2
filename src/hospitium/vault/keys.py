"""The keyring: the keys of the vault, which never lie in the database.

A JSON object from the short name of a key to its 32 bytes in base64, the newest last; that one encrypts. It lies in the
data folder as `vault.keys`, readable by its owner alone, or stands in HOSPITIUM_VAULT_KEYS.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.core.verdicts import Refused

FILE, BYTES, NONCE, FILE_KEY = "vault.keys", 32, 12, "file"


class VaultShut(Refused):
    """The vault cannot be opened: the keyring is missing or damaged, or a key of it is gone."""


@dataclass(frozen=True)
class Keyring:
    """Keys by their short names, the newest last."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def active(self) -> str:
        """The name of the key that encrypts."""
        return list(self.keys)[-1]

    def encrypt(self, plain: bytes, *, place: str) -> tuple[str, bytes]:
        """The name of the key, and the ciphertext, which opens at this place alone. Never twice the same."""
        nonce = secrets.token_bytes(NONCE)
        return self.active, nonce + AESGCM(self.keys[self.active]).encrypt(nonce, plain, place.encode())

    def decrypt(self, key_id: str, ciphertext: bytes, *, place: str) -> bytes:
        """Raises VaultShut when the key is gone, or the ciphertext was changed or comes from another place."""
        if key_id not in self.keys:
            raise VaultShut(
                _(
                    "The key “%(key)s” of the vault is missing, so this cannot be read. "
                    "Ask the operator to bring it back."
                )
                % {"key": key_id}
            )
        try:
            return AESGCM(self.keys[key_id]).decrypt(ciphertext[:NONCE], ciphertext[NONCE:], place.encode())
        except InvalidTag:
            raise VaultShut(_("What lies in the vault here was changed, or does not belong here.")) from None

    def with_new_key(self) -> Keyring:
        """This keyring and one more key, which encrypts from now on."""
        return Keyring({**self.keys, new_name(self.keys): secrets.token_bytes(BYTES)})

    def with_active_alone(self) -> Keyring:
        return Keyring({self.active: self.keys[self.active]})

    def text(self) -> str:
        return json.dumps({name: base64.b64encode(key).decode("ascii") for name, key in self.keys.items()}, indent=1)


@dataclass(frozen=True)
class FileKey:
    """The key of one file. It lies in the vault: new keys of the keyring leave the file as it is, and when this key is
    erased, every copy of the file is unreadable."""

    key: bytes = field(repr=False)

    @staticmethod
    def new() -> FileKey:
        return FileKey(secrets.token_bytes(BYTES))

    def encrypt(self, content: bytes) -> bytes:
        return Keyring({FILE_KEY: self.key}).encrypt(content, place=FILE_KEY)[1]

    def decrypt(self, content: bytes) -> bytes:
        """Raises VaultShut when the content was changed or is that of another file."""
        return Keyring({FILE_KEY: self.key}).decrypt(FILE_KEY, content, place=FILE_KEY)

    def text(self) -> str:
        return base64.b64encode(self.key).decode("ascii")

    @staticmethod
    def read(text: str) -> FileKey:
        return FileKey(base64.b64decode(text))


def new_name(known: Mapping[str, bytes]) -> str:
    while (name := secrets.token_hex(4)) in known:
        pass
    return name


def keyring_file() -> Path:
    return Path(settings.DATA) / FILE


def is_from_environment() -> bool:
    return bool(settings.VAULT_KEYS)


def read_keyring(text: str) -> Keyring:
    """Raises VaultShut when this is not a keyring; the sentence never shows what it is."""
    try:
        keys = {str(name)[:20]: base64.b64decode(key, validate=True) for name, key in json.loads(text).items()}
    except (ValueError, AttributeError, TypeError, binascii.Error):
        raise VaultShut(_("The keyring of the vault is damaged. Ask the operator to bring it back.")) from None
    if not keys or any(len(key) != BYTES for key in keys.values()):
        raise VaultShut(_("The keyring of the vault is damaged. Ask the operator to bring it back."))
    return Keyring(keys)


def find_keyring() -> Keyring | None:
    """The keyring as it is now; None when there is none. Raises VaultShut when it is damaged."""
    if is_from_environment():
        return read_keyring(settings.VAULT_KEYS)
    try:
        return read_keyring(keyring_file().read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError):
        raise VaultShut(_("The keyring of the vault cannot be read. Ask the operator to look at it.")) from None


def open_keyring(*, has_content: bool) -> Keyring:
    """The keyring; made now when nothing was ever sealed.

    Raises VaultShut when it is missing although the vault has content: a new one would hide the loss.
    """
    found = find_keyring()
    if found is not None:
        return found
    if has_content:
        raise VaultShut(
            _("The keyring of the vault is missing, so nothing in it can be read. Ask the operator to bring it back.")
        )
    return make_keyring()


def make_keyring() -> Keyring:
    """A keyring with one new key; the one of another process when that was faster."""
    made = Keyring({new_name({}): secrets.token_bytes(BYTES)})
    part = keyring_file().with_name(f"{FILE}.{secrets.token_hex(4)}")
    write_whole(part, made.text())
    try:
        # A link, because it fails when the name is taken; a rename would put our key in the place of another's.
        os.link(part, keyring_file())
    except FileExistsError:
        pass
    finally:
        part.unlink()
    sync_folder(keyring_file().parent)
    return read_keyring(keyring_file().read_text(encoding="ascii"))


def keep_keyring(keyring: Keyring) -> None:
    """Put this keyring in the place of the one in the data folder, whole or not at all."""
    part = keyring_file().with_name(FILE + ".part")
    part.unlink(missing_ok=True)
    write_whole(part, keyring.text())
    part.replace(keyring_file())
    sync_folder(keyring_file().parent)


def write_whole(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """A value sealed with a key that a power cut takes away would be lost."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
