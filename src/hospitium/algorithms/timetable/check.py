"""The check: every rule that is not switched off, over one programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from hospitium.algorithms.timetable.layout import Layout, lay_out
from hospitium.algorithms.timetable.problem import Finding, Programme, Severity
from hospitium.algorithms.timetable.rules import RULES

ORDER = {severity: place for place, severity in enumerate(Severity)}


def check(programme: Programme) -> tuple[Finding, ...]:
    """What is wrong in a programme: the worst first, then in the order of time; no two findings with one key.

    What is not known is not refused: a venue without hours is open, a room without capacity is large enough.
    TimetableError when two items have one key or an item lasts less than no time.
    """
    layout = lay_out(programme)
    begins = {one.item.key: one.starts for one in layout.placed}
    found: dict[str, Finding] = {}
    for finding in _findings(layout):
        known = found.setdefault(finding.key, finding)
        if known is not finding:
            found[finding.key] = _for_both(known, finding)

    def sorting(one: Finding) -> tuple[int, datetime, str, tuple[str, ...], tuple[str, ...]]:
        return ORDER[one.severity], begins.get(one.items[0], datetime.max), one.code, one.items, one.about

    return tuple(sorted(found.values(), key=sorting))


def _findings(layout: Layout) -> Iterator[Finding]:
    for code, severity, find in RULES:
        if code in layout.programme.limits.off:
            continue
        for items, facts, about in find(layout):
            yield Finding(code=code, severity=severity, items=items, facts=MappingProxyType(facts), about=about)


def _for_both(one: Finding, other: Finding) -> Finding:
    """The same thing found for two groups is one finding that names both."""
    groups = {group for finding in (one, other) for group in _groups(finding)}
    return replace(one, facts=MappingProxyType({**one.facts, "groups": tuple(sorted(groups))})) if groups else one


def _groups(finding: Finding) -> tuple[str, ...]:
    named = finding.facts.get("groups", ())
    return named if isinstance(named, tuple) else ()
