"""The matching of a round from a file, as a researcher runs it."""

import json
from pathlib import Path

import pytest

from hospitium.algorithms.matching import Cutoffs, Mechanism, Outcome, Problem, verify
from hospitium.operations import cli
from tests.algorithms.matchings import hard_round

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "algorithms" / "examples" / "round.json"


def matched(capsys, *words):
    """The status, and what was said on both streams."""
    status = cli.main(["match", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


@pytest.fixture(autouse=True)
def no_data_folder(monkeypatch, tmp_path):
    """It asks for none: this one could not be made."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOSPITIUM_DATA", str(tmp_path / "file" / "data"))


def test_the_example_says_who_goes_where(capsys):
    status, lines, error = matched(capsys, EXAMPLE)

    assert (status, error) == (0, "")
    assert lines == [
        "stable: 4 of 7 placed, feasible",
        "guaranteed: stable",
        "not considered: balance",
        "broken: balance Warsaw net -2, tolerance 1",
        "anna → warsaw-water",
        "ben → prague-trees",
        "carla → warsaw-roads",
        "dirk → –",
        "eva → –",
        "filip → berlin-cycling",
        "gosia → –",
    ]


def test_the_reasons_of_one_no_and_what_would_have_changed_it(capsys):
    _, lines, _ = matched(capsys, EXAMPLE, "--mechanism", "balanced", "--explain")

    first = lines.index("dirk → –")
    assert lines[first + 1 : first + 3] == [
        "  1. warsaw-roads: the balance of Warsaw stands at -1, the tolerance is 1",
        "  2. prague-trees: language B2 asked, B1 given",
    ]
    first = lines.index("carla → –")
    assert lines[first + 2] == "  would be placed with the tolerance of Warsaw higher by 1"
    assert lines[-1] == "warsaw-water: open, placed 1, places 2, waiting 0"


@pytest.mark.parametrize("mechanism", Mechanism)
def test_the_result_is_written_down_and_the_judge_can_read_it(mechanism, capsys, tmp_path):
    output = tmp_path / "result.json"

    matched(capsys, EXAMPLE, "--mechanism", mechanism, "--output", output, "--explain")

    kept = json.loads(output.read_text(encoding="utf-8"))
    outcome = Outcome.from_json(json.dumps(kept["outcome"]))
    problem = Problem.from_json(EXAMPLE.read_text(encoding="utf-8"))
    assert verify(problem, outcome) == outcome.broken
    assert sorted(kept["explanation"]) == ["applicants", "hosts"]
    assert kept["explanation"]["applicants"]["ben"]["offer"] == outcome.placement.get("ben")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "it is not JSON"),
        ("[]", "it does not describe a round; something is missing or of the wrong kind"),
        ("[" * 100_000, "it is not JSON"),
        ('{"offers": [{"id": "x", "capacity": NaN}]}', "it is not JSON"),
        ('{"applicants": [{"id": "\\ud800"}]}', "it is not JSON"),
        (
            '{"applicants": [{"id": "a"}, {}]}',
            "it does not describe a round; “id” in number 2 of “applicants” is missing or of the wrong kind",
        ),
        (
            '{"offers": [{"id": "x", "capacity": 1.5}]}',
            "it does not describe a round; “1.5” in number 1 of “offers” is missing or of the wrong kind",
        ),
        (
            '{"applicants": ["a"]}',
            "it does not describe a round; “a” in number 1 of “applicants” is missing or of the wrong kind",
        ),
        ('{"applicants": "a"}', "it does not describe a round; “applicants” is missing or of the wrong kind"),
        (
            '{"fixed": ["ax"]}',
            "it does not describe a round; “ax” in number 1 of “fixed” is missing or of the wrong kind",
        ),
        ('{"fixed": [["a"]]}', "it does not describe a round; number 1 of “fixed” is missing or of the wrong kind"),
        ('{"tiebreak": "age"}', "it does not describe a round; “tiebreak” is missing or of the wrong kind"),
        ('{"unit_quotas": [1]}', "it does not describe a round; “unit_quotas” is missing or of the wrong kind"),
        ('{"cutoffs": {"wrk": 3}}', "the word “wrk” is not known there"),
        ('{"together": [{"first": "a", "second": "b", "sme": "city"}]}', "the word “sme” is not known there"),
        ('{"offers": [{"id": "x", "capacity": -1}]}', "a number of “x” is below zero"),
        ('{"offers": [{"id": "x", "capacity": 10000000000}]}', "a number of “x” is above 1000000000"),
        ('{"fixed": [["a", "x"]]}', "applicant “a” is named and not in it"),
        (
            '{"applicants": [{"id": "a", "wishes": ["x", ["y", "x"]]}], "offers": [{"id": "x"}, {"id": "y"}]}',
            "applicant “a” wishes offer “x” twice",
        ),
        ('{"aplicants": []}', "the word “aplicants” is not known there"),
        ('{"format": 9}', "it is of format 9, this version reads format 1"),
        (
            '{"applicants": [{"id": "a", "wishes": ["x"]}]}',
            "applicant “a” wishes offer “x”, which is not in it",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(content, sentence, capsys, tmp_path):
    file = tmp_path / "round.json"
    file.write_text(content)

    assert matched(capsys, file) == (1, [], f"hospitium: {file} cannot be used: {sentence}.\n")


@pytest.mark.parametrize("mechanism", Mechanism)
@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ('{"offers": [{"id": "x"}]}', ["0 of 0 placed, optimal"]),
        ('{"applicants": [{"id": "a"}]}', ["0 of 1 placed, optimal"]),
        ("{}", ["0 of 0 placed, optimal"]),
    ],
)
def test_nobody_and_nothing_are_a_result(content, lines, mechanism, capsys, tmp_path):
    file = tmp_path / "round.json"
    file.write_text(content)

    status, said, error = matched(capsys, file, "--mechanism", mechanism)

    assert (status, said[:1], error) == (0, [f"{mechanism}: {line}" for line in lines], "")


def test_files_that_are_not_there_no_text_or_not_to_be_written(capsys, tmp_path):
    picture = tmp_path / "picture"
    picture.write_bytes(b"\xff\xfe\x00")

    assert matched(capsys, tmp_path / "none") == (1, [], f"hospitium: There is no file {tmp_path / 'none'}.\n")
    assert matched(capsys, picture) == (1, [], f"hospitium: {picture} cannot be read: it is not text.\n")
    assert matched(capsys, tmp_path) == (1, [], f"hospitium: {tmp_path} cannot be read: Is a directory.\n")
    status, _, error = matched(capsys, EXAMPLE, "--output", tmp_path)
    assert (status, error) == (1, f"hospitium: {tmp_path} cannot be written: Is a directory.\n")


def changed_example(tmp_path, **facts):
    file = tmp_path / "round.json"
    file.write_text(json.dumps(json.loads(EXAMPLE.read_text(encoding="utf-8")) | facts))
    return file


def test_a_contradiction_is_named_and_written_down_all_the_same(capsys, tmp_path):
    file = changed_example(tmp_path, fixed=[["anna", "prague-trees"], ["ben", "prague-trees"]])

    found = matched(capsys, file, "--output", tmp_path / "result.json")

    assert found == (
        1,
        [],
        "hospitium: What is fixed contradicts what must hold: fixed anna prague-trees; fixed ben prague-trees; "
        "capacity prague-trees. Give one of them up.\n",
    )
    assert json.loads((tmp_path / "result.json").read_text())["outcome"]["status"] == "infeasible"


@pytest.mark.parametrize("mechanism", Mechanism)
def test_two_places_fixed_for_one_person_are_both_named(mechanism, capsys, tmp_path):
    file = changed_example(tmp_path, fixed=[["anna", "prague-trees"], ["anna", "warsaw-water"]])

    assert matched(capsys, file, "--mechanism", mechanism) == (
        1,
        [],
        "hospitium: What is fixed contradicts what must hold: fixed anna prague-trees; fixed anna warsaw-water. "
        "Give one of them up.\n",
    )


def test_too_little_time_is_said(capsys, tmp_path):
    file = tmp_path / "round.json"
    file.write_text(hard_round(Cutoffs(work=1e-12, seconds=1e-9), people=400).as_json())

    status, lines, error = matched(capsys, file, "--mechanism", "optimal")

    assert (status, lines) == (1, [])
    assert error == "hospitium: No placement was found in the time that the file gives. Give more in its cutoffs.\n"


def test_reasons_of_the_files_own_are_said_by_their_code(capsys, tmp_path):
    reasons = [{"code": "topic", "facts": {"asked": 3}}, {"code": "language"}]
    inadmissible = [{"applicant": "carla", "offer": "warsaw-roads", "reasons": reasons}]
    file = changed_example(tmp_path, inadmissible=inadmissible)

    _, lines, _ = matched(capsys, file, "--explain", "--mechanism", "balanced")

    first = lines.index("carla → –")
    assert lines[first + 1] == "  1. warsaw-roads: topic asked 3; language"
