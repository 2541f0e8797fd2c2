"""What countries want in a letter: entered, changed, removed, and proposed as a set to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.countries import usual_rules
from hospitium.delegations.models import CountryRule
from hospitium.delegations.queries.letters import proposed_countries
from hospitium.delegations.rules import letters as rules


@transaction.atomic
def create_country_rule(*, values: Mapping[str, Any], by: User) -> CountryRule:
    """Enter what a country wants. Raises Refused, also when the country has a rule already."""
    require(rules.may_edit_country_rules(by))
    no_second(values["country"], besides=None)
    rule = CountryRule()
    write(rule, values)
    record("country_rule.created", rule, by=by, country=rule.country)
    return rule


@transaction.atomic
def edit_country_rule(*, rule_id: int, version: int | None, values: Mapping[str, Any], by: User) -> CountryRule:
    """Change what a country wants. Raises Refused, or Conflict when somebody saved in between."""
    rule = locked(CountryRule, rule_id, version=version)
    require(rules.may_edit_country_rules(by))
    no_second(values["country"], besides=rule_id)
    if changed := write(rule, values):
        record("country_rule.changed", rule, by=by, fields=changed)
    return rule


@transaction.atomic
def remove_country_rule(*, rule_id: int, by: User) -> None:
    """Take a rule away; letters that were made by it stay. Raises Refused."""
    rule = locked(CountryRule, rule_id)
    require(rules.may_edit_country_rules(by))
    record("country_rule.removed", rule, by=by, country=rule.country)
    rule.delete()


@transaction.atomic
def propose_country_rules(*, by: User) -> list[CountryRule]:
    """Enter the usual rule of each partner's country that has none yet, as unchecked. Raises Refused."""
    require(rules.may_edit_country_rules(by))
    made = []
    for country in proposed_countries():
        rule = CountryRule(country=country)
        write(rule, usual_rules()[country])
        record("country_rule.proposed", rule, by=by, country=country)
        made.append(rule)
    return made


def no_second(country: str, *, besides: int | None) -> None:
    if CountryRule.objects.filter(country=country).exclude(pk=besides or 0).exists():
        raise Refused(_("This country has a rule already. Open it and change it."))
