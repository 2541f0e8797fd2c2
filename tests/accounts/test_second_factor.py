"""Roles that see personal data need a second factor; without it, only the pages to set it up are open."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hospitium.accounts.roles import SENSITIVE, Role
from tests.factories import make_user

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _strict(db, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = True
    settings.LOGIN_REDIRECT_URL = "accounts:profile"


def somebody(role):
    user = make_user(role=role)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def totp(secret, moment):
    counter = struct.pack(">Q", int(moment) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def confirm(client):
    """The sign-in alone is not enough for what matters: the password is asked for once more."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def set_up_app(client):
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode()).group(1)
    response = client.post(reverse("mfa_activate_totp"), {"code": totp(secret, time.time())})
    assert response.status_code == 302, response.content.decode()
    return secret


@pytest.mark.parametrize("role", list(Role))
def test_only_the_enrolment_is_open_to_a_sensitive_role_without_a_second_factor(client, role):
    user = make_user(role=role, partner_key="somewhere" if role == Role.GUEST else "")
    client.force_login(user)

    pages = [
        client.get(reverse(name)) for name in ("accounts:profile", "accounts:my_data", "accounts:roles_and_rights")
    ]

    if role in SENSITIVE:
        assert [page.headers.get("Location") for page in pages] == [reverse("mfa_index")] * 3
        assert client.get(reverse("mfa_index")).status_code == 200
    else:
        assert [page.status_code for page in pages] == [200] * 3


def test_app_is_set_up_and_asked_for_at_the_next_sign_in(client, time_machine):
    user = somebody(Role.ADMINISTRATOR)
    sign_in(client, user)
    assert client.get(reverse("accounts:users")).status_code == 302

    secret = set_up_app(client)

    assert client.get(reverse("accounts:users")).status_code == 200
    time_machine.move_to(time.time() + 60)
    other = Client()
    assert sign_in(other, user).url == reverse("mfa_authenticate")
    assert other.get(reverse("accounts:users")).status_code == 302
    page = other.get(reverse("mfa_authenticate")).content.decode()
    assert not re.search(r"\sstyle=", page)
    other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert other.get(reverse("accounts:users")).status_code == 302
    other.post(reverse("mfa_authenticate"), {"code": totp(secret, time.time())})
    assert other.get(reverse("accounts:users")).status_code == 200


def test_a_code_of_the_app_works_once(client, time_machine):
    user = somebody(Role.ADMINISTRATOR)
    sign_in(client, user)
    secret = set_up_app(client)
    time_machine.move_to(time.time() + 60)
    code = totp(secret, time.time())
    first, second = Client(), Client()
    for visitor in (first, second):
        sign_in(visitor, user)
        visitor.post(reverse("mfa_authenticate"), {"code": code})

    assert first.get(reverse("accounts:users")).status_code == 200
    assert second.get(reverse("accounts:users")).status_code == 302


def test_recovery_code_works_once(client):
    user = somebody(Role.ADMINISTRATOR)
    sign_in(client, user)
    set_up_app(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<li><code>([^<]+)</code></li>", page)
    assert len(codes) == 10
    first, second = Client(), Client()
    for visitor in (first, second):
        sign_in(visitor, user)
        visitor.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert first.get(reverse("accounts:users")).status_code == 200
    assert second.get(reverse("accounts:users")).status_code == 302


def test_reset_of_the_password_keeps_the_second_factor(client):
    user = somebody(Role.ADMINISTRATOR)
    sign_in(client, user)
    set_up_app(client)
    user.set_password("quite another long phrase")
    user.save()

    other = Client()
    response = other.post(reverse("account_login"), {"login": user.email, "password": "quite another long phrase"})

    assert response.url == reverse("mfa_authenticate")


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_setting_up_asks_again_who_is_there_after_a_while(client, name, time_machine):
    user = somebody(Role.ADMINISTRATOR)
    sign_in(client, user)
    confirm(client)
    time_machine.move_to(time.time() + 3600)

    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url.startswith((reverse("account_reauthenticate"), reverse("mfa_index")))


def test_pages_of_a_passkey_keep_the_policy(client):
    user = somebody(Role.ADMINISTRATOR)
    sign_in(client, user)
    confirm(client)

    page = client.get(reverse("mfa_add_webauthn")).content.decode()

    assert not re.search(r"\sstyle=|<style", page)
    assert re.findall(r'<script src="([^"]+)"', page)[-3:] == [
        "/static/mfa/js/webauthn-json.js",
        "/static/mfa/js/webauthn.js",
        "/static/account/js/onload.js",
    ]
