"""The diagrams in docs/states are those of the lifecycles."""

from __future__ import annotations

from scripts.states import ROOT, pages


def test_the_diagrams_are_fresh():
    kept = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "states").glob("*.md")}

    assert kept == pages(), "Run python scripts/states.py."
