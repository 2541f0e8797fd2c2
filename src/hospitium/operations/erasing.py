"""`hospitium erase`, and what was erased stays erased when an older backup comes back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hospitium.core.erasures import remembered
from hospitium.operations import place
from hospitium.retention import actions, queries

# What a restore has put aside holds data whose time goes on running.
COPIES_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Coming:
    """What the next run would do with a class of data: how many are due, and whether the archive comes first."""

    key: str
    due: int
    is_offered: bool
    is_active: bool

    def __str__(self) -> str:
        what = "due, offered to the archive first" if self.is_offered else "to be erased"
        return f"{self.key:<24} {self.due:>6} {what if self.is_active else 'due, but the rule is switched off'}"


def coming(today: date) -> Iterator[Coming]:
    for held in queries.in_force():
        one = held.data_class
        yield Coming(one.key, sum(1 for _due in held.due_by(today)), one.must_be_offered_to_archive, held.is_active)


def join_lists(here: Path, restored: Path) -> None:
    """After a restore the list holds what either of the two held; each line once, in the order of time."""
    lines = {line.text(): line for file in (here, restored) for line in remembered(file)}
    if lines:
        ordered = sorted(lines.values(), key=lambda line: line.at)
        place.write_private(here, "".join(line.text() + "\n" for line in ordered))


def erase_again(data: Path) -> int:
    """Erase once more what was erased after the backup that was restored; returns how many. Killed, it begins anew."""
    marker = data / place.ERASE_AGAIN
    if not marker.is_file():
        return 0
    since = datetime.fromisoformat(marker.read_text(encoding="utf-8").strip())
    count = actions.erase_again(lines=remembered(data / place.ERASURES), since=since)
    marker.unlink()
    return count


def forget_old_copies() -> int:
    """Remove what a restore has put aside more than thirty days ago; returns how many folders."""
    count = 0
    for folder in sorted(Path(settings.DATA).glob("before-restore-*")):
        age = timezone.now().timestamp() - folder.stat().st_mtime
        if folder.is_dir() and not folder.is_symlink() and age > COPIES_KEPT.total_seconds():
            shutil.rmtree(folder)
            count += 1
    return count
