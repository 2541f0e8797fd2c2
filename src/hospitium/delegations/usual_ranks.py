"""The usual list of ranks that the package brings along, in every language of the house."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from hospitium.core.multilingual import Multilingual

ORIGINAL = "de"


def usual_ranks() -> list[Multilingual]:
    """The names from the highest to the lowest rank."""
    given: list[Mapping[str, str]] = tomllib.loads(
        Path(__file__).with_name("usual_ranks.toml").read_text(encoding="utf-8")
    )["ranks"]
    return [Multilingual(dict(texts), ORIGINAL) for texts in given]


__all__ = ["usual_ranks"]
