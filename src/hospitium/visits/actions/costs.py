"""What people do with the positions of a cost plan and their receipts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions import remove_file, store_file
from hospitium.visits import rules
from hospitium.visits.models import Cost, Visit


class Receipt(StrEnum):
    """What becomes of the receipt that is there, when no new one comes."""

    KEEP = "keep"
    REMOVE = "remove"


@transaction.atomic
def create_cost(*, visit_id: int, values: Mapping[str, Any], upload: UploadedFile[Any] | None = None, by: User) -> Cost:
    """Enter a position of the cost plan. Raises Refused."""
    visit = locked(Visit, visit_id)
    require(rules.may_edit_costs(by, visit))
    require_item_of(visit, values)
    cost = Cost(visit=visit)
    write(cost, {**values, **({"receipt": store_file(upload=upload, by=by)} if upload else {})})
    record("cost.created", cost, by=by, about=[visit])
    return cost


@transaction.atomic
def edit_cost(
    *,
    cost_id: int,
    version: int | None,
    values: Mapping[str, Any],
    upload: UploadedFile[Any] | None = None,
    receipt: Receipt = Receipt.KEEP,
    by: User,
) -> Cost:
    """Change a position; a new receipt takes the place of the old one.

    Raises Refused, or Conflict when somebody saved in between.
    """
    cost = locked(Cost, cost_id, version=version)
    require(rules.may_edit_costs(by, cost.visit))
    require_item_of(cost.visit, values)
    old = cost.receipt
    more: dict[str, Any] = {}
    if upload:
        more = {"receipt": store_file(upload=upload, by=by)}
    elif receipt == Receipt.REMOVE:
        more = {"receipt": None}
    changed = write(cost, {**values, **more})
    if old is not None and cost.receipt_id != old.pk:
        remove_file(stored=old, by=by)
    if changed:
        record("cost.changed", cost, by=by, about=[cost.visit], fields=changed)
    return cost


@transaction.atomic
def remove_cost(*, cost_id: int, by: User) -> Visit:
    """Take a position away with its receipt. Raises Refused."""
    cost = locked(Cost, cost_id)
    visit, receipt = cost.visit, cost.receipt
    require(rules.may_edit_costs(by, visit))
    record("cost.removed", visit, by=by)
    cost.delete()
    if receipt is not None:
        remove_file(stored=receipt, by=by)
    return visit


def require_item_of(visit: Visit, values: Mapping[str, Any]) -> None:
    item = values.get("item")
    if item is not None and item.visit_id != visit.pk:
        raise Refused(_("This item belongs to another visit."))
