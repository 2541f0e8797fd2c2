"""One field over everything that a person may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hospitium.core.http import Request
from hospitium.desk.context import home_city
from hospitium.desk.kept import reading
from hospitium.desk.queries import find as queries

LONGEST = 200


def find(request: Request) -> HttpResponse:
    """What answers to the words of `q`: records by kind, and pages."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    home = home_city(reading())
    groups = queries.groups_of(text=text, here=str(home.name) if home else "", by=request.user) if text else []
    context = {
        "search_text": text,
        "groups": groups,
        "count": sum(group.count for group in groups),
        "commands": queries.commands_of(text=text, by=request.user),
    }
    return render(request, "desk/find.html", context)
