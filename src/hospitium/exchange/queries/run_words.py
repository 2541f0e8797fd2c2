"""What a run has found, in the office's words: how sure it is, what it promises, and the reason of every result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hospitium.algorithms.matching import (
    Change,
    Claim,
    Condition,
    Finding,
    Guarantee,
    Mechanism,
    Objective,
    Outcome,
    Reason,
    Status,
    Why,
)
from hospitium.core import wording
from hospitium.exchange.models import Run

Sentence = str | Promise


@dataclass(frozen=True)
class Names:
    """What ids are called on a page: offers, cities and units by their keys. What is not in them stays as it is."""

    offers: Mapping[str, str] = field(default_factory=dict)
    cities: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def offer(self, key: object) -> str:
        return self.offers.get(str(key), str(key))

    def city(self, key: object) -> str:
        return self.cities.get(str(key), str(key)) or _("our own city")

    def unit(self, key: object) -> str:
        return self.units.get(str(key), str(key))


@dataclass(frozen=True)
class Look:
    """A status as a chip and as a sentence."""

    label: Sentence
    tone: str
    icon: str
    sentence: Sentence


MECHANISMS: Mapping[str, tuple[Sentence, Sentence]] = {
    Mechanism.STABLE: (
        gettext_lazy("stable"),
        gettext_lazy(
            "No applicant and host would both rather have each other. Telling the true wishes is the best strategy."
        ),
    ),
    Mechanism.BALANCED: (
        gettext_lazy("balanced"),
        gettext_lazy("No city sends or receives more than the tolerance allows. Telling the true wishes is safe."),
    ),
    Mechanism.OPTIMAL: (
        gettext_lazy("optimal"),
        gettext_lazy("As good as possible in the order that you choose, with all side conditions."),
    ),
}
STATUSES: Mapping[Status, Look] = {
    Status.OPTIMAL: Look(
        gettext_lazy("proven"),
        "success",
        "circle-check",
        gettext_lazy("What the mechanism promises holds, and it is proven."),
    ),
    Status.FEASIBLE: Look(
        gettext_lazy("not proven"),
        "info",
        "info",
        gettext_lazy("There is a result, but not everything that the mechanism promises holds or is proven."),
    ),
    Status.INFEASIBLE: Look(
        gettext_lazy("not possible"),
        "danger",
        "octagon-alert",
        gettext_lazy("What is fixed contradicts what must hold. These demands cannot be met together:"),
    ),
    Status.OUT_OF_TIME: Look(
        gettext_lazy("out of time"), "warning", "clock", gettext_lazy("No result was found in this time.")
    ),
    Status.STOPPED: Look(
        gettext_lazy("stopped"), "warning", "x", gettext_lazy("Somebody ended the run before there was a result.")
    ),
}
STATES: Mapping[str, tuple[str, str]] = {
    Run.State.WAITING: ("open", "hourglass"),
    Run.State.RUNNING: ("info", "clock"),
    Run.State.DONE: ("success", "circle-check"),
    Run.State.STOPPED: ("warning", "circle-pause"),
    Run.State.FAILED: ("danger", "octagon-alert"),
    Run.State.ADOPTED: ("success", "check"),
    Run.State.DISCARDED: ("open", "x"),
}
FAILURES: Mapping[str, Sentence] = {
    "memory": gettext_lazy("The run needed more memory than it may have. Choose another mechanism."),
    "attempts": gettext_lazy("The run was begun five times and broken off each time. It is not tried again."),
    "late": gettext_lazy(
        "The run did not end in its time and was ended. Allow more time, or choose another mechanism."
    ),
    "error": gettext_lazy(
        "The run ended with an error. It stands in the log of the worker; please tell your administrator."
    ),
    "stopped": gettext_lazy("Somebody ended the run before there was a result."),
}
GUARANTEES: Mapping[str, Sentence] = {
    Guarantee.STABLE: gettext_lazy("No applicant and host would both rather have each other."),
    Guarantee.BALANCED: gettext_lazy("No city is farther from its balance than the tolerance."),
    Guarantee.EFFICIENT: gettext_lazy("Nobody can get a better wish without somebody getting a worse one."),
    Guarantee.TRUTHFUL: gettext_lazy("Nobody would have gained by stating other wishes than the true ones."),
    Guarantee.BEST: gettext_lazy("Nothing is better in the order that was chosen."),
}
CONDITIONS: Mapping[str, Sentence] = {
    Condition.RANKING: gettext_lazy("the order in which hosts want applicants"),
    Condition.MINIMUM: gettext_lazy("the smallest number of participants of an offer"),
    Condition.UNIT_QUOTA: gettext_lazy("the quotas of the units"),
    Condition.CITY_QUOTA: gettext_lazy("the quotas of the cities"),
    Condition.BALANCE: gettext_lazy("the balance with the cities"),
    Condition.TOGETHER: gettext_lazy("who only goes together"),
}
OBJECTIVES: Mapping[str, Sentence] = {
    Objective.PLACEMENTS: gettext_lazy("persons placed"),
    Objective.RANKS: gettext_lazy("steps below the first wish, all together"),
    Objective.BALANCE: gettext_lazy("persons off the balance, all cities together"),
    Objective.EVENNESS: gettext_lazy("percentage points between the best and the worst placed unit"),
    Objective.CHANGE: gettext_lazy("changes of what was announced"),
}


def refusal_of(code: str, facts: Mapping[str, object]) -> str:
    """Why a problem makes no sense, for whoever asked for the run."""
    known = {
        "no_time": _("Allow at least one second."),
        "negative": _("A number of places, a quota or a tolerance is below zero (%(id)s)."),
        "offer_unknown": _("An offer that is locked was withdrawn (%(id)s). Take the lock off."),
        "applicant_unknown": _("A person that is locked takes no part any more (%(id)s). Take the lock off."),
    }
    sentence = known.get(code, _("The round cannot be matched as it stands (%(code)s)."))
    return sentence % {"code": code, "id": "", **facts}


# ---- reasons -----------------------------------------------------------------------
def reason_in_words(reason: Reason, names: Names) -> str:
    """One reason as a sentence with its figures. A code that nobody knows is shown as it is."""
    tell = REASONS.get(reason.code)
    return tell(dict(reason.facts), names) if tell else str(reason.code)


def language_reason(facts: Mapping[str, Any], names: Names) -> str:
    said = {**facts, "name": wording.language_name(str(facts["language"]), language=get_language() or "en")}
    if facts.get("given"):
        return _("%(name)s: %(asked)s is asked, %(given)s is given.") % said
    return _("%(name)s: %(asked)s is asked, nothing is given.") % said


def full_reason(facts: Mapping[str, Any], names: Names) -> str:
    places = int(facts["places"])
    sentence = ngettext(
        "The one place went to somebody with higher priority", "All %(places)d places went to others", places
    ) % {"places": places}
    parts = [
        (ngettext("%(n)d who stands higher in the order for this offer",
                  "%(n)d who stand higher in the order for this offer", int(facts["better"])), "better"),
        (ngettext("%(n)d who is equal and comes first by the rule", "%(n)d who are equal and come first by the rule",
                  int(facts["earlier"])), "earlier"),
        (ngettext("%(n)d who was fixed by the office", "%(n)d who were fixed by the office", int(facts["fixed"])),
         "fixed"),
    ]  # fmt: skip
    said = [text % {"n": int(facts[key])} for text, key in parts if int(facts.get(key, 0))]
    detail = f": {', '.join(said)}" if said else ""
    if facts.get("position"):
        waiting = _("On the waiting list at number %(position)d.") % {"position": int(facts["position"])}
        return f"{sentence}{detail}. {waiting}"
    return f"{sentence}{detail}."


def closed_reason(facts: Mapping[str, Any], names: Names) -> str:
    return _("The offer did not open: it has %(has)d of at least %(minimum)d participants.") % facts


def quota_reason(facts: Mapping[str, Any], names: Names) -> str:
    if "unit" in facts:
        said = {**facts, "name": names.unit(facts["unit"])}
        return _("The quota of the unit %(name)s is used up: %(placed)d of %(quota)d.") % said
    said = {**facts, "name": names.city(facts["city"])}
    return _("The quota of %(name)s is used up: %(placed)d of %(quota)d.") % said


def balance_reason(facts: Mapping[str, Any], names: Names) -> str:
    said = {**facts, "name": names.city(facts["city"]), "net": f"{int(facts['net']):+d}"}
    return (
        _("The balance with %(name)s would get out of its limits (it is %(net)s, the tolerance is %(tolerance)d).")
        % said
    )


def together_reason(facts: Mapping[str, Any], names: Names) -> str:
    return _("The other of the two who only go together (%(other)s) could not come along.") % facts


def plain(sentence: Sentence) -> Callable[[Mapping[str, Any], Names], str]:
    return lambda facts, names: str(sentence) % facts if facts else str(sentence)


REASONS: Mapping[str, Callable[[Mapping[str, Any], Names], str]] = {
    "language": language_reason,
    "windows": plain(gettext_lazy("The times do not meet.")),
    "too_short": plain(gettext_lazy("%(asked)d weeks are wished, the time has %(given)d.")),
    Why.PLACED: plain(gettext_lazy("Placed here.")),
    Why.BETTER: plain(gettext_lazy("A better wish was met (number %(got)d).")),
    Why.EQUAL: plain(gettext_lazy("A wish that is as good was met.")),
    Why.FIXED: lambda facts, names: (
        _("The office has fixed the place at %(offer)s.") % {"offer": names.offer(facts["offer"])}
    ),
    Why.FORBIDDEN: plain(gettext_lazy("The office has excluded this pair.")),
    Why.UNRANKED: plain(gettext_lazy("The host did not put this application on its list.")),
    Why.NO_PLACES: plain(gettext_lazy("The offer has no places.")),
    Why.CLOSED: closed_reason,
    Why.FULL: full_reason,
    Why.UNIT_QUOTA: quota_reason,
    Why.CITY_QUOTA: quota_reason,
    Why.BALANCE: balance_reason,
    Why.TOGETHER: together_reason,
    Why.WHOLE: plain(gettext_lazy("It would have been possible, but the whole is better without it.")),
    # Of hosts.
    "elsewhere": plain(gettext_lazy("All who wanted to come got a better wish.")),
    "unwished": plain(gettext_lazy("Nobody who could come has wished for this offer.")),
    "kept_out": plain(gettext_lazy("There is room, but rules of the round keep out those who would like to come.")),
    "open": plain(gettext_lazy("There is room, and nobody waits.")),
}


# Why somebody on a waiting list did not move up.
STAYED: Mapping[str, Sentence] = {
    "withdrawn": gettext_lazy("The application was withdrawn or decided anew."),
    "accepted_elsewhere": gettext_lazy("Accepted another place."),
    "offer_withdrawn": gettext_lazy("The host withdrew its offer."),
    "has_place": gettext_lazy("Has another place."),
    "capacity": gettext_lazy("There was no free place."),
    "unit_quota": gettext_lazy("The quota of the unit is used up."),
    "city_quota": gettext_lazy("The quota of the city is used up."),
    "balance": gettext_lazy("The balance with the city would get out of its limits."),
    "inadmissible": gettext_lazy("Language or time do not fit."),
    "forbidden": gettext_lazy("The office has excluded this pair."),
    "unranked": gettext_lazy("The host did not put this application on its list."),
}


def host_reason_in_words(reason: Reason, names: Names) -> str:
    if reason.code == "full":
        count = int(reason.facts["placed"])
        return ngettext("Its place is taken.", "All %(n)d places are taken.", count) % {"n": count}
    return reason_in_words(reason, names)


def kept_change(kept: Sequence[Any] | None) -> Change | None:
    """A change as it is kept with a run."""
    if kept is None:
        return None
    code, ids, by, lifted = kept
    return Change(code, tuple(ids), by, tuple(Reason(name, facts) for name, facts in lifted))


def change_in_words(change: Change, names: Names) -> str:
    """The smallest change that would have placed somebody."""
    key, by = change.ids[-1], change.by
    said = {"n": by, "offer": names.offer(key), "city": names.city(key), "unit": names.unit(key)}
    texts = {
        "places": ngettext("%(n)d more place at %(offer)s", "%(n)d more places at %(offer)s", by),
        "minimum": ngettext(
            "%(n)d participant fewer needed at %(offer)s", "%(n)d participants fewer needed at %(offer)s", by
        ),
        "unit_quota": ngettext("the quota of %(unit)s higher by %(n)d", "the quota of %(unit)s higher by %(n)d", by),
        "city_quota": ngettext("the quota of %(city)s higher by %(n)d", "the quota of %(city)s higher by %(n)d", by),
        "tolerance": ngettext(
            "the tolerance with %(city)s higher by %(n)d", "the tolerance with %(city)s higher by %(n)d", by
        ),
    }
    if change.code == "admissible":
        lifted = " ".join(reason_in_words(one, names) for one in change.lifted)
        return _("if this did not stand against %(offer)s: %(reasons)s") % {**said, "reasons": lifted}
    return texts.get(change.code, change.code) % said


def claim_in_words(claim: Claim | Finding, names: Names) -> str:
    """A demand that takes part in a contradiction, or what the check found."""
    ids = [*claim.ids, "", ""]
    said = {"who": ids[0], "other": ids[1], "offer": names.offer(ids[1] or ids[0]), "first": names.offer(ids[0])}
    texts: Mapping[str, str] = {
        "fixed": _("%(who)s is fixed at %(offer)s."),
        "forbidden": _("%(who)s must not be placed at %(offer)s."),
        "inadmissible": _("%(who)s cannot come to %(offer)s."),
        "unranked": _("%(offer)s has not put %(who)s on its list."),
        "capacity": _("%(first)s has only so many places."),
        "minimum": _("%(first)s needs at least its number of participants."),
        "together": _("%(who)s and %(other)s only go together."),
        "blocking": _("%(who)s and %(offer)s would both rather have each other."),
        "not_wished": _("%(who)s has not wished for %(offer)s."),
    }
    if claim.code == "unit_quota":
        return _("The quota of %(name)s holds.") % {"name": names.unit(ids[0])}
    if claim.code == "city_quota":
        return _("The quota of %(name)s holds.") % {"name": names.city(ids[0])}
    if claim.code == "balance":
        return _("The balance with %(name)s stays within its tolerance.") % {"name": names.city(ids[0])}
    return texts.get(claim.code, f"{claim.code} {' '.join(claim.ids)}") % said


def finding_in_words(finding: Finding, names: Names) -> str:
    """What the check has against a result: a balance or a quota that was demanded and is not kept, by its name."""
    if finding.code == "balance":
        return _("Out of balance: %(cities)s.") % {"cities": names.city(finding.ids[0])}
    if finding.code in ("unit_quota", "city_quota"):
        name = names.unit if finding.code == "unit_quota" else names.city
        return _("The quota of %(name)s is not kept.") % {"name": name(finding.ids[0])}
    return claim_in_words(finding, names)


def failure_of(run: Run) -> Sentence:
    """Why a run has no result; "" when it has one."""
    if run.is_open or run.outcome:
        return ""
    return FAILURES.get(run.message) or refusal_of(run.message, run.message_facts)


# What each mechanism is there for.
PROMISES: Mapping[Mechanism, Guarantee] = {
    Mechanism.STABLE: Guarantee.STABLE,
    Mechanism.BALANCED: Guarantee.BALANCED,
    Mechanism.OPTIMAL: Guarantee.BEST,
}
KEPT_WITH_A_REMARK = Look(
    gettext_lazy("proven, with a remark"),
    "warning",
    "triangle-alert",
    gettext_lazy(
        "What the mechanism promises holds, and it is proven. A condition of the round at which it does not look is "
        "not kept; the check names it."
    ),
)


def look_of(outcome: Outcome) -> Look:
    """How sure a result is; a condition that the mechanism leaves aside takes nothing from what it promises."""
    if outcome.status == Status.FEASIBLE and outcome.broken and PROMISES[outcome.mechanism] in outcome.guarantees:
        return KEPT_WITH_A_REMARK
    return STATUSES[outcome.status]
