"""Problem and outcome as JSON: the same content gives the same bytes, and what is not right is said by code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from hospitium.algorithms.matching.outcome import (
    Claim,
    Condition,
    Finding,
    Guarantee,
    Mechanism,
    Outcome,
    Status,
)
from hospitium.algorithms.matching.problem import (
    Applicant,
    Balance,
    Cutoffs,
    Groups,
    MatchingError,
    Objective,
    Offer,
    Problem,
    Reason,
    Same,
    Tiebreak,
    Together,
)

FORMAT = 1  # of the file; a newer one is refused
Made = TypeVar("Made")


def written(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def problem_as_json(problem: Problem) -> str:
    return written(
        {
            "format": FORMAT,
            "applicants": [
                {**_plain(one), "wishes": _groups(one.wishes)} for one in sorted(problem.applicants, key=_id)
            ],
            "offers": [
                {**_plain(one), "ranking": None if one.ranking is None else _groups(one.ranking)}
                for one in sorted(problem.offers, key=_id)
            ],
            "inadmissible": [
                {"applicant": pair[0], "offer": pair[1], "reasons": [_reason(one) for one in reasons]}
                for pair, reasons in sorted(problem.inadmissible.items())
            ],
            "unit_quotas": dict(problem.unit_quotas),
            "city_quotas": dict(problem.city_quotas),
            "together": sorted((_plain(one) for one in problem.together), key=written),
            "fixed": sorted(problem.fixed),
            "forbidden": sorted(problem.forbidden),
            "balances": sorted((_plain(one) for one in problem.balances), key=written),
            "announced": dict(problem.announced),
            "tiebreak": problem.tiebreak.value,
            "seed": problem.seed,
            "order": [one.value for one in problem.order],
            "cutoffs": {"work": float(problem.cutoffs.work), "seconds": float(problem.cutoffs.seconds)},
        }
    )


def _id(one: Applicant | Offer) -> str:
    return one.id


def _plain(one: Any) -> dict[str, Any]:
    return {part.name: getattr(one, part.name) for part in fields(one)}


def _groups(groups: Groups) -> list[list[str]]:
    return [sorted(group) for group in groups]


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "facts": dict(reason.facts)}


def problem_from_json(text: str) -> Problem:
    return _read(text, _problem, "not_a_problem")


def _problem(kept: Mapping[str, Any]) -> Problem:
    _only(kept, {part.name for part in fields(Problem)} | {"format"})
    if kept.get("format", FORMAT) != FORMAT:
        raise MatchingError("version", found=kept["format"], known=FORMAT)
    return Problem(
        applicants=tuple(_applicant(one) for one in _list(kept, "applicants")),
        offers=tuple(_offer(one) for one in _list(kept, "offers")),
        inadmissible=_inadmissible(_list(kept, "inadmissible")),
        unit_quotas=_numbers(kept.get("unit_quotas", {})),
        city_quotas=_numbers(kept.get("city_quotas", {})),
        together=tuple(
            Together(first=_text(one["first"]), second=_text(one["second"]), same=Same(one.get("same", "city")))
            for one in _list(kept, "together")
        ),
        fixed=_pairs(_list(kept, "fixed")),
        forbidden=_pairs(_list(kept, "forbidden")),
        balances=tuple(_balance(one) for one in _list(kept, "balances")),
        announced=MappingProxyType({_text(who): _text(where) for who, where in kept.get("announced", {}).items()}),
        tiebreak=Tiebreak(kept.get("tiebreak", "lot")),
        seed=_number(kept.get("seed", 0)),
        order=tuple(Objective(one) for one in kept.get("order", list(Objective))),
        cutoffs=Cutoffs(**{key: float(value) for key, value in kept.get("cutoffs", {}).items()}),
    )


def _applicant(one: Mapping[str, Any]) -> Applicant:
    _only(one, {part.name for part in fields(Applicant)})
    return Applicant(
        id=_text(one["id"]),
        wishes=_read_groups(one.get("wishes", [])),
        unit=_text(one.get("unit", "")),
        city=_text(one.get("city", "")),
        seniority=_number(one.get("seniority", 0)),
        applied=_number(one.get("applied", 0)),
    )


def _offer(one: Mapping[str, Any]) -> Offer:
    _only(one, {part.name for part in fields(Offer)})
    ranking = one.get("ranking")
    return Offer(
        id=_text(one["id"]),
        city=_text(one.get("city", "")),
        capacity=_number(one.get("capacity", 1)),
        minimum=_number(one.get("minimum", 0)),
        ranking=None if ranking is None else _read_groups(ranking),
    )


def _balance(one: Mapping[str, Any]) -> Balance:
    _only(one, {part.name for part in fields(Balance)})
    before, tolerance = _number(one.get("before", 0)), _number(one.get("tolerance", 0))
    return Balance(city=_text(one["city"]), before=before, tolerance=tolerance)


def _inadmissible(kept: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str, str], tuple[Reason, ...]]:
    found: dict[tuple[str, str], tuple[Reason, ...]] = {}
    for one in kept:
        reasons = tuple(Reason(_text(r["code"]), MappingProxyType(dict(r.get("facts", {})))) for r in one["reasons"])
        found[_text(one["applicant"]), _text(one["offer"])] = reasons
    return MappingProxyType(found)


def _read_groups(kept: Any) -> Groups:
    """A wish that shares its place with no other may stand there without a list around it."""
    if not isinstance(kept, list):
        raise TypeError(kept)
    groups = [[group] if isinstance(group, str) else group for group in kept]
    return tuple(tuple(_text(one) for one in _as_list(group)) for group in groups)


def _as_list(kept: Any) -> list[Any]:
    if not isinstance(kept, list):
        raise TypeError(kept)
    return kept


def _list(kept: Mapping[str, Any], key: str) -> list[Any]:
    return _as_list(kept.get(key, []))


def _pairs(kept: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(one), _text(other)) for one, other in kept)


def _numbers(kept: Mapping[str, Any]) -> Mapping[str, int]:
    return MappingProxyType({_text(key): _number(value) for key, value in kept.items()})


def _number(kept: Any) -> int:
    if not isinstance(kept, int) or isinstance(kept, bool):
        raise TypeError(kept)
    return kept


def _text(kept: Any) -> str:
    if not isinstance(kept, str):
        raise TypeError(kept)
    return kept


def _only(kept: Mapping[str, Any], known: set[str]) -> None:
    """A misspelt word would otherwise be a condition that nobody looks at."""
    if unknown := sorted(set(kept) - known):
        raise MatchingError("unknown_word", word=unknown[0])


def _read(text: str, made: Callable[[Mapping[str, Any]], Made], code: str) -> Made:
    try:
        kept = json.loads(text)
    except ValueError as error:
        raise MatchingError("not_json") from error
    if not isinstance(kept, dict):
        raise MatchingError(code)
    try:
        return made(kept)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MatchingError(code, at=str(error)) from error


def outcome_as_json(outcome: Outcome) -> str:
    kept = {
        **_plain(outcome),
        "placement": dict(outcome.placement),
        "figures": {key.value: value for key, value in outcome.figures.items()},
        "bound": {key.value: value for key, value in outcome.bound.items()},
        "waiting": dict(outcome.waiting),
        "closed": dict(outcome.closed),
        "broken": [[one.code, one.ids, dict(one.facts)] for one in outcome.broken],
    }
    return written(kept)


def as_plain(content: Any) -> Any:
    """Explanations and comparisons as lists and dictionaries."""
    if isinstance(content, Mapping):
        return {key: as_plain(value) for key, value in content.items()}
    if is_dataclass(content) or hasattr(content, "_fields"):
        names = getattr(content, "_fields", None) or [part.name for part in fields(content)]
        return {name: as_plain(getattr(content, name)) for name in names}
    if isinstance(content, (list, tuple)):
        return [as_plain(one) for one in content]
    return content


def outcome_from_json(text: str) -> Outcome:
    return _read(text, _outcome, "not_an_outcome")


def _outcome(kept: Mapping[str, Any]) -> Outcome:
    return Outcome(
        mechanism=Mechanism(kept["mechanism"]),
        status=Status(kept["status"]),
        placement=MappingProxyType(dict(kept["placement"])),
        guarantees=tuple(Guarantee(one) for one in kept["guarantees"]),
        figures=_figures(kept["figures"]),
        bound=_figures(kept["bound"]),
        waiting=MappingProxyType({where: tuple(who) for where, who in kept["waiting"].items()}),
        closed=MappingProxyType(dict(kept["closed"])),
        contradiction=tuple(Claim(code, tuple(ids)) for code, ids in kept["contradiction"]),
        is_smallest=bool(kept["is_smallest"]),
        not_considered=tuple(Condition(one) for one in kept["not_considered"]),
        broken=tuple(Finding(code, tuple(ids), MappingProxyType(facts)) for code, ids, facts in kept["broken"]),
        is_repeatable=bool(kept["is_repeatable"]),
        seed=_number(kept["seed"]),
        version=_number(kept["version"]),
    )


def _figures(kept: Mapping[str, int]) -> Mapping[Objective, int]:
    return MappingProxyType({Objective(key): value for key, value in kept.items()})
