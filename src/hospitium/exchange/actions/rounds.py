"""What the office does with a round: begin it, copy last year's, change it, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from hospitium.core import search
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, Verdict, require
from hospitium.exchange import rules
from hospitium.exchange.models import (
    Criterion,
    EligibilityRule,
    PanelMember,
    Quota,
    Rate,
    Round,
    Window,
    WishedBalance,
)

DATES = (
    "call_on", "applications_until", "consents_until", "offers_until", "assessed_until", "results_on",
    "accepted_until", "stays_from", "stays_until",
)  # fmt: skip
COPIED = (
    "unit", "programme", "name", "funder", "visibility", "call", "weeks_min", "weeks_max", "wants_host_ranking",
    "wishes_at_most",
)  # fmt: skip
# What belongs to a round and is kept row by row: its model, and the columns by which a row is there only once.
PARTS: Mapping[str, tuple[type[Model], tuple[str, ...]]] = {
    "window": (Window, ("starts_on", "ends_on")),
    "rate": (Rate, ()),
    "eligibility": (EligibilityRule, ("code", "parameters")),
    "criterion": (Criterion, ()),
    "panel": (PanelMember, ("user",)),
    "quota": (Quota, ("unit", "partner")),
    "balance": (WishedBalance, ("partner",)),
}
MAY_CHANGE: Mapping[str, Callable[[User, Round], Verdict]] = {"criterion": rules.may_change_criteria}
# What most programmes ask for; the office changes it.
USUAL_RULES: tuple[tuple[str, dict[str, int]], ...] = (
    ("supervisor", {}),
    ("substitute", {}),
    ("question", {"length": 100}),
)


@transaction.atomic
def create_round(*, values: Mapping[str, Any], by: User) -> Round:
    """Begin a round with the usual rules of eligibility. Raises Refused."""
    require(rules.may_create_round(by, values["unit"]))
    made = Round()
    may_be_published(made, values, by)
    write(made, values)
    EligibilityRule.objects.bulk_create(
        EligibilityRule(round=made, code=code, parameters=parameters) for code, parameters in USUAL_RULES
    )
    record("round.created", made, by=by)
    return made


@transaction.atomic
def copy_round(*, round_id: int, year: int, by: User) -> Round:
    """A round for another year like this one: all dates moved by whole weeks, the call not published yet.

    Criteria, rules, rates, windows, quotas, balances and the panel come along; applications and offers do not.
    Raises Refused.
    """
    source = locked(Round, round_id)
    require(rules.may_create_round(by, source.unit))
    step = weeks_between(source.year, year)
    made = Round(year=year, officer=by, copied_from=source)
    write(made, {name: getattr(source, name) for name in COPIED})
    write(made, {name: moved(getattr(source, name), step) for name in DATES if name != "call_on"})
    for kind, (model, _once) in PARTS.items():
        for part in model._default_manager.filter(round=source).order_by("pk"):
            part.pk, part.round = None, made  # type: ignore[attr-defined]
            if kind == "window":
                part.starts_on, part.ends_on = moved(part.starts_on, step), moved(part.ends_on, step)  # type: ignore[attr-defined]
            part._state.adding = True
            part.save()
    record("round.created", made, by=by, about=[source], copied_from=source.pk)
    return made


def weeks_between(year: int, other: int) -> timedelta:
    """The whole weeks nearest to the years between, so that a Monday stays a Monday."""
    days = (date(other, 1, 1) - date(year, 1, 1)).days
    return timedelta(weeks=round(days / 7))


def moved(day: date | None, step: timedelta) -> date | None:
    return day + step if day else None


@transaction.atomic
def edit_round(*, round_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Round:
    """Change the data and dates of a round. Raises Refused, or Conflict when somebody saved in between."""
    stored = locked(Round, round_id, version=version)
    require(rules.may_edit_round(by, stored))
    if "unit" in values and values["unit"] != stored.unit:
        require(rules.may_create_round(by, values["unit"]))
    may_be_published(stored, values, by)
    changed = write(stored, values)
    if changed:
        record("round.changed", stored, by=by, fields=changed)
    return stored


def may_be_published(stored: Round, values: Mapping[str, Any], by: User) -> None:
    """Raises Refused when these values would publish a call that is not ready."""
    if values.get("call_on") is None:
        return
    ready = Round(unit=values.get("unit", stored.unit if stored.pk else None))
    for name in ("applications_until", "officer", "call"):
        setattr(ready, name, values.get(name, getattr(stored, name)))
    require(rules.may_publish_call(by, ready))


@transaction.atomic
def remove_round(*, round_id: int, by: User) -> None:
    """Take away a round in which nobody applied and nothing was offered. Raises Refused."""
    stored = locked(Round, round_id)
    require(rules.may_remove_round(by, stored))
    record("round.removed", stored, by=by)
    search.forget(stored)
    stored.delete()


# ---- what belongs to a round ---------------------------------------------------
@transaction.atomic
def add_part(*, kind: str, round_id: int, values: Mapping[str, Any], by: User) -> Round:
    """Add a window, a rate, a rule, a criterion, a member of the panel, a quota or a balance. Raises Refused."""
    stored = locked(Round, round_id)
    require(MAY_CHANGE.get(kind, rules.may_edit_round)(by, stored))
    part: Any = PARTS[kind][0](round=stored)
    is_there_once(kind, part, stored, values)
    write(part, values)
    record("round.part_added", stored, by=by, part=kind, id=part.pk)
    return stored


@transaction.atomic
def edit_part(*, kind: str, part_id: int, values: Mapping[str, Any], by: User) -> Round:
    """Change what belongs to a round. Raises Refused."""
    model, _once = PARTS[kind]
    part: Any = model._default_manager.get(pk=part_id)
    stored = locked(Round, part.round_id)
    require(MAY_CHANGE.get(kind, rules.may_edit_round)(by, stored))
    is_there_once(kind, part, stored, values)
    changed = write(part, values)
    if changed:
        record("round.part_changed", stored, by=by, part=kind, id=part.pk, fields=changed)
    return stored


@transaction.atomic
def remove_part(*, kind: str, part_id: int, by: User) -> Round:
    """Take away what belongs to a round. Raises Refused when something hangs on it."""
    model, _once = PARTS[kind]
    part: Any = model._default_manager.get(pk=part_id)
    stored = locked(Round, part.round_id)
    require(MAY_CHANGE.get(kind, rules.may_edit_round)(by, stored))
    if kind == "panel" and part.assessments.exists():
        raise Refused(_("This member has assessed applications, or declared a conflict, and stays."))
    if kind == "window" and part.placements.exists():
        raise Refused(_("There are placements in this window. It stays."))
    record("round.part_removed", stored, by=by, part=kind, id=part.pk)
    part.delete()
    return stored


def is_there_once(kind: str, part: Any, stored: Round, values: Mapping[str, Any]) -> None:
    """Raises Refused when the round has the same already."""
    model, once = PARTS[kind]
    if not once:
        return
    same = {name: values.get(name, getattr(part, name, None)) for name in once}
    if model._default_manager.filter(round=stored, **same).exclude(pk=part.pk).exists():
        raise Refused(_("This stands in the round already."))
