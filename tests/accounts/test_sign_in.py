"""Signing in on the default installation: limits, codes, hosts, and what ends a session."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.models import Mail, User
from tests.factories import make_grant, make_user

PASSWORD = "correct horse battery staple"
ENTRANCE = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
OWN = [
    "account_logout",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "socialaccount_connections",
]


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests(db, settings):
    cache.clear()
    settings.LOGIN_REDIRECT_URL = "accounts:profile"


def somebody(**given):
    user = make_user(role=Role.EMPLOYEE, **given)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_password_opens_the_workspace(client):
    user = somebody()

    response = sign_in(client, user.email)

    assert response.status_code == 302
    assert is_signed_in(client)


def test_six_wrong_passwords_shut_the_door_with_a_sentence(client):
    user = somebody()
    client.cookies["language"] = "en"
    answers = [sign_in(client, user.email, f"wrong {turn}").content.decode() for turn in range(6)]

    assert ["Too many failed login attempts" in answer for answer in answers] == [False] * 5 + [True]
    sign_in(client, user.email)
    assert not is_signed_in(client)


def test_a_claimed_address_does_not_help_against_the_limit(client):
    user = somebody()
    for turn in range(6):
        sign_in(client, user.email, f"wrong {turn}", HTTP_X_FORWARDED_FOR=f"203.0.113.{turn}")

    sign_in(client, user.email, HTTP_X_FORWARDED_FOR="203.0.113.99")

    assert not is_signed_in(client)


def test_many_addresses_of_one_peer_are_limited_whatever_the_peer_claims(client):
    codes = [
        sign_in(client, f"nobody{turn}@example.org", HTTP_X_FORWARDED_FOR=f"203.0.113.{turn}").status_code
        for turn in range(31)
    ]

    assert codes[-1] == 429
    page = sign_in(client, "nobody@example.org").content.decode()
    assert "429" in page


def test_trusted_proxies_are_counted_from_the_right(rf, settings):
    from hospitium.accounts.adapters import Account

    settings.TRUSTED_PROXIES = 1
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7", REMOTE_ADDR="10.0.0.1")

    assert Account(request).get_client_ip(request) == "198.51.100.7"


def test_login_without_token_is_refused_with_a_page():
    user = somebody()
    response = Client(enforce_csrf_checks=True).post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}
    )

    assert response.status_code == 403
    assert b"<h1>" in response.content


def test_unknown_and_wrong_are_answered_alike(client):
    user = somebody()

    wrong = sign_in(client, user.email, "wrong").content.decode()
    unknown = sign_in(client, "unknown@example.org", "wrong").content.decode()

    def bare(page, email):
        return re.sub(r'value="[^"]*"', "", page.replace(email, ""))

    assert bare(wrong, user.email) == bare(unknown, "unknown@example.org")


def test_code_by_mail_signs_in_once(client):
    user = somebody(language="en")
    client.post(reverse("account_request_login_code"), {"email": user.email})
    mail = Mail.objects.get()
    code = re.search(r"^([A-Z0-9-]{4,})$", mail.body, re.MULTILINE).group(1)

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert (mail.to, mail.language) == (user.email, "en")
    assert is_signed_in(client)
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(other)


def test_code_for_an_unknown_address_looks_the_same_and_lets_nobody_in(client):
    user = somebody()

    known = client.post(reverse("account_request_login_code"), {"email": user.email})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "unknown@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in Mail.objects.order_by("id")] == [user.email, "unknown@example.org"]


def test_password_reset_names_our_own_host_and_works_once(client, settings):
    settings.BASE_URL = "https://hospitium.example"
    settings.ALLOWED_HOSTS = ["*"]
    user = somebody()
    client.post(reverse("account_reset_password"), {"email": user.email}, HTTP_HOST="evil.example")
    link = re.search(r"https?://\S+/key/\S+", Mail.objects.get().body).group(0)

    assert link.startswith("https://hospitium.example/account/password/reset/key/")
    form = client.get(link.removeprefix("https://hospitium.example"), follow=True)
    new = "quite another long phrase"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get().check_password(new)
    assert (
        b"not valid"
        in Client()
        .get(link.removeprefix("https://hospitium.example"), follow=True, headers={"accept-language": "en"})
        .content
    )


def test_changed_password_ends_the_other_sessions(client):
    user = somebody()
    sign_in(client, user.email)
    other = Client()
    sign_in(other, user.email)

    new = "quite another long phrase"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_signed_in(client), is_signed_in(other)) == (True, False)


def test_somebody_without_a_role_is_led_to_the_public_site(client):
    user = make_user()
    user.set_password(PASSWORD)
    user.save()

    assert sign_in(client, user.email).url == "/"


def test_logout_clears_what_the_browser_kept(client):
    user = somebody()
    sign_in(client, user.email)

    response = client.post(reverse("account_logout"))

    assert (response.status_code, response.url) == (302, "/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(client)


def test_nobody_signs_up_or_changes_their_address(client):
    user = somebody()
    sign_in(client, user.email)

    assert [client.get(reverse(name)).status_code for name in ("account_signup", "account_email")] == [403, 403]
    assert client.post(reverse("account_email"), {"action_add": "", "email": "other@example.org"}).status_code == 403


def test_closed_account_is_out_at_the_very_next_request(client):
    user = somebody()
    sign_in(client, user.email)
    assert is_signed_in(client)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_signed_in(client)
    sign_in(client, user.email)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "end",
    [
        {"withdrawn_at": timezone.now()},
        {"ends_on": timezone.localdate() - timedelta(days=1)},
        {"begins_on": timezone.localdate() + timedelta(days=2)},
    ],
    ids=["withdrawn", "ended", "not begun"],
)
def test_ended_role_is_gone_at_the_very_next_request(client, end):
    user = make_user()
    grant = make_grant(user, role=Role.ADMINISTRATOR)
    client.force_login(user)
    assert client.get(reverse("accounts:users")).status_code == 200

    type(grant).objects.filter(pk=grant.pk).update(**end)

    assert client.get(reverse("accounts:users")).status_code == 403


def test_idle_session_ends(client, settings, time_machine):
    user = somebody()
    sign_in(client, user.email)
    assert is_signed_in(client)

    time_machine.move_to(timezone.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 61))

    assert not is_signed_in(client)


def test_busy_session_ends_after_its_time_too(client, settings, time_machine):
    user = somebody()
    sign_in(client, user.email)
    start = timezone.now()
    step = timedelta(seconds=settings.SESSION_IDLE_SECONDS - 120)
    stayed = []
    while timezone.now() < start + timedelta(seconds=settings.SESSION_COOKIE_AGE):
        stayed.append(is_signed_in(client))
        time_machine.move_to(timezone.now() + step)

    assert all(stayed)
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance_page_is_ours_and_keeps_the_policy(client, name):
    check_page(client.get(reverse(name)), status=401 if name == "socialaccount_login_error" else 200)


@pytest.mark.parametrize("name", OWN)
def test_page_on_ones_own_sign_in_is_ours_and_keeps_the_policy(client, name):
    user = make_user(role=Role.EMPLOYEE)
    if name == "account_reauthenticate":
        user.set_password(PASSWORD)
        user.save()
    client.force_login(user)

    check_page(client.get(reverse(name)))


def check_page(response, status=200):
    page = response.content.decode()
    assert response.status_code == status
    assert "style-src" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|\son\w+=|<style", page)
    assert not re.search(r'<script(?![^>]*(src=|type="application/json"))', page)
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert 'class="hsp-plain"' in page
    assert "<h1>" in page
