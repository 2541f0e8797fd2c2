"""`hospitium match`: the matching of an exchange round from a file, without a database and without the web."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from hospitium.algorithms.matching import (
    Answer,
    Change,
    Explanation,
    MatchingError,
    Mechanism,
    Outcome,
    Problem,
    Reason,
    Status,
    blocking_pairs,
    explain,
    smallest_change,
    solve,
)
from hospitium.algorithms.matching.storing import as_plain
from hospitium.operations.trouble import Trouble

SEARCH = 30.0  # seconds for the smallest changes of all
FAULTS: Mapping[str, str] = {
    "not_json": "it is not JSON",
    "not_a_problem": "it does not describe a round; {at} is missing or of the wrong kind",
    "version": "it is of format {found}, this version reads format {known}",
    "unknown_word": "the word “{word}” is not known there",
    "applicant_twice": "applicant “{id}” stands in it twice",
    "offer_twice": "offer “{id}” stands in it twice",
    "balance_twice": "city “{id}” has two balances",
    "objective_twice": "objective “{id}” stands in the order twice",
    "wish_twice": "applicant “{of}” wishes offer “{id}” twice",
    "wish_unknown": "applicant “{of}” wishes offer “{id}”, which is not in it",
    "ranked_twice": "offer “{of}” ranks applicant “{id}” twice",
    "ranked_unknown": "offer “{of}” ranks applicant “{id}”, who is not in it",
    "negative": "a number of “{id}” is below zero",
    "too_large": "a number of “{id}” is above {most}",
    "no_time": "the cutoffs leave no time",
    "applicant_unknown": "applicant “{id}” is named and not in it",
    "offer_unknown": "offer “{id}” is named and not in it",
    "together_alone": "applicant “{id}” is to go together with themselves",
    "no_reason": "the pair “{applicant}”, “{offer}” is not admissible, and no reason is given",
}
REASONS: Mapping[str, str] = {
    "placed": "placed here",
    "better": "got a better wish, number {got}",
    "equal": "got an equally good wish, number {got}",
    "fixed": "is fixed at {offer}",
    "forbidden": "this pair was forbidden",
    "unranked": "not ranked by the host",
    "no_places": "there are no places",
    "closed": "the offer did not open: it has {has} of at least {minimum}",
    "full": "the {places} places went to {better} whom the host wants more, {earlier} who come earlier, "
    "{later} who come later, {fixed} who are fixed",
    "unit_quota": "the quota of unit {unit} is used up: {placed} of {quota}",
    "city_quota": "the quota of city {city} is used up: {placed} of {quota}",
    "balance": "the balance of {city} stands at {net}, the tolerance is {tolerance}",
    "together": "{other}, who goes together with them, is not in the same {same}",
    "whole": "possible by itself; the placement as a whole is better without",
    "language": "language {asked} asked, {given} given",
    "windows": "the windows do not meet",
    "clearance": "the security clearance is missing",
    "too_short": "too short: {given} of {asked}",
}
CHANGES: Mapping[str, str] = {
    "places": "{by} more at {0}",
    "minimum": "the minimum of {0} lower by {by}",
    "unit_quota": "the quota of unit {0} higher by {by}",
    "city_quota": "the quota of city {0} higher by {by}",
    "tolerance": "the tolerance of {0} higher by {by}",
    "admissible": "{0} admissible at {1}",
}


def match(
    file: Path, mechanism: Mechanism, output: Path | None, say: Callable[[str], None], *, with_reasons: bool
) -> None:
    """Match the round in the file, say who goes where, and write it down if a file is given for it."""
    problem = read(file)
    outcome = solve(problem, mechanism)
    explanation = with_changes(problem, outcome, explain(problem, outcome)) if with_reasons else None
    if output is not None:
        write(output, outcome, explanation)
    if outcome.status is Status.INFEASIBLE:
        claims = "; ".join(" ".join((claim.code, *claim.ids)) for claim in outcome.contradiction)
        raise Trouble(f"What is fixed contradicts what must hold: {claims}. Give one of them up.")
    if outcome.status not in (Status.OPTIMAL, Status.FEASIBLE):
        raise Trouble("No placement was found in the time that the file gives. Give more in its cutoffs.")
    for line in lines(problem, outcome, explanation):
        say(line)


def read(file: Path) -> Problem:
    try:
        return Problem.from_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Trouble(f"There is no file {file}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}.") from None
    except MatchingError as error:
        fault = FAULTS[error.code].format_map({"at": "something", **error.facts})
        raise Trouble(f"{file} cannot be used: {fault}.") from None


def write(output: Path, outcome: Outcome, explanation: Explanation | None) -> None:
    kept: dict[str, Any] = {"outcome": json.loads(outcome.as_json())}
    if explanation is not None:
        kept["explanation"] = as_plain(explanation)
    try:
        output.write_text(json.dumps(kept, sort_keys=True, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"{output} cannot be written: {error.strerror}.") from None


def with_changes(problem: Problem, outcome: Outcome, explanation: Explanation) -> Explanation:
    """The smallest change for each who is not placed, as far as the time goes."""
    ends = monotonic() + SEARCH
    answers: dict[str, Answer] = {}
    for who, answer in explanation.applicants.items():
        if answer.offer is None and answer.change is None:
            change = smallest_change(problem, outcome, who, lambda: monotonic() > ends)
            answer = replace(answer, change=change)
        answers[who] = answer
    return replace(explanation, applicants=answers)


def lines(problem: Problem, outcome: Outcome, explanation: Explanation | None) -> Iterator[str]:
    yield from known_of(problem, outcome)
    for one in sorted(problem.applicants, key=lambda one: one.id):
        yield f"{one.id} → {outcome.placement.get(one.id, '–')}"
        if explanation is not None:
            yield from answer_lines(explanation.applicants[one.id])
    if explanation is not None:
        for host in explanation.hosts.values():
            yield f"{host.offer}: {host.reason.code}, {figures_of(host.reason.facts)}"


def known_of(problem: Problem, outcome: Outcome) -> Iterator[str]:
    yield f"{outcome.mechanism}: {len(outcome.placement)} of {len(problem.applicants)} placed, {outcome.status}"
    if outcome.guarantees:
        yield f"guaranteed: {', '.join(outcome.guarantees)}"
    if outcome.not_considered:
        yield f"not considered: {', '.join(outcome.not_considered)}"
    for finding in outcome.broken:
        yield f"broken: {' '.join((finding.code, *finding.ids))} {figures_of(finding.facts)}".rstrip()
    pairs = blocking_pairs(problem, outcome.placement, outcome.closed)
    if pairs:
        yield f"would both rather have each other: {', '.join(' and '.join(pair) for pair in pairs)}"


def answer_lines(answer: Answer) -> Iterator[str]:
    for wish in answer.wishes:
        yield f"  {wish.rank}. {wish.offer}: {'; '.join(sentence(reason) for reason in wish.reasons)}"
    if answer.change is not None:
        yield f"  would be placed with {change_sentence(answer.change)}"


def sentence(reason: Reason) -> str:
    try:
        return REASONS[reason.code].format_map(dict(reason.facts))
    except KeyError:
        # A code of the file's own, or one of ours with other figures.
        return f"{reason.code} {figures_of(reason.facts)}".rstrip()


def change_sentence(change: Change) -> str:
    return CHANGES[change.code].format(*change.ids, by=change.by)


def figures_of(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())
