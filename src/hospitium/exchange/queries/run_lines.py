"""Lines, tables and pictures of the pages about runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from hospitium.algorithms.matching import Comparison, Finding, Objective, Turn
from hospitium.core.charts import Amount, BalanceRow, balance_bars
from hospitium.exchange.matching import read_outcome
from hospitium.exchange.models import Run
from hospitium.exchange.queries.results import SHOWN, Result
from hospitium.exchange.queries.run_words import (
    CONDITIONS,
    GUARANTEES,
    MECHANISMS,
    OBJECTIVES,
    STATES,
    Names,
    Sentence,
    claim_in_words,
    finding_in_words,
    host_reason_in_words,
    look_of,
    reason_in_words,
)

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class RunLine:
    """A run in the list of runs."""

    run: Run
    mechanism: Sentence
    tone: str
    icon: str


def runs_in_words(runs: Iterable[Run]) -> list[RunLine]:
    return [RunLine(one, MECHANISMS[one.mechanism][0], *STATES[one.state]) for one in runs]


def number_of(run: Run) -> str:
    """In one line, also in a narrow column."""
    return NO_BREAK.join((_("no. %(number)d") % {"number": run.number}).split())


def side_by_side(runs: Sequence[Run]) -> dict[str, Any]:
    """The results with their figures, a column for each objective; runs without a result are left out."""
    found = [(run, outcome) for run in runs if (outcome := read_outcome(run.outcome)) and outcome.status in SHOWN]
    columns: list[dict[str, Any]] = [{"label": _("Run")}, {"label": _("Mechanism")}, {"label": _("How sure")}]
    columns += [{"label": str(text), "numeric": True} for text in OBJECTIVES.values()]
    rows = [
        {
            "cells": [
                {"value": number_of(run), "url": run.get_absolute_url()},
                str(MECHANISMS[run.mechanism][0]),
                str(look_of(outcome).label),
                *(outcome.figures.get(name) for name in OBJECTIVES),  # type: ignore[call-overload]
            ]
        }
        for run, outcome in found
    ]
    return {"columns": columns, "rows": rows}


@dataclass(frozen=True)
class Promises:
    """What holds for a result, and at what the mechanism did not look."""

    holds: Sequence[Sentence]
    not_considered: Sequence[Sentence]
    contradiction: Sequence[str]
    figures: Sequence[tuple[Sentence, int, int | None]]


def promises_of(result: Result) -> Promises:
    outcome = result.outcome
    return Promises(
        [GUARANTEES[one] for one in outcome.guarantees],
        [CONDITIONS[one] for one in outcome.not_considered],
        [claim_in_words(one, result.names) for one in outcome.contradiction],
        [
            (said, outcome.figures[Objective(name)], bound_of(result, name))
            for name, said in OBJECTIVES.items()
            if name in outcome.figures
        ],
    )


def bound_of(result: Result, name: Any) -> int | None:
    """What no result can surpass, where it is known and not reached."""
    bound = result.outcome.bound.get(name)
    return bound if bound is not None and bound != result.outcome.figures.get(name) else None


def findings_of(result: Result) -> list[str]:
    """What the check has against a result, and pairs that would both rather have each other."""
    broken = [finding_in_words(one, result.names) for one in result.outcome.broken]
    pairs = [claim_in_words(Finding("blocking", pair), result.names) for pair in result.blocking]
    return list(dict.fromkeys([*broken, *pairs]))


def balance_picture(result: Result) -> dict[str, Any]:
    """Guests and own colleagues by city, with the table beside it; {} where nobody goes anywhere."""
    cities = result.balances
    if not cities:
        return {}
    rows = [
        BalanceRow(one.name, Amount(one.received, str(one.received)), Amount(one.sent, str(one.sent))) for one in cities
    ]
    out = [one.name for one in cities if not one.is_within]
    finding = (
        _("Out of balance: %(cities)s.") % {"cities": ", ".join(out)}
        if out
        else _("The balance with every city is within its tolerance.")
    )
    drawing = balance_bars(rows=rows, guests_title=_("come to us"), ours_title=_("go there"), finding=finding)
    columns = [
        {"label": _("City")},
        {"label": _("come to us"), "numeric": True},
        {"label": _("go there"), "numeric": True},
        {"label": _("tolerance"), "numeric": True},
    ]
    return {
        "svg": mark_safe(drawing),  # noqa: S308 - labels are escaped where the picture is made
        "finding": finding,
        "columns": columns,
        "rows": [
            {"cells": [one.name, one.received, one.sent, "–" if one.tolerance is None else one.tolerance]}
            for one in cities
        ],
    }


@dataclass(frozen=True)
class WithoutLine:
    """Somebody without a place, with the first reason of the best wish."""

    code: str
    reason: str
    wishes: int


def without_lines(result: Result) -> list[WithoutLine]:
    return [
        WithoutLine(
            one.applicant,
            reason_in_words(one.wishes[0].reasons[0], result.names) if one.wishes else _("No wish leads to an offer."),
            len(one.wishes),
        )
        for one in result.without
    ]


@dataclass(frozen=True)
class HostRow:
    """An offer with who comes, who waits, and why it is full or empty."""

    name: str
    url: str
    placed: Sequence[str]
    waiting: Sequence[str]
    reason: str
    refused: Sequence[str]


def host_lines(result: Result) -> list[HostRow]:
    return [
        HostRow(
            one.name,
            reverse("exchange:offer", args=[int(one.key)]) if one.key.isdigit() else "",
            one.host.placed,
            one.host.waiting,
            host_reason_in_words(one.host.reason, result.names),
            [refused_in_words(code, count) for code, count in one.host.refused.items()],
        )
        for one in result.hosts
    ]


def refused_in_words(code: str, count: int) -> str:
    texts = {
        "language": _("language not sufficient: %(count)d"),
        "windows": _("times do not meet: %(count)d"),
        "too_short": _("time too short: %(count)d"),
        "unranked": _("not on the host's list: %(count)d"),
        "forbidden": _("excluded by the office: %(count)d"),
    }
    return texts.get(code, f"{code}: %(count)d") % {"count": count}


@dataclass(frozen=True)
class MoveLine:
    """Somebody for whom two results differ."""

    code: str
    turn: str
    tone: str
    before: str
    after: str
    reasons: Sequence[str]


TONES = {Turn.WINS: "success", Turn.LOSES: "danger", Turn.SIDEWAYS: "info"}


def moves_of(comparison: Comparison, before: Result, after: Result) -> list[MoveLine]:
    words = {Turn.WINS: _("better off"), Turn.LOSES: _("worse off"), Turn.SIDEWAYS: _("as good")}
    names = Names(
        {**before.names.offers, **after.names.offers},
        {**before.names.cities, **after.names.cities},
        {**before.names.units, **after.names.units},
    )
    return [
        MoveLine(
            one.applicant,
            words[one.turn],
            TONES[one.turn],
            place_in_words(one.before, one.rank_before, names),
            place_in_words(one.after, one.rank_after, names),
            [reason_in_words(reason, names) for reason in one.reasons],
        )
        for one in (*comparison.loses, *comparison.wins, *comparison.sideways)
    ]


def place_in_words(offer: str | None, rank: int | None, names: Names) -> str:
    if offer is None:
        return _("no place")
    if rank is None:
        return names.offer(offer)
    return _("%(offer)s (wish no. %(rank)d)") % {"offer": names.offer(offer), "rank": rank}
