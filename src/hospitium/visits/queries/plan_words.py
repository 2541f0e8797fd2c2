"""What a search for a plan has found, in the office's words: how sure it is, what it costs, what contradicts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
        gettext_lazy("best plan"), "success", "circle-check", gettext_lazy("It is proven that no other plan is better.")
    ),
    Status.FEASIBLE: Verdict(
        gettext_lazy("good plan"),
        "info",
        "info",
        gettext_lazy(
            "All that must be in is in, and nothing contradicts. It is not proven that no other plan is better."
        ),
    ),
    Status.INFEASIBLE: Verdict(
        gettext_lazy("does not fit"),
        "danger",
        "octagon-alert",
        gettext_lazy("It is proven that not everything that must be in fits into these days."),
    ),
    Status.OUT_OF_TIME: Verdict(
        gettext_lazy("out of time"),
        "warning",
        "clock",
        gettext_lazy("No plan with everything was found in this time, and it is not proven that there is none."),
    ),
    Status.STOPPED: Verdict(
        gettext_lazy("stopped"),
        "warning",
        "x",
        gettext_lazy("Somebody ended the search. This is the best plan until then."),
    ),
}
# Of a run that has no answer.
FAILURES: Mapping[str, Sentence] = {
    "memory": gettext_lazy("The search needed more memory than it may have. Ask for fewer days, or fix some items."),
    "attempts": gettext_lazy("The search was begun five times and broken off each time. It is not tried again."),
    "late": gettext_lazy("The search did not end in its time and was ended. Try again, or fix some items."),
    "error": gettext_lazy(
        "The search ended with an error. It stands in the log of the worker; please tell your administrator."
    ),
}
# How a run stands, as a chip.
LOOKS: Mapping[str, tuple[str, str]] = {
    Proposal.State.WAITING: ("open", "hourglass"),
    Proposal.State.RUNNING: ("info", "clock"),
    Proposal.State.DONE: ("success", "circle-check"),
    Proposal.State.STOPPED: ("warning", "circle-pause"),
    Proposal.State.FAILED: ("danger", "octagon-alert"),
    Proposal.State.ADOPTED: ("success", "check"),
    Proposal.State.DISCARDED: ("open", "x"),
}
FIGURES: Mapping[str, Sentence] = {
    "missing": gettext_lazy("items that must be in and are not"),
    "wishes": gettext_lazy("wishes not met, by their weight"),
    "driving": gettext_lazy("minutes on the way"),
    "unevenness": gettext_lazy("half hours between the fullest and the emptiest day"),
    "change": gettext_lazy("changes of what was announced"),
}
DEMANDS: Mapping[str, Sentence] = {
    "obligatory": gettext_lazy("These items must be in the programme."),
    "fixed": gettext_lazy("The time of these items is fixed."),
    "window": gettext_lazy("These items lie within working hours, meals at their time of day."),
    "capacity": gettext_lazy("There is not enough room at the venue of these items for all who take part."),
    "venue_hours": gettext_lazy("The venue of these items must be open."),
    "stay": gettext_lazy("These items lie between the arrival and the departure of the guests."),
    "person_hours": gettext_lazy("The speakers and hosts of these items must be there."),
    "person_busy": gettext_lazy("The speakers and hosts of these items are needed elsewhere at certain times."),
    "interpreter_busy": gettext_lazy("The interpreters of these items are needed elsewhere at certain times."),
    "interpreter_day": gettext_lazy("The interpreters of these items work only so many hours a day."),
    "order": gettext_lazy("The first of these items comes before the second."),
    "together": gettext_lazy("These items are on the same day."),
    "lunch": gettext_lazy("There is time to eat around noon on every day."),
    "days": gettext_lazy("No item lies outside the hours of the days of the visit."),
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


def runs_in_words(runs: Iterable[Proposal]) -> list[tuple[Proposal, str, str]]:
    """Each run with the tone and the icon of its state."""
    return [(run, *LOOKS[run.state]) for run in runs]


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
