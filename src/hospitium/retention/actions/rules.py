"""The head of the office sets how long a class of data is kept, and says why."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.events import record
from hospitium.core.locking import Conflict
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import Refused, require
from hospitium.retention import queries, rules
from hospitium.retention.models import Change, Rule


@transaction.atomic
def set_rule(
    *,
    data_class: str,
    days: int,
    archive_days: int,
    is_active: bool,
    purpose: Mapping[str, str],
    legal_ground: Mapping[str, str],
    reason: str,
    version: int | None,
    by: User,
) -> Rule:
    """Set the rule for a class of data. `purpose` and `legal_ground` are texts by language code; empty ones leave the
    wording of the program. `version` is that of the rule as it was seen, None when there was none.

    Raises Refused when `by` may not or the class is gone, Conflict when somebody else has set it meanwhile.
    """
    require(rules.may_change(by))
    held = queries.rule_in_force(data_class)
    if held is None:
        raise Refused(_("This class of data is gone."))
    rule = Rule.objects.select_for_update().filter(data_class=data_class).first() or Rule(
        data_class=data_class, version=0
    )
    if rule.version != (version or 0):
        raise Conflict(rule)
    days_before = held.days
    rule.version += 1
    rule.days, rule.archive_days, rule.is_active = days, archive_days, is_active
    rule.purpose = rewritten(rule.purpose, purpose)
    rule.legal_ground = rewritten(rule.legal_ground, legal_ground)
    rule.save()
    Change.objects.create(rule=rule, at=timezone.now(), by=by, reason=reason[:300], days_before=days_before, days=days)
    record(
        "retention.rule_set", rule, by=by, data_class=data_class, days_before=days_before, days=days, active=is_active
    )
    return rule


def rewritten(before: Multilingual, texts: Mapping[str, str]) -> Multilingual:
    return before.rewritten(dict(texts))
