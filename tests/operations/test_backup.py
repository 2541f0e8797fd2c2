"""A backup comes back byte for byte, or is refused before anything is overwritten."""

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import stat
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hospitium.operations import archive, backup, place, restore
from hospitium.operations.archive import Manifest, Sum, is_expected
from hospitium.operations.trouble import Trouble
from tests.operations.conftest import run

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PACKED = ["database.sqlite3", "secret_key", "files/ab/scan.pdf", "files/list.csv", "manifest.json", "manifest.sha256"]


def settings_of(data):
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": data / place.DATABASE}


def make_data(folder: Path, word: str) -> Path:
    """A data folder with a small database that is open for writing (its journal holds the latest row) and two files."""
    (folder / "files/ab").mkdir(parents=True)
    (folder / "files/ab/scan.pdf").write_bytes(b"%PDF " + word.encode() * 300)
    (folder / "files/list.csv").write_bytes(b"")
    (folder / "secret_key").write_text(f"key of {word}")
    with closing(sqlite3.connect(folder / place.DATABASE)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("INSERT INTO word (text) VALUES (?)", [word])
    return folder


def word_in(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / place.DATABASE)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM word ORDER BY id")]


def state_of(data: Path) -> dict[str, bytes]:
    """Everything in the data folder, as bytes; the lock file is empty and does not count."""
    return {
        str(file.relative_to(data)): file.read_bytes()
        for file in sorted(data.rglob("*"))
        if file.is_file() and file.name != place.LOCK
    }


def save(data, target, now=NOW):
    return backup.backup(target, data=data, database=settings_of(data), now=now)


def bring_back(source, data, now=LATER):
    return restore.restore(source, data=data, database=settings_of(data), now=now)


@pytest.fixture
def saved(tmp_path):
    save(make_data(tmp_path / "saved", "Warszawa"), tmp_path / "backup.tar.gz")
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def other(tmp_path):
    return make_data(tmp_path / "other", "Praha")


def repacked(source: Path, target: Path, change) -> Path:
    """The archive with each entry's name and content as `change(name, content)` returns them; None leaves it out."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            changed = change(entry.name, old.extractfile(entry).read())
            if changed is not None:
                add(new, *changed)
    return target


def add(stream, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    stream.addfile(entry, io.BytesIO(content))


def resealed(source: Path, target: Path, **changes) -> Path:
    """The archive with another manifest, correctly sealed: as another version of Hospitium would make it."""
    text = {}

    def change(name, content):
        if name == archive.MANIFEST:
            text["manifest"] = json.dumps(json.loads(content) | changes).encode()
            return name, text["manifest"]
        if name == archive.SEAL:
            return name, hashlib.sha256(text["manifest"]).hexdigest().encode()
        return name, content

    return repacked(source, target, change)


def test_round_trip_brings_everything_back(saved, other):
    manifest = bring_back(saved, other)

    assert word_in(other) == ["Warszawa"]
    assert (other / "files/ab/scan.pdf").read_bytes() == b"%PDF " + b"Warszawa" * 300
    assert (other / "files/list.csv").read_bytes() == b""
    assert (other / "secret_key").read_text() == "key of Warszawa"
    assert (manifest.version, manifest.made_at, manifest.database) == ("0.1.0", "2026-11-23T12:00:00+00:00", "sqlite")


def test_round_trip_keeps_what_was_there_before(saved, other):
    bring_back(saved, other)

    before = other / "before-restore-20261124-120000"
    assert word_in(before) == ["Praha"]
    assert (before / "files/ab/scan.pdf").read_bytes() == b"%PDF " + b"Praha" * 300
    assert (before / "secret_key").read_text() == "key of Praha"


def test_round_trip_into_an_empty_folder(saved, tmp_path):
    (tmp_path / "new").mkdir()

    bring_back(saved, tmp_path / "new")

    assert word_in(tmp_path / "new") == ["Warszawa"]


def test_restore_holds_mail_and_begins_a_new_epoch(saved, other):
    (other / place.EPOCH).write_text("4\n")

    bring_back(saved, other)

    assert (place.mail_is_held(other), place.epoch(other)) == (True, 5)
    assert [restore.lift_hold(other), place.mail_is_held(other), restore.lift_hold(other)] == [True, False, False]


def test_backup_is_private_and_leaves_nothing_beside_it(tmp_path):
    data = make_data(tmp_path / "data", "Riga")
    before = state_of(data).keys()
    (tmp_path / "out").mkdir()

    manifest = save(data, tmp_path / "out/b.tar.gz")

    assert [file.name for file in (tmp_path / "out").iterdir()] == ["b.tar.gz"]
    assert stat.S_IMODE((tmp_path / "out/b.tar.gz").stat().st_mode) == 0o600
    assert state_of(data).keys() == before
    with tarfile.open(tmp_path / "out/b.tar.gz") as stream:
        assert stream.getnames() == PACKED
    assert list(manifest.files) == PACKED[:4]


def test_backup_holds_the_latest_row_while_somebody_writes(tmp_path, other):
    data = make_data(tmp_path / "data", "Riga")
    with closing(sqlite3.connect(data / place.DATABASE, isolation_level=None)) as connection:
        connection.execute("INSERT INTO word (text) VALUES ('committed')")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO word (text) VALUES ('not yet')")
        save(data, tmp_path / "b.tar.gz")
        connection.execute("COMMIT")

    bring_back(tmp_path / "b.tar.gz", other)

    assert word_in(other) == ["Riga", "committed"]


def test_backup_never_overwrites(tmp_path):
    data = make_data(tmp_path / "data", "Riga")
    (tmp_path / "b.tar.gz").write_text("precious")

    with pytest.raises(Trouble, match="exists already"):
        save(data, tmp_path / "b.tar.gz")

    assert (tmp_path / "b.tar.gz").read_text() == "precious"


def test_backup_into_a_missing_folder(tmp_path):
    data = make_data(tmp_path / "data", "Riga")

    with pytest.raises(Trouble, match="does not exist"):
        save(data, tmp_path / "none/b.tar.gz")


def test_backup_refuses_a_damaged_database(tmp_path):
    data = make_data(tmp_path / "data", "Riga")
    with closing(sqlite3.connect(data / place.DATABASE)) as connection:
        connection.execute("CREATE TABLE visit (word INTEGER REFERENCES word (id))")
        connection.execute("INSERT INTO visit VALUES (77)")
        connection.commit()

    with pytest.raises(Trouble, match="visit row 1 points to nothing"):
        save(data, tmp_path / "b.tar.gz")

    assert not (tmp_path / "b.tar.gz").exists()


@pytest.mark.parametrize("victim", [name for name in PACKED if name != "files/list.csv"])
@pytest.mark.parametrize("place_in_file", [0.0, 0.5, 0.999])
def test_one_flipped_byte_is_found_before_anything_is_overwritten(saved, other, tmp_path, victim, place_in_file):
    def flip(name, content):
        if name == victim:
            position = int(len(content) * place_in_file)
            # The last byte of the seal is a line break, which says nothing.
            position -= victim == archive.SEAL and place_in_file > 0.9
            content = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
        return name, content

    before = state_of(other)

    with pytest.raises(Trouble, match="damaged"):
        bring_back(repacked(saved, tmp_path / "flipped.tar.gz", flip), other)

    assert state_of(other) == before


@pytest.mark.parametrize("victim", PACKED)
def test_a_missing_entry_is_found(saved, other, tmp_path, victim):
    before = state_of(other)
    lacking = repacked(saved, tmp_path / "l.tar.gz", lambda name, content: None if name == victim else (name, content))

    with pytest.raises(Trouble, match=r"damaged|not complete"):
        bring_back(lacking, other)

    assert state_of(other) == before


def test_a_flipped_byte_in_the_packed_file_is_found_wherever_it_is(saved, other, tmp_path):
    packed = saved.read_bytes()
    before = state_of(other)
    wrongly_accepted = []
    # Bytes 4 to 9 of a gzip file hold a time and the system's name: they say nothing about the content.
    for position in [*range(4), *range(10, len(packed), 41)]:
        flipped = packed[:position] + bytes([packed[position] ^ 0x10]) + packed[position + 1 :]
        damaged = tmp_path / "damaged.tar.gz"
        damaged.write_bytes(flipped)
        try:
            archive.unpack(damaged, fresh(tmp_path / "into"), step=lambda _amount: None)
        except Trouble:
            continue
        # Packing may point to either of two equal passages: then the flip changes no byte of what was packed.
        if gzip.decompress(flipped) != gzip.decompress(packed):
            wrongly_accepted.append(position)

    assert wrongly_accepted == []
    assert state_of(other) == before


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_backup_is_refused(saved, other, tmp_path, part):
    packed = saved.read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(packed[: int(len(packed) * part)])
    before = state_of(other)

    with pytest.raises(Trouble, match=r"damaged|not complete"):
        bring_back(tmp_path / "cut.tar.gz", other)

    assert state_of(other) == before


@pytest.mark.parametrize("version", ["0.1.1", "0.2.0", "1.0.0", "0.10"])
def test_a_newer_versions_backup_is_refused(saved, other, tmp_path, version):
    before = state_of(other)

    with pytest.raises(Trouble, match=rf"made by Hospitium {version}, this is 0\.1\.0\. Install"):
        bring_back(resealed(saved, tmp_path / "newer.tar.gz", version=version), other)

    assert state_of(other) == before


def test_a_newer_format_is_refused(saved, other, tmp_path):
    newer = resealed(saved, tmp_path / "newer.tar.gz", format=2, version="3.0.0", files="in another form")

    with pytest.raises(Trouble, match=r"newer version of Hospitium \(3\.0\.0\)"):
        bring_back(newer, other)


def test_a_backup_of_the_other_database_is_refused(saved, other):
    with pytest.raises(Trouble, match="is of a SQLite database, but this installation uses PostgreSQL"):
        restore.restore(saved, data=other, database={"ENGINE": "django.db.backends.postgresql", "NAME": "x"}, now=LATER)

    assert word_in(other) == ["Praha"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "files/../../evil",
        "files/../secret_key",
        "files/./x",
        "files//x",
        "files",
        "evil",
        "files/a\\b",
    ],
)
def test_an_entry_that_leads_elsewhere_is_refused(saved, other, tmp_path, name):
    evil = tmp_path / "evil.tar.gz"
    repacked(saved, evil, lambda name, content: (name, content))
    with tarfile.open(evil) as old:
        members = [(entry.name, old.extractfile(entry).read()) for entry in old]
    with tarfile.open(evil, "w:gz") as new:
        add(new, name, b"evil")
        for entry in members:
            add(new, *entry)
    before = state_of(other)

    with pytest.raises(Trouble, match="not part of a backup of Hospitium"):
        bring_back(evil, other)

    assert state_of(other) == before
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(other, tmp_path, kind):
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as stream:
        entry = tarfile.TarInfo("files/x")
        entry.type, entry.linkname = kind, "/etc/passwd"
        stream.addfile(entry)

    with pytest.raises(Trouble, match="not part of a backup of Hospitium"):
        bring_back(tmp_path / "evil.tar.gz", other)


@pytest.mark.parametrize(
    "content", [b"", b"hello", gzip.compress(b"", mtime=0), gzip.compress(b"hello" * 400, mtime=0), b"\x1f\x8b"]
)
def test_something_else_is_no_backup(other, tmp_path, content):
    (tmp_path / "x.tar.gz").write_bytes(content)

    with pytest.raises(Trouble, match=r"not a backup of Hospitium|not complete"):
        bring_back(tmp_path / "x.tar.gz", other)


def test_no_such_backup(other, tmp_path):
    with pytest.raises(Trouble, match="There is no file"):
        bring_back(tmp_path / "none.tar.gz", other)


def test_no_restore_while_a_server_runs(saved, other):
    with place.in_use(other), pytest.raises(Trouble, match=r"Stop it first \(Ctrl-C\)"):
        bring_back(saved, other)

    assert word_in(other) == ["Praha"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"format": "x"}', '{"format": 1, "version": "1", "files": []}']
)
def test_manifest_that_cannot_be_read(text):
    with pytest.raises(Trouble, match="cannot be read"):
        Manifest.read(text)


def test_manifest_reads_what_it_writes():
    manifest = Manifest(1, "0.1.0", 3, "2026-11-23T12:00:00+00:00", "sqlite", {"files/ž": Sum("00", 5)})

    assert Manifest.read(manifest.text()) == manifest


@pytest.mark.parametrize(("version", "key"), [("0.1.0", (0, 1, 0)), ("1.12.3rc1", (1, 12, 31)), ("2", (2,))])
def test_version_key_orders_versions(version, key):
    assert restore.version_key(version) == key


def test_expected_names():
    names = [
        "database.sqlite3",
        "database.sql",
        "secret_key",
        "demonstration",
        "files/a/b.pdf",
        "files",
        "x",
        "/files/a",
    ]

    assert [name for name in names if is_expected(name)] == names[:5]


def test_the_commands_save_and_bring_back_an_installation(prepared, tmp_path):
    target = tmp_path / "b.tar.gz"

    saved = run("backup", str(target), data=prepared)
    restored = run("restore", str(target), data=tmp_path / "new")
    checked = run("check", data=tmp_path / "new")

    assert [saved.returncode, restored.returncode, restored.stderr] == [0, 0, ""]
    assert saved.stdout.startswith("Saved 2 files, ")
    assert "Outgoing mail is held" in restored.stdout
    assert (tmp_path / "new/secret_key").read_text() == (prepared / "secret_key").read_text()
    assert "mail           WRONG  held since the restore, 0 waiting\n" in checked.stdout
