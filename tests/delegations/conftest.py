"""An officer at the desk, a visit, and its delegation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation
from tests.factories_visits import make_visit


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="de")


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def visit(officer):
    starts = timezone.localdate() + timedelta(days=40)
    return make_visit(unit=officer.grants.get().unit, officer=officer, starts_on=starts, ends_on=starts)


@pytest.fixture
def delegation(visit):
    return make_delegation(visit=visit, quota=3)
