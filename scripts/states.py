"""Write docs/states/*.md anew: each lifecycle as a diagram, made from the table that decides."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[str, str]:
    """File name in docs/states → its text."""
    from hospitium.agreements import states as agreements
    from hospitium.delegations import states as delegations
    from hospitium.partners import states as partners
    from hospitium.programme import states as programme
    from hospitium.retention import states as retention
    from hospitium.visits import states as visits

    return {
        "partnership.md": page("The life of a partnership", partners.LIFECYCLE.diagram()),
        "instrument.md": page("The life of an instrument", agreements.LIFECYCLE.diagram()),
        "promise.md": page("The life of a promise", programme.LIFECYCLE.diagram()),
        "year-programme.md": page("The life of a year programme", programme.YEAR.diagram()),
        "year-line.md": page("The life of a line of a year programme", programme.LINE.diagram()),
        "delegation.md": page("The life of a delegation", delegations.DELEGATION.diagram()),
        "booking.md": page("The life of an interpreter's booking", visits.BOOKING.diagram()),
        "travel-request.md": page("The life of a travel request", delegations.TRAVEL_REQUEST.diagram()),
        "archive-offer.md": page("The life of an offer to the archive", retention.OFFERS.diagram()),
    }


def page(title: str, diagram: str) -> str:
    return f"# {title}\n\nMade by `scripts/states.py` from the table in `states.py`.\n\n```mermaid\n{diagram}```\n"


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospitium.config.settings_test")
    django.setup()
    folder = ROOT / "docs" / "states"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


if __name__ == "__main__":
    main()
