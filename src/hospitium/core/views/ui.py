"""The page that shows every component in every state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hospitium.core.ui import samples


def ui(request: HttpRequest) -> HttpResponse:
    """All components on one page, for those who write pages and for the accessibility checks."""
    return render(request, "ui.html", samples())
