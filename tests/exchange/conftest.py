"""An office with a round; a small round, somebody in it who can sign in, and the place that they have accepted."""

from __future__ import annotations

import pytest

from hospitium.accounts.roles import Role
from tests import factories as house
from tests.exchange import factories
from tests.exchange.small_round import make_small_round
from tests.exchange.stay_steps import place


@pytest.fixture
def small():
    house.make_home()
    made = make_small_round()
    for user in (made.officer, made.head):
        user.language = "en"
        user.save()
    return made


@pytest.fixture
def person(small):
    user = house.make_user(role=Role.EMPLOYEE, name="Person A", language="en")
    applicant = small.people["A"].applicant
    applicant.user = user
    applicant.save()
    return user


@pytest.fixture
def accepted(small, person):
    """A has accepted Warsaw."""
    return place(small, person, "A", "Warsaw")


@pytest.fixture
def office():
    return house.make_unit()


@pytest.fixture
def officer(office):
    return house.make_user(role=Role.OFFICER, unit=office)


@pytest.fixture
def record(office, officer):
    return factories.make_round(unit=office, officer=officer)


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)
