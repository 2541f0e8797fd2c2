"""What the start page of the desk says about rounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.exchange.models import Placement
from hospitium.exchange.queries.today import reminders
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


def said(user):
    return [(one.title, one.day) for one in reminders(today=timezone.localdate(), by=user)]


def test_the_office_hears_of_deadlines_and_of_what_is_awaited():
    unit = house.make_unit()
    officer = house.make_user(role=Role.OFFICER, unit=unit)
    record = factories.make_round(unit=unit)
    factories.make_consent(factories.make_application(round=record, state="submitted"))
    factories.make_offer(round=record, state="draft", asked_at=timezone.now())
    factories.make_round()

    assert said(officer) == [
        ("1 consent is awaited", record.consents_until),
        ("1 offer is awaited", record.offers_until),
        ("Last day for applications", record.applications_until),
    ]
    assert said(house.make_user(role=Role.DEPARTMENT_CONTACT)) == []


def test_the_day_of_the_results_is_over_once_they_were_told():
    unit = house.make_unit()
    officer = house.make_user(role=Role.OFFICER, unit=unit)
    record = factories.move_to(factories.make_round(unit=unit), "deciding")
    application = factories.make_application(round=record, state="yes")
    place = Placement.objects.create(
        round=record,
        application=application,
        offer=factories.make_offer(round=record),
        placed_at=timezone.now(),
        reason="x",
    )
    before = [title for title, _day in said(officer)]
    Placement.objects.filter(pk=place.pk).update(state="announced", announced_at=timezone.now())

    after = [title for title, _day in said(officer)]

    assert ("Day of the results" in before, "Day of the results" in after) == (True, False)


def test_a_round_that_is_over_is_not_heard_of():
    unit = house.make_unit()
    officer = house.make_user(role=Role.OFFICER, unit=unit)
    record = factories.move_to(factories.make_round(unit=unit), "under_way")
    factories.make_consent(factories.make_application(round=record, state="submitted"))

    assert said(officer) == []


def test_a_member_of_the_panel_hears_how_many_wait(sign_in):
    record = factories.move_to(factories.make_round(), "assessing")
    member = factories.make_member(record).user
    for _number in range(2):
        factories.make_application(round=record, state="consented")

    assert said(member) == [("2 applications wait for your assessment", record.assessed_until)]
    assert "2 applications wait for your assessment" in sign_in(member).get("/desk/").content.decode()


def test_deadlines_far_away_are_silent():
    unit = house.make_unit()
    officer = house.make_user(role=Role.OFFICER, unit=unit)
    record = factories.make_round(unit=unit)
    record.applications_until = timezone.localdate() + timedelta(days=30)
    record.save()

    assert said(officer) == []
