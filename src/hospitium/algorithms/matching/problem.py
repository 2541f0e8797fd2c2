"""Who would like to go where, whom the hosts want, and what must hold: ids and integers, nothing of the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

Pair = tuple[str, str]  # applicant, offer
Groups = tuple[tuple[str, ...], ...]  # best first; whoever stands in one group is wanted equally
Fact = str | int
MOST = 10**9  # of places, quotas and people of a balance: more than the solvers can take is a slip of the pen


class MatchingError(Exception):
    """A problem that cannot be read or makes no sense; `code` and `facts` are for the app to translate."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class Tiebreak(StrEnum):
    """Who goes first among those whom a host wants equally. What is still equal then is decided by lot."""

    LOT = "lot"
    SENIORITY = "seniority"
    APPLICATION = "application"


class Objective(StrEnum):
    """What is better; `optimal` takes them one after the other, and placements at last if they are not named.

    placements: more people are placed. ranks: the sum over all of the number of the wish that they got, less one;
    whoever is not placed counts as one more than the longest list. balance: the sum over the cities with a balance of
    how far sent and received are apart. evenness: percentage points between the unit of whose applicants the largest
    share is placed and the one with the smallest. change: of those with an announced place, how many get another one
    or none.
    """

    PLACEMENTS = "placements"
    RANKS = "ranks"
    BALANCE = "balance"
    EVENNESS = "evenness"
    CHANGE = "change"


class Same(StrEnum):
    """What two who go together must have in common."""

    CITY = "city"
    OFFER = "offer"


class Reason(NamedTuple):
    """Why a pair is not admissible: "language" (language, asked, given), "windows", "clearance", "too_short"
    (asked, given) or whatever code the app has words for. Facts are levels, numbers and ids."""

    code: str
    facts: Mapping[str, Fact] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies. `city` sends them. `seniority`: the larger goes first; `applied`: the smaller goes first.

    `wishes`: groups of offers, the best first; equally good offers share a group.
    """

    id: str
    wishes: Groups = ()
    unit: str = ""
    city: str = ""
    seniority: int = 0
    applied: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Where somebody can go. Less than `minimum` people do not open it. `ranking`: whom the host wants, in groups,
    the best first; who is not in it cannot come. None: the host takes everybody equally."""

    id: str
    city: str = ""
    capacity: int = 1
    minimum: int = 0
    ranking: Groups | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What the office wants with a city: people sent by it less people received by it, `before` included, must not be
    farther from 0 than `tolerance`; where `before` is, it must not get farther."""

    city: str
    before: int = 0
    tolerance: int = 0

    @property
    def most(self) -> int:
        return max(self.tolerance, self.before)

    @property
    def least(self) -> int:
        return min(-self.tolerance, self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Two applicants who are both placed in the same city or offer, or not at all."""

    first: str
    second: str
    same: Same = Same.CITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoffs:
    """When to be content. `work` is the exact search's own count, about a second each, the same on every machine;
    `seconds` is the emergency brake by the clock: what it ended is not repeatable, and says so."""

    work: float = 60.0
    seconds: float = 120.0


ORDER = tuple(Objective)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A round to be matched.

    `inadmissible`: pairs that cannot be, with all their reasons; what is not in it is admissible. `fixed` pairs must
    be, `forbidden` pairs must not be. `unit_quotas`: so many of a unit are placed at most; `city_quotas`: so many are
    placed in the offers of a city at most. `announced`: what people were told before, applicant → offer.
    """

    applicants: tuple[Applicant, ...] = ()
    offers: tuple[Offer, ...] = ()
    inadmissible: Mapping[Pair, tuple[Reason, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unit_quotas: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    city_quotas: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    together: tuple[Together, ...] = ()
    fixed: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    balances: tuple[Balance, ...] = ()
    announced: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tiebreak: Tiebreak = Tiebreak.LOT
    seed: int = 0
    order: tuple[Objective, ...] = ORDER
    cutoffs: Cutoffs = field(default_factory=Cutoffs)

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise fault

    def as_json(self) -> str:
        """The same problem gives the same bytes, whatever the order in which it was put together."""
        from hospitium.algorithms.matching.storing import problem_as_json

        return problem_as_json(self)

    @classmethod
    def from_json(cls, text: str) -> Problem:
        """MatchingError: not_json, not_a_problem, version, and what a problem refuses by itself."""
        from hospitium.algorithms.matching.storing import problem_from_json

        return problem_from_json(text)


def _faults(problem: Problem) -> Iterator[MatchingError]:
    people = [one.id for one in problem.applicants]
    offers = [one.id for one in problem.offers]
    yield from _twice("applicant_twice", people)
    yield from _twice("offer_twice", offers)
    yield from _twice("balance_twice", [one.city for one in problem.balances])
    yield from _twice("objective_twice", [one.value for one in problem.order])
    yield from _numbers(problem)
    known, places = set(people), set(offers)
    for applicant in problem.applicants:
        yield from _unlike("wish", applicant.id, applicant.wishes, places)
    for offer in problem.offers:
        yield from _unlike("ranked", offer.id, offer.ranking or (), known)
    yield from _unknown(problem, known, places)


def _twice(code: str, ids: Sequence[str]) -> Iterator[MatchingError]:
    if len(set(ids)) < len(ids):
        yield MatchingError(code, id=min(one for one, count in Counter(ids).items() if count > 1))


def _unlike(code: str, owner: str, groups: Groups, known: set[str]) -> Iterator[MatchingError]:
    """Somebody or something named twice, or not known."""
    named = [one for group in groups for one in group]
    if len(set(named)) < len(named):
        twice = min(one for one, count in Counter(named).items() if count > 1)
        yield MatchingError(f"{code}_twice", of=owner, id=twice)
    if not known.issuperset(named):
        yield MatchingError(f"{code}_unknown", of=owner, id=min(set(named) - known))


def _numbers(problem: Problem) -> Iterator[MatchingError]:
    limits = [(one.id, number) for one in problem.offers for number in (one.capacity, one.minimum)]
    limits += [*sorted(problem.unit_quotas.items()), *sorted(problem.city_quotas.items())]
    limits += [(one.city, one.tolerance) for one in problem.balances]
    yield from (MatchingError("negative", id=key) for key, number in limits if number < 0)
    limits += [(one.city, abs(one.before)) for one in problem.balances]
    yield from (MatchingError("too_large", id=key, most=MOST) for key, number in limits if number > MOST)
    if problem.cutoffs.work <= 0 or problem.cutoffs.seconds <= 0:
        yield MatchingError("no_time")


def _unknown(problem: Problem, people: set[str], offers: set[str]) -> Iterator[MatchingError]:
    pairs = [*problem.inadmissible, *problem.fixed, *problem.forbidden, *problem.announced.items()]
    lone = sorted({one for one, _ in pairs} - people)
    missing = sorted({other for _, other in pairs} - offers)
    for pair in problem.together:
        if pair.first == pair.second:
            yield MatchingError("together_alone", id=pair.first)
        lone += [one for one in (pair.first, pair.second) if one not in people]
    if lone:
        yield MatchingError("applicant_unknown", id=lone[0])
    if missing:
        yield MatchingError("offer_unknown", id=missing[0])
    for where, reasons in problem.inadmissible.items():
        if not reasons:
            yield MatchingError("no_reason", applicant=where[0], offer=where[1])
