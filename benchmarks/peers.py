"""Another system beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.ours import Figure


@dataclass(frozen=True)
class Peer:
    """Another system: its name with the version, how it was set up, and its figures."""

    name: str
    note: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    compared_with: Mapping[str, str] = field(default_factory=dict)


def pretalx(folder: Path, *, seconds: int, say: Callable[[str], None]) -> Peer:
    raise NotImplementedError
