"""An office with a partnership that it looks after, and another office."""

from __future__ import annotations

import pytest

from hospitium.accounts.models import Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.partners.models import Partnership
from tests.factories import make_partnership, make_unit, make_user


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit()


@pytest.fixture
def partnership(unit: Unit) -> Partnership:
    return make_partnership(unit=unit)


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_user(role=Role.OFFICER, unit=unit)


@pytest.fixture
def head(unit: Unit) -> User:
    return make_user(role=Role.HEAD, unit=unit)


@pytest.fixture
def stranger(db: None) -> User:
    """The officer of another office."""
    return make_user(role=Role.OFFICER)
