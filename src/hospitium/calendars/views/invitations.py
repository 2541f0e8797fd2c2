"""The tab Calendar of a visit: a feed of it, who was invited to which item, and what came back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.calendars import rules
from hospitium.calendars.actions import invitations as actions
from hospitium.calendars.forms import Confirm, Invite
from hospitium.calendars.models import Invitation
from hospitium.calendars.queries.invitations import (
    Person,
    digest_of_changes,
    invitation_for,
    mailbox,
    people_of,
    rows_of,
    waiting_changes,
)
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.visits.models import Item, Visit
from hospitium.visits.queries.visits import workspaces
from hospitium.visits.tabs import frame_of


def visit(request: Request, pk: int) -> HttpResponse:
    """A feed of this visit for everybody who sees it; invitations for whoever plans it."""
    record = get_object_or_404(workspaces(request.user), pk=pk)
    verdict = rules.may_invite_for(request.user, record)
    context = {
        **frame_of(record, request.user, "calendar"),
        "may_invite": verdict,
        "rows": rows_of(record) if verdict else [],
        "changes": waiting_changes(record) if verdict else [],
        "mailbox": mailbox(),
        "reads_answers": bool(settings.IMAP_URL),
    }
    return render(request, "calendars/visit.html", context)


def back_to(pk: int) -> str:
    return reverse("calendars:visit", args=[pk])


def invitation_new(request: Request, pk: int) -> HttpResponse:
    """Choose who gets an item into the calendar."""
    visits = Visit.objects.visible_to(request.user, "calendar.invite")
    item = get_object_or_404(Item.objects.filter(visit__in=visits).select_related("visit__activity", "venue"), pk=pk)
    people = people_of(item)
    form = Invite(
        request.POST or None,
        people=[(one.key, f"{one.name} ({one.email})") for one in people],
        initial={
            "people": [one.key for one in people if invitation_for(item, one.email) is None],
            "language": item.visit.guest_language,
        },
    )

    def act() -> str:
        sent = actions.invite(item_id=pk, people=[*chosen(form, people), *somebody_else(form)], by=request.user)
        text = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", len(sent))
        nothing = _("All of them have this entry already.")
        messages.success(request, text % {"count": len(sent)} if sent else nothing)
        return back_to(item.visit_id)

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": _("Into the calendar: %(item)s") % {"item": item},
            "lead": rules.may_invite(request.user, item).reason,
            "submit_label": _("Send the invitations"),
            "submit_icon": "send",
            "cancel_url": back_to(item.visit_id),
        },
    )


def chosen(form: Invite, people: list[Person]) -> list[Person]:
    return [one for one in people if one.key in form.cleaned_data.get("people", ())]


def somebody_else(form: Invite) -> list[Person]:
    email = form.cleaned_data["email"]
    if not email:
        return []
    language = form.cleaned_data["language"] or "en"
    return [Person("", Invitation.Role.OTHER, form.cleaned_data["name"], email, language)]


def visit_changes(request: Request, pk: int) -> HttpResponse:
    """Who would get an update or a cancellation; then send them."""
    record = get_object_or_404(workspaces(request.user, "calendar.invite"), pk=pk)
    changes = waiting_changes(record)
    form = Confirm(request.POST or None, initial={"seen": digest_of_changes(changes)})

    def act() -> str:
        updated, cancelled = actions.send_changes(visit_id=pk, seen=form.cleaned_data["seen"], by=request.user)
        if updated:
            text = ngettext("%(count)d update is on its way.", "%(count)d updates are on their way.", updated)
            messages.success(request, text % {"count": updated})
        if cancelled:
            text = ngettext(
                "%(count)d cancellation is on its way.", "%(count)d cancellations are on their way.", cancelled
            )
            messages.success(request, text % {"count": cancelled})
        return back_to(pk)

    return answer_form(
        request,
        form,
        act,
        template="calendars/visit_changes.html",
        context={**frame_of(record, request.user, "calendar"), "changes": changes, "cancel_url": back_to(pk)},
    )


def invitation_cancel(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then take the entry out of the person's calendar."""
    found = Invitation.objects.visible_to(request.user).select_related("visit__activity", "visit__unit")
    invitation = get_object_or_404(found, pk=pk)

    def act() -> str:
        actions.cancel_invitation(invitation_id=pk, by=request.user)
        messages.success(request, _("The cancellation is on its way."))
        return back_to(invitation.visit_id)

    return answer_form(
        request,
        Confirm(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": _("Cancel the invitation"),
            "title": _("Take “%(title)s” out of the calendar of %(person)s?")
            % {"title": invitation.content.get("title", ""), "person": invitation},
            "will": [_("A cancellation is mailed to %(email)s.") % {"email": invitation.email}],
            "stays": [_("The item stays in the programme, and so does the person in the item.")],
            "submit_label": _("Send the cancellation"),
            "cancel_url": back_to(invitation.visit_id),
            "danger": True,
        },
    )
