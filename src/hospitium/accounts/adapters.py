"""How sign-in behaves here: no one signs up by themselves, mail goes through the outbox, links name our own host."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from hospitium.accounts import policy
from hospitium.core import mails
from hospitium.core.models import User

# Every other occasion is told by one text, security_notice, in which each has its sentence.
OWN_TEXTS = {"login_code", "password_reset_key", "unknown_account"}


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are entered by the administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user") or User.objects.filter(email=email).first()
        language = user.language if isinstance(user, User) else settings.LANGUAGE_CODE
        name = template_prefix.rpartition("/")[2]
        mails.post(
            to=email,
            language=language,
            template=f"accounts/mail/{name if name in OWN_TEXTS else 'security_notice'}",
            context={
                **context,
                "notice": name,
                "installation": settings.INSTALLATION["name"],
                "contact": settings.INSTALLATION["contact"],
                "base_url": settings.BASE_URL,
            },
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link names the host of the settings, never the one that the request claims."""
        path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", quote(key))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Into the workspace; somebody whose roles have all ended is led to the public site."""
        if isinstance(request.user, User) and not policy.may(request.user, "workspace.open"):
            return "/"
        return str(super().get_login_redirect_url(request))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the peer, or what the N-th trusted proxy from the right says; never what a client claims."""
        peer = str(request.META.get("REMOTE_ADDR") or "127.0.0.1")
        if not settings.TRUSTED_PROXIES:
            return peer
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        return hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else peer


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The identity provider opens the door only to people whom the administrator has entered."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Somebody whom the administrator has entered is known by the address that the provider has verified."""
        return User.objects.filter(email=email.strip().lower(), is_active=True).exists()
