"""What can never be false about an instrument, and who may see which."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hospitium.accounts.roles import Role
from hospitium.agreements.models import Instrument, Status
from tests.factories import make_grant, make_instrument, make_partnership, make_user


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("instrument_ends_after_it_begins", {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}),
        ("instrument_renewal_names_its_length", {"is_tacitly_renewed": True}),
    ],
)
def test_the_database_refuses_what_cannot_be(partnership, name, given):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_instrument(partnership=partnership, **given)

    assert list(Instrument.objects.all()) == []


def test_the_database_refuses_an_instrument_that_follows_on_itself(partnership):
    instrument = make_instrument(partnership=partnership)
    instrument.predecessor = instrument

    with pytest.raises(IntegrityError, match="instrument_does_not_follow_itself"), transaction.atomic():
        instrument.save()


def test_the_database_takes_one_day_and_a_renewal_with_its_length(partnership):
    instrument = make_instrument(
        partnership=partnership,
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 1, 1),
        is_tacitly_renewed=True,
        renewal_months=12,
    )

    assert list(Instrument.objects.all()) == [instrument]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OFFICER, {"own", "released"}),
        (Role.HEAD, {"own", "released"}),
        (Role.DEPARTMENT_CONTACT, {"released"}),
        (Role.EMPLOYEE, {"released"}),
        (Role.INTERPRETER, set()),
        (Role.AUDITOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_visible_to_shows_the_own_and_what_is_released(unit, partnership, role, seen):
    public = make_partnership(is_published=True)
    instruments = {
        "own": make_instrument(partnership=partnership),
        "released": make_instrument(partnership=public, is_published=True),
        "foreign": make_instrument(partnership=public),
        "of an unreleased partnership": make_instrument(partnership=make_partnership(), is_published=True),
    }
    user = make_user()
    make_grant(user, role=role, unit=unit if role in {Role.OFFICER, Role.HEAD, Role.DEPARTMENT_CONTACT} else None)

    visible = set(Instrument.objects.visible_to(user))

    assert {name for name, instrument in instruments.items() if instrument in visible} == seen
    assert len(visible) == len(seen)


@pytest.mark.django_db
@pytest.mark.parametrize("status", Status)
def test_published_shows_what_was_signed_once(status):
    make_instrument(partnership=make_partnership(is_published=True), is_published=True, status=status)

    assert Instrument.objects.published().exists() is (status not in {Status.DRAFT, Status.IN_REVIEW})
