"""Partners and partnerships: entered, edited, assigned to a unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hospitium.accounts.models import Unit
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.partners import rules
from hospitium.partners.models import Partner, Partnership, PartnerUnit


@transaction.atomic
def create_partner(*, values: Mapping[str, Any], by: User) -> Partner:
    """Enter a city or an authority. Raises Refused when `by` may not."""
    require(rules.may_create_partner(by))
    partner = Partner()
    write(partner, values)
    record("partner.created", partner, by=by)
    return partner


@transaction.atomic
def edit_partner(*, partner_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Partner:
    """Change what is known about a partner. Raises Refused, or Conflict when somebody saved in between."""
    partner = locked(Partner, partner_id, version=version)
    require(rules.may_edit_partner(by, partner))
    changed = write(partner, values)
    if changed:
        record("partner.changed", partner, by=by, about=partner.partnerships.all(), fields=changed)
    return partner


@transaction.atomic
def add_unit(*, partner_id: int, values: Mapping[str, Any], by: User) -> PartnerUnit:
    """Add an office or department of a partner, with its title there. Raises Refused."""
    partner = locked(Partner, partner_id)
    require(rules.may_edit_partner(by, partner))
    unit = PartnerUnit(partner=partner)
    write(unit, values)
    record("partner.unit_added", partner, by=by, about=partner.partnerships.all(), unit=unit.pk)
    return unit


@transaction.atomic
def edit_unit(*, unit_id: int, values: Mapping[str, Any], by: User) -> PartnerUnit:
    """Change the title of an office or department of a partner. Raises Refused."""
    unit = PartnerUnit.objects.select_related("partner").get(pk=unit_id)
    require(rules.may_edit_partner(by, unit.partner))
    changed = write(unit, values)
    if changed:
        record(
            "partner.unit_changed",
            unit.partner,
            by=by,
            about=unit.partner.partnerships.all(),
            unit=unit.pk,
            fields=changed,
        )
    return unit


@transaction.atomic
def create_partnership(*, values: Mapping[str, Any], by: User) -> Partnership:
    """Begin the file of a partnership. Raises Refused when `by` may not."""
    require(rules.may_create_partnership(by))
    partnership = Partnership()
    write(partnership, values)
    record("partnership.created", partnership, by=by)
    return partnership


@transaction.atomic
def edit_partnership(*, partnership_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Partnership:
    """Change kind, cost rule, notes or publication. Raises Refused, or Conflict when somebody saved in between."""
    partnership = locked(Partnership, partnership_id, version=version)
    require(rules.may_edit_partnership(by, partnership))
    changed = write(partnership, values)
    if changed:
        record("partnership.changed", partnership, by=by, fields=changed)
    return partnership


@transaction.atomic
def assign_partnership(*, partnership_id: int, unit: Unit, by: User) -> Partnership:
    """Let a unit look after a partnership. Raises Refused when `by` may not."""
    partnership = locked(Partnership, partnership_id)
    require(rules.may_assign_partnership(by, partnership))
    partnership.unit = unit
    partnership.save(update_fields=["unit"])
    record("partnership.assigned", partnership, by=by, unit=unit.pk)
    return partnership
