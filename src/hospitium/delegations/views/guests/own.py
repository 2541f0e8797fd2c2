"""A member's own pages: the name and what the office asks, wishes, passport data, photos, and all that is known."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from hospitium.accounts.guests import Guest
from hospitium.core import wording
from hospitium.delegations.actions import drafts as draft_actions
from hospitium.delegations.actions import guests as guest_actions
from hospitium.delegations.actions import members as actions
from hospitium.delegations.documents.own import own_pdf
from hospitium.delegations.forms.guests import Own, OwnWishes, Passport, Photos, from_draft
from hospitium.delegations.models import CateringWish, Member
from hospitium.delegations.queries import own as queries
from hospitium.delegations.rules import guests as rules
from hospitium.delegations.rules import members as member_rules
from hospitium.delegations.views.guests.delegation import Nothing, draft_for, with_draft
from hospitium.delegations.views.guests.frame import address, answer, frame, own_page

PHOTOS = {True: "yes", False: "no", None: ""}


@own_page
def guest_member(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """The name, what the person comes as, how to be reached; below, ways to wishes, passport data and photos."""
    member: Member = guest.subject
    form = Own.of(member, request.POST if request.method == "POST" else None)
    form.for_delegation(member.delegation, member)
    draft = draft_for(request, guest, "own")
    if draft and "draft" in request.GET:
        from_draft(form, draft.content)

    def act() -> str:
        changed = actions.change_member(
            member_id=member.pk, version=form.version_seen, values=form.values, link_id=guest.link.pk
        )
        actions.confirm_own_data(member_id=member.pk, link_id=guest.link.pk)
        draft_actions.discard_draft(link_id=guest.link.pk, form="own")
        messages.success(request, _("Saved. Thank you, %(name)s.") % {"name": changed})
        return guest.here

    passport = queries.passport_of(member) if rules.may_give_passport(member) else []
    context = {
        "member": member,
        "draft": None if "draft" in request.GET else draft,
        "draft_url": address(request, guest, "guest_member_draft", "own"),
        "may_change": member_rules.may_guest_change(guest.link, member),
        "wish": CateringWish.objects.filter(member=member).first(),
        "passport": passport,
        "draft_go_on": with_draft(guest.here) + "#own",
        "passport_given": sum(one.given_on is not None for one in passport),
        "urls": {
            name: address(request, guest, f"guest_member_{name}") for name in ("wishes", "passport", "photos", "data")
        },
    }
    return answer(request, guest, form, act, "delegations/guest_member.html", context)


@own_page
def guest_member_wishes(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Catering and access wishes with consent. What was given is not shown again; it can be replaced."""
    member: Member = guest.subject
    wish = CateringWish.objects.filter(member=member).first()
    takes_back = request.method == "POST" and "take_back" in request.POST
    form = Nothing(request.POST) if takes_back else OwnWishes(request.POST if request.method == "POST" else None)

    def act() -> str:
        if isinstance(form, OwnWishes):
            actions.set_wish(member_id=member.pk, version=None, values=form.values, link_id=guest.link.pk)
            messages.success(request, _("Your wishes are noted. The kitchen gets numbers, no names."))
        else:
            actions.clear_wish(member_id=member.pk, link_id=guest.link.pk)
            messages.success(request, _("Your wishes were deleted."))
        return guest.here

    return answer(request, guest, form, act, "delegations/guest_member_wishes.html", {"member": member, "wish": wish})


@sensitive_post_parameters()
@own_page
def guest_member_passport(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Passport data into the vault: what was given shows its day and never its value."""
    member: Member = guest.subject
    verdict = rules.may_give_passport(member)
    removes = request.POST.get("remove", "") if request.method == "POST" else ""
    form = Nothing(request.POST) if removes else Passport(request.POST if request.method == "POST" else None)

    def act() -> str:
        if isinstance(form, Passport):
            guest_actions.give_passport(member_id=member.pk, fields=form.typed, link_id=guest.link.pk)
            messages.success(request, _("Encrypted and put away. It is not shown here again."))
        else:
            guest_actions.remove_passport(member_id=member.pk, fields=[removes], link_id=guest.link.pk)
            messages.success(request, _("Removed."))
        return address(request, guest, "guest_member_passport")

    given = queries.passport_of(member)
    shown = Passport() if removes else form
    context = {
        "member": member,
        "verdict": verdict,
        "given": given,
        "passport": shown,
        "days": {one.code: one.given_on for one in given},
    }
    response = answer(request, guest, form, act, "delegations/guest_member_passport.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@own_page
def guest_member_photos(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Consent to photos, which can be taken back."""
    member: Member = guest.subject
    initial = {
        "may_be_photographed": PHOTOS[member.may_be_photographed],
        "version": member.version,
    }
    form = Photos(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        value = form.cleaned_data["may_be_photographed"]
        actions.change_member(
            member_id=member.pk,
            version=form.cleaned_data["version"],
            values={"may_be_photographed": value},
            link_id=guest.link.pk,
        )
        messages.success(request, _("Saved. You can change this at any time."))
        return guest.here

    return answer(request, guest, form, act, "delegations/guest_member_photos.html", {"member": member})


# ---- all that is known -----------------------------------------------------------------
@own_page
def guest_member_data(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Everything that is known about the person, and who has read the passport data: to look at."""
    member: Member = guest.subject
    context = {
        **frame(request, guest),
        "member": member,
        "facts": shown_facts(member),
        "passport": queries.passport_of(member),
        "readings": queries.readings_of(member),
        "files": [
            ("PDF", address(request, guest, "guest_member_file", "pdf")),
            ("JSON", address(request, guest, "guest_member_file", "json")),
        ],
    }
    response = render(request, "delegations/guest_member_data.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def shown_facts(member: Member) -> list[dict[str, Any]]:
    return [{"label": label, "text": in_words(member, name, value)} for name, label, value in queries.facts_of(member)]


def in_words(member: Member, name: str, value: Any) -> str:
    """A value as its owner reads it; "" for what is not known."""
    language = get_language() or "en"
    if name == "languages":
        return ", ".join(wording.language_name(code, language=language) for code in value)
    if name in {"role", "address", "name_order"}:
        return str(getattr(member, f"get_{name}_display")()) if value else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "texts"):
        return " / ".join(value.texts.values())
    if hasattr(value, "isoformat"):
        day = timezone.localtime(value).date() if hasattr(value, "hour") else value
        return wording.day(day, language=language, style="long")
    return ", ".join(value) if isinstance(value, list) else str(value or "")


@own_page
def guest_member_file(request: HttpRequest, guest: Guest, kind: str) -> HttpResponseBase:
    """The same as a file: JSON for a program, PDF to keep. The office sees that it was fetched, by POST alone."""
    member: Member = guest.subject
    if request.method != "POST":
        return HttpResponseRedirect(address(request, guest, "guest_member_data"))
    guest_actions.note_own_export(link_id=guest.link.pk)
    if kind == "json":
        content = json.dumps(queries.as_data(member), ensure_ascii=False, indent=2).encode()
        return as_file(content, "application/json; charset=utf-8", "my-data.json")
    return as_file(own_pdf(member, shown_facts(member)), "application/pdf", "my-data.pdf")


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


__all__ = [
    "guest_member",
    "guest_member_data",
    "guest_member_file",
    "guest_member_passport",
    "guest_member_photos",
    "guest_member_wishes",
]
