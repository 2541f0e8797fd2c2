"""The office's side of the guests: links given out and used, lists taken over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.models import GuestLink
from hospitium.accounts.queries import guest_links
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.references import reference
from hospitium.delegations.actions import guests as actions
from hospitium.delegations.actions.lists import Owner
from hospitium.delegations.forms.guests import GiveLink, SendOwnLink
from hospitium.delegations.models import Delegation, Member, MemberList
from hospitium.delegations.queries.delegations import workspaces
from hospitium.delegations.rules import guests as rules
from hospitium.delegations.tabs import frame_of
from hospitium.delegations.views import lists

# A link holds until a week after the visit.
AFTER = timedelta(days=7)
STEPS = {
    "list": "delegation_list",
    "columns": "delegation_list_columns",
    "preview": "delegation_list_preview",
    "template": "delegation_list_template",
}
UPLOADED = frozenset({"columns", "preview"})


def delegation_guests(request: Request, pk: int) -> HttpResponse:
    """Who may enter something with a link, when it was used, and the form that gives one out."""
    delegation = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)
    verdict = rules.may_give_out(request.user, delegation)
    form = GiveLink(request.POST if request.method == "POST" else None, initial=usual(delegation))

    def act() -> str:
        link = actions.give_out_link(delegation_id=delegation.pk, earlier=form.earlier, by=request.user, **form.values)
        messages.success(request, _("The link is on its way to %(email)s.") % {"email": link.email})
        return reverse("delegations:delegation_guests", args=[delegation.pk])

    context = {
        **frame_of(delegation, request.user, "guests"),
        "links": links_of(delegation, request),
        "verdict": verdict,
        "list_url": reverse("delegations:delegation_list", args=[delegation.pk]),
    }
    return answer_form(request, form, act, template="delegations/delegation_guests.html", context=context)


def usual(delegation: Delegation) -> dict[str, Any]:
    ends_on = max(delegation.visit.ends_on, timezone.localdate()) + AFTER
    return {"language": delegation.language, "ends_on": ends_on}


def links_of(delegation: Delegation, request: Request) -> list[GuestLink]:
    """Links to the list and to its members' own pages, the latest first."""
    places = [reference(delegation), *(reference(member) for member in delegation.members.all())]
    kinds: dict[str, list[str]] = {}
    for kind, key in places:
        kinds.setdefault(kind, []).append(key)
    found = [guest_links(user=request.user).filter(kind=kind, key__in=keys) for kind, keys in kinds.items()]
    return sorted((link for links in found for link in links), key=lambda link: -link.pk)


def member_link(request: Request, pk: int) -> HttpResponse:
    """Sends a member the link to the own page."""
    member = get_object_or_404(
        Member.objects.visible_to(request.user, "delegation.update").select_related(
            "delegation__visit__activity", "delegation__partnership"
        ),
        pk=pk,
    )
    form = SendOwnLink(request.POST if request.method == "POST" else None, initial=usual(member.delegation))

    def act() -> str:
        link = actions.send_to_member(member_id=member.pk, by=request.user, ends_on=form.cleaned_data["ends_on"])
        messages.success(request, _("The link is on its way to %(email)s.") % {"email": link.email})
        return reverse("delegations:delegation_guests", args=[member.delegation_id])

    context = {
        "page_title": _("Link to the own page: %(name)s") % {"name": member},
        "lead": _("The person is asked for the own name, contact, wishes, and passport data where they are needed."),
        "verdict": rules.may_send_link(request.user, member),
        "submit_label": _("Send the link"),
        "submit_icon": "send",
        "cancel_url": member.get_absolute_url(),
    }
    return answer_form(request, form, act, context=context)


# ---- the list that somebody has sent by mail ----------------------------------------------
def place_of(request: Request, pk: int) -> lists.Place:
    delegation = get_object_or_404(workspaces(request.user, "delegation.update"), pk=pk)

    def url_of(step: str, *arguments: Any) -> str:
        # What was uploaded has a number of its own; the other steps belong to the delegation.
        numbers = arguments if step in UPLOADED else (delegation.pk, *arguments)
        return reverse(f"delegations:{STEPS[step]}", args=numbers)

    return lists.Place(
        delegation=delegation,
        owner=Owner(by=request.user),
        url_of=url_of,
        member_url=lambda member: member.get_absolute_url(),
        home=delegation.get_absolute_url(),
        layout="delegations/list_desk.html",
        context=frame_of(delegation, request.user, "guests"),
    )


def delegation_list(request: Request, pk: int) -> HttpResponseBase:
    """Choose the list."""
    return lists.choose(request, place_of(request, pk))


def delegation_list_columns(request: Request, pk: int) -> HttpResponseBase:
    """Say what its columns mean."""
    return lists.columns(request, place_of(request, own_list(request, pk).delegation_id), pk)


def delegation_list_preview(request: Request, pk: int) -> HttpResponseBase:
    """Look at what it would do, and confirm."""
    return lists.preview(request, place_of(request, own_list(request, pk).delegation_id), pk)


def own_list(request: Request, pk: int) -> MemberList:
    return get_object_or_404(MemberList.objects.filter(user=request.user), pk=pk)


def delegation_list_template(request: Request, pk: int, kind: str) -> HttpResponseBase:
    """An empty table to fill in."""
    place_of(request, pk)
    return lists.template(kind)


__all__ = [
    "delegation_guests",
    "delegation_list",
    "delegation_list_columns",
    "delegation_list_preview",
    "delegation_list_template",
    "member_link",
]
