"""A list of members that an officer of each office has uploaded; called by world_members.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from hospitium.delegations.models import Delegation, MemberList

if TYPE_CHECKING:
    from tests.matrix.world import Marks, World


def build_lists(world: World, delegation: Delegation, marks: Marks) -> None:
    """Whoever plans the visit has uploaded a list and not taken it over yet; nobody else sees it."""
    actor = "officer_a" if "a" in marks.units else "officer_b"
    kept = MemberList.objects.create(
        delegation=delegation,
        user=world.users[actor],
        name="list.csv",
        content=b"Nachname;Vorname\nx;y\n",
        choices={"header": 1, "columns": {"0": "family_name", "1": "given_name"}, "language": "de"},
        uploaded_at=timezone.now(),
    )
    world.add("member_list", kept, row="account.use", marks=type(marks)(units=marks.units, owner=actor))


__all__ = ["build_lists"]
