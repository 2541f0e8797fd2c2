"""Passport data are read by the officer in charge alone, with a purpose, and somebody can see it afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.vault.actions import seal
from hospitium.vault.models import Reading
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_visits import make_visit
from tests.vault.confirmed import confirm

pytestmark = pytest.mark.django_db
NUMBER = "XY4711000"


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt")


@pytest.fixture
def member(officer):
    starts = timezone.localdate() + timedelta(days=40)
    visit = make_visit(unit=officer.grants.get().unit, officer=officer, starts_on=starts, ends_on=starts)
    member = make_member(delegation=make_delegation(visit=visit, asks_passport=True))
    seal(subject=member, fields={"passport_number": NUMBER, "nationality": "PL"}, by=officer)
    return member


def address(member):
    return reverse("delegations:member_passport", args=[member.pk])


def test_the_officer_in_charge_reads_what_is_needed_and_leaves_a_trace(sign_in, officer, member):
    desk = sign_in(officer)
    confirm(desk, officer)

    asked = desk.get(address(member))
    shown = desk.post(address(member), {"purpose": "visa_letter", "fields_wanted": ["passport_number"]})

    assert (NUMBER in asked.content.decode(), NUMBER in shown.content.decode()) == (False, True)
    assert shown.headers["Cache-Control"] == "no-store"
    reading = Reading.objects.get()
    assert (reading.fields, reading.purpose, reading.by) == (["passport_number"], "visa_letter", officer)


def test_without_signing_in_anew_nothing_is_shown(sign_in, officer, member):
    answer = sign_in(officer).post(address(member), {"purpose": "hotel", "fields_wanted": ["passport_number"]})

    assert (NUMBER in answer.content.decode(), Reading.objects.count()) == (False, 0)


def test_colleagues_of_the_unit_are_told_who_may(sign_in, officer, member):
    colleague = make_user(role=Role.OFFICER, unit=officer.grants.get().unit)
    desk = sign_in(colleague)
    confirm(desk, colleague)

    answer = desk.post(address(member), {"purpose": "hotel", "fields_wanted": ["passport_number"]})

    assert "Only the officer in charge may read this: Otto Amt." in answer.content.decode()
    assert not Reading.objects.exists()


def test_no_page_of_the_member_shows_a_value(sign_in, officer, member):
    desk = sign_in(officer)
    pages = [
        desk.get(reverse(f"delegations:{name}", args=[member.pk])).content.decode()
        for name in ("member", "member_edit")
    ]
    pages.append(desk.get(member.delegation.get_absolute_url()).content.decode())

    assert [NUMBER in page for page in pages] == [False] * 3
    assert "2 passport fields given" in pages[0]


def test_what_was_not_given_cannot_be_asked_for(sign_in, officer, member):
    desk = sign_in(officer)
    confirm(desk, officer)

    answer = desk.post(address(member), {"purpose": "hotel", "fields_wanted": ["birth_place"]})

    assert (answer.status_code, Reading.objects.count()) == (422, 0)
