"""The record on the command line: what is shown, what is asked, what is refused."""

import pytest

from hospitium.operations import demonstration, records
from hospitium.operations.trouble import Trouble
from hospitium.partners.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def berlin(tmp_path):
    file = tmp_path / "record.yaml"
    file.write_text(demonstration.text_of("berlin"), encoding="utf-8")
    return file


def test_bring_in_twice_changes_nothing_the_second_time(berlin, capsys):
    first = records.bring_in(berlin, is_agreed=True)
    second = records.bring_in(berlin, is_agreed=True)

    assert first.startswith("Done: ")
    assert second == "The record is here already. Nothing was changed."
    assert "  partners " in capsys.readouterr().out


def test_bring_in_without_anybody_to_confirm(berlin, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)

    with pytest.raises(Trouble, match="add --yes"):
        records.bring_in(berlin, is_agreed=False)

    assert Partner.objects.count() == 0


@pytest.mark.parametrize(("answer", "is_taken"), [("y", True), ("yes", True), ("", False), ("n", False), ("Ja", False)])
def test_bring_in_asks(berlin, monkeypatch, answer, is_taken):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    records.bring_in(berlin, is_agreed=False)

    assert Partner.objects.exists() == is_taken


def test_bring_in_names_the_lines_that_are_wrong(tmp_path):
    file = tmp_path / "record.yaml"
    file.write_text("home: {city: A\n", encoding="utf-8")

    with pytest.raises(Trouble, match=r"cannot be imported; nothing was changed. Correct these lines:\n  line \d+: "):
        records.bring_in(file, is_agreed=True)


@pytest.mark.parametrize(("content", "sentence"), [(b"\xff\xfe", "is not written in UTF-8"), (None, "cannot be read")])
def test_bring_in_of_a_file_that_cannot_be_read(tmp_path, content, sentence):
    file = tmp_path / "record.yaml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(Trouble, match=sentence):
        records.bring_in(file, is_agreed=True)


def test_hand_out_writes_what_bring_in_reads(berlin, tmp_path, capsys):
    records.bring_in(berlin, is_agreed=True)
    capsys.readouterr()

    records.hand_out(tmp_path / "out.yaml")
    records.hand_out(None)

    assert (tmp_path / "out.yaml").read_text(encoding="utf-8") == capsys.readouterr().out
    assert records.bring_in(tmp_path / "out.yaml", is_agreed=True) == "The record is here already. Nothing was changed."


def test_hand_out_never_overwrites(tmp_path):
    (tmp_path / "out.yaml").write_text("precious")

    with pytest.raises(Trouble, match="exists already"):
        records.hand_out(tmp_path / "out.yaml")


def test_hand_out_of_an_empty_installation():
    with pytest.raises(Trouble, match="There is no record here yet"):
        records.hand_out(None)
