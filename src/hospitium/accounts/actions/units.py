"""Units of our own administration: entered and changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.accounts import rules
from hospitium.accounts.models import Unit
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import Refused, require


@transaction.atomic
def create_unit(*, key: str, name: Mapping[str, str], kind: str, parent: Unit | None, by: User | None) -> Unit:
    """Enter a unit. Raises Refused when its short name is taken."""
    require(rules.may(by, "unit.create"))
    if Unit.objects.filter(key=key).exists():
        raise Refused(_("There is a unit with this short name already."))

    unit = Unit.objects.create(key=key, name=Multilingual().rewritten(name), kind=kind, parent=parent)

    record("unit.created", unit, by=by)
    return unit


@transaction.atomic
def change_unit(
    *, unit_id: int, version: int | None, name: Mapping[str, str], kind: str, parent: Unit | None, by: User | None
) -> Unit:
    """Change a unit. Raises Refused when it would stand below itself, Conflict when somebody else saved it."""
    require(rules.may(by, "unit.update"))
    unit = locked(Unit, unit_id, version=version)
    above = parent
    while above is not None:
        if above.pk == unit.pk:
            raise Refused(_("A unit cannot belong to itself or to a part of itself."))
        above = above.parent

    unit.name, unit.kind, unit.parent = unit.name.rewritten(name), kind, parent
    unit.save(update_fields=["name", "name_key", "kind", "parent", "version"])

    record("unit.changed", unit, by=by)
    return unit
