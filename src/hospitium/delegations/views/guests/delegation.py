"""The focal point's pages: how far the list is, its members, the handing in, links for the members."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.guests import Guest
from hospitium.delegations.actions import delegations as delegation_actions
from hospitium.delegations.actions import drafts as draft_actions
from hospitium.delegations.actions import guests as guest_actions
from hospitium.delegations.actions import members as actions
from hospitium.delegations.forms.guests import from_draft
from hospitium.delegations.forms.members import NameMember
from hospitium.delegations.models import Delegation, Draft, Member
from hospitium.delegations.queries import members as queries
from hospitium.delegations.queries.missing import progress_of, sentence_of
from hospitium.delegations.queries.versions import latest_version
from hospitium.delegations.rules import guests as rules
from hospitium.delegations.rules import members as member_rules
from hospitium.delegations.rules import steps
from hospitium.delegations.views.guests.frame import address, answer, is_too_often, list_page


class Nothing(django_forms.Form):
    """A button alone."""


@list_page
def guest_delegation(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Progress first, then who is named and what is missing, one form open, and the button that hands the list in."""
    delegation: Delegation = guest.subject

    def act() -> str:
        delegation_actions.hand_in_list(delegation_id=delegation.pk, link_id=guest.link.pk)
        messages.success(request, _("The list is handed in. The office got a message; you can still change it."))
        return guest.here

    form = Nothing(request.POST if request.method == "POST" else None)
    return answer(request, guest, form, act, "delegations/guest_delegation.html", overview(request, guest))


def overview(request: HttpRequest, guest: Guest) -> dict[str, Any]:
    delegation: Delegation = guest.subject
    rows, withdrawn = queries.rows_of(delegation)
    known = [row.known for row in rows]
    progress = progress_of(delegation, known)
    may_name = member_rules.may_guest_name(guest.link, delegation)
    place = member_rules.has_a_place(delegation)
    new = new_member_form(delegation)
    return {
        "seats": [seat(request, guest, row) for row in rows],
        "withdrawn": [seat_of_withdrawn(request, guest, member) for member in withdrawn],
        "progress": progress,
        "progress_words": sentence_of(progress),
        "may_name": may_name,
        "may_add": may_name and place,
        "add_reason": "" if may_name and place else str((place if may_name else may_name).reason),
        "may_hand_in": steps.may_hand_in(guest.link, delegation),
        "version": latest_version(delegation),
        "is_late": is_late(delegation),
        "new": new,
        "new_url": address(request, guest, "guest_delegation_member_new"),
        "draft": draft_for(request, guest, "new"),
        "draft_url": address(request, guest, "guest_delegation_draft", "new"),
        "draft_go_on": with_draft(address(request, guest, "guest_delegation_member_new")),
        "import_url": address(request, guest, "guest_delegation_list"),
    }


def is_late(delegation: Delegation) -> bool:
    return delegation.changes_due_on is not None and delegation.changes_due_on < timezone.localdate()


def with_draft(page: str) -> str:
    return f"{page}{'&' if '?' in page else '?'}draft=1"


def seat(request: HttpRequest, guest: Guest, row: queries.Row) -> dict[str, Any]:
    return {
        "row": row,
        "member": row.member,
        "name": row.name,
        "url": address(request, guest, "guest_delegation_member", row.member.pk),
    }


def seat_of_withdrawn(request: HttpRequest, guest: Guest, member: Member) -> dict[str, Any]:
    return {"member": member, "url": address(request, guest, "guest_delegation_member_return", member.pk)}


def new_member_form(delegation: Delegation, data: Any = None) -> NameMember:
    form = NameMember(data, initial={"role": Member.Role.MEMBER})
    form.for_delegation(delegation)
    return form


def draft_for(request: HttpRequest, guest: Guest, form: str) -> Draft | None:
    """What was typed in this form and not sent, unless it is being sent right now."""
    return None if request.method == "POST" else Draft.objects.filter(link=guest.link, form=form).first()


