"""Delegations as their pages need them."""

from __future__ import annotations

from django.db.models import QuerySet

from hospitium.accounts.policy import Somebody
from hospitium.delegations.models import Delegation


def workspaces(user: Somebody, row: str = "delegation.read") -> QuerySet[Delegation]:
    """The delegations that somebody may open, with what the head of each page names."""
    return Delegation.objects.visible_to(user, row).select_related(
        "visit__activity", "visit__unit", "visit__officer", "partnership__partner", "partnership__home_district"
    )
