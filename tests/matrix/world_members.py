"""A delegation with its members and versions in the world of look-alikes; called by world.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hospitium.delegations.models import CateringWish, Delegation, DelegationVersion, Member

if TYPE_CHECKING:
    from tests.matrix.world import Marks, World

# Departments read names and functions; how to reach somebody and what is internal stays with those who plan.
INTERNAL = {
    ("delegations.delegation", "remark"): "delegation.update",
    ("delegations.member", "email"): "delegation.update",
    ("delegations.member", "phone"): "delegation.update",
    ("delegations.member", "emergency_contact"): "delegation.update",
    ("delegations.cateringwish", "other"): "delegation.read_wishes",
}


def build_members(world: World, visit: Any, partnership: Any, rows: dict[tuple[str, str], str], marks: Marks) -> None:
    """One incoming delegation: a member with wishes, another one, and a version of the list."""
    rows.update(INTERNAL)
    delegation = Delegation.objects.create(visit=visit, partnership=partnership)
    world.add("delegation", delegation, row="delegation.read", marks=marks)
    member = Member.objects.create(delegation=delegation, family_name="x")
    world.add("member", member, row="delegation.read", marks=marks)
    own = type(marks)(units=marks.units)
    wish = CateringWish.objects.create(member=member, diets=["vegan"], consented_at=timezone.now())
    world.add("wish", wish, row="delegation.read_wishes", marks=own)
    version = DelegationVersion.objects.create(delegation=delegation, number=1, made_at=timezone.now())
    world.add("version", version, row="delegation.read", marks=marks)


__all__ = ["build_members"]
