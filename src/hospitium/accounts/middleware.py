"""The door: which row of the policy table a page stands behind, and who may go in at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from hospitium.accounts import policy
from hospitium.accounts.routes import row_of
from hospitium.core.models import User


class Grants:
    """Deny by default: a page that no row of the policy names, or whose row the person has no part in, stays shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        row = row_of(name, request.method or "GET")
        if row is None:
            return None
        verdict = policy.may(request.user, row)
        if not verdict:
            raise PermissionDenied(str(verdict.reason))
        user = request.user
        if (
            isinstance(user, User)
            and row != "public.read"
            and policy.needs_second_factor(user)
            and not is_mfa_enabled(user)
        ):
            return redirect(reverse("mfa_index"))
        return None
