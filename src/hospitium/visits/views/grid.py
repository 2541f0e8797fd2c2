"""The week of a visit, fetched again after each move."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hospitium.core.http import Request, asks_for_part
from hospitium.visits.models import Visit
from hospitium.visits.queries.grid import grid_of
from hospitium.visits.queries.visits import workspaces


def grid(request: Request, pk: int) -> HttpResponse:
    """The grid and the findings for the script of the page; whoever comes by address is led to the page."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    if not asks_for_part(request):
        return HttpResponseRedirect(reverse("visits:visit", args=[pk]))
    return part(request, record)


def part(request: Request, visit: Visit) -> HttpResponse:
    return render(request, "visits/grid_part.html", {"grid": grid_of(visit, by=request.user)})
