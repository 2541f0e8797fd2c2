"""Reading the passport data of a member: by the officer in charge, with a purpose, leaving a trace."""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from hospitium.core.models import User
from hospitium.delegations.models import Member
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.vault.actions import unseal


@sensitive_variables()
def read_passport(*, member_id: int, fields: list[str], purpose: str, by: User) -> dict[str, str]:
    """The values of these fields, as far as they were given; field → value. Raises Refused, and VaultShut.

    The vault writes down who has read what, when and what for.
    """
    member = Member.objects.select_related("delegation__visit__unit", "delegation__visit__officer").get(pk=member_id)
    visit = member.delegation.visit
    wanted = [field for field in fields if field in PASSPORT_FIELDS]
    return unseal(subject=member, unit=visit.unit, officer=visit.officer, fields=wanted, purpose=purpose, by=by)
