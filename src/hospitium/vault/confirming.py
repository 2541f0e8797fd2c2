"""Before somebody sees what lies in the vault, they show once more that it is they."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode

from hospitium.core.http import Request
from hospitium.core.models import User
from hospitium.vault.models import Reading

View = Callable[..., HttpResponseBase]


def recently_confirmed(view: View) -> View:
    """A view for whoever has shown within the last five minutes, by password, passkey or code, that it is they.

    Everybody else is led there and back to the same address. What was sent with POST is not kept on the way: a form
    that leads into the vault is shown by GET behind this decorator, too. Who signs in by single sign-on alone must have
    come from the identity provider within these minutes.
    """

    @wraps(view)
    def confirmed(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_confirmed(request):
            return question(request)
        before = readings_by(request) if "form_key" in request.POST else 0
        response = view(request, *args, **kwargs)
        # core.http.Once takes back what a form with a key has done unless it leads on; the trace would be lost.
        is_taken_back = "form_key" in request.POST and not isinstance(response, HttpResponseRedirect)
        if is_taken_back and readings_by(request) != before:
            raise RuntimeError("A page that shows what lies in the vault answers a form without form_key.")
        return response

    return confirmed


def readings_by(request: Request) -> int:
    return Reading.objects.filter(by=request.user).count()


def is_confirmed(request: Request) -> bool:
    """Has the person shown again, within settings.ACCOUNT_REAUTHENTICATION_TIMEOUT seconds, that it is they?"""
    records = get_authentication_records(request, request.user)
    if ways_of(request.user):
        records = [one for one in records if one.get("reauthenticated")]
    return any(time.time() - one["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for one in records)


def ways_of(user: User) -> list[dict[str, Any]]:
    """The ways in which the person can confirm here: password, passkey, code of the second factor."""
    ways: list[dict[str, Any]] = get_adapter().get_reauthentication_methods(user)
    return ways


def question(request: Request) -> HttpResponse:
    """Lead to the question who is there, and from there back to this address."""
    here = request.get_full_path()
    if ways := ways_of(request.user):
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': here})}")
    accounts = SocialAccount.objects.filter(user=request.user)
    context = {
        "here": here,
        # The provider shall ask even somebody whom it knows just now (OpenID Connect Core 3.1.2.1, prompt).
        "providers": [
            {
                "name": provider.name,
                "url": provider.get_login_url(request, process="login", next=here, auth_params="prompt=login"),
            }
            for provider in (account.get_provider(request) for account in accounts)
        ],
    }
    return render(request, "vault/confirm_again.html", context, status=403)
