"""What comes out: who goes where, what is proven about it, who waits, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from hospitium.algorithms.matching.problem import Fact, Objective

VERSION = 1  # of the way in which placements are found; stored with each outcome


class Mechanism(StrEnum):
    STABLE = "stable"
    BALANCED = "balanced"
    OPTIMAL = "optimal"


class Status(StrEnum):
    """OPTIMAL: what the mechanism promises is there, and proven. FEASIBLE: a placement without the whole promise.
    INFEASIBLE: what was fixed contradicts what must hold. OUT_OF_TIME, STOPPED: no placement was found before."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    OUT_OF_TIME = "out_of_time"
    STOPPED = "stopped"


class Guarantee(StrEnum):
    """stable: no applicant and host would both rather have each other. balanced: no city is farther from balance than
    its tolerance. efficient: nobody can get a better wish without somebody getting a worse one. truthful: no applicant
    gains by wishes other than the true ones. best: nothing is better in the order of the objectives."""

    STABLE = "stable"
    BALANCED = "balanced"
    EFFICIENT = "efficient"
    TRUTHFUL = "truthful"
    BEST = "best"


class Condition(StrEnum):
    """A kind of side condition that a mechanism may not be able to look at."""

    RANKING = "ranking"
    MINIMUM = "minimum"
    UNIT_QUOTA = "unit_quota"
    CITY_QUOTA = "city_quota"
    BALANCE = "balance"
    TOGETHER = "together"


class Claim(NamedTuple):
    """One thing that was demanded, or that is broken, for the app to put into words: a code and the ids concerned."""

    code: str
    ids: tuple[str, ...] = ()


class Finding(NamedTuple):
    """What the judge has against a placement: a code, the ids concerned, and the figures."""

    code: str
    ids: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A placement with what is known about it. There is no clock in it: the same problem gives the same bytes.

    `placement`: applicant → offer; who is not in it is not placed. `figures` are its values in the order of the
    objectives (placements: the more the better, all others: the less), `bound` what no placement can surpass, as far
    as it is known. `waiting`: per offer, who would rather be there than where they are, whoever goes first first.
    `closed`: offers that did not open, with the number of people that they would have had. `contradiction`: demands of
    which each is needed for the contradiction, if `is_smallest`. `not_considered`: conditions of the problem at which
    the mechanism did not look; `broken`: what the judge found against the placement.
    """

    mechanism: Mechanism
    status: Status
    placement: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    guarantees: tuple[Guarantee, ...] = ()
    figures: Mapping[Objective, int] = field(default_factory=lambda: MappingProxyType({}))
    bound: Mapping[Objective, int] = field(default_factory=lambda: MappingProxyType({}))
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    closed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    contradiction: tuple[Claim, ...] = ()
    is_smallest: bool = False
    not_considered: tuple[Condition, ...] = ()
    broken: tuple[Finding, ...] = ()
    is_repeatable: bool = True
    seed: int = 0
    version: int = VERSION

    def as_json(self) -> str:
        from hospitium.algorithms.matching.storing import outcome_as_json

        return outcome_as_json(self)

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """MatchingError: not_json, not_an_outcome."""
        from hospitium.algorithms.matching.storing import outcome_from_json

        return outcome_from_json(text)


class Progress(Protocol):
    """Told the share of the work that is done, from 0 to 1, and how many are placed so far, if that is known."""

    def __call__(self, share: float, placed: int | None) -> None: ...


class Stopped(Protocol):
    """Asked again and again whether somebody wants it to end."""

    def __call__(self) -> bool: ...


def silent(share: float, placed: int | None) -> None:
    """Tells nobody."""


def never() -> bool:
    """Nobody stops it."""
    return False
