"""A question to the proposal as plain data, as it is stored and handed to the process that answers it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hospitium import __version__
from hospitium.algorithms.timetable.proposal import VERSION, Demand


def question_of(demand: Demand) -> dict[str, Any]:
    """What is stored: the question and the versions of the code that it was made for."""
    return {"hospitium": __version__, "proposal": VERSION, "demand": plain(demand)}


def demand_of(question: Mapping[str, Any]) -> Demand:
    """The question as the proposal takes it; raises TypeError, KeyError or ValueError when it is not one of ours."""
    demand = typed(Demand, question["demand"])
    if not isinstance(demand, Demand):
        raise TypeError("no demand")
    return demand


def plain(value: Any) -> Any:
    """Dates as ISO text, mappings as pairs, sets in order: the same question is the same text."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return sorted([plain(key), plain(each)] for key, each in value.items())
    if isinstance(value, frozenset):
        return sorted(plain(one) for one in value)
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date | time) else value


def typed(kind: Any, value: Any) -> Any:
    """What `plain` made, as the type says."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if value is None else typed(inner[0], value)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[1:] == (Ellipsis,) else inner
        return tuple(typed(one, each) for one, each in zip(kinds, value, strict=True))
    if origin is frozenset:
        return frozenset(typed(inner[0], each) for each in value)
    if origin is not None:
        return {typed(inner[0], key): typed(inner[1], each) for key, each in value}
    return of_class(kind, value)


def of_class(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: typed(hints[one.name], value[one.name]) for one in fields(kind)})  # type: ignore[operator]
    if issubclass(kind, date | time):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum | float) else value
