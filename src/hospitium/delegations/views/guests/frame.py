"""What all pages of guests share: who is let in, how a form is answered once, and where the language goes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hospitium.accounts.guests import Guest, guest_page, language_asked
from hospitium.core.forms import both_versions, go_on_from, point_out_letters
from hospitium.core.http import answered_once, new_form_key
from hospitium.core.locking import Conflict
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import guests as actions
from hospitium.delegations.actions.drafts import guest_key
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.queries.notices import notice_of, when_is
from hospitium.delegations.rules import guests as rules

View = Callable[..., HttpResponseBase]


def list_page(view: View) -> View:
    """A page of the focal point. While the partnership is suspended it says so, and names nobody."""
    return guest_page(rules.LIST)(while_reachable(view))


def own_page(view: View) -> View:
    """A page of a member."""
    return guest_page(rules.OWN)(while_reachable(view))


def while_reachable(view: View) -> View:
    @wraps(view)
    def page(request: HttpRequest, guest: Guest, **arguments: Any) -> HttpResponseBase:
        verdict = rules.is_reachable(delegation_of(guest))
        if not verdict:
            return closed(request, str(verdict.reason))
        if getattr(guest.subject, "erased_on", None) or getattr(guest.subject, "withdrawn_on", None):
            return closed(request, str(rules.may_give_passport(guest.subject).reason))
        return view(request, guest, **arguments)

    return page


def closed(request: HttpRequest, reason: str) -> HttpResponse:
    return render(
        request, "delegations/guest_closed.html", {"reason": reason}, status=409 if request.method == "POST" else 200
    )


def delegation_of(guest: Guest) -> Delegation:
    subject = guest.subject
    found: Delegation = subject.delegation if isinstance(subject, Member) else subject
    return found


def is_too_often(request: HttpRequest, guest: Guest, action: str) -> HttpResponse | None:
    """The page for whoever does this too often with one link; None as long as it is all right."""
    if consume(request, action=action, key=str(guest.link.pk)):
        return None
    return render(request, "429.html", status=429)


def address(request: HttpRequest, guest: Guest, name: str, *arguments: Any) -> str:
    """The address of another page of this link, in the language that was chosen here."""
    found = reverse(f"delegations:{name}", args=[guest.link.pk, *arguments])
    language = language_asked(request)
    return f"{found}?lang={language}" if language else found


def answer(
    request: HttpRequest,
    guest: Guest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """Show a form, or act on it once and lead on; refused and conflicting entries come back with all that was typed."""

    def respond() -> HttpResponse:
        return answered(request, guest, form, act, template, context or {})

    key = request.POST.get("form_key", "") if request.method == "POST" else ""
    return answered_once(request, guest_key(guest.link.pk, key), respond, user=None) if key else respond()


def answered(
    request: HttpRequest,
    guest: Guest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    status, extra = 200, {}
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                target = act()
                actions.note_seen(link_id=guest.link.pk, notice=request.POST.get("notice", ""))
                point_out_letters(request, form)
                return HttpResponseRedirect(target)
            except Conflict as conflict:
                status, extra = 409, both_versions(form, conflict.current)
                go_on_from(form, conflict.current)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as error:
                form.add_error(None, error)
    shown = {**frame(request, guest), **context, **extra, "form": form}
    return render(request, template, shown, status=status)


def frame(request: HttpRequest, guest: Guest) -> dict[str, Any]:
    """What every page has: the way home, the notice, a key for the form, and until when the link holds."""
    delegation = delegation_of(guest)
    return {
        "guest": guest,
        "delegation": delegation,
        "visit": delegation.visit,
        "when": when_is(delegation),
        "notice": notice_of(delegation),
        "form_key": new_form_key(),
    }
