"""The door: which row of the policy table a page stands behind, and who may go in at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts import policy
from hospitium.accounts.routes import row_of
from hospitium.core.models import User


class Grants:
    """Deny by default: a page that no row of the policy names, or whose row the person has no part in, stays shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "account_logout" and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if name == "openid_connect_login" and isinstance(response, HttpResponseRedirect):
            return by_way_of_a_page(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        row = row_of(name, request.method or "GET")
        if signed_in_too_long(request):
            request.session.flush()
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if row is None:
            return None
        user = request.user
        if isinstance(user, User) and row != "public.read" and lacks_second_factor(request, user):
            return redirect(reverse("mfa_index"))
        verdict = policy.may(user, row)
        if not verdict:
            raise PermissionDenied(str(verdict.reason))
        return None


class GuestPages:
    """Pages behind a guest link are kept by nobody, found by no search engine, and their address goes to no other host.

    The origin is sent, because browsers that may send nothing at all take the origin from forms, too, and the check
    against forged forms needs it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith("/guest/"):
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "strict-origin"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Does somebody who needs a second factor have none? Whoever came by single sign-on gave it there."""
    if not policy.needs_second_factor(user) or is_mfa_enabled(user):
        return False
    return not any(record.get("method") == "socialaccount" for record in get_authentication_records(request, user))


def signed_in_too_long(request: HttpRequest) -> bool:
    """A session ends for good after its time, however busy it is (ASVS 5.0, 7.3.2)."""
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return bool(records) and timezone.now().timestamp() - records[0]["at"] > settings.SESSION_COOKIE_AGE


def by_way_of_a_page(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponse:
    """The way to the identity provider as a page: the policy `form-action 'self'` holds for redirects of forms, too."""
    page = render(request, "socialaccount/login_redirect.html", {"redirect_to": response.url})
    for header, value in response.headers.items():
        if header not in {"Location", "Content-Type", "Content-Length"}:
            page.headers[header] = value
    return page
