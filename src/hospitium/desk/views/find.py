"""One field over everything that a person may see."""

from __future__ import annotations

from collections.abc import Hashable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hospitium.accounts.policy import access_of
from hospitium.core.http import Request
from hospitium.core.models import User
from hospitium.desk.context import home_city
from hospitium.desk.kept import Kept, reading
from hospitium.desk.queries import find as queries

LONGEST = 200
_found: Kept[list[queries.Group]] = Kept(32)


def find(request: Request) -> HttpResponse:
    """What answers to the words of `q`: records by kind, and pages."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    now = reading()
    home = home_city(now)
    here = str(home.name) if home else ""
    # Who goes back to what was found, or turns to it again, does not wait for it again.
    groups = _found.get(now, (text, *sight_of(request.user)), lambda: search(text, here, request.user))
    context = {
        "search_text": text,
        "groups": groups,
        "count": sum(group.count for group in groups),
        "commands": queries.commands_of(text=text, by=request.user),
    }
    return render(request, "desk/find.html", context)


def sight_of(user: User) -> tuple[Hashable, ...]:
    """What the hits depend on besides the records and the words."""
    access = access_of(user)
    rights = (access.roles, frozenset(access.units.items()), access.partners)
    return user.pk, rights, get_language(), timezone.localdate()


def search(text: str, here: str, user: User) -> list[queries.Group]:
    return queries.groups_of(text=text, here=here, by=user) if text else []
