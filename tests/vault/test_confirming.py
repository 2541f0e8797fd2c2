"""Who wants to look into the vault shows once more who they are, whatever way they sign in."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.documents.models import Document
from hospitium.vault.confirming import recently_confirmed
from hospitium.vault.models import Reading
from tests.documents.test_sealed import sealed_letter
from tests.factories import make_unit, make_user
from tests.vault.confirmed import confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PASSWORD = "a long password"


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), password=PASSWORD)


@pytest.fixture
def address(officer):
    document: Document = sealed_letter(officer, officer.grants.get().unit)
    return reverse("documents:document_sealed", args=[document.pk])


def test_the_password_opens_and_leads_back_to_the_page(officer, address, sign_in):
    browser = sign_in(officer)

    asked = browser.get(address, follow=True)
    answered = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD})

    assert b"Confirm that it is you" in asked.content
    assert (answered.status_code, answered["Location"]) == (302, address)
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "again", "status"), [(290, True, 200), (310, True, 302), (0, False, 302)], ids=["now", "old", "sign-in"]
)
def test_it_counts_for_five_minutes_and_a_mere_sign_in_does_not(officer, address, sign_in, seconds, again, status):
    browser = confirm(sign_in(officer), officer, seconds_ago=seconds, again=again)

    assert browser.get(address).status_code == status


def test_the_confirmation_of_somebody_else_in_this_browser_does_not_count(officer, address, sign_in):
    browser = confirm(sign_in(officer), make_user())

    assert browser.get(address).status_code == 302


def test_what_was_sent_is_not_kept_on_the_way(officer, address, sign_in):
    browser = sign_in(officer)

    answer = browser.post(address, {"purpose": "hotel", "passport_number": "C01XCANARY47"})

    assert answer["Location"].startswith("/account/reauthenticate/")
    kept = [Session.objects.get().get_decoded(), *browser.session.items()]
    assert "C01XCANARY47" not in str(kept)


def test_somebody_with_a_passkey_alone_is_asked_for_it(officer, address, sign_in):
    officer.set_unusable_password()
    officer.save()
    Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data={"name": "Schlüssel"})

    assert sign_in(officer).get(address)["Location"].startswith("/account/2fa/webauthn/reauthenticate/?next=")


def test_somebody_of_the_single_sign_on_must_have_come_from_it_just_now(officer, address, sign_in, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Landesanmeldung",
                    "client_id": "x",
                    "secret": "x",
                    "settings": {"server_url": "https://sso.example.org"},
                }
            ]
        }
    }
    officer.set_unusable_password()
    officer.save()
    SocialAccount.objects.create(user=officer, provider="sso", uid="1")
    browser = sign_in(officer)

    asked = browser.get(address)
    old = confirm(browser, officer, method="socialaccount", again=False, seconds_ago=310).get(address)
    new = confirm(browser, officer, method="socialaccount", again=False).get(address)

    page = asked.content.decode()
    assert (asked.status_code, old.status_code, new.status_code) == (403, 403, 200)
    assert "Landesanmeldung" in page
    assert "/account/oidc/sso/login/?process=login&amp;next=%2Fdesk%2Fdocuments%2F" in page
    assert "auth_params=prompt%3Dlogin" in page


def test_somebody_without_any_way_is_told_to_set_one_up(officer, address, sign_in):
    officer.set_unusable_password()
    officer.save()

    answer = sign_in(officer).get(address)

    assert answer.status_code == 403
    assert b"You have no password and no passkey yet." in answer.content


@pytest.mark.parametrize("leads_on", [True, False])
def test_a_form_with_a_key_must_lead_on_or_its_trace_would_be_lost(officer, sign_in, leads_on):
    @recently_confirmed
    def view(request):
        Reading.objects.create(kind="x", key="1", purpose="hotel", at="2026-05-09T10:00Z", by=officer)
        return HttpResponseRedirect("/") if leads_on else HttpResponse()

    request = RequestFactory().post("/", {"form_key": "x"})
    request.user, request.session = officer, confirm(sign_in(officer), officer).session

    if leads_on:
        assert view(request).status_code == 302
    else:
        with pytest.raises(RuntimeError, match="without form_key"):
            view(request)
