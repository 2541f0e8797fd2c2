"""Problem and outcome as JSON: the same content gives the same bytes, and what is not right is said by code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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
WRONG = (KeyError, TypeError, ValueError, AttributeError)


class _KindError(TypeError):
    """A value of a kind that does not belong there."""


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
        applicants=_each(kept, "applicants", _applicant),
        offers=_each(kept, "offers", _offer),
        inadmissible=MappingProxyType(dict(_each(kept, "inadmissible", _inadmissible))),
        unit_quotas=_part(kept, "unit_quotas", {}, _numbers),
        city_quotas=_part(kept, "city_quotas", {}, _numbers),
        together=_each(kept, "together", _couple),
        fixed=_each(kept, "fixed", _pair),
        forbidden=_each(kept, "forbidden", _pair),
        balances=_each(kept, "balances", _balance),
        announced=_part(kept, "announced", {}, _announced),
        tiebreak=_part(kept, "tiebreak", "lot", Tiebreak),
        seed=_part(kept, "seed", 0, _number),
        order=_part(kept, "order", list(Objective), lambda order: tuple(Objective(one) for one in _as_list(order))),
        cutoffs=_part(kept, "cutoffs", {}, _cutoffs),
    )


def _part(kept: Mapping[str, Any], key: str, usual: Any, made: Callable[[Any], Made]) -> Made:
    """What stands under a word of the file; what is wrong with it is said with its place."""
    try:
        return made(kept.get(key, usual))
    except WRONG as error:
        raise MatchingError("not_a_problem", at=f"“{key}”") from error


def _each(kept: Mapping[str, Any], key: str, made: Callable[[Any], Made]) -> tuple[Made, ...]:
    found: list[Made] = []
    for number, one in enumerate(_part(kept, key, [], _as_list), start=1):
        try:
            found.append(made(one))
        except WRONG as error:
            # A word that is missing, or a value that does not belong there; else what Python says, which tells nobody.
            what = f"“{error.args[0]}” in " if isinstance(error, (KeyError, _KindError)) else ""
            raise MatchingError("not_a_problem", at=f"{what}number {number} of “{key}”") from error
    return tuple(found)


def _announced(kept: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({_text(who): _text(where) for who, where in kept.items()})


def _cutoffs(kept: Mapping[str, Any]) -> Cutoffs:
    _only(kept, {part.name for part in fields(Cutoffs)})
    return Cutoffs(**{key: float(value) for key, value in kept.items()})


def _couple(one: Mapping[str, Any]) -> Together:
    _only(one, {part.name for part in fields(Together)})
    return Together(first=_text(one["first"]), second=_text(one["second"]), same=Same(one.get("same", "city")))


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


def _inadmissible(one: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[Reason, ...]]:
    _only(one, {"applicant", "offer", "reasons"})
    return (_text(one["applicant"]), _text(one["offer"])), tuple(_read_reason(r) for r in _as_list(one["reasons"]))


def _read_reason(one: Mapping[str, Any]) -> Reason:
    _only(one, {"code", "facts"})
    return Reason(_text(one["code"]), MappingProxyType(dict(one.get("facts", {}))))


def _read_groups(kept: Any) -> Groups:
    """A wish that shares its place with no other may stand there without a list around it."""
    if not isinstance(kept, list):
        raise _KindError(kept)
    groups = [[group] if isinstance(group, str) else group for group in kept]
    return tuple(tuple(_text(one) for one in _as_list(group)) for group in groups)


def _as_list(kept: Any) -> list[Any]:
    if not isinstance(kept, list):
        raise _KindError(kept)
    return kept


def _pair(kept: Any) -> tuple[str, str]:
    who, where = _as_list(kept)
    return _text(who), _text(where)


def _numbers(kept: Mapping[str, Any]) -> Mapping[str, int]:
    return MappingProxyType({_text(key): _number(value) for key, value in kept.items()})


def _number(kept: Any) -> int:
    if not isinstance(kept, int) or isinstance(kept, bool):
        raise _KindError(kept)
    return kept


def _text(kept: Any) -> str:
    if not isinstance(kept, str):
        raise _KindError(kept)
    return kept


def _only(kept: Mapping[str, Any], known: set[str]) -> None:
    """A misspelt word would otherwise be a condition that nobody looks at."""
    if not isinstance(kept, dict):
        raise _KindError(kept)
    if unknown := sorted(set(kept) - known):
        raise MatchingError("unknown_word", word=unknown[0])


def _read(text: str, made: Callable[[Mapping[str, Any]], Made], code: str) -> Made:
    try:
        kept = json.loads(text, parse_constant=_no_number)
        written(kept).encode()  # half a sign, which only an escape can bring in, cannot be written down
    except (ValueError, RecursionError) as error:
        raise MatchingError("not_json") from error
    if not isinstance(kept, dict):
        raise MatchingError(code)
    try:
        return made(kept)
    except WRONG as error:
        raise MatchingError(code, at=str(error)) from error


def _no_number(word: str) -> None:
    """NaN and Infinity: Python reads them, JSON does not know them."""
    raise ValueError(word)


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
