"""The auditor sees who has read what, when and what for: no value, no name of those whom it is about."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.vault import actions
from hospitium.vault.models import Reading
from tests.factories import make_contact, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
VALUE, NAME = "C01XCANARY47", "Geheimname"


@pytest.fixture
def officer() -> User:
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Ole Officer")


@pytest.fixture
def auditor() -> User:
    return make_user(role=Role.AUDITOR)


def read(officer, purpose="visa_letter", field="passport_number"):
    subject = make_contact(family_name=NAME)
    actions.seal(subject=subject, fields={field: VALUE}, by=officer)
    unit = officer.grants.get().unit
    actions.unseal(subject=subject, unit=unit, officer=officer, fields=[field], purpose=purpose, by=officer)
    return subject


def test_the_log_shows_who_what_where_and_what_for(officer, auditor, sign_in):
    subject = read(officer)

    page = sign_in(auditor).get(reverse("vault:log")).content.decode()

    for text in ("Ole Officer", "Passport number", f"Contacts, no. {subject.pk}", "Letter for a visa", "1 reading"):
        assert text in page
    assert [text for text in (VALUE, NAME) if text in page] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"field": "birth_place"}, ["birth_place"]),
        ({"purpose": "hotel"}, ["birth_place"]),
        ({"purpose": "visa_letter"}, ["passport_number"]),
        ({"text": "Ole"}, ["passport_number", "birth_place"]),
        ({"text": VALUE}, []),
        ({"year": "1999"}, ["passport_number", "birth_place"]),
    ],
)
def test_the_log_can_be_filtered(officer, auditor, sign_in, query, found):
    read(officer)
    read(officer, purpose="hotel", field="birth_place")

    look = sign_in(auditor).get(reverse("vault:log"), query).context["look"]

    assert sorted(field for record in look.page.object_list for field in record.fields) == sorted(found)


def test_the_log_leaves_as_a_table(officer, auditor, sign_in):
    subject = read(officer)

    answer = sign_in(auditor).get(reverse("vault:log"), {"export": "csv"})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"Time","Who","What","Record","What for"'
    assert lines[1].endswith(f',"Ole Officer","Passport number","Contacts, no. {subject.pk}","Letter for a visa"')


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_nobody_else_sees_it(role, sign_in):
    assert sign_in(make_user(role=role)).get(reverse("vault:log")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_takes_the_same_queries_for_one_and_three(count, officer, auditor, sign_in, django_assert_num_queries):
    for number in range(count):
        by = make_user(name=f"P{number}")
        Reading.objects.create(kind="x.y", key="1", fields=["file"], purpose="hotel", at=timezone.now(), by=by)
    browser = sign_in(auditor)
    browser.get(reverse("vault:log"))

    with django_assert_num_queries(11):
        browser.get(reverse("vault:log"), {"purpose": "hotel"})
