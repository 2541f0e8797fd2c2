"""From a round to the problem of its matching, and back: ids and codes, nothing of a person.

An applicant is known by the code of the application, an offer by its number, a unit by "u" and its number, a city by
the key of the partner. Our own city is "".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hospitium.algorithms.matching import (
    Applicant,
    Balance,
    Cutoffs,
    Objective,
    Offer,
    Outcome,
    Problem,
    Reason,
    Tiebreak,
    Together,
)
from hospitium.exchange.eligibility import reaches
from hospitium.exchange.models import Application, HostOffer, HostRanking, Lock, Placement, Round, whole_weeks
from hospitium.exchange.queries.assessment import points_of_all
from hospitium.exchange.queries.rankings import standings
from hospitium.exchange.queries.wishes import reached

State = Application.State
ACCEPTED = (Placement.State.ACCEPTED, Placement.State.AGREED, Placement.State.UNDER_WAY, Placement.State.FINISHED)
# Whoever is deferred comes behind everybody with a yes.
BEHIND = 1_000_000
# Seconds by the clock above the work that was asked for: an end by the clock is not repeatable.
PATIENCE = 20.0


@dataclass(frozen=True)
class Terms:
    """What a person chooses for a run."""

    states: tuple[str, ...] = (State.YES,)
    tiebreak: Tiebreak = Tiebreak.LOT
    seed: int = 1
    order: tuple[Objective, ...] = tuple(Objective)
    seconds: int = 30


def problem_of(record: Round, terms: Terms) -> Problem:
    """The matching of a round as it stands. Raises MatchingError when what is locked makes no sense."""
    people = applications_of(record, terms.states)
    offers = {one.pk: one for one in record.offers.standing().prefetch_related("windows")}
    wishes = {pk: found for pk, found in reached(record, states=terms.states).items() if pk in people}
    locks = list(Lock.objects.filter(round=record).select_related("application"))
    standing = standing_placements(record, people, offers)
    # All of them, even two of one person: which one to give up is not for the machine to choose, so the run says it.
    fixed = {(people[one.application_id].code, str(one.offer_id)) for one in standing if is_settled(one)}
    fixed |= {(one.application.code, str(one.offer_id)) for one in locks if can_be_fixed(one, people, offers)}
    rankings = rankings_of(record, people, wishes, offers)
    return Problem(
        applicants=tuple(applicant_of(one, wishes.get(one.pk, {})) for one in people.values()),
        offers=tuple(offer_of(one, rankings) for one in offers.values()),
        inadmissible=inadmissible(people, offers, wishes, fixed),
        unit_quotas={
            f"u{one.unit_id}": one.most for one in record.quotas.all() if one.unit_id and one.most is not None
        },
        city_quotas=city_quotas(record),
        together=together(people),
        fixed=tuple(sorted(fixed)),
        forbidden=tuple(
            (one.application.code, str(one.offer_id))
            for one in locks
            if one.kind == Lock.Kind.FORBIDDEN and one.application_id in people and one.offer_id in offers
        ),
        balances=tuple(
            Balance(city=one.partner.key, before=one.wished, tolerance=one.tolerance)
            for one in record.balances.select_related("partner")
        ),
        announced={
            people[one.application_id].code: str(one.offer_id)
            for one in standing
            if one.state != Placement.State.PROPOSED
        },
        tiebreak=terms.tiebreak,
        seed=terms.seed,
        order=terms.order,
        cutoffs=Cutoffs(work=float(terms.seconds), seconds=float(terms.seconds) + PATIENCE),
    )


def applications_of(record: Round, states: Iterable[str]) -> dict[int, Application]:
    """Those who take part, by their ids; an accepted place takes part whatever was decided since."""
    found = record.applications.filter(state__in=list(states)) | record.applications.filter(
        pk__in=Placement.objects.filter(round=record, state__in=ACCEPTED).values("application")
    )
    chosen = found.distinct().order_by("code").select_related("partner").prefetch_related("windows")
    return {one.pk: one for one in chosen}


def standing_placements(
    record: Round, people: Mapping[int, Application], offers: Mapping[int, HostOffer]
) -> list[Placement]:
    found = Placement.objects.filter(round=record).standing()
    return [one for one in found if one.application_id in people and one.offer_id in offers]


def is_settled(placement: Placement) -> bool:
    """Does every run have to leave this place as it is? What a person placed by hand, and what was accepted."""
    return placement.state in ACCEPTED or placement.origin == Placement.Origin.HAND


def can_be_fixed(lock: Lock, people: Mapping[int, Application], offers: Mapping[int, HostOffer]) -> bool:
    return lock.kind == Lock.Kind.FIXED and lock.application_id in people and lock.offer_id in offers


def applicant_of(application: Application, wishes: Mapping[int, int]) -> Applicant:
    groups: dict[int, list[str]] = {}
    for offer, rank in sorted(wishes.items()):
        groups.setdefault(rank, []).append(str(offer))
    sent = application.submitted_at
    return Applicant(
        id=application.code,
        wishes=tuple(tuple(groups[rank]) for rank in sorted(groups)),
        unit=f"u{application.unit_id}" if application.unit_id else "",
        city=application.partner.key if application.partner else "",
        seniority=application.years or 0,
        applied=int(sent.timestamp()) if sent else 0,
    )


def offer_of(offer: HostOffer, rankings: Mapping[int, Sequence[tuple[str, ...]]]) -> Offer:
    ranked = rankings.get(offer.pk)
    return Offer(
        id=str(offer.pk),
        city=offer.partner.key if offer.partner else "",
        capacity=offer.capacity,
        minimum=offer.minimum,
        ranking=tuple(ranked) if ranked is not None else None,
    )


def rankings_of(
    record: Round,
    people: Mapping[int, Application],
    wishes: Mapping[int, Mapping[int, int]],
    offers: Mapping[int, HostOffer],
) -> dict[int, list[tuple[str, ...]]]:
    """Offer → the applicants that reach it, in groups, the best first. Whom a host did not rank is in no group."""
    points = points_of_all(record)
    asked: dict[int, list[Application]] = {pk: [] for pk in offers}
    for application, reached_offers in wishes.items():
        for pk in reached_offers:
            asked[pk].append(people[application])
    words: dict[int, dict[int, HostRanking]] = {pk: {} for pk in offers}
    for ranking in HostRanking.objects.filter(offer__in=offers):
        words[ranking.offer_id][ranking.application_id] = ranking
    found = {}
    for pk, offer in offers.items():
        groups: dict[int, list[str]] = {}
        for one in standings(offer, asked[pk], words[pk], points):
            if one.rank is not None:
                place = one.rank + (BEHIND if one.application.state == State.DEFERRED else 0)
                groups.setdefault(place, []).append(one.application.code)
        found[pk] = [tuple(sorted(groups[place])) for place in sorted(groups)]
    return found


def unit_quotas(record: Round) -> dict[str, int]:
    quotas = record.quotas.exclude(unit=None)
    return {f"u{one.unit_id}": one.most for one in quotas if one.most is not None}


def city_quotas(record: Round) -> dict[str, int]:
    quotas = record.quotas.exclude(partner=None).select_related("partner")
    return {one.partner.key: one.most for one in quotas if one.partner and one.most is not None}


def together(people: Mapping[int, Application]) -> tuple[Together, ...]:
    """Two who both want to go only together; a wish of one alone binds the two all the same."""
    found = ((one.code, people.get(one.together_with_id or 0)) for one in people.values())
    pairs = {tuple(sorted((code, other.code))) for code, other in found if other is not None}
    return tuple(Together(first=first, second=second) for first, second in sorted(pairs))


# ---- which pairs cannot be -------------------------------------------------------
def inadmissible(
    people: Mapping[int, Application],
    offers: Mapping[int, HostOffer],
    wishes: Mapping[int, Mapping[int, int]],
    fixed: set[tuple[str, str]],
) -> dict[tuple[str, str], tuple[Reason, ...]]:
    """The wished pairs that cannot be, with all their reasons. What a person fixed is taken as possible."""
    windows = {pk: spans(one) for pk, one in offers.items()}
    found = {}
    for application, reached_offers in wishes.items():
        one = people[application]
        mine = spans(one)
        for pk in reached_offers:
            pair = (one.code, str(pk))
            reasons = (*missing_languages(one, offers[pk]), *missing_time(one, mine, windows[pk]))
            if reasons and pair not in fixed:
                found[pair] = reasons
    return found


def missing_languages(application: Application, offer: HostOffer) -> tuple[Reason, ...]:
    return tuple(
        Reason("language", {"language": code, "asked": level, "given": application.languages.get(code, "")})
        for code, level in sorted(offer.languages.items())
        if not reaches(application.languages.get(code, ""), level)
    )


def spans(record: Application | HostOffer) -> dict[int, tuple[date, date]]:
    """The windows that were chosen; none means any."""
    return {one.pk: (one.starts_on, one.ends_on) for one in record.windows.all()}


def missing_time(
    application: Application, mine: Mapping[int, tuple[date, date]], theirs: Mapping[int, tuple[date, date]]
) -> tuple[Reason, ...]:
    """Windows that do not meet, or that are too short for the weeks wished."""
    shared = mine.keys() & theirs.keys() if mine and theirs else mine.keys() | theirs.keys()
    if mine and theirs and not shared:
        return (Reason("windows"),)
    chosen = {**mine, **theirs}
    longest = max((whole_weeks(*chosen[pk]) for pk in shared), default=None)
    if application.weeks and longest is not None and application.weeks > longest:
        return (Reason("too_short", {"asked": application.weeks, "given": longest}),)
    return ()


# ---- kept as JSON ----------------------------------------------------------------
def kept_problem(problem: Problem) -> Any:
    """For the database; `read_problem` gives the same problem back, and that the same bytes."""
    return json.loads(problem.as_json())


def read_problem(kept: Any) -> Problem:
    return Problem.from_json(json.dumps(kept))


def kept_outcome(outcome: Outcome) -> Any:
    return json.loads(outcome.as_json())


def read_outcome(kept: Any) -> Outcome | None:
    """None where a run has none."""
    return Outcome.from_json(json.dumps(kept)) if kept else None


# ---- asked differently -----------------------------------------------------------
def with_change(problem: Problem, change: Mapping[str, Any]) -> Problem:
    """The problem with one thing asked differently: a capacity, a quota, a tolerance, a pair fixed or forbidden.

    Raises MatchingError where that makes no sense, LookupError for a kind of change that there is not.
    """
    kind, value = str(change["kind"]), int(change.get("value") or 0)
    key, pair = str(change.get("key", "")), (str(change.get("applicant", "")), str(change.get("offer", "")))
    if kind == "capacity":
        offers = tuple(replace(one, capacity=value) if one.id == key else one for one in problem.offers)
        return replace(problem, offers=offers)
    if kind == "minimum":
        offers = tuple(replace(one, minimum=value) if one.id == key else one for one in problem.offers)
        return replace(problem, offers=offers)
    if kind == "tolerance":
        balances = tuple(replace(one, tolerance=value) if one.city == key else one for one in problem.balances)
        return replace(problem, balances=balances)
    if kind == "unit_quota":
        return replace(problem, unit_quotas={**problem.unit_quotas, key: value})
    if kind == "city_quota":
        return replace(problem, city_quotas={**problem.city_quotas, key: value})
    return with_pair(problem, kind, pair)


def with_pair(problem: Problem, kind: str, pair: tuple[str, str]) -> Problem:
    if kind == "fix":
        possible = {one: reasons for one, reasons in problem.inadmissible.items() if one != pair}
        fixed = (*(one for one in problem.fixed if one[0] != pair[0]), pair)
        forbidden = tuple(one for one in problem.forbidden if one != pair)
        return replace(problem, fixed=fixed, forbidden=forbidden, inadmissible=possible)
    if kind == "forbid":
        fixed = tuple(one for one in problem.fixed if one != pair)
        return replace(problem, fixed=fixed, forbidden=(*problem.forbidden, pair))
    raise LookupError(kind)
