"""OpenID Connect by configuration, against a provider that stands in for the city's."""

import json
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.models import User
from tests.factories import make_user

SERVER = "https://login.example"
KEY = "a secret of the provider that nobody here checks, because it comes over TLS"


class Answer:
    def __init__(self, content):
        self.content = content
        self.status_code = 200
        self.headers = {"content-type": "application/json"}
        self.text = json.dumps(content)

    def raise_for_status(self):
        pass

    def json(self):
        return self.content


class Provider:
    """A provider in the same process: configuration, token and what it says on the person."""

    def __init__(self, **claims):
        self.claims = {
            "iss": SERVER,
            "aud": "hospitium",
            "sub": "42",
            "email": "somebody@example.org",
            "email_verified": True,
            "exp": int(timezone.now().timestamp()) + 300,
            **claims,
        }
        self.asked = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def request(self, method, url, **options):
        self.asked.append((method, urlsplit(url).path, options.get("data") or {}))
        path = urlsplit(url).path
        if path == "/.well-known/openid-configuration":
            return Answer(
                {
                    "issuer": SERVER,
                    "authorization_endpoint": f"{SERVER}/authorize",
                    "token_endpoint": f"{SERVER}/token",
                    "userinfo_endpoint": f"{SERVER}/userinfo",
                    "jwks_uri": f"{SERVER}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        if path == "/token":
            return Answer(
                {
                    "access_token": "token",
                    "token_type": "Bearer",
                    "id_token": jwt.encode(self.claims, KEY, algorithm="HS256"),
                }
            )
        return Answer({name: self.claims[name] for name in ("sub", "email", "email_verified")})

    def get(self, url, **options):
        return self.request("GET", url, **options)

    def post(self, url, **options):
        return self.request("POST", url, **options)


@pytest.fixture(autouse=True)
def _configured(db, settings):
    cache.clear()
    settings.LOGIN_REDIRECT_URL = "accounts:profile"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "City login",
                    "client_id": "hospitium",
                    "secret": "secret",
                    "settings": {"server_url": SERVER},
                }
            ],
        }
    }


def come_from(client, provider, monkeypatch, *, state=None):
    """Press the button, go to the provider and come back."""
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda adapter: provider)
    page = client.post(reverse("openid_connect_login", args=["sso"]))
    asked = parse_qs(urlsplit(page.context["redirect_to"]).query)
    response = client.get(
        reverse("openid_connect_callback", args=["sso"]), {"code": "code", "state": state or asked["state"][0]}
    )
    return page, asked, response


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_configuration_makes_the_button_appear(client, settings):
    with_button = client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    without = client.get(reverse("account_login")).content.decode()

    assert ["City login" in with_button, "City login" in without] == [True, False]


def test_somebody_known_comes_in_with_state_and_proof_key(client, monkeypatch):
    make_user(role=Role.EMPLOYEE, email="somebody@example.org")
    provider = Provider()

    page, asked, _response = come_from(client, provider, monkeypatch)

    assert is_signed_in(client)
    assert page.status_code == 200
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (
        ["hospitium"],
        ["code"],
        ["S256"],
    )
    assert [data["code_verifier"] != "" for _method, path, data in provider.asked if path == "/token"] == [True]


def test_somebody_unknown_is_not_let_in_and_not_entered(client, monkeypatch):
    _page, _asked, response = come_from(client, Provider(), monkeypatch)

    assert response.status_code == 200
    assert "hsp-plain" in response.content.decode()
    assert not is_signed_in(client)
    assert list(User.objects.all()) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another application"},
        {"exp": 1_000_000_000},
        {"email_verified": False},
    ],
    ids=["issuer", "audience", "expired", "address not verified"],
)
def test_wrong_token_is_refused(client, monkeypatch, claims):
    make_user(role=Role.EMPLOYEE, email="somebody@example.org")

    come_from(client, Provider(**claims), monkeypatch)

    assert not is_signed_in(client)


def test_foreign_state_is_refused(client, monkeypatch):
    make_user(role=Role.EMPLOYEE, email="somebody@example.org")

    come_from(client, Provider(), monkeypatch, state="of somebody else")

    assert not is_signed_in(client)


def test_closed_account_is_not_opened_by_the_provider(client, monkeypatch):
    user = make_user(role=Role.EMPLOYEE, email="somebody@example.org")
    user.is_active = False
    user.save()

    come_from(client, Provider(), monkeypatch)

    assert not is_signed_in(client)


def test_single_sign_on_stands_for_the_second_factor(client, monkeypatch, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    make_user(role=Role.ADMINISTRATOR, email="somebody@example.org")

    come_from(client, Provider(), monkeypatch)

    assert client.get(reverse("accounts:users")).status_code == 200
