"""`hospitium import-record` and `export-record`: the record of a city as one YAML file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import translation

from hospitium.interchange.actions.record import (
    CHANGED,
    CREATED,
    SAME,
    Report,
    export_record,
    import_record,
    preview_record,
)
from hospitium.interchange.record import Problem, RecordError
from hospitium.operations import place
from hospitium.operations.trouble import Trouble
from hospitium.partners.models import Home

SHOWN = 40


def read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Trouble(f"{file} is not written in UTF-8. Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise Trouble(f"{file} cannot be read ({error.strerror}).") from None


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn the problems of a record into Trouble that lists them line by line."""
    try:
        yield
    except RecordError as error:
        lines = [f"  {line_of(problem)}" for problem in error.problems[:SHOWN]]
        if len(error.problems) > SHOWN:
            lines.append(f"  … and {len(error.problems) - SHOWN} more")
        raise Trouble(
            "\n".join([f"{name} cannot be imported; nothing was changed. Correct these lines:", *lines])
        ) from None


def line_of(problem: Problem) -> str:
    with translation.override("en"):
        return f"line {problem.line}: {problem.path}: {problem}"


def summary(report: Report) -> str:
    """What an import does: one line for each section, then the remarks."""
    counts = Counter((change.section, change.verb) for change in report.changes)
    sections = list(dict.fromkeys(change.section for change in report.changes))
    rows = [
        f"  {section:<24}" + "".join(f"{counts[section, verb]:>6} {verb}" for verb in (CREATED, CHANGED, SAME))
        for section in sections
    ]
    return "\n".join([*rows, *(f"  {line_of(problem)}" for problem in report.remarks[:SHOWN])])


def bring_in(file: Path, *, is_agreed: bool) -> str:
    """Show what the record would change, ask, and take it over; returns what happened in a sentence."""
    text = read_text(file)
    with explained(str(file)), translation.override("en"):
        plan = preview_record(text=text)
        print(summary(plan))
        if not plan.changes_something:
            return "The record is here already. Nothing was changed."
        if not is_agreed and not asked("Take this over?"):
            return "Nothing was changed."
        done = import_record(text=text, by=None)
    return f"Done: {done.count(CREATED)} created, {done.count(CHANGED)} changed."


def asked(question: str) -> bool:
    if not sys.stdin.isatty():
        raise Trouble("Nobody is here to confirm. Nothing was changed; add --yes to take the record over at once.")
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def hand_out(file: Path | None) -> None:
    """Write the record to `file`, or to standard output."""
    if file and file.exists():
        raise Trouble(f"{file} exists already. Choose another name.")
    if not Home.objects.exists():
        raise Trouble("There is no record here yet. Import one first: hospitium import-record FILE.")
    text = export_record(by=None)
    if file:
        place.write_private(file, text)
    else:
        sys.stdout.write(text)
