"""Between HTTP and the pages: who asks, in which language, may the door open, was this form sent before."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hospitium.core.models import FormKey, User
from hospitium.core.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponseBase]
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Request(HttpRequest):
    """A request behind the login wall: `user` is always somebody."""

    user: User


class Language:
    """The language of the page: the address's (/pl/…), else the cookie's, else the user's, else the browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = self.chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def chosen(self, request: HttpRequest) -> str:
        known = dict(settings.LANGUAGES)
        first = request.path_info.split("/", 2)[1]
        if first in known:
            return first
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if kept in known:
            return kept
        # Asking for the user opens the session, which a public page must not do.
        if request.path_info.startswith(("/desk/", "/office/")) and request.user.is_authenticated:
            return request.user.language
        return translation.get_language_from_request(request)


class LoginRequired:
    """Logged-in is the default; a view that is for everybody says so with `public`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if getattr(view, "is_public", False):
            return None
        if not request.user.is_authenticated:
            if name.startswith(PUBLIC_PREFIXES):
                return None
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self.idle_too_long(request)

    def idle_too_long(self, request: HttpRequest) -> HttpResponseBase | None:
        now = int(timezone.now().timestamp())
        last = request.session.get("last_seen", now)
        if now - last > settings.SESSION_IDLE_SECONDS:
            request.session.flush()
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if now - last > 60 or "last_seen" not in request.session:
            request.session["last_seen"] = now
        return None


# allauth's own pages: each of them guards itself.
PUBLIC_PREFIXES = ("account_", "mfa_", "openid_connect_", "socialaccount_", "usersessions_")


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view as open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class Headers:
    """The content security policy, and no storing of pages that somebody signed in for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["Cookie"])
        return response


class Once:
    """A form with a `form_key` has its effect once, however often it is sent.

    The key and the change are one transaction: a second sending waits for the first and is then led to its outcome.
    """

    KEPT = timedelta(days=2)

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        key = request.POST.get("form_key", "") if request.method == "POST" else ""
        if not key or not request.user.is_authenticated:
            return None
        return answered_once(request, key[:40], lambda: view(request, *args, **kwargs), user=request.user)


def answered_once(
    request: HttpRequest, key: str, answer: Callable[[], HttpResponseBase], *, user: User | None
) -> HttpResponseBase:
    """The answer to a form with this key; the second sending is led to the outcome of the first.

    Guests have no `user`; their keys name their link. What did not end well uses no key up.
    """
    with transaction.atomic():
        sent, is_first = FormKey.objects.get_or_create(key=key, defaults={"user": user, "used_at": timezone.now()})
        if not is_first:
            if sent.user_id != (user.pk if user else None):
                raise PermissionDenied
            messages.info(request, _("This was saved already. Nothing was done twice."))
            return HttpResponseRedirect(sent.location or request.get_full_path())
        try:
            response = answer()
        except Refused as refusal:
            response = refusal_page(request, refusal)
        if isinstance(response, HttpResponseRedirect):
            sent.location = response.url[:500]
            sent.save(update_fields=["location"])
        else:
            transaction.set_rollback(True)
    return response


def new_form_key() -> str:
    return secrets.token_urlsafe(18)


class Refusals:
    """A refusal that no form caught is shown as a page with its reason."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal_page(request, exception)
        return None


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "409.html", {"reason": str(refusal)}, status=409)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(
        request,
        "403.html",
        {"reason": _("The form has expired. Go back, reload the page and send it again.")},
        status=403,
    )


def asks_for_part(request: HttpRequest) -> bool:
    """Does a script of ours ask, which needs no more than a part of the page?"""
    return request.headers.get("X-Requested-With") == "hospitium"


def is_typing(request: HttpRequest) -> bool:
    """Does js/draft.js save in between, while somebody types? Without it a button was pressed."""
    return "X-Hospitium-Draft" in request.headers


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where to go on: the `next` of the request if it leads into this installation, else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return fallback


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    response = render(request, "400.html", status=400)
    # A foreign Host is refused before the request comes as far as `Headers`.
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Frame-Options", "DENY")
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The last page: it needs no database, no session and no language."""
    return HttpResponse(get_template("500.html").render(), status=500)
