"""New keys for the vault, killed at any moment; and keys that travel beside a backup, never in it."""

from __future__ import annotations

import json
import shutil
import tarfile

import pytest

from hospitium.accounts.roles import Role
from hospitium.operations import keyring, place, restore
from hospitium.operations.trouble import Trouble
from hospitium.vault import actions, keys
from hospitium.vault.models import Sealed
from tests.factories import make_partner, make_unit, make_user
from tests.operations.test_backup import LATER, bring_back, make_data, save, settings_of, state_of, word_in

CANARY = "C01XCANARY47"


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def vault(db, data):
    """Three sealed values, and a way to read them all."""
    unit = make_unit()
    officer = make_user(role=Role.OFFICER, unit=unit)
    subjects = [make_partner() for _turn in range(3)]
    for number, subject in enumerate(subjects):
        actions.seal(subject=subject, fields={"passport_number": f"{CANARY}-{number}"}, by=officer)

    def read() -> list[str]:
        given = {"unit": unit, "officer": officer, "purpose": "hotel", "by": officer, "fields": ["passport_number"]}
        return [actions.unseal(subject=subject, **given)["passport_number"] for subject in subjects]

    return read


ALL = [f"{CANARY}-{number}" for number in range(3)]


def names() -> list[str]:
    return list(json.loads(keys.keyring_file().read_text()))


def used() -> set[str]:
    return set(Sealed.objects.values_list("key_id", flat=True))


def test_the_first_value_makes_a_private_keyring(vault, data):
    assert keys.keyring_file().stat().st_mode & 0o777 == 0o600
    assert set(names()) == used()
    assert sorted(file.name for file in data.iterdir()) == ["vault.keys"]


def test_rotate_encrypts_everything_anew_and_drops_the_old_key(vault):
    before, old = dict(Sealed.objects.values_list("pk", "ciphertext")), names()
    steps = []

    count = keyring.rotate(step=lambda: steps.append(1))

    after = dict(Sealed.objects.values_list("pk", "ciphertext"))
    assert (count, len(steps), len(names()), set(names()) & set(old)) == (3, 3, 1, set())
    assert used() == set(names())
    assert [pk for pk in before if bytes(before[pk]) == bytes(after[pk])] == []
    assert vault() == ALL


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_rotate_that_was_killed_is_run_again(vault, dies_at):
    steps = []

    def step():
        steps.append(1)
        if len(steps) == dies_at:
            raise KeyboardInterrupt

    old = names()
    with pytest.raises(KeyboardInterrupt):
        keyring.rotate(step=step)

    assert (used(), len(names())) == (set(old), 2)
    assert vault() == ALL
    assert keyring.rotate(step=lambda: None) == 3
    assert (used(), len(names())) == (set(names()), 1)
    assert vault() == ALL


def test_rotate_that_was_killed_before_the_old_key_went(vault, monkeypatch):
    kept = []

    def keep(ring):
        kept.append(ring)
        if len(kept) == 2:
            raise KeyboardInterrupt
        real(ring)

    real = keys.keep_keyring
    monkeypatch.setattr(keys, "keep_keyring", keep)
    with pytest.raises(KeyboardInterrupt):
        keyring.rotate(step=lambda: None)
    monkeypatch.undo()

    assert len(names()) == 2
    assert vault() == ALL
    assert keyring.rotate(step=lambda: None) == 0
    assert used() == set(names())
    assert vault() == ALL


def test_rotate_changes_nothing_when_a_value_does_not_open(vault):
    Sealed.objects.filter(pk=Sealed.objects.latest("pk").pk).update(ciphertext=b"x" * 40)
    before = list(Sealed.objects.order_by("pk").values_list("key_id", flat=True))

    with pytest.raises(Trouble, match="The vault was left as it is"):
        keyring.rotate(step=lambda: None)

    assert list(Sealed.objects.order_by("pk").values_list("key_id", flat=True)) == before


