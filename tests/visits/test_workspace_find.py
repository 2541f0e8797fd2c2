"""The search field finds visits by what is in their programme, venues and speakers; only for those who may see them."""

from __future__ import annotations

import pytest

from hospitium.accounts.roles import Role
from hospitium.core import search
from hospitium.core.multilingual import written_in
from hospitium.desk.queries.find import commands_of, groups_of
from tests import factories
from tests import factories_visits as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    return factories.make_unit()


@pytest.fixture
def officer(unit):
    return factories.make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture(autouse=True)
def found_records(unit):
    visit = made.make_visit(unit=unit)
    made.make_item(visit=visit, title=written_in("de", "Besuch der Leitstelle"))
    for record in (visit, made.make_venue(name=written_in("de", "Leitstelle")), made.make_speaker(name="Leitstelle")):
        search.update(record)


def found(user):
    return [(group.label, group.count) for group in groups_of(text="Leitstelle", here="x", by=user)]


def test_an_officer_finds_visit_venue_and_speaker(officer):
    assert found(officer) == [("Visits", 1), ("Venues", 1), ("Speakers and hosts", 1)]


def test_another_office_finds_the_pools_alone():
    assert found(factories.make_user(role=Role.OFFICER)) == [("Venues", 1), ("Speakers and hosts", 1)]


def test_an_employee_finds_nothing():
    assert found(factories.make_user(role=Role.EMPLOYEE)) == []


def test_a_word_leads_to_the_act(officer):
    assert [hit["title"] for hit in commands_of(text="new vis", by=officer)] == ["New visit"]
