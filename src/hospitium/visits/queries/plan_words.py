"""What a search for a plan has found, in the office's words: how sure it is, what it costs, what contradicts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from hospitium.algorithms.timetable import Claim, Cost, Outcome, Status
from hospitium.visits.models import Proposal
from hospitium.visits.queries.findings import Concerned, concerned
from hospitium.visits.queries.timetable import Material

Sentence = str | Promise


@dataclass(frozen=True)
class Verdict:
    """A status as a chip and as sentences."""

    label: Sentence
    tone: str
    icon: str
    sentence: Sentence


VERDICTS: Mapping[Status, Verdict] = {
    Status.OPTIMAL: Verdict(
        later("best plan"), "success", "circle-check", later("It is proven that no other plan is better.")
    ),
    Status.FEASIBLE: Verdict(
        later("good plan"),
        "info",
        "info",
        later("All that must be in is in, and nothing contradicts. It is not proven that no other plan is better."),
    ),
    Status.INFEASIBLE: Verdict(
        later("does not fit"),
        "danger",
        "octagon-alert",
        later("It is proven that not everything that must be in fits into these days."),
    ),
    Status.OUT_OF_TIME: Verdict(
        later("out of time"),
        "warning",
        "clock",
        later("No plan with everything was found in this time, and it is not proven that there is none."),
    ),
    Status.STOPPED: Verdict(
        later("stopped"), "warning", "x", later("Somebody ended the search. This is the best plan until then.")
    ),
}
# Of a run that has no answer.
FAILURES: Mapping[str, Sentence] = {
    "memory": later("The search needed more memory than it may have. Ask for fewer days, or fix some items."),
    "attempts": later("The search was begun five times and broken off each time. It is not tried again."),
    "late": later("The search did not end in its time and was ended. Try again, or fix some items."),
    "error": later(
        "The search ended with an error. It stands in the log of the worker; please tell your administrator."
    ),
}
FIGURES: Mapping[str, Sentence] = {
    "missing": later("items that must be in and are not"),
    "wishes": later("wishes not met, by their weight"),
    "driving": later("minutes on the way"),
    "unevenness": later("half hours between the fullest and the emptiest day"),
    "change": later("changes of what was announced"),
}
DEMANDS: Mapping[str, Sentence] = {
    "obligatory": later("These items must be in the programme."),
    "fixed": later("The time of these items is fixed."),
    "window": later("These items lie within working hours, meals at their time of day."),
    "capacity": later("There is not enough room at the venue of these items for all who take part."),
    "venue_hours": later("The venue of these items must be open."),
    "stay": later("These items lie between the arrival and the departure of the guests."),
    "person_hours": later("The speakers and hosts of these items must be there."),
    "person_busy": later("The speakers and hosts of these items are needed elsewhere at certain times."),
    "interpreter_busy": later("The interpreters of these items are needed elsewhere at certain times."),
    "interpreter_day": later("The interpreters of these items work only so many hours a day."),
    "order": later("The first of these items comes before the second."),
    "together": later("These items are on the same day."),
    "lunch": later("There is time to eat around noon on every day."),
    "days": later("No item lies outside the hours of the days of the visit."),
}


@dataclass(frozen=True)
class Demanded:
    """One demand of those that contradict each other, with the items that it is about."""

    sentence: Sentence
    items: Sequence[Concerned]


@dataclass(frozen=True)
class Figure:
    """What a plan costs in one respect; `least` is None where it is proven that no plan costs less."""

    label: Sentence
    value: int
    least: int | None


def outcome_of(proposal: Proposal) -> Outcome | None:
    stored = proposal.answer.get("outcome")
    return Outcome.from_json(json.dumps(stored)) if stored else None


def verdict_of(outcome: Outcome) -> Verdict:
    return VERDICTS[outcome.status]


def failure_of(proposal: Proposal) -> Sentence:
    """Why there is no answer; "" where there is one, or somebody stopped it."""
    failure = proposal.answer.get("failure", "")
    return FAILURES.get(failure, "") if failure else ""


def figures_of(outcome: Outcome) -> list[Figure]:
    """In the order of their weight. Only the first figure that is not proven has a bound: all behind it are open."""
    if outcome.cost is None:
        return []
    bound = outcome.bound or Cost()
    return [
        Figure(FIGURES[name], value, None if value == least else least)
        for name, value, least in zip(Cost._fields, outcome.cost, bound, strict=True)
    ]


def gap_of(outcome: Outcome) -> str:
    """How far the plan may be from the best one, at the first figure that is not proven; "" when it is."""
    first = next((one for one in figures_of(outcome) if one.least is not None), None)
    if first is None or not outcome.gap:
        return ""
    return _("Not proven at “%(figure)s”: this plan has %(value)s, none has less than %(least)s (gap %(gap)s %%).") % {
        "figure": first.label,
        "value": first.value,
        "least": first.least,
        "gap": round(outcome.gap * 100),
    }


def demanded(claims: Sequence[Claim], material: Material) -> list[Demanded]:
    """One sentence for each kind of demand; pairs stay pairs, because their order says something."""
    found: dict[tuple[str, int], list[str]] = {}
    for place, claim in enumerate(claims):
        is_apart = len(claim.items) > 1
        found.setdefault((claim.code, place if is_apart else -1), []).extend(claim.items)
    return [
        Demanded(
            DEMANDS.get(code, code),
            [concerned(material.items[key]) for key in dict.fromkeys(keys) if key in material.items],
        )
        for (code, _place), keys in found.items()
    ]


def moved_words(before: datetime | None, after: datetime | None) -> str:
    """How far an item is moved: by days, else by hours and minutes."""
    if after is None:
        return _("has no time in this plan")
    if before is None:
        return _("had no time")
    days = (after.date() - before.date()).days
    if days > 0:
        return ngettext("%(count)d day later", "%(count)d days later", days) % {"count": days}
    if days < 0:
        return ngettext("%(count)d day earlier", "%(count)d days earlier", -days) % {"count": -days}
    minutes = (after - before) // timedelta(minutes=1)
    clock = "{}:{:02}".format(*divmod(abs(minutes), 60))
    if minutes > 0:
        return _("%(clock)s hours later") % {"clock": clock}
    return _("%(clock)s hours earlier") % {"clock": clock} if minutes else _("another length")
