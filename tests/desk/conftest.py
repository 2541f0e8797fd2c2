"""One office with one partnership, and somebody in each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from hospitium.accounts.models import Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.partners.models import Home, Partnership
from tests.factories import make_home, make_partner, make_partnership, make_unit, make_user


@dataclass
class Office:
    home: Home
    unit: Unit
    warsaw: Partnership
    people: dict[str, User]
    browsers: dict[str, Client]


@pytest.fixture
def office(db: None, sign_in: Callable[[User], Client], english: None) -> Office:
    unit = make_unit(name=written_in("en", "Desk for Central Europe"))
    partner = make_partner(
        key="warsaw", name=written_in("de", "Warschau", en="Warsaw"), own_name="Warszawa", own_language="pl"
    )
    warsaw = make_partnership(
        partner=partner, unit=unit, is_published=True, sensitivities="Never before noon, canary-notes."
    )
    with_unit = {Role.OFFICER, Role.HEAD}
    people = {
        role: make_user(
            role=role,
            unit=unit if role in with_unit else make_unit() if role == Role.DEPARTMENT_CONTACT else None,
            partner_key="warsaw" if role == Role.GUEST else "",
        )
        for role in Role.values
    }
    people["stranger"] = make_user(role=Role.OFFICER)
    people["nobody"] = make_user()
    return Office(
        make_home(name=written_in("de", "Musterstadt", en="Sample City")),
        unit,
        warsaw,
        people,
        {name: sign_in(user) for name, user in people.items()},
    )
