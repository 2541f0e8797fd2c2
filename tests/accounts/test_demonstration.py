"""One sign-in for each role of a demonstration."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from hospitium.accounts.demonstration import ensure_sign_ins
from hospitium.accounts.models import Grant
from hospitium.accounts.roles import Role
from hospitium.core.models import Event, User
from tests.factories import make_partner, make_unit

pytestmark = pytest.mark.django_db


def test_each_role_gets_a_sign_in_that_works(client, settings):
    settings.LOGIN_REDIRECT_URL = "accounts:profile"
    unit, partner = make_unit(key="interior"), make_partner()
    cache.clear()

    sign_ins = ensure_sign_ins()

    assert [sign_in.role for sign_in in sign_ins] == list(Role.values)
    assert list(Grant.objects.order_by("id").values_list("role", "unit", "partner_key")) == [
        (Role.EMPLOYEE, None, ""),
        (Role.DEPARTMENT_CONTACT, unit.pk, ""),
        (Role.OFFICER, unit.pk, ""),
        (Role.HEAD, unit.pk, ""),
        (Role.GUEST, None, partner.key),
        (Role.INTERPRETER, None, ""),
        (Role.AUDITOR, None, ""),
        (Role.ADMINISTRATOR, None, ""),
    ]
    for sign_in in sign_ins:
        client.logout()
        client.post(reverse("account_login"), {"login": sign_in.email, "password": sign_in.password})
        assert client.get(reverse("accounts:profile")).status_code == 200, sign_in.role


def test_a_second_time_changes_nothing():
    make_unit()
    make_partner()
    first = ensure_sign_ins()
    before = (Event.objects.count(), list(User.objects.order_by("id").values_list("password", flat=True)))

    assert ensure_sign_ins() == first
    assert (Event.objects.count(), list(User.objects.order_by("id").values_list("password", flat=True))) == before


def test_addresses_are_reserved_for_examples_and_passwords_are_long():
    make_unit()
    sign_ins = ensure_sign_ins()

    assert {sign_in.email.rpartition("@")[2] for sign_in in sign_ins} == {"example.org"}
    assert {len(sign_in.password) for sign_in in sign_ins} == {17}
    assert len({sign_in.password for sign_in in sign_ins}) == len(sign_ins) == 7
