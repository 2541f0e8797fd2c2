"""Seeded rounds for the figures of the matching: as lists of numbers, and as problems with everything in them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hospitium.algorithms.matching import Applicant, Balance, Objective, Offer, Problem, Reason, Same, Together

Numbers = NDArray[np.int64]
FLOW = (Objective.PLACEMENTS, Objective.RANKS)
HOME, CITIES = "home", tuple(f"c{number}" for number in range(29))


@dataclass(frozen=True)
class Lists:
    """Residents and hospitals, as the literature has them: strict lists on both sides."""

    wishes: Numbers
    scores: Numbers
    capacities: Numbers

    def as_dictionaries(self) -> dict[str, Any]:
        """Residents' and hospitals' lists from 1 on, the best first."""
        ranked: list[list[tuple[int, int]]] = [[] for _ in self.capacities]
        residents = []
        for person, (wishes, scores) in enumerate(zip(self.wishes.tolist(), self.scores.tolist(), strict=True)):
            listed = [(offer, score) for offer, score in zip(wishes, scores, strict=True) if offer >= 0]
            residents.append([offer + 1 for offer, _ in listed])
            for offer, score in listed:
                ranked[offer].append((score, person + 1))
        hospitals = [[person for _, person in sorted(one)] for one in ranked]
        return {"residents": residents, "hospitals": hospitals, "capacities": self.capacities.tolist()}

    def as_problem(self) -> Problem:
        asked = self.as_dictionaries()
        people = [
            Applicant(id=f"r{number}", wishes=tuple((f"h{one}",) for one in wishes))
            for number, wishes in enumerate(asked["residents"], start=1)
        ]
        offers = [
            Offer(id=f"h{number}", capacity=capacity, ranking=tuple((f"r{one}",) for one in ranking))
            for number, (ranking, capacity) in enumerate(
                zip(asked["hospitals"], asked["capacities"], strict=True), start=1
            )
        ]
        return Problem(applicants=tuple(people), offers=tuple(offers))


def short_lists(people: int, wishes: int = 5, places: int = 5, seed: int = 1) -> Lists:
    """Everybody wishes up to five offers, the popular ones more often; there are as many places as people."""
    chance = np.random.default_rng(seed)
    offers = max(people // places, wishes)
    drawn = (chance.random((people, wishes)) ** 1.5 * offers).astype(np.int64)
    for column in range(1, wishes):
        is_twice = (drawn[:, :column] == drawn[:, column : column + 1]).any(axis=1)
        drawn[is_twice, column] = -1
    drawn = np.take_along_axis(drawn, np.argsort(drawn < 0, axis=1, kind="stable"), axis=1)
    scores = chance.permutation(drawn.size).reshape(drawn.shape)
    return Lists(drawn, scores, np.full(offers, places, dtype=np.int64))


def full_lists(people: int, offers: int, seed: int = 1) -> Lists:
    """Everybody ranks all, on both sides."""
    chance = np.random.default_rng(seed)
    wishes = np.array([chance.permutation(offers) for _ in range(people)])
    scores = chance.permutation(wishes.size).reshape(wishes.shape)
    return Lists(wishes, scores, np.full(offers, people // offers, dtype=np.int64))


def exchange(people: int, seed: int = 1) -> Problem:
    """Home and 29 cities, each with a tolerance of three; six of ten apply at home."""
    chance = random.Random(seed)
    offers = [
        Offer(id=f"o{number}", city=HOME if chance.random() < 0.5 else chance.choice(CITIES), capacity=3)
        for number in range(people // 3)
    ]
    balances = tuple(Balance(city=city, tolerance=3) for city in CITIES)
    return Problem(applicants=tuple(applicants(chance, people, offers)), offers=tuple(offers), balances=balances)


def flow(people: int, seed: int = 1) -> Problem:
    """What is a flow: places, wishes, and nothing else."""
    chance = random.Random(seed)
    offers = [Offer(id=f"o{number}", city=HOME, capacity=5) for number in range(people // 5)]
    offers += [Offer(id=f"a{number}", city=CITIES[number % 29], capacity=1) for number in range(29)]
    return Problem(applicants=tuple(applicants(chance, people, offers)), offers=tuple(offers), order=FLOW)


def applicants(chance: random.Random, people: int, offers: Sequence[Offer]) -> list[Applicant]:
    at_home = [one.id for one in offers if one.city == HOME]
    away = [one.id for one in offers if one.city != HOME]
    found = []
    for number in range(people):
        is_ours = chance.random() < 0.6 and len(away) > 29
        pool = away if is_ours else at_home
        wishes = list(dict.fromkeys(pool[int(len(pool) * chance.random() ** 1.5)] for _ in range(5)))
        found.append(
            Applicant(
                id=f"p{number}",
                city=HOME if is_ours else chance.choice(CITIES),
                unit=f"u{chance.randrange(20)}" if is_ours else "",
                wishes=tuple((wish,) for wish in wishes),
                applied=number,
            )
        )
    return found


def everything(people: int, seed: int = 1) -> Problem:
    """A round with each kind of side condition, and an announced result for a quarter."""
    chance = random.Random(seed)
    plain = exchange(people, seed)
    wishes = {one.id: [wish for group in one.wishes for wish in group] for one in plain.applicants}
    pairs = [(who, wish) for who, mine in wishes.items() for wish in mine]
    barred = set(chance.sample(pairs, len(pairs) // 12))
    offers = tuple(ranked(chance, one, pairs) for one in plain.offers)
    minimum = {one.id for one in offers if one.minimum or one.ranking is not None}
    free = [pair for pair in pairs if pair not in barred and pair[1] not in minimum]
    fixed = {where: (who, where) for who, where in chance.sample(free, people // 50)}
    held = {who: pair for pair in fixed.values() for who in pair[:1]}
    units: defaultdict[str, int] = defaultdict(int)
    for one in plain.applicants:
        units[one.unit] += 1
    return Problem(
        applicants=plain.applicants,
        offers=offers,
        inadmissible={pair: (Reason("language", {"asked": "B2", "given": "B1"}),) for pair in sorted(barred)},
        unit_quotas={unit: max(1, count * 6 // 10) for unit, count in units.items() if unit},
        city_quotas=dict.fromkeys(CITIES, max(1, people // 40)),
        together=tuple(couples(chance, {who: mine for who, mine in wishes.items() if who not in held}, people // 50)),
        fixed=tuple(sorted(held.values())),
        forbidden=tuple(sorted(set(chance.sample(pairs, people // 50)) - set(held.values()))),
        balances=tuple(Balance(city=city, before=chance.randint(-2, 2), tolerance=3) for city in CITIES),
        announced={who: chance.choice(wishes[who]) for who in chance.sample(sorted(wishes), people // 4)},
    )


def ranked(chance: random.Random, one: Offer, pairs: Sequence[tuple[str, str]]) -> Offer:
    """Half of the hosts rank most of those who want to come; a quarter need two to open."""
    who = [person for person, where in pairs if where == one.id]
    chance.shuffle(who)
    ranking = tuple((person,) for person in who[: len(who) * 9 // 10 + 1]) if chance.random() < 0.5 else None
    return Offer(id=one.id, city=one.city, capacity=3, minimum=chance.choice((0, 0, 0, 2)), ranking=ranking)


def couples(chance: random.Random, wishes: dict[str, list[str]], count: int) -> list[Together]:
    found: list[Together] = []
    for who in chance.sample(sorted(wishes), count):
        others = [other for other, theirs in wishes.items() if other > who and set(theirs) & set(wishes[who])]
        if others:
            found.append(Together(first=who, second=others[0], same=chance.choice(list(Same))))
    return found
