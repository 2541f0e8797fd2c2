"""The versions of a list of members: all of them, and one as it was, to be printed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from hospitium.core.http import Request
from hospitium.core.multilingual import Multilingual
from hospitium.delegations.models import DelegationVersion, Member
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.queries.version_words import sentences_of
from hospitium.delegations.queries.versions import content_of, differences, hidden_members, shown_changes
from hospitium.delegations.tabs import frame_of


def versions(request: Request, pk: int) -> HttpResponse:
    """The latest first, each with what was different; and what changed since the last one."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    found, hidden = list(record.versions.select_related("made_by", "made_with")), hidden_members(record)
    since = differences(found[0].content, content_of(record)) if found else []
    context = {
        **frame_of(record, request.user, "versions"),
        "rows": [
            {
                "version": version,
                "who": who_made(version),
                "sentences": sentences_of(shown_changes(version.changes, hidden)),
            }
            for version in found
        ],
        "since": sentences_of(shown_changes(since, hidden)),
    }
    return render(request, "delegations/versions.html", context)


def version(request: Request, pk: int) -> HttpResponse:
    """The list as it was then. Who is restricted now is left out of it, too."""
    rows = DelegationVersion.objects.select_related("made_by", "made_with")
    shown = get_object_or_404(rows.filter(delegation__in=workspaces(request.user).order_by()), pk=pk)
    record = get_object_or_404(workspaces(request.user), pk=shown.delegation_id)
    hidden = hidden_members(record)
    context = {
        **frame_of(record, request.user, "versions"),
        "version": shown,
        "who": who_made(shown),
        "sentences": sentences_of(shown_changes(shown.changes, hidden)),
        "entries": [shown_entry(entry) for entry in shown.content if entry["key"] not in hidden],
    }
    return render(request, "delegations/version.html", context)


def who_made(shown: DelegationVersion) -> str:
    if shown.made_by:
        return str(shown.made_by)
    return shown.made_with.name if shown.made_with else _("by a link")


def shown_entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": " ".join(part for part in (entry["title"], entry["name"]) if part),
        "own_name": entry["own_name"],
        "role": Member.Role(entry["role"]).label,
        "rank": Multilingual.from_json(entry["rank"]),
        "function": Multilingual.from_json(entry["function"]),
        "organisation": Multilingual.from_json(entry["organisation"]),
    }
