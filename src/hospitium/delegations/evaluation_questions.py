"""The usual questions of an evaluation, as the package brings them along."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from hospitium.core.multilingual import Multilingual

ORIGINAL = "de"


@cache
def usual_questions() -> tuple[tuple[str, Multilingual], ...]:
    """Kind of question and its text in every language of the house, in the order of the sheet."""
    text = Path(__file__).with_name("evaluation_questions.toml").read_text(encoding="utf-8")
    return tuple(
        (entry["kind"], Multilingual({code: words for code, words in entry.items() if code != "kind"}, source=ORIGINAL))
        for entry in tomllib.loads(text)["questions"]
    )
