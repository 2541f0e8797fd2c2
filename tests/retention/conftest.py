"""A unit with its people, and days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.models import User
from tests.factories import make_unit, make_user


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def long_ago(today) -> date:
    return today - timedelta(days=4000)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def head(unit) -> User:
    return make_user(role=Role.HEAD, unit=unit)


@pytest.fixture
def officer(unit) -> User:
    return make_user(role=Role.OFFICER, unit=unit)
