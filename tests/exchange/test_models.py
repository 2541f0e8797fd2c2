"""What is true of rounds: phases from dates, and what the database never lets in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hospitium.exchange.models import Application, HostOffer, Phase, Quota, Round
from tests import factories as house
from tests.exchange import factories


@pytest.mark.parametrize(
    "phase", ["prepared", "open", "collecting", "assessing", "deciding", "answering", "agreeing", "under_way"]
)
def test_the_phase_follows_from_the_dates(phase):
    record = Round(**factories.dates(timezone.localdate(), phase))
    if phase == "prepared":
        record.call_on = timezone.localdate() + timedelta(days=1)

    assert record.phase == phase


def test_without_a_call_a_round_is_prepared_and_after_its_last_day_over():
    today = timezone.localdate()
    record = Round(**factories.dates(today, "open"))
    last = record.stays_until

    assert record.phase_on(last + timedelta(days=1)) == Phase.OVER
    assert Round(applications_until=today).phase == Phase.PREPARED


def test_a_deadline_is_the_last_day():
    record = Round(**factories.dates(timezone.localdate(), "open"))

    assert record.is_open_on(record.applications_until)
    assert not record.is_open_on(record.applications_until + timedelta(days=1))


def broken(**given):
    with pytest.raises(IntegrityError), transaction.atomic():
        given.pop("make")(**given)


def test_the_database_keeps_both_sides_apart(db):
    record = factories.make_round()
    unit, partner = house.make_unit(), house.make_partner()

    broken(make=HostOffer.objects.create, round=record)
    broken(make=HostOffer.objects.create, round=record, unit=unit, partner=partner)
    broken(make=Quota.objects.create, round=record, unit=unit, partner=partner)
    broken(make=Quota.objects.create, round=record, unit=unit, least=3, most=2)


def test_one_application_in_a_round_and_codes_once(db):
    first = factories.make_application()

    broken(make=factories.make_application, round=first.round, applicant=first.applicant)
    broken(make=factories.make_application, round=first.round, code=first.code)
    broken(make=Application.objects.filter(pk=first.pk).update, state="submitted")


def test_a_round_of_the_size_of_2024_can_be_made(db):
    world = factories.round_of_2024()

    directions = [(one.is_incoming, one.state) for one in (*world.outgoing, *world.incoming)]
    assert directions == [(False, "yes")] * 64 + [(True, "yes")] * 9
    assert (len(world.cities), len([one for one in world.offers if not one.is_here])) == (26, 26)
    assert {wish.rank for wish in world.outgoing[0].wishes.all()} == {1, 2, 3}
