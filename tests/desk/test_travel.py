"""What journeys put on the start page: what waits for a decision, and what was refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.delegations.models import Side
from hospitium.desk.queries.travel import delegation_lines
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_protocol import make_request
from tests.factories_visits import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_journey_far_ahead_presses_today_for_whoever_has_to_act():
    unit, today = make_unit(), timezone.localdate()
    officer, head = (make_user(role=role, unit=unit) for role in (Role.OFFICER, Role.HEAD))
    starts = today + timedelta(days=90)
    visit = make_visit(unit=unit, officer=officer, starts_on=starts, ends_on=starts)
    delegation = make_delegation(visit=visit, side=Side.OUTGOING)
    waiting, refused = (make_member(delegation=delegation, family_name=name, given_name="Rita") for name in "AB")
    make_request(member=waiting, state="asked", asked_by=officer)
    make_request(member=refused, state="refused", asked_by=officer, decided_on=today, reason="Too dear")

    found = {who: delegation_lines(today, by=who) for who in (officer, head)}

    assert [(one.day, one.line["title"]) for one in found[head]] == [(today, "Decide on a journey: Rita A")]
    assert [(one.day, one.line["title"]) for one in found[officer]] == [(today, "Journey refused: Rita B")]
    assert found[officer][0].line["sub"] == f"Too dear · {visit}"
