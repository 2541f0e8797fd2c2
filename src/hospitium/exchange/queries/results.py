"""Results: of a run for the office, of one application with its reasons, and of the round as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.accounts.models import Unit
from hospitium.algorithms.matching import (
    Answer,
    Comparison,
    Explanation,
    Host,
    Mechanism,
    Outcome,
    Problem,
    Status,
    Why,
    blocking_pairs,
    compare,
    explain,
    sent_less_received,
)
from hospitium.exchange.matching import Terms, problem_of, read_outcome, read_problem
from hospitium.exchange.models import Application, HostOffer, Placement, Round, Run
from hospitium.exchange.queries.assessment import marks_told
from hospitium.exchange.queries.freed import Freed, freed_in, not_moved_up
from hospitium.exchange.queries.run_words import STAYED, Names, reason_in_words
from hospitium.partners.models import Partner

SHOWN = (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True)
class Ground:
    """The problem and the placement as it stands, by which results are explained."""

    record: Round
    problem: Problem
    outcome: Outcome
    withdrawn: frozenset[int] = frozenset()
    freed: Freed = field(default_factory=Freed)
    known: dict[str, Names] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """What things are called in the language that is active: one announcement goes out in many of them."""
        language = get_language() or ""
        if language not in self.known:
            self.known[language] = names_of(self.record)
        return self.known[language]

    @cached_property
    def explanation(self) -> Explanation:
        return explain(self.problem, self.outcome)


def ground_of(record: Round) -> Ground:
    """The adopted run with the places as they stand now, corrections included; without a run the round itself."""
    run = record.runs.filter(state=Run.State.ADOPTED).order_by("-adopted_at").first()
    kept = read_outcome(run.outcome) if run else None
    if run is not None and kept is not None:
        problem, outcome = read_problem(run.problem), kept
    else:
        problem = problem_of(record, Terms())
        outcome = Outcome(mechanism=Mechanism.STABLE, status=Status.FEASIBLE)
    gone = record.offers.filter(state=HostOffer.State.WITHDRAWN).values_list("pk", flat=True)
    outcome = replace(outcome, placement=standing(record, problem))
    today = with_places_of_today(problem, record)
    freed = freed_in(record, before=problem, now=today, placement=outcome.placement)
    return Ground(record, today, outcome, frozenset(gone), freed)


def with_places_of_today(problem: Problem, record: Round) -> Problem:
    """Offers have as many places as they have now: the office may have raised the number since the run."""
    now = {str(pk): places for pk, places in record.offers.values_list("pk", "capacity")}
    return replace(
        problem, offers=tuple(replace(one, capacity=now.get(one.id, one.capacity)) for one in problem.offers)
    )


def standing(record: Round, problem: Problem) -> dict[str, str]:
    """Who stands where, as far as the problem knows the person and the offer."""
    people, offers = {one.id for one in problem.applicants}, {one.id for one in problem.offers}
    found = record.placements.standing().values_list("application__code", "offer_id")
    return {code: str(offer) for code, offer in sorted(found) if code in people and str(offer) in offers}


def with_place(outcome: Outcome, code: str, offer: str) -> Outcome:
    return replace(outcome, placement={**outcome.placement, code: offer}, guarantees=(), figures={})


def names_of(record: Round) -> Names:
    """What the ids of a round are called in the language of the page."""
    offers = record.offers.select_related("unit", "partner")
    # All of them: a balance may be wished with a city from which nobody applied and that offered nothing.
    cities = Partner.objects.order_by("pk")
    units = Unit.objects.filter(pk__in=record.applications.exclude(unit=None).order_by().values("unit"))
    return Names(
        {str(one.pk): offer_name(one.title.here.as_title.text or one.organisation, one) for one in offers},
        {one.key: str(one) for one in cities},
        {f"u{one.pk}": str(one) for one in units},
    )


def offer_name(title: str, offer: HostOffer) -> str:
    place = offer.partner or offer.unit
    return f"{place}: {title}" if title else str(place)


# ---- of one application ------------------------------------------------------------
@dataclass(frozen=True)
class WishLine:
    """A wish with its reasons; `is_met` where they were placed."""

    rank: int
    name: str
    is_met: bool
    reasons: Sequence[str]


@dataclass(frozen=True)
class OwnResult:
    """What one person is told: the decision, the place if there is one, and the reason of every wish."""

    decision: str
    placement: Placement | None
    offer: str
    wishes: Sequence[WishLine]
    by_hand: str
    decided: str
    lost: Placement | None = None
    # The place that the person did not take, where they have no other.
    declined: str = ""
    # How the panel assessed whoever has no place.
    marks: Sequence[str] = ()


def waiting_to_be_told(held_round: Round) -> tuple[QuerySet[Placement], list[Application]]:
    """The places and the people without one that the next announcement tells of.

    Those without a place are told with the first announcement; a second one is for the new places alone.
    """
    places = held_round.placements.filter(state=Placement.State.PROPOSED)
    if held_round.placements.exclude(announced_at=None).exists():
        return places, []
    decided = [Application.State.YES, Application.State.NO, Application.State.DEFERRED]
    placed = held_round.placements.standing().values("application")
    others = held_round.applications.filter(state__in=decided).exclude(pk__in=placed).select_related("applicant")
    return places, list(others)


def own_result(application: Application, ground: Ground) -> OwnResult:
    """The result of one application in the language that is active, by the places as they stand now."""
    placement = application.placements.standing().exclude(state=Placement.State.PROPOSED).first()
    settled = application.settlements.first()
    withdrawn = application.placements.filter(state=Placement.State.WITHDRAWN).exclude(announced_at=None)
    lines = own_wishes(application, ground)
    declined = None if placement else application.placements.filter(state=Placement.State.DECLINED).last()
    declined_name = ground.names.offer(declined.offer_id) if declined else ""
    if declined:
        lines = [
            replace(one, reasons=[_("You declined this place.")]) if one.name == declined_name else one for one in lines
        ]
    return OwnResult(
        decision=application.state,
        placement=placement,
        offer=ground.names.offer(placement.offer_id) if placement else "",
        wishes=lines,
        declined=declined_name,
        by_hand=placement.reason if placement and placement.origin == Placement.Origin.HAND else "",
        decided=settled.reason if settled else "",
        marks=() if placement else marks_told(application),
        lost=withdrawn.select_related("offer__partner", "offer__unit").last() if placement is None else None,
    )


def own_wishes(application: Application, ground: Ground) -> list[WishLine]:
    """The wishes with their reasons; an offer that its host took back has no other."""
    answer = ground.explanation.applicants.get(application.code)
    lines = (
        {one.offer: line for one, line in zip(answer.wishes, wish_lines(answer, ground.names), strict=True)}
        if answer
        else {}
    )
    if answer and ground.freed.offers:
        lines |= freed_lines(application, answer, lines, ground)
    if not ground.withdrawn:
        return list(lines.values())
    reason = [str(STAYED["offer_withdrawn"])]
    for wish in application.wishes.filter(offer__in=ground.withdrawn):
        lines.setdefault(
            str(wish.offer_id), WishLine(wish.rank, ground.names.offer(wish.offer_id or ""), False, reason)
        )
    told = (replace(line, reasons=reason) if int(offer) in ground.withdrawn else line for offer, line in lines.items())
    return sorted(told, key=lambda line: line.rank)


def freed_lines(
    application: Application, answer: Answer, lines: Mapping[str, WishLine], ground: Ground
) -> dict[str, WishLine]:
    """Where a place became free afterwards: why this person has not moved up to it."""
    entries = {str(one.offer_id): one for one in application.waiting_entries.all()}
    return {
        one.offer: replace(lines[one.offer], reasons=[not_moved_up(one.offer, entries.get(one.offer), ground.freed)])
        for one in answer.wishes
        if one.offer in ground.freed.offers and one.reasons[0].code == Why.WHOLE
    }


def wish_lines(answer: Answer, names: Names) -> list[WishLine]:
    return [
        WishLine(
            one.rank,
            names.offer(one.offer),
            one.offer == answer.offer,
            [reason_in_words(reason, names) for reason in one.reasons],
        )
        for one in answer.wishes
    ]


# ---- of a run ------------------------------------------------------------------------
@dataclass(frozen=True)
class CityBalance:
    """How many went to a city and came from it, and whether that is within what was wished."""

    key: str
    name: str
    sent: int
    received: int
    net: int
    tolerance: int | None

    @property
    def is_within(self) -> bool:
        return self.tolerance is None or abs(self.net) <= self.tolerance


@dataclass(frozen=True)
class Pair:
    """Somebody and where they go; `rank` is the number of the wish that was met, None for what was not wished."""

    code: str
    offer: str
    name: str
    rank: int | None


@dataclass(frozen=True)
class HostLine:
    key: str
    name: str
    host: Host


@dataclass(frozen=True)
class Result:
    """A run that has an outcome, taken apart for its page."""

    run: Run
    problem: Problem
    outcome: Outcome
    names: Names
    explanation: Explanation

    @property
    def has_placement(self) -> bool:
        return self.outcome.status in SHOWN

    @cached_property
    def pairs(self) -> list[Pair]:
        ranks = {code: answer.rank for code, answer in self.explanation.applicants.items()}
        found = [
            Pair(code, offer, self.names.offer(offer), ranks.get(code))
            for code, offer in self.outcome.placement.items()
        ]
        return sorted(found, key=lambda one: (one.name, one.code))

    @cached_property
    def without(self) -> list[Answer]:
        """Who got no place, in the order of the codes."""
        return [one for one in self.explanation.applicants.values() if one.offer is None]

    @cached_property
    def ranks(self) -> list[tuple[str, int]]:
        """The number of each wish → how many got it; those without a place at the end."""
        counted = Counter(one.rank for one in self.pairs)
        known = sorted(rank for rank in counted if rank is not None)
        lines = [(_("wish no. %(rank)d") % {"rank": rank}, counted[rank]) for rank in known]
        if counted[None]:
            lines.append((_("placed by the office, not wished"), counted[None]))
        return [*lines, (_("no place"), len(self.without))]

    @cached_property
    def balances(self) -> list[CityBalance]:
        cities = {one.id: one.city for one in self.problem.offers}
        homes = {one.id: one.city for one in self.problem.applicants}
        gone = Counter(cities[offer] for offer in self.outcome.placement.values())
        come = Counter(homes[code] for code in self.outcome.placement)
        limits = {one.city: one.tolerance for one in self.problem.balances}
        net = sent_less_received(self.problem, self.outcome.placement)
        keys = sorted({*gone, *come, *limits} - {""}, key=self.names.city)
        return [
            CityBalance(key, self.names.city(key), gone[key], come[key], net.get(key, 0), limits.get(key))
            for key in keys
        ]

    @cached_property
    def hosts(self) -> list[HostLine]:
        found = [HostLine(key, self.names.offer(key), host) for key, host in self.explanation.hosts.items()]
        return sorted(found, key=lambda one: one.name)

    @cached_property
    def blocking(self) -> Sequence[tuple[str, str]]:
        return [*blocking_pairs(self.problem, self.outcome.placement, self.outcome.closed)]


def result_of(run: Run) -> Result | None:
    """None for a run without an outcome."""
    outcome = read_outcome(run.outcome)
    if outcome is None:
        return None
    problem = read_problem(run.problem)
    return Result(run, problem, outcome, names_of(run.round), explain(problem, outcome))


def comparison_of(before: Result, after: Result) -> Comparison:
    return compare(before.problem, before.outcome, after.outcome, after.problem)


def ranks_of(ground: Ground, code: str) -> Mapping[str, int]:
    """The offers that somebody wished for, with the number of the wish."""
    one = next((one for one in ground.problem.applicants if one.id == code), None)
    if one is None:
        return {}
    return {offer: rank for rank, group in enumerate(one.wishes, start=1) for offer in group}
