"""Who may do what with partners, partnerships, contacts, needs and offers: the truth tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hospitium.partners import rules
from hospitium.partners.models import Interest, Partnership, PlanningException
from hospitium.partners.models.relations import Status
from hospitium.partners.states import LIFECYCLE
from tests import factories

pytestmark = pytest.mark.usefixtures("english")
OFFICER, HEAD, DEPARTMENT = "international_officer", "head_of_office", "department_contact"
OTHERS = ["", "employee", "partner_officer", "interpreter", "auditor", "administrator"]


class Office:
    """Two units with one partnership each, and somebody of the first unit."""

    def __init__(self, role: str) -> None:
        self.unit = factories.make_unit()
        self.own = factories.make_partnership(unit=self.unit)
        self.foreign = factories.make_partnership(unit=factories.make_unit())
        self.nobodys = factories.make_partnership()
        partner_key = self.own.partner.key if role == "partner_officer" else ""
        self.user = factories.make_user(
            role=role, unit=self.unit if role in {OFFICER, HEAD, DEPARTMENT} else None, partner_key=partner_key
        )


OVER_PARTNERSHIPS = {
    "may_edit_partnership": {OFFICER, HEAD},
    "may_grant_exception": {HEAD},
    "may_read_notes": {OFFICER, HEAD},
    "may_hand_over": {OFFICER, HEAD},
}


@pytest.mark.parametrize("role", [OFFICER, HEAD, DEPARTMENT, *OTHERS])
@pytest.mark.parametrize("rule", OVER_PARTNERSHIPS)
def test_rights_over_a_partnership_belong_to_the_unit_that_looks_after_it(db, rule, role):
    office = Office(role)
    Partnership.objects.update(status=Status.SUSPENDED)
    for partnership in (office.own, office.foreign, office.nobodys):
        partnership.refresh_from_db()

    verdicts = [bool(getattr(rules, rule)(office.user, one)) for one in (office.own, office.foreign, office.nobodys)]

    assert verdicts == [role in OVER_PARTNERSHIPS[rule], False, False]


@pytest.mark.parametrize("role", [OFFICER, HEAD, DEPARTMENT, *OTHERS])
def test_partners_and_contacts_follow_their_partnerships(db, role):
    office = Office(role)
    lonely = factories.make_partner()
    is_able = role in {OFFICER, HEAD}

    def table(rule, make):
        return [bool(rule(office.user, make(one))) for one in (office.own.partner, office.foreign.partner, lonely)]

    assert table(rules.may_edit_partner, lambda partner: partner) == [is_able, False, is_able]
    assert table(rules.may_create_contact, lambda partner: partner) == [is_able, False, False]
    assert table(rules.may_edit_contact, lambda partner: factories.make_contact(partner=partner)) == [
        is_able,
        False,
        False,
    ]
    assert [bool(rules.may_create_partner(office.user)), bool(rules.may_create_partnership(office.user))] == [
        is_able
    ] * 2


def test_a_partner_of_two_units_is_kept_by_both(db):
    office = Office(OFFICER)
    factories.make_partnership(partner=office.foreign.partner, unit=office.unit, key="second")

    assert rules.may_edit_partner(office.user, office.foreign.partner)
    assert rules.may_edit_contact(office.user, factories.make_contact(partner=office.foreign.partner))


@pytest.mark.parametrize(
    ("role", "verdicts"),
    [
        (OFFICER, [True, False, False]),
        (HEAD, [True, False, True]),
        (DEPARTMENT, [False] * 3),
        ("administrator", [False] * 3),
    ],
)
def test_what_nobody_looks_after_is_assigned_by_a_head_of_office(db, role, verdicts):
    office = Office(role)

    assert [
        bool(rules.may_assign_partnership(office.user, one)) for one in (office.own, office.foreign, office.nobodys)
    ] == verdicts


@pytest.mark.parametrize(
    ("role", "verdicts"),
    [
        (DEPARTMENT, [True, False, False]),
        (OFFICER, [True, True, True]),
        (HEAD, [True, True, True]),
        ("employee", [False] * 3),
    ],
)
def test_needs_are_entered_by_the_department_whose_they_are(db, role, verdicts):
    office = Office(role)
    topic = factories.make_topic()
    interests = [
        Interest(topic=topic, unit=office.unit),
        Interest(topic=topic, unit=office.foreign.unit),
        Interest(topic=topic, partner=office.own.partner),
    ]

    assert [bool(rules.may_edit_interest(office.user, interest)) for interest in interests] == verdicts
    assert bool(rules.may_create_interest(office.user)) is verdicts[0]


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("step", LIFECYCLE.steps)
def test_a_step_is_open_to_the_unit_where_the_lifecycle_allows_it(db, step, status):
    allowed = {
        ("begin", "planned"),
        ("fall_asleep", "active"),
        ("wake", "dormant"),
        ("suspend", "active"),
        ("suspend", "dormant"),
        ("resume", "suspended"),
        ("end", "planned"),
        ("end", "active"),
        ("end", "dormant"),
        ("end", "suspended"),
    }
    office = Office(OFFICER)
    office.own.status = office.foreign.status = status

    assert bool(rules.may_change_status(office.user, office.own, step)) is ((step, status) in allowed)
    assert not rules.may_change_status(office.user, office.foreign, step)


TODAY = date(2026, 5, 9)
EXCEPTIONS = {
    "none": ([], False),
    "until today": ([(0, None)], True),
    "until tomorrow": ([(1, None)], True),
    "until yesterday": ([(-1, None)], False),
    "withdrawn": ([(1, "withdrawn")], False),
    "one withdrawn, one not": ([(1, "withdrawn"), (2, None)], True),
}


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("exceptions", EXCEPTIONS)
def test_what_is_planned_with_whom(db, exceptions, status):
    partnership, head = factories.make_partnership(status=status), factories.make_user()
    granted, opens = EXCEPTIONS[exceptions]
    for days, withdrawn in granted:
        PlanningException.objects.create(
            partnership=partnership,
            purpose="x",
            reason="y",
            valid_until=TODAY + timedelta(days=days),
            granted_by=head,
            granted_at=timezone.now(),
            withdrawn_at=timezone.now() if withdrawn else None,
        )

    verdict = rules.may_plan_with(partnership, TODAY)

    expected = {"ended": False, "suspended": opens}.get(status, True)
    assert bool(verdict) is expected


def test_every_no_says_why(db):
    office, officer = Office(HEAD), factories.make_user(role=OFFICER)
    office.own.status = Status.ENDED

    assert [
        str(verdict.reason)
        for verdict in (
            rules.may_plan_with(office.own, TODAY),
            rules.may_plan_with(
                factories.make_partnership(status="suspended", partner=office.foreign.partner, key="s"), TODAY
            ),
            rules.may_grant_exception(office.user, office.own),
            rules.may_grant_exception(officer, office.own),
            rules.may_change_status(office.user, office.own, "wake"),
            rules.may_edit_partnership(officer, office.nobodys),
            rules.may_edit_partnership(officer, office.own),
        )
    ] == [
        f"{office.own.partner}: the partnership has ended.",
        f"{office.foreign.partner}: the partnership is suspended. Planning needs an exception by the head of office.",
        "Only a suspended partnership needs an exception.",
        "Your role does not allow this. It is open to: Head of office.",
        "This step does not lead on from “ended”.",
        "Nobody looks after this record yet. A head of office can assign it to a unit.",
        f"This record is looked after by: {office.unit}.",
    ]
