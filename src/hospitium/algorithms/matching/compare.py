"""Two results side by side: who wins, who loses, who moves to an equally good place, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hospitium.algorithms.matching.explain import Answer, Explanation, explain
from hospitium.algorithms.matching.outcome import Outcome
from hospitium.algorithms.matching.problem import Applicant, Problem, Reason


class Turn(StrEnum):
    """sideways: another place, of equal worth to them."""

    WINS = "wins"
    LOSES = "loses"
    SIDEWAYS = "sideways"


@dataclass(frozen=True, slots=True)
class Move:
    """What changes for somebody. `before` and `after` are offers, the ranks their numbers on the list, None if they
    are not on it. `reasons`: for whoever wins, what was in the way before; else, what is in the way now."""

    applicant: str
    turn: Turn
    before: str | None
    after: str | None
    rank_before: int | None
    rank_after: int | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    wins: tuple[Move, ...]
    loses: tuple[Move, ...]
    sideways: tuple[Move, ...]
    same: int


def compare(problem: Problem, before: Outcome, after: Outcome, changed: Problem | None = None) -> Comparison:
    """From one result to another; `changed` is the problem of the second where it is not the same.

    Only people who are in both problems are compared, by their wishes in the second.
    """
    then, now = explain(problem, before), explain(changed or problem, after)
    known = {one.id for one in problem.applicants}
    people = [one for one in (changed or problem).applicants if one.id in known]
    moves = [_move(one, before, after, then, now) for one in sorted(people, key=lambda one: one.id)]
    of = {turn: tuple(move for move in moves if move and move.turn is turn) for turn in Turn}
    same = sum(move is None for move in moves)
    return Comparison(of[Turn.WINS], of[Turn.LOSES], of[Turn.SIDEWAYS], same)


def _move(one: Applicant, before: Outcome, after: Outcome, then: Explanation, now: Explanation) -> Move | None:
    was, is_now = before.placement.get(one.id), after.placement.get(one.id)
    if was == is_now:
        return None
    worth_then, worth_now = _worth(one, was), _worth(one, is_now)
    if worth_now < worth_then:
        turn, reasons = Turn.WINS, _reasons(then.applicants.get(one.id), is_now)
    else:
        turn = Turn.LOSES if worth_now > worth_then else Turn.SIDEWAYS
        reasons = _reasons(now.applicants.get(one.id), was)
    return Move(one.id, turn, was, is_now, _rank(one, was), _rank(one, is_now), reasons)


def _worth(one: Applicant, offer: str | None) -> int:
    """The smaller the better; a place that was not wished is worth a little more than none."""
    rank = _rank(one, offer)
    if rank is not None:
        return rank
    return len(one.wishes) + (1 if offer is not None else 2)


def _rank(one: Applicant, offer: str | None) -> int | None:
    return next((rank for rank, group in enumerate(one.wishes, start=1) if offer in group), None)


def _reasons(answer: Answer | None, offer: str | None) -> tuple[Reason, ...]:
    wishes = () if answer is None else answer.wishes
    return next((wish.reasons for wish in wishes if wish.offer == offer), ())