def test_rotate_without_a_vault(db, data):
    with pytest.raises(Trouble, match="has no key yet"):
        keyring.rotate(step=lambda: None)


def test_keys_of_the_environment_are_used_and_never_written(vault, settings, data):
    ring = keys.find_keyring().with_new_key()
    settings.VAULT_KEYS = ring.text()
    keys.keyring_file().unlink()

    assert keyring.rotate(step=lambda: None) == 3

    assert used() == {ring.active}
    assert vault() == ALL
    assert list(data.iterdir()) == []


def test_a_missing_keyring_is_not_replaced_by_a_new_one(vault):
    keys.keyring_file().unlink()

    with pytest.raises(keys.VaultShut):
        vault()

    assert not keys.keyring_file().exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"a": "short"}', '{"a": "!"}', '{"a": 7}'])
def test_a_damaged_keyring_is_said_to_be_one(text):
    with pytest.raises(keys.VaultShut):
        keys.read_keyring(text)


def test_a_keyring_shows_no_key(vault):
    ring = keys.find_keyring()

    assert repr(ring) == "Keyring()"


# ---- beside a backup ---------------------------------------------------------------
@pytest.fixture
def saved(tmp_path):
    """A backup of an installation with a vault, in a folder of its own."""
    folder = make_data(tmp_path / "saved", "Warszawa")
    place.write_private(folder / keys.FILE, keys.Keyring({}).with_new_key().text())
    (tmp_path / "out").mkdir()
    save(folder, tmp_path / "out/b.tar.gz")
    return tmp_path / "out/b.tar.gz"


@pytest.fixture
def other(tmp_path):
    return make_data(tmp_path / "other", "Praha")


def test_the_keys_lie_beside_the_backup_and_not_in_it(saved, tmp_path):
    text = (tmp_path / "saved" / keys.FILE).read_text()

    assert sorted(file.name for file in saved.parent.iterdir()) == ["b.tar.gz", "b.tar.gz.vault-keys"]
    assert keyring.beside(saved).read_text() == text
    assert keyring.beside(saved).stat().st_mode & 0o777 == 0o600
    with tarfile.open(saved) as stream:
        assert [name for name in stream.getnames() if "vault" in name] == []
        manifest = stream.extractfile("manifest.json").read().decode()
    assert json.loads(manifest)["vault_keys"] == list(json.loads(text))
    assert [key for key in json.loads(text).values() if key in manifest] == []


def test_the_keys_come_back_with_the_backup(saved, other):
    bring_back(saved, other)

    assert (other / keys.FILE).read_text() == keyring.beside(saved).read_text()
    assert (other / keys.FILE).stat().st_mode & 0o777 == 0o600


def test_the_keys_may_lie_elsewhere_or_in_the_data_folder(saved, other, tmp_path):
    elsewhere = shutil.move(keyring.beside(saved), tmp_path / "safe")
    shutil.copy(elsewhere, other / keys.FILE)

    bring_back(saved, other)

    assert word_in(other) == ["Warszawa"]


def test_without_the_keys_a_restore_is_refused(saved, other):
    place.write_private(other / keys.FILE, keys.Keyring({}).with_new_key().text())
    (names,) = json.loads(keyring.beside(saved).read_text())
    keyring.beside(saved).unlink()
    before = state_of(other)

    with pytest.raises(Trouble) as trouble:
        bring_back(saved, other)

    assert f"its keys ({names}) are missing" in str(trouble.value)
    assert "--without-vault" in str(trouble.value)
    assert state_of(other) == before


def test_without_the_keys_the_rest_can_be_restored(saved, other):
    keyring.beside(saved).unlink()

    restore.restore(saved, data=other, database=settings_of(other), now=LATER, missing_keys="accept")

    assert word_in(other) == ["Warszawa"]
    assert len(json.loads((other / keys.FILE).read_text())) == 1


def test_keys_are_never_overwritten(saved, tmp_path):
    saved.unlink()

    with pytest.raises(Trouble, match="keys are never overwritten"):
        save(tmp_path / "saved", saved)
