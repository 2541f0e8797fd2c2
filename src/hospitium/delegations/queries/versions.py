"""What a list of members says as plain data, and what is different between two of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from hospitium.delegations.models import Delegation, DelegationVersion, Member

Entry = dict[str, Any]
Change = dict[str, Any]
# What of a member is compared, in the order in which the differences are told.
COMPARED = ("name", "own_name", "title", "role", "rank", "function", "organisation", "wishes")


def content_of(delegation: Delegation) -> list[Entry]:
    """Who comes, in the order of protocol; of wishes only how often they were given, and no way to reach anybody."""
    members = delegation.members.coming().in_order().select_related("rank", "wish", "delegation")
    return [entry_of(member) for member in members]


def entry_of(member: Member) -> Entry:
    wish = getattr(member, "wish", None)
    return {
        "key": member.pk,
        "name": str(member),
        "own_name": member.own_name,
        "title": member.academic_title,
        "role": member.role,
        "rank": member.rank.name.as_json() if member.rank else {},
        "function": member.function.as_json(),
        "organisation": member.organisation.as_json(),
        "wishes": wish.version if wish else 0,
    }


def differences(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[Change]:
    """What changed for those who know `before`: who is new, who is different in what, who does not come."""
    old, new = {entry["key"]: entry for entry in before}, {entry["key"]: entry for entry in after}
    found = [change for key, entry in new.items() for change in of_member(old.get(key), entry)]
    return found + [
        {"member": key, "name": entry["name"], "code": "gone"} for key, entry in old.items() if key not in new
    ]


def of_member(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    about = {"member": after["key"], "name": after["name"]}
    if before is None:
        return [{**about, "code": "new"}]
    return [
        {**about, "code": name, **({} if name == "wishes" else {"before": before[name], "after": after[name]})}
        for name in COMPARED
        if before[name] != after[name]
    ]


def latest_version(delegation: Delegation) -> DelegationVersion | None:
    return delegation.versions.order_by("-number").first()


def changes_over(versions: Sequence[DelegationVersion]) -> list[Change]:
    """What is different after all of these versions, which follow each other; what went and came back is nothing."""
    first, last = versions[0], versions[-1]
    before = DelegationVersion.objects.filter(delegation=first.delegation_id, number=first.number - 1).first()
    return differences(before.content if before else [], last.content)


def hidden_members(delegation: Delegation) -> set[int]:
    """Who stands in versions and may not be shown any more: restricted, or erased."""
    return set(delegation.members.exclude(is_restricted=False, erased_on=None).values_list("pk", flat=True))


def shown_changes(changes: Iterable[Mapping[str, Any]], hidden: Collection[int]) -> list[Mapping[str, Any]]:
    return [change for change in changes if change["member"] not in hidden]


__all__ = ["Change", "changes_over", "content_of", "differences", "hidden_members", "latest_version", "shown_changes"]
