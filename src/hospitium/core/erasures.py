"""The list of what was erased, beside the database: a backup that is restored must not bring it back.

A line names class, kind and key and the moment, and holds no data. It is written before the erasing is committed: a
line too many erases once more what was due anyway, a line too few would bring somebody back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Line:
    data_class: str
    kind: str
    key: str
    at: datetime

    def text(self) -> str:
        return json.dumps({**asdict(self), "at": self.at.isoformat()}, sort_keys=True)


def remember(*, data_class: str, kind: str, key: str, at: datetime) -> None:
    """Write down that these data are erased now."""
    descriptor = os.open(Path(settings.DATA) / FILE, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    try:
        os.write(descriptor, (Line(data_class, kind, key, at).text() + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remember_after_commit(*, data_class: str, kind: str, key: str) -> None:
    """The same for what a person erases before its time: written once it is certain, because nothing else is due."""
    line: dict[str, Any] = {"data_class": data_class, "kind": kind, "key": key, "at": timezone.now()}
    transaction.on_commit(partial(remember, **line))


def remembered(file: Path) -> Iterator[Line]:
    """The lines of a list; one that a crash has cut off is left out."""
    if not file.is_file():
        return
    for text in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            written = json.loads(text)
            moment = datetime.fromisoformat(written["at"])
            yield Line(str(written["data_class"]), str(written["kind"]), str(written["key"]), moment)
        except (ValueError, KeyError, TypeError):
            continue
