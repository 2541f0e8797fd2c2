"""The policy table as a page."""

from django.http import HttpResponse
from django.shortcuts import render

from hospitium.accounts import rights
from hospitium.core.http import Request


def roles_and_rights(request: Request) -> HttpResponse:
    """Who may do what, for everybody who works here."""
    return render(
        request,
        "accounts/roles_and_rights.html",
        {"roles": rights.roles(), "sections": rights.sections(), "words": rights.RELATIONS.values()},
    )
