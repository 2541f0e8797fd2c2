"""Which clauses are lived and which sleep."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hospitium.agreements.models import Clause
from hospitium.algorithms import coverage
from hospitium.desk.links import link
from hospitium.desk.queries.record import Rows
from hospitium.programme.models import Activity

# Five columns of three years: as many as stand beside the contacts without scrolling.
YEARS_SHOWN = 15


def lives_of(rows: Rows) -> tuple[coverage.ClauseLife, ...]:
    """One row for each clause of an instrument in force."""
    return compared(rows, [*rows.done])


def districts_of(rows: Rows) -> tuple[coverage.ClauseLife, ...]:
    """The same, measured by what the district layer does."""
    done = [one for one in rows.district_activities if one.state == "done"]
    return compared(rows, done)


def compared(rows: Rows, activities: list[Activity]) -> tuple[coverage.ClauseLife, ...]:
    return coverage.coverage(
        clauses=[
            coverage.Clause(str(one.pk), frozenset(str(topic.pk) for topic in one.topics.all()))
            for one in clauses_in_force(rows)
        ],
        activities=[
            coverage.Activity(
                str(one.pk),
                one.begins.year if one.begins else None,
                rows.topics_of.get(one.pk, frozenset()),
                rows.clauses_of.get(one.pk, frozenset()),
            )
            for one in activities
        ],
        columns=columns(rows),
        this_year=rows.today.year,
    )


def clauses_in_force(rows: Rows) -> list[Clause]:
    ids = {one.pk for one in rows.in_force}
    return [one for one in rows.clauses if one.instrument_id in ids]


def columns(rows: Rows) -> tuple[coverage.Bucket, ...]:
    return coverage.buckets(first=rows.today.year - YEARS_SHOWN + 1, last=rows.today.year)


def coverage_of(
    rows: Rows, lives: tuple[coverage.ClauseLife, ...], districts: tuple[coverage.ClauseLife, ...]
) -> dict[str, Any]:
    """The grid as the component wants it; {"is_empty": True} without clauses."""
    if not lives:
        return {"is_empty": True}
    by_id = {str(one.pk): one for one in rows.clauses}
    return {
        "periods": [f"{one.first}–{one.last % 100:02}" for one in columns(rows)],
        "rows": [
            {
                "label": label(by_id[own.clause]),
                "url": link("agreements:instrument", by_id[own.clause].instrument_id),
                "chip": chip(own, below),
                "cells": [mark(mine, theirs) for mine, theirs in zip(own.cells, below.cells, strict=True)],
            }
            for own, below in zip(lives, districts, strict=True)
        ],
        "asleep": sum(1 for one in lives if one.code == coverage.LifeCode.ASLEEP),
        "by_topic": any(one.only_by_topic for one in lives),
        "sources": "; ".join(dict.fromkeys(one.source for one in by_id.values() if one.source)),
    }


def label(clause: Clause) -> str:
    return str(clause) or ", ".join(str(topic) for topic in clause.topics.all()) or clause.get_obligation_display()


def chip(own: coverage.ClauseLife, below: coverage.ClauseLife) -> dict[str, str]:
    if own.code == coverage.LifeCode.LIVED:
        return {"text": _("lived %(year)d") % {"year": own.last_year}, "tone": "success", "icon": "circle-check"}
    if below.code == coverage.LifeCode.LIVED:
        return {"text": _("districts only"), "tone": "info", "icon": "map-pin"}
    if own.code == coverage.LifeCode.ASLEEP:
        return {
            "text": _("dormant since %(year)d") % {"year": own.asleep_since},
            "tone": "warning",
            "icon": "moon-star",
        }
    if own.code == coverage.LifeCode.UNDATED:
        return {"text": _("lived, year unknown"), "tone": "open", "icon": "circle-help"}
    return {"text": _("not in evidence"), "tone": "open", "icon": "circle-help"}


def mark(own: coverage.Cell, below: coverage.Cell) -> str:
    if own.linked or own.by_topic:
        return "own"
    return "hollow" if below.linked or below.by_topic else ""
