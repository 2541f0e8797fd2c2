"""From a cell to the partners and topics that it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model

from hospitium.algorithms.search import fold
from hospitium.core.tables import TableError

Known = dict[str, list[Any]]


def readers(*, partners: Known, partnerships: Known, topics: Known) -> dict[str, Callable[[str], Any]]:
    """How the kinds of cells are read that name records; each mapping is folded name → records."""
    return {
        "partner": lambda text: read_partner(text, partners),
        "partnerships": lambda text: [one_of(name, partnerships, "partner") for name in names(text, partnerships)],
        "topics": lambda text: [one_of(name, topics, "topic") for name in names(text, topics)],
    }


def read_partner(text: str, known: Known) -> Any:
    found = known.get(fold(text), [])
    if len(found) != 1:
        raise TableError("partner_several" if found else "partner_unknown", words=", ".join(map(str, found)))
    return found[0]


def names(text: str, known: Known) -> list[str]:
    """A cell may hold several names; one that holds a comma itself is not divided."""
    if fold(text) in known:
        return [text]
    for mark in ";", "/", ",":
        if mark in text:
            return list(dict.fromkeys(part.strip() for part in text.split(mark) if part.strip()))
    return [text]


def one_of(name: str, known: Known, what: str) -> Any:
    found = known.get(fold(name), [])
    if not found:
        raise TableError(f"{what}_unknown")
    whole = [one for one in found if not getattr(one, "home_district_id", None)]
    if len(found) > 1 and len(whole) != 1:
        raise TableError("partner_several", words=", ".join(map(str, found)))
    return whole[0] if len(found) > 1 else found[0]


def by_name(records: Sequence[Model], names_of: Callable[[Any], Sequence[str]]) -> Known:
    """Folded name → the records that bear it."""
    found: Known = {}
    for record in records:
        for name in dict.fromkeys(fold(name.strip()) for name in names_of(record) if name.strip()):
            found.setdefault(name, []).append(record)
    return found
