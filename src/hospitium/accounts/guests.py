"""Pages for guests: who comes with the cookie of an open link is let in, everybody else is shown a shut door."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hospitium.accounts import actions, queries
from hospitium.accounts.actions.guests import GRACE, SESSION
from hospitium.accounts.models import GuestLink, GuestSession
from hospitium.accounts.purposes import PURPOSES
from hospitium.core.forms import go_on_from
from hospitium.core.http import answered_once, new_form_key, public
from hospitium.core.locking import Conflict
from hospitium.core.references import model_of
from hospitium.core.verdicts import Refused

PAGES = {name: purpose.page for name, purpose in PURPOSES.items()}
# What the page for a session that is over adds to what was typed.
EMAIL, TYPED = "guest_email", "guest_typed"
# Fields whose values no page ever shows again, not even on the way through the question for the address.
SEALED = "sealed-"


@dataclass(frozen=True)
class Guest:
    """Who is in: the link, the record that it opens, and the address of the page in the language chosen."""

    link: GuestLink
    subject: Any
    here: str


def guest_page(purpose: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page at /guest/<int:link>/… for guests with this purpose. The view gets `request, guest`.

    Whoever has no open session for the link sees one and the same page, whatever the reason. A session that ran out
    is taken up again with the mail address, and what was just typed goes on to the view.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @public
        @wraps(view)
        def page(request: HttpRequest, link: int, **arguments: Any) -> HttpResponseBase:
            session = session_of(request, link, purpose)
            subject = subject_of(session.link) if session else None
            if session is None or subject is None:
                return shut(request)
            language = language_of(request, session.link.language)
            guest = Guest(session.link, subject, address_of(session.link, language_asked(request)))
            with translation.override(language):
                prepare(request, language)
                if session.ends_at > timezone.now():
                    response = view(request, guest, **arguments)
                else:
                    response = come_in_again(request, guest, lambda: view(request, guest, **arguments))
            return in_language(response, language)

        return page

    return decorate


def session_of(request: HttpRequest, link: int, purpose: str) -> GuestSession | None:
    """The session of this browser, running or just over."""
    key = request.COOKIES.get(cookie_name(link), "")
    session = queries.guest_session(link=link, purpose=purpose, key=key) if key else None
    return session if session and session.ends_at + GRACE > timezone.now() else None


def subject_of(link: GuestLink) -> Model | None:
    model = model_of(link.kind)
    return model._default_manager.filter(pk=link.key).first() if model else None


def come_in_again(request: HttpRequest, guest: Guest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Ask for the mail address once more; then go on with what had been typed."""
    context: dict[str, Any] = {"typed": typed(request), "was_typed": request.method == "POST", "error": ""}
    if request.method == "POST" and EMAIL in request.POST:
        context["was_typed"] = TYPED in request.POST
        key = let_in(request, guest.link)
        if isinstance(key, HttpResponse):
            return key
        if key:
            response = answer() if context["was_typed"] else HttpResponseRedirect(request.get_full_path())
            return with_cookie(response, guest.link, key)
        context["error"] = wrong_address()
    return render(request, "accounts/guest_again.html", context, status=422 if context["error"] else 403)


def let_in(request: HttpRequest, link: GuestLink) -> str | HttpResponse:
    """The key of a new session when the mail address is right, "" when it is wrong, a page when tried too often."""
    if not consume(request, action="guest_door", key=str(link.pk)):
        return render(request, "429.html", status=429)
    if not is_address_of(link, request.POST.get(EMAIL, "")):
        actions.note_use(link_id=link.pk, what="refused")
        return ""
    return actions.open_session(link_id=link.pk)


def is_address_of(link: GuestLink, typed: str) -> bool:
    """Compared in constant time, without regard to capital letters."""
    return hmac.compare_digest(typed.strip().casefold().encode(), link.email.casefold().encode())


def wrong_address() -> str:
    return _("The link was not sent to this address. Type the address at which you got the message.")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was typed, to be carried through the question for the address; never what is to be sealed."""
    ours = {EMAIL, TYPED, "csrfmiddlewaretoken"}
    kept = [name for name in request.POST if name not in ours and not name.startswith(SEALED)]
    return [(name, value) for name in kept for value in request.POST.getlist(name)]


def shut(request: HttpRequest) -> HttpResponse:
    """One page for every link that does not open: unknown, ended, revoked, another's, or no longer in this browser.

    In the language that the address asks for, as the page was on which somebody stood a moment ago.
    """
    language = language_asked(request) or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = render(request, "accounts/guest_shut.html", status=404)
    response.headers["Content-Language"] = language
    return response


def answer_guest(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    changed: str = "",
) -> HttpResponse:
    """Show the page, or act and lead on. What was refused is said on the page; nothing typed is lost.

    `context` is asked after the action, so that the page shows what is stored then; `changed` is said when somebody
    else was faster.
    """
    status, said = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return HttpResponseRedirect(act())
            except Conflict as conflict:
                go_on_from(form, conflict.current)
                status = 409
                said = changed or _("This was changed while you were writing. Please look again, then send.")
            except Refused as refusal:
                said = str(refusal)
            except ValidationError as error:
                said = " ".join(error.messages)
        else:
            said = _("Please look at what is marked below. Nothing was sent yet.")
    return render(request, template, {**context(), "form": form, "said": said}, status=status)


def answer_guest_once(
    request: HttpRequest,
    guest: Guest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: Callable[[], Mapping[str, Any]],
) -> HttpResponseBase:
    """As `answer_guest`, for what must not happen twice: a second sending is led to the outcome of the first."""

    def respond() -> HttpResponse:
        return answer_guest(request, form, act, template, lambda: {**context(), "form_key": new_form_key()})

    key = request.POST.get("form_key", "") if request.method == "POST" else ""
    return answered_once(request, f"{guest.link.pk}:{key}"[:40], respond, user=None) if key else respond()


# ---- cookie and language -----------------------------------------------------
def cookie_name(link: int) -> str:
    return f"guest-{link}"


def with_cookie(response: HttpResponseBase, link: GuestLink, key: str) -> HttpResponseBase:
    response.set_cookie(
        cookie_name(link.pk),
        key,
        max_age=SESSION + GRACE,
        path="/guest/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def language_asked(request: HttpRequest) -> str:
    """The language that the address asks for; nothing of it is stored."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def language_of(request: HttpRequest, usual: str) -> str:
    return language_asked(request) or usual


def address_of(link: GuestLink, language: str) -> str:
    """The page of a link; with the language, if one was asked for."""
    address = reverse(PAGES[link.purpose], args=[link.pk])
    return f"{address}?lang={language}" if language else address


def prepare(request: HttpRequest, language: str) -> None:
    """Give the frame of the page its language and the way to the others."""
    request.LANGUAGE_CODE = language
    request.guest_languages = [  # type: ignore[attr-defined]
        {
            "code": code,
            "name": LANG_INFO[code]["name_local"].capitalize(),
            "url": f"{request.path}?lang={code}",
            "current": code == language,
        }
        for code, _name in settings.LANGUAGES
    ]


def in_language(response: HttpResponseBase, language: str) -> HttpResponseBase:
    response.headers["Content-Language"] = language
    return response
