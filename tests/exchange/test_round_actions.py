"""Rounds are begun, copied, changed, taken away; and what belongs to them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.locking import Conflict
from hospitium.core.verdicts import Refused
from hospitium.exchange.actions import rounds as actions
from hospitium.exchange.models import Round
from hospitium.exchange.queries.rounds import out_of_order
from tests import factories as house
from tests.exchange import factories

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.django_db]


@pytest.fixture
def unit():
    return house.make_unit()


@pytest.fixture
def officer(unit):
    return house.make_user(role=Role.OFFICER, unit=unit)


def values(unit, **given):
    return {"unit": unit, "name": {"de": "Hospitationsprogramm Europa"}, "year": 2027, "weeks_min": 2, **given}


def test_a_round_begins_with_the_usual_rules_and_without_a_call(unit, officer):
    record = actions.create_round(values=values(unit), by=officer)

    assert (str(record), record.phase, record.call_on) == ("Hospitationsprogramm Europa 2027", "prepared", None)
    assert list(record.eligibility_rules.values_list("code", flat=True)) == ["supervisor", "substitute", "question"]
    assert [event.code for event in timeline(record)] == ["round.created"]


def test_nobody_begins_a_round_of_another_unit(unit):
    with pytest.raises(Refused):
        actions.create_round(values=values(unit), by=house.make_user(role=Role.OFFICER))


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"applications_until": None}, "until when applications"),
        ({"officer": None}, "who is in charge"),
        ({"call": {}}, "the text of the call"),
    ],
)
def test_a_call_is_published_when_it_is_ready(unit, officer, lacking, sentence):
    today = timezone.localdate()
    record = actions.create_round(values=values(unit), by=officer)
    ready = {"officer": officer, "call": {"de": "Text"}, "applications_until": today, "call_on": today}

    with pytest.raises(Refused, match=sentence):
        actions.edit_round(round_id=record.pk, version=None, values={**ready, **lacking}, by=officer)
    actions.edit_round(round_id=record.pk, version=None, values=ready, by=officer)

    assert Round.objects.get().phase == "open"


def test_two_people_at_one_round(officer, unit):
    record = factories.make_round(unit=unit, officer=officer)
    actions.edit_round(round_id=record.pk, version=record.version, values={"funder": "Land"}, by=officer)

    with pytest.raises(Conflict):
        actions.edit_round(round_id=record.pk, version=record.version, values={"funder": "EU"}, by=officer)


def test_a_copy_moves_the_dates_by_whole_weeks_and_publishes_nothing(unit, officer):
    source = factories.make_round(unit=unit, officer=officer, year=2026, stays_from=date(2026, 9, 7))
    factories.make_criterion(source)
    factories.make_member(source)
    actions.add_part(
        kind="window",
        round_id=source.pk,
        values={"starts_on": date(2026, 9, 7), "ends_on": date(2026, 10, 2)},
        by=officer,
    )
    factories.make_application(round=source)

    made = actions.copy_round(round_id=source.pk, year=2027, by=officer)

    window = made.windows.get()
    assert (made.year, made.call_on, made.copied_from, made.stays_from) == (2027, None, source, date(2027, 9, 6))
    assert (window.starts_on, window.ends_on) == (date(2027, 9, 6), date(2027, 10, 1))
    assert (made.criteria.count(), made.panel.count(), made.applications.count()) == (1, 1, 0)
    assert (source.criteria.count(), source.windows.count()) == (1, 1)


def test_parts_are_there_once(unit, officer):
    record = factories.make_round(unit=unit)
    member = house.make_user()
    actions.add_part(kind="panel", round_id=record.pk, values={"user": member}, by=officer)

    with pytest.raises(Refused, match="stands in the round already"):
        actions.add_part(kind="panel", round_id=record.pk, values={"user": member}, by=officer)
    assert [event.code for event in timeline(record)] == ["round.part_added"]


def test_a_part_is_changed_and_taken_away(unit, officer):
    record = factories.make_round(unit=unit)
    criterion = factories.make_criterion(record)

    actions.edit_part(kind="criterion", part_id=criterion.pk, values={"weight": 7}, by=officer)
    criterion.refresh_from_db()
    actions.remove_part(kind="criterion", part_id=criterion.pk, by=officer)

    assert (criterion.weight, record.criteria.count()) == (7, 0)


def test_criteria_stay_once_somebody_has_assessed_by_them(unit, officer):
    record = factories.make_round(unit=unit)
    criterion, member = factories.make_criterion(record), factories.make_member(record)
    factories.make_assessment(factories.make_application(round=record, state="consented"), member)

    with pytest.raises(Refused, match="they stay as they are"):
        actions.edit_part(kind="criterion", part_id=criterion.pk, values={"weight": 7}, by=officer)
    with pytest.raises(Refused, match="This member has assessed"):
        actions.remove_part(kind="panel", part_id=member.pk, by=officer)


def test_a_round_with_applications_stays(unit, officer):
    record = factories.make_round(unit=unit)
    factories.make_application(round=record)

    with pytest.raises(Refused):
        actions.remove_round(round_id=record.pk, by=officer)
    record.applications.all().delete()
    actions.remove_round(round_id=record.pk, by=officer)

    assert Round.objects.count() == 0


def test_dates_out_of_order_are_pointed_out():
    today = timezone.localdate()
    record = Round(**factories.dates(today, "open"))
    assert out_of_order(record) == []

    record.results_on = record.assessed_until - timedelta(days=1)

    assert out_of_order(record) == ["“Results on” lies before “Assessment until”."]
