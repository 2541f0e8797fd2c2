"""The problem as the solvers see it: numbers instead of ids, and of each wish list what is possible at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from hospitium.algorithms.matching.outcome import Claim, Condition, Guarantee, Status
from hospitium.algorithms.matching.problem import Applicant, Objective, Offer, Problem, Tiebreak

NOWHERE = -1


@dataclass(slots=True)
class Found:
    """What a mechanism hands back: for each applicant the number of the offer or NOWHERE, and what is known of it."""

    places: Sequence[int]
    status: Status
    guarantees: tuple[Guarantee, ...] = ()
    closed: Mapping[int, int] = field(default_factory=dict)
    bound: Mapping[Objective, int] = field(default_factory=dict)
    contradiction: tuple[Claim, ...] = ()
    is_smallest: bool = False
    not_considered: tuple[Condition, ...] = ()
    is_repeatable: bool = True


@dataclass(slots=True)
class Board:
    """Applicants stand in the order of the tie-break rule, so that the smaller number goes first; offers by id.

    `wishes`: per applicant the offers that are possible, the best first, equally good ones by lot; `levels`: the number
    of the group of each; `scores`: how soon the host would take them, the smaller the sooner, no two alike.
    `fixed`: applicant → offer.
    """

    problem: Problem
    people: list[Applicant]
    offers: list[Offer]
    wishes: list[list[int]]
    levels: list[list[int]]
    scores: list[list[int]]
    fixed: dict[int, int]
    number: dict[str, int]
    where: dict[str, int]
    ranks: list[dict[str, int] | None]

    def score(self, person: int, offer: int) -> int:
        ranks = self.ranks[offer]
        return person if ranks is None else ranks.get(self.people[person].id, 0) * len(self.people) + person

    @property
    def longest(self) -> int:
        """Groups of the longest list: what not to be placed counts, whatever the length of one's own list."""
        return max((len(one.wishes) for one in self.people), default=0)

    @property
    def order(self) -> tuple[Objective, ...]:
        """The objectives in their order. That people are placed is always wanted, at the latest at last."""
        named = self.problem.order
        return named if Objective.PLACEMENTS in named else (*named, Objective.PLACEMENTS)

    def turns(self) -> list[list[int]]:
        """Per applicant and wish, how many of those who could go there the host would take before them."""
        at: list[list[int]] = [[] for _ in self.offers]
        for wishes, scores in zip(self.wishes, self.scores, strict=True):
            for offer, score in zip(wishes, scores, strict=True):
                at[offer].append(score)
        turn = [{score: number for number, score in enumerate(sorted(scores))} for scores in at]
        return [
            [turn[offer][score] for offer, score in zip(wishes, scores, strict=True)]
            for wishes, scores in zip(self.wishes, self.scores, strict=True)
        ]

    @property
    def has_ties(self) -> bool:
        return any(len(group) > 1 for one in self.people for group in one.wishes)


def lot(seed: int, *ids: str) -> bytes:
    """A lot that depends on nobody else: who joins or leaves does not change the order of the others."""
    return blake2b("\x1f".join((str(seed), *ids)).encode(), digest_size=8).digest()


def in_order(problem: Problem) -> list[Applicant]:
    """Who goes first by the rule; what is equal by lot."""
    if problem.tiebreak is Tiebreak.SENIORITY:
        return sorted(problem.applicants, key=lambda one: (-one.seniority, lot(problem.seed, one.id), one.id))
    if problem.tiebreak is Tiebreak.APPLICATION:
        return sorted(problem.applicants, key=lambda one: (one.applied, lot(problem.seed, one.id), one.id))
    return sorted(problem.applicants, key=lambda one: (lot(problem.seed, one.id), one.id))


def board_of(problem: Problem) -> Board:
    people = in_order(problem)
    offers = sorted(problem.offers, key=lambda one: one.id)
    where = {offer.id: index for index, offer in enumerate(offers)}
    number = {one.id: index for index, one in enumerate(people)}
    fixed = {number[who]: where[offer] for who, offer in problem.fixed}
    board = Board(problem, people, offers, [], [], [], fixed, number, where, [ranks_of(offer) for offer in offers])
    excluded: defaultdict[str, set[str]] = defaultdict(set)
    for who, offer in (*problem.inadmissible, *problem.forbidden):
        excluded[who].add(offer)
    for index in range(len(people)):
        _add_wishes(board, index, excluded)
    return board


def ranks_of(offer: Offer) -> dict[str, int] | None:
    if offer.ranking is None:
        return None
    return {who: level for level, group in enumerate(offer.ranking) for who in group}


def _add_wishes(board: Board, person: int, excluded: Mapping[str, set[str]]) -> None:
    """A fixed applicant has the one wish that was fixed, whether they had it or not."""
    one, count = board.people[person], len(board.people)
    out = excluded.get(one.id, ())
    wishes, levels, scores = [], [], []
    for level, group in enumerate(one.wishes):
        for offer in _drawn(board.problem.seed, one.id, group):
            index = board.where[offer]
            ranks = board.ranks[index]
            if offer in out or (ranks is not None and one.id not in ranks):
                continue
            wishes.append(index)
            levels.append(level)
            scores.append(person if ranks is None else ranks[one.id] * count + person)
    if person in board.fixed:
        offer_index = board.fixed[person]
        level = levels[wishes.index(offer_index)] if offer_index in wishes else board.longest
        wishes, levels, scores = [offer_index], [level], [board.score(person, offer_index)]
    board.wishes.append(wishes)
    board.levels.append(levels)
    board.scores.append(scores)


def _drawn(seed: int, who: str, group: tuple[str, ...]) -> Sequence[str]:
    return group if len(group) == 1 else sorted(group, key=lambda offer: (lot(seed, who, offer), offer))
