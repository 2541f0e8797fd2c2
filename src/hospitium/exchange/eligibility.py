"""The rules of eligibility: each a small function with a message of its own. The phase of a round plays no part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.exchange.models import Application, Consent, Eligibility, EligibilityRule, Level

Rule = Callable[[Application, Mapping[str, Any]], Verdict]
LEVELS = [level.value for level in Level]


def reaches(level: str, wanted: str) -> bool:
    """Is a level of a language at least the one that is wanted? An unknown level reaches nothing."""
    return level in LEVELS and wanted in LEVELS and LEVELS.index(level) >= LEVELS.index(wanted)


def years_of_service(application: Application, parameters: Mapping[str, Any]) -> Verdict:
    wanted = int(parameters.get("years", 0))
    if application.years is None:
        return Verdict(_("The years of service are not given; %(years)d are wanted.") % {"years": wanted})
    if application.years < wanted:
        return Verdict(
            _("%(wanted)d years of service are wanted, %(given)d are given.")
            % {"wanted": wanted, "given": application.years}
        )
    return ALLOWED


def language(application: Application, parameters: Mapping[str, Any]) -> Verdict:
    code, wanted = str(parameters.get("language", "")), str(parameters.get("level", ""))
    given = application.languages.get(code, "")
    if reaches(given, wanted):
        return ALLOWED
    name = wording.language_name(code, language=get_language() or "en")
    if not given:
        return Verdict(_("%(language)s is wanted at level %(level)s.") % {"language": name, "level": wanted})
    return Verdict(
        _("%(language)s is wanted at level %(level)s, %(given)s is given.")
        % {"language": name, "level": wanted, "given": given}
    )


def no_stay_for(application: Application, parameters: Mapping[str, Any]) -> Verdict:
    years = int(parameters.get("years", 0))
    last = application.earlier_year
    if last is not None and application.round.year - last < years:
        return Verdict(
            _("The last stay was in %(last)d; %(years)d years have to lie between two stays.")
            % {"last": last, "years": years}
        )
    return ALLOWED


def question(application: Application, parameters: Mapping[str, Any]) -> Verdict:
    wanted = int(parameters.get("length", 0))
    if len(application.question) < wanted:
        return Verdict(
            _("The question should have %(wanted)d characters at least; it has %(given)d.")
            % {"wanted": wanted, "given": len(application.question)}
        )
    return ALLOWED


def consent_of(kind: str, missing: Any, refused: Any) -> Rule:
    def rule(application: Application, parameters: Mapping[str, Any]) -> Verdict:
        if application.is_incoming:
            # The partner that sends has agreed by sending.
            return ALLOWED
        found = next((one for one in application.consents.all() if one.kind == kind), None)
        if found is not None and found.answer == Consent.Answer.NO:
            return Verdict(refused)
        return ALLOWED if found is not None and found.answer == Consent.Answer.YES else Verdict(missing)

    return rule


RULES: Mapping[str, Rule] = {
    Eligibility.YEARS_OF_SERVICE: years_of_service,
    Eligibility.LANGUAGE: language,
    Eligibility.NO_STAY_FOR: no_stay_for,
    Eligibility.QUESTION: question,
    Eligibility.SUPERVISOR: consent_of(
        "supervisor", _("The supervisor has not agreed yet."), _("The supervisor has refused.")
    ),
    Eligibility.SUBSTITUTE: consent_of(
        "substitute", _("The substitute has not agreed yet."), _("The substitute has refused.")
    ),
    Eligibility.HUMAN_RESOURCES: consent_of(
        "human_resources",
        _("The human resources office has not agreed yet."),
        _("The human resources office has refused."),
    ),
}
# What each rule needs to know; the form of a rule asks for just these.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    Eligibility.YEARS_OF_SERVICE: ("years",),
    Eligibility.LANGUAGE: ("language", "level"),
    Eligibility.NO_STAY_FOR: ("years",),
    Eligibility.QUESTION: ("length",),
    Eligibility.SUPERVISOR: (),
    Eligibility.SUBSTITUTE: (),
    Eligibility.HUMAN_RESOURCES: (),
}
CONSENTS = (Consent.Kind.SUPERVISOR, Consent.Kind.SUBSTITUTE, Consent.Kind.HUMAN_RESOURCES)


def verdicts(application: Application, rules: Iterable[EligibilityRule]) -> list[tuple[EligibilityRule, Verdict]]:
    """Each rule of the round with its verdict on the application."""
    return [(rule, RULES[rule.code](application, rule.parameters)) for rule in rules]


def reasons(application: Application, rules: Iterable[EligibilityRule]) -> list[Verdict]:
    """Why the application is not eligible; empty when it is."""
    return [verdict for _rule, verdict in verdicts(application, rules) if not verdict]


def wanted_consents(rules: Iterable[EligibilityRule]) -> list[str]:
    """Whose consent the rules of a round ask for, in a fixed order."""
    codes = {rule.code for rule in rules}
    return [kind.value for kind in CONSENTS if kind.value in codes]
