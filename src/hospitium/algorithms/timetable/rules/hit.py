"""What a rule says before it has a code and a severity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from hospitium.algorithms.timetable.layout import Layout
from hospitium.algorithms.timetable.problem import Severity


class Hit(NamedTuple):
    """The items concerned in the order of time, the figures, and whom it is about where that tells hits apart."""

    items: tuple[str, ...]
    facts: Mapping[str, object]
    about: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One question to a programme; an office switches it off by its code."""

    code: str
    severity: Severity
    find: Callable[[Layout], Iterable[Hit]]
