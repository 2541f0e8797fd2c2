"""Costs of a stay: planned from the rates of the round, entered by hand, and what was really paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.exchange import stay_rules as rules
from hospitium.exchange.models import CostLine, Placement
from hospitium.exchange.queries.stay_costs import day_lines, is_by_day, misfit_of, planned_lines


@transaction.atomic
def plan_costs(*, placement_id: int, by: User) -> list[CostLine]:
    """Lines from the rates that hold for the country and the days; again once the days have changed. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_edit_costs(by, placement))
    again = misfit_of(placement) is not None
    if not again:
        require(rules.may_plan_costs(by, placement))
    # What is stored is read by the office, whatever the language of whoever pressed the button.
    with translation.override(by.language):
        lines = planned_lines(placement)
    made = plan_days_again(placement, lines) if again else CostLine.objects.bulk_create(lines)
    record("placement.costs_planned", placement, by=by, about=[placement.round], count=len(made))
    return made


def plan_days_again(placement: Placement, lines: list[CostLine]) -> list[CostLine]:
    """Lines by daily rate get the days of today; what was paid and where it is booked stays, as do all other lines."""
    there = {line.rate_id: line for line in day_lines(placement)}
    made = []
    for planned in filter(is_by_day, lines):
        line = there.pop(planned.rate_id, None) or planned
        line.what, line.quantity, line.planned = planned.what, planned.quantity, planned.planned
        line.version += 0 if line is planned else 1
        line.save()
        made.append(line)
    for left in there.values():
        drop_days(left)
    return made


def drop_days(line: CostLine) -> None:
    """A step that the stay no longer reaches goes; one from which something was paid stays, with nothing planned."""
    if line.actual is None and line.receipt_id is None:
        line.delete()
        return
    line.quantity, line.planned, line.version = 0, Decimal(0), line.version + 1
    line.save()


@transaction.atomic
def add_cost_line(*, placement_id: int, values: Mapping[str, Any], by: User) -> CostLine:
    """Enter a cost. Raises Refused."""
    placement = locked(Placement, placement_id)
    require(rules.may_edit_costs(by, placement))
    line = CostLine(placement=placement)
    write(line, values)
    record("cost_line.added", line, by=by, about=[placement])
    return line


@transaction.atomic
def edit_cost_line(*, line_id: int, version: int | None, values: Mapping[str, Any], by: User) -> CostLine:
    """Change a cost. Raises Refused, or Conflict."""
    line = locked(CostLine, line_id, version=version)
    require(rules.may_edit_cost(by, line))
    changed = write(line, values)
    if changed:
        record("cost_line.changed", line, by=by, about=[line.placement], fields=changed)
    return line


@transaction.atomic
def remove_cost_line(*, line_id: int, by: User) -> None:
    """Take a cost away. Raises Refused."""
    line = locked(CostLine, line_id)
    require(rules.may_edit_cost(by, line))
    record("cost_line.removed", line.placement, by=by, about=[line.placement.round], line=line.pk)
    line.delete()
