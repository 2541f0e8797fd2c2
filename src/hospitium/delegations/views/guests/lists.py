"""The import of a list by the focal point."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from hospitium.accounts.guests import Guest
from hospitium.delegations.actions.lists import Owner
from hospitium.delegations.rules import members as rules
from hospitium.delegations.views import lists
from hospitium.delegations.views.guests.frame import address, frame, is_too_often, list_page

NAMES = {
    "list": "guest_delegation_list",
    "columns": "guest_delegation_list_columns",
    "preview": "guest_delegation_list_preview",
    "template": "guest_delegation_list_template",
}


def place_of(request: HttpRequest, guest: Guest) -> lists.Place:
    def url_of(step: str, *arguments: Any) -> str:
        return address(request, guest, NAMES[step], *arguments)

    return lists.Place(
        delegation=guest.subject,
        owner=Owner(link_id=guest.link.pk),
        url_of=url_of,
        member_url=lambda member: address(request, guest, "guest_delegation_member", member.pk),
        home=guest.here,
        layout="delegations/list_guest.html",
        context=frame(request, guest),
    )


@list_page
def guest_delegation_list(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Choose the list."""
    if not rules.may_guest_name(guest.link, guest.subject):
        return HttpResponseRedirect(guest.here)
    if request.method == "POST" and (page := is_too_often(request, guest, "guest_upload")):
        return page
    return lists.choose(request, place_of(request, guest))


@list_page
def guest_delegation_list_columns(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    """Say what its columns mean."""
    return lists.columns(request, place_of(request, guest), pk)


@list_page
def guest_delegation_list_preview(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    """Look at what it would do, and confirm."""
    return lists.preview(request, place_of(request, guest), pk)


@list_page
def guest_delegation_list_template(request: HttpRequest, guest: Guest, kind: str) -> HttpResponseBase:
    """An empty table to fill in."""
    return lists.template(kind)
