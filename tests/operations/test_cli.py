"""What an operator reads when something is not as it should be."""

import re

import pytest

from hospitium.operations import cli
from hospitium.operations.trouble import Trouble
from tests.operations.conftest import run


def test_data_folder_that_is_a_file(tmp_path):
    file = tmp_path / "data"
    file.write_text("")

    done = run("check", data=file)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"hospitium: {file} is not a folder. Set HOSPITIUM_DATA to the folder that shall hold the data.\n"
    )


def test_data_folder_below_a_file(tmp_path):
    (tmp_path / "file").write_text("")

    done = run("prepare", data=tmp_path / "file" / "data")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not a folder" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HOSPITIUM_DEMONSTRATION", "maybe", "HOSPITIUM_DEMONSTRATION must be yes or no, it is 'maybe'."),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL must begin with postgres:// (SQLite needs no DATABASE_URL)."),
    ],
)
def test_configuration_that_cannot_be_used(tmp_path, name, value, sentence):
    done = run("prepare", data=tmp_path / "data", **{name: value})

    assert (done.returncode, done.stderr) == (1, f"hospitium: The configuration cannot be used: {sentence}\n")


def test_database_server_that_does_not_run(tmp_path):
    done = run("prepare", data=tmp_path / "data", DATABASE_URL="postgres://nobody@127.0.0.1:9/nothing")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert re.match(r"hospitium: The database of DATABASE_URL does not answer \(.+\)\. Is it running", done.stderr)


def test_prepare_twice_does_nothing_the_second_time(prepared):
    done = run("prepare", data=prepared)

    assert (done.returncode, done.stdout, done.stderr) == (0, "The database is up to date.\n", "")


def test_old_python(monkeypatch):
    monkeypatch.setattr(cli.sys, "version_info", (3, 9, 2, "final", 0))

    with pytest.raises(Trouble, match=r"needs Python 3\.11 or newer, this is 3\.9\.2"):
        cli.refuse_old_python()


@pytest.mark.parametrize("words", [[], ["fly"], ["serve", "--port", "70000"], ["serve", "--workers", "0"], ["backup"]])
def test_wrong_command_line_ends_with_2(words, capsys):
    with pytest.raises(SystemExit) as ending:
        cli.main(words)

    assert (ending.value.code, capsys.readouterr().err.startswith("usage: hospitium")) == (2, True)


def test_lift_hold_twice(tmp_path):
    (tmp_path / "restored").write_text("")

    said = [run("lift-hold", data=tmp_path).stdout for _turn in range(2)]

    assert said == ["Outgoing mail goes again.\n", "No mail was held.\n"]
