"""What a visit can never be."""

from datetime import date, datetime, time

import pytest
from django.db import IntegrityError

from tests.factories_visits import make_item, make_visit, make_year_programme

pytestmark = pytest.mark.django_db


def test_an_item_begins_at_the_wall_time_of_its_day():
    assert make_item(day=date(2027, 3, 28), starts=time(2, 30)).begins_at == datetime(2027, 3, 28, 2, 30)
    assert make_item(day=None, starts=None).begins_at is None


def test_an_item_has_a_day_and_a_time_or_neither():
    with pytest.raises(IntegrityError):
        make_item(starts=None)


def test_a_visit_does_not_end_before_it_starts():
    with pytest.raises(IntegrityError):
        make_visit(starts_on=date(2027, 3, 8), ends_on=date(2027, 3, 7))


def test_there_is_one_year_programme_for_a_partnership_and_a_year():
    programme = make_year_programme()
    with pytest.raises(IntegrityError):
        make_year_programme(partnership=programme.partnership)