@list_page
def guest_delegation_member_new(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """One more member."""
    delegation: Delegation = guest.subject
    form = new_member_form(delegation, request.POST if request.method == "POST" else None)
    draft = draft_for(request, guest, "new")
    if draft and "draft" in request.GET:
        from_draft(form, draft.content)

    def act() -> str:
        member = actions.add_member(delegation_id=delegation.pk, values=form.values, link_id=guest.link.pk)
        draft_actions.discard_draft(link_id=guest.link.pk, form="new")
        tell(request, form, member)
        return f"{guest.here}#member-{member.pk}"

    context = {
        "member": None,
        "draft": None if "draft" in request.GET else draft,
        "draft_url": address(request, guest, "guest_delegation_draft", "new"),
        "draft_go_on": with_draft(address(request, guest, "guest_delegation_member_new")),
        "is_late": is_late(delegation),
    }
    return answer(request, guest, form, act, "delegations/guest_delegation_member.html", context)


def tell(request: HttpRequest, form: NameMember, member: Member) -> None:
    if form.is_proposed:
        messages.warning(
            request,
            _("In Latin letters this was proposed: %(name)s. Compare it with the passport.") % {"name": member},
        )


def member_of(guest: Guest, pk: int) -> Member:
    """A member of the delegation of this link and of no other; else 404."""
    return get_object_or_404(
        Member.objects.filter(delegation=guest.subject, erased_on=None).select_related("delegation__visit"), pk=pk
    )


@list_page
def guest_delegation_member(request: HttpRequest, guest: Guest, member: int) -> HttpResponseBase:
    """One member: the names and what the person comes as; ways to withdraw the person and to pass on the rest."""
    record = member_of(guest, member)
    form = NameMember.of(record, request.POST if request.method == "POST" else None)
    form.for_delegation(guest.subject, record)
    draft = draft_for(request, guest, str(record.pk))
    if draft and "draft" in request.GET:
        from_draft(form, draft.content)

    def act() -> str:
        changed = actions.change_member(
            member_id=record.pk, version=form.version_seen, values=form.values, link_id=guest.link.pk
        )
        draft_actions.discard_draft(link_id=guest.link.pk, form=str(record.pk))
        tell(request, form, changed)
        return f"{guest.here}#member-{record.pk}"

    context = {
        "member": record,
        "draft": None if "draft" in request.GET else draft,
        "draft_url": address(request, guest, "guest_delegation_draft", str(record.pk)),
        "draft_go_on": with_draft(address(request, guest, "guest_delegation_member", record.pk)),
        "withdraw_url": address(request, guest, "guest_delegation_member_withdraw", record.pk),
        "ask_url": address(request, guest, "guest_delegation_member_ask", record.pk),
        "may_pass_on": rules.may_pass_on(guest.link, record),
        "asked": rules.links_of(record).first(),
        "may_change": member_rules.may_guest_change(guest.link, record),
        "is_late": is_late(guest.subject),
    }
    return answer(request, guest, form, act, "delegations/guest_delegation_member.html", context)


@list_page
def guest_delegation_member_withdraw(request: HttpRequest, guest: Guest, member: int) -> HttpResponseBase:
    """Asks before somebody is taken off the list."""
    record = member_of(guest, member)

    def act() -> str:
        actions.withdraw_member(member_id=record.pk, link_id=guest.link.pk)
        messages.success(request, _("%(name)s does not come any more.") % {"name": record})
        return guest.here

    form = Nothing(request.POST if request.method == "POST" else None)
    context = {"member": record, "is_late": is_late(guest.subject)}
    return answer(request, guest, form, act, "delegations/guest_delegation_withdraw.html", context)


@list_page
def guest_delegation_member_return(request: HttpRequest, guest: Guest, member: int) -> HttpResponseBase:
    """Somebody who had been withdrawn comes after all."""
    record = member_of(guest, member)
    if request.method != "POST":
        return HttpResponseRedirect(guest.here)

    def act() -> str:
        actions.return_member(member_id=record.pk, link_id=guest.link.pk)
        return f"{guest.here}#member-{record.pk}"

    return answer(request, guest, Nothing(request.POST), act, "delegations/guest_refused.html", {"member": record})


@list_page
def guest_delegation_member_ask(request: HttpRequest, guest: Guest, member: int) -> HttpResponseBase:
    """Sends a member the link to the own page; says before what the person will be asked."""
    record = member_of(guest, member)
    if request.method == "POST" and (page := is_too_often(request, guest, "guest_mail")):
        return page

    def act() -> str:
        link = guest_actions.pass_on_to_member(member_id=record.pk, link_id=guest.link.pk)
        messages.success(request, _("A message is on its way to %(email)s.") % {"email": link.email})
        return f"{guest.here}#member-{record.pk}"

    form = Nothing(request.POST if request.method == "POST" else None)
    context = {"member": record, "may_pass_on": rules.may_pass_on(guest.link, record)}
    return answer(request, guest, form, act, "delegations/guest_delegation_ask.html", context)


__all__ = [
    "guest_delegation",
    "guest_delegation_member",
    "guest_delegation_member_ask",
    "guest_delegation_member_new",
    "guest_delegation_member_return",
    "guest_delegation_member_withdraw",
]
