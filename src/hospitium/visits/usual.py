"""The usual templates and groups that the package brings along, in every language of the house."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hospitium.core.multilingual import Multilingual

ORIGINAL = "de"


@dataclass(frozen=True)
class UsualTask:
    what: Multilingual
    anchor: str
    days: int


@dataclass(frozen=True)
class UsualTemplate:
    """A template as the package brings it; `items` are the mappings that `Template.items` holds."""

    key: str
    name: Multilingual
    format: str
    days: int
    is_outgoing: bool
    items: list[dict[str, Any]]
    tasks: list[UsualTask]


@cache
def read() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("usual.toml").read_text(encoding="utf-8"))


def phrase(name: str) -> Multilingual:
    return Multilingual(read()["phrases"][name], ORIGINAL)


def usual_templates() -> list[UsualTemplate]:
    """Seminar, working visit, political visit, visit to the partner; in this order."""
    return [
        UsualTemplate(
            key=given["key"],
            name=phrase(given["name"]),
            format=given["format"],
            days=given["days"],
            is_outgoing=given.get("outgoing", False),
            items=[item_of(*row) for row in given["items"]],
            tasks=[UsualTask(phrase(name), anchor, days) for anchor, days, name in read()["tasks"][given["tasks"]]],
        )
        for given in read()["templates"]
    ]


def item_of(day: int, starts: str, minutes: int, kind: str, title: str, mode: str = "none") -> dict[str, Any]:
    return {
        "day": day,
        "starts": starts,
        "minutes": minutes,
        "kind": kind,
        "title": dict(phrase(title).texts),
        "mode": mode,
        "obligatory": kind not in {"sightseeing", "free"},
    }


def usual_groups() -> Mapping[str, Multilingual]:
    """Short name → name of the groups that most visits have: the heads, A and B."""
    return {key: Multilingual(texts, ORIGINAL) for key, texts in read()["groups"].items()}


__all__ = ["UsualTask", "UsualTemplate", "usual_groups", "usual_templates"]
