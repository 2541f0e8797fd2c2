"""What can be asked differently about a run: the kinds of question, what each needs, and what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitium.exchange.models import Run
from hospitium.exchange.queries.results import Result
from hospitium.exchange.queries.run_words import MECHANISMS, Names

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    label: Promise
    icon: str
    fields: tuple[str, ...]


QUESTIONS: Mapping[str, Question] = {
    "capacity": Question(gettext_lazy("Another number of places of an offer"), "building-2", ("place", "value")),
    "fix": Question(gettext_lazy("This person at this offer"), "lock", ("applicant", "place")),
    "forbid": Question(gettext_lazy("This person not at this offer"), "x", ("applicant", "place")),
    "mechanism": Question(gettext_lazy("Another mechanism"), "repeat", ("mechanism",)),
    "minimum": Question(gettext_lazy("Participants at least of an offer"), "users", ("place", "value")),
    "unit_quota": Question(gettext_lazy("Another quota of a unit"), "list-checks", ("unit", "value")),
    "city_quota": Question(gettext_lazy("Another quota of a city"), "list-checks", ("city", "value")),
    "tolerance": Question(
        gettext_lazy("Another tolerance of the balance with a city"), "list-checks", ("city", "value")
    ),
}
LABELS: Mapping[str, Promise] = {
    "place": gettext_lazy("Offer"),
    "city": gettext_lazy("City"),
    "unit": gettext_lazy("Unit"),
    "applicant": gettext_lazy("Application"),
    "mechanism": gettext_lazy("Mechanism"),
}


def asked_differently(run: Run, names: Names) -> list[str]:
    """What this what-if asks other than the run beside which it stands; nothing for a run of its own."""
    said = [one_change(change, names) for change in run.changes]
    if run.base and run.mechanism != run.base.mechanism:
        said.append(f"{QUESTIONS['mechanism'].label}: {MECHANISMS[run.mechanism][0]}")
    return said


def one_change(change: Mapping[str, Any], names: Names) -> str:
    kind = change["kind"]
    if kind in ("fix", "forbid"):
        return f"{QUESTIONS[kind].label}: {change.get('applicant', '')}, {names.offer(change.get('offer', ''))}"
    called = {"place": names.offer, "unit": names.unit, "city": names.city}[QUESTIONS[kind].fields[0]]
    return f"{QUESTIONS[kind].label}: {called(change.get('key', ''))}: {change.get('value', '')}"


def questions_of(result: Result) -> list[tuple[str, Question]]:
    """The questions for which this round has something to choose."""
    return [(kind, one) for kind, one in QUESTIONS.items() if choices_for(result, kind, one.fields[0])]


def choices_for(result: Result, kind: str, field: str) -> Choices:
    """What one field offers, by name, with the number as it is now."""
    now = numbers_now(result, kind)
    known = all_choices(result, kind)[field]
    return [(key, with_number(name, now.get(key))) for key, name in known]


def all_choices(result: Result, kind: str) -> dict[str, Choices]:
    names, problem = result.names, result.problem
    cities = names.cities
    if kind == "tolerance":
        cities = {one.city: names.city(one.city) for one in problem.balances}
    titles = dict(result.run.round.applications.values_list("code", "title"))
    return {
        "place": by_name({one.id: names.offer(one.id) for one in problem.offers}),
        "city": by_name(cities),
        "unit": by_name(names.units),
        "applicant": [(one.id, f"{one.id} {titles.get(one.id, '')}".strip()) for one in problem.applicants],
        "mechanism": [(key, str(label)) for key, (label, _text) in MECHANISMS.items() if key != result.run.mechanism],
    }


def by_name(known: Mapping[str, str]) -> Choices:
    return sorted(known.items(), key=lambda pair: pair[1])


def numbers_now(result: Result, kind: str) -> Mapping[str, int]:
    problem = result.problem
    if kind in ("capacity", "minimum"):
        return {one.id: getattr(one, kind) for one in problem.offers}
    if kind == "tolerance":
        return {one.city: one.tolerance for one in problem.balances}
    return {"unit_quota": problem.unit_quotas, "city_quota": problem.city_quotas}.get(kind, {})


def with_number(name: str, now: int | None) -> str:
    return name if now is None else _("%(name)s (now %(number)d)") % {"name": name, "number": now}
