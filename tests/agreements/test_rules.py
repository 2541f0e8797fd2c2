"""Who may do what with instruments, as truth tables."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from hospitium.accounts.roles import Role
from hospitium.agreements import rules
from hospitium.agreements.models import Status
from hospitium.agreements.states import LIFECYCLE
from hospitium.algorithms.dates import PartialDate
from hospitium.partners.models.relations import Status as PartnershipStatus
from tests.factories import make_instrument, make_partnership, make_user

WRITERS = {Role.OFFICER, Role.HEAD}
ALLOWED_STEPS = {
    Status.DRAFT: ["submit"],
    Status.IN_REVIEW: ["return", "sign"],
    Status.SIGNED: ["expire", "supersede", "terminate"],
    Status.EXPIRED: [],
    Status.SUPERSEDED: [],
    Status.TERMINATED: [],
}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("is_own", [True, False])
def test_instruments_are_written_by_the_office_that_looks_after_the_partnership(unit, partnership, role, is_own):
    guest_of = partnership.partner.key if role == Role.GUEST else ""
    user = make_user(role=role, unit=unit if is_own else None, partner_key=guest_of)
    instrument = make_instrument(partnership=partnership)

    verdicts = [
        rules.may_create_instrument(user, partnership, None),
        rules.may_create_instrument(user, partnership, PartialDate(1991)),
        rules.may_edit_instrument(user, instrument),
    ]

    assert [bool(verdict) for verdict in verdicts] == [role in WRITERS and is_own] * 3


def test_a_visitor_may_write_nothing(partnership):
    assert not rules.may_create_instrument(AnonymousUser(), partnership, None)
    assert not rules.may_edit_instrument(AnonymousUser(), make_instrument(partnership=partnership))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", LIFECYCLE.steps)
def test_a_step_is_open_where_the_table_says_so(head, partnership, status, step):
    instrument = make_instrument(partnership=partnership, status=status)

    assert bool(rules.may_step(head, instrument, step)) is (step in ALLOWED_STEPS[status])


@pytest.mark.parametrize(
    ("role", "is_own", "steps"),
    [
        (Role.HEAD, True, ["submit", "return", "sign", "expire", "supersede", "terminate"]),
        (Role.OFFICER, True, ["submit", "return", "expire", "supersede"]),
        (Role.HEAD, False, []),
        (Role.OFFICER, False, []),
        (Role.DEPARTMENT_CONTACT, True, []),
        (Role.EMPLOYEE, True, []),
        (Role.INTERPRETER, True, []),
        (Role.AUDITOR, True, []),
        (Role.ADMINISTRATOR, True, []),
    ],
)
def test_signing_and_terminating_belong_to_the_head_of_office(unit, partnership, role, is_own, steps):
    user = make_user(role=role, unit=unit if is_own else None)

    taken = [
        step
        for step, (origins, _target) in LIFECYCLE.steps.items()
        if rules.may_step(user, make_instrument(partnership=partnership, status=min(origins)), step)
    ]

    assert taken == steps


@pytest.mark.parametrize("status", PartnershipStatus)
def test_nothing_new_is_begun_or_signed_with_a_suspended_partner(head, unit, status):
    partnership = make_partnership(unit=unit, status=status)
    rests = status == PartnershipStatus.SUSPENDED
    draft, in_review, signed = (
        make_instrument(partnership=partnership, status=one) for one in (Status.DRAFT, Status.IN_REVIEW, Status.SIGNED)
    )

    verdicts = {
        "draft": bool(rules.may_create_instrument(head, partnership, None)),
        "past": bool(rules.may_create_instrument(head, partnership, PartialDate(1991))),
        "submit": bool(rules.may_step(head, draft, "submit")),
        "return": bool(rules.may_step(head, in_review, "return")),
        "sign": bool(rules.may_step(head, in_review, "sign")),
        "expire": bool(rules.may_step(head, signed, "expire")),
        "terminate": bool(rules.may_step(head, signed, "terminate")),
        "edit": bool(rules.may_edit_instrument(head, signed)),
    }

    always = dict.fromkeys(["past", "return", "expire", "terminate", "edit"], True)
    assert verdicts == {**dict.fromkeys(["draft", "submit", "sign"], not rests), **always}


@pytest.mark.usefixtures("english")
def test_every_no_says_why(officer, stranger, unit, partnership):
    resting = make_partnership(unit=unit, status=PartnershipStatus.SUSPENDED)
    draft = make_instrument(partnership=partnership, status=Status.DRAFT)
    orphan = make_instrument(partnership=make_partnership())

    sentences = [
        str(rules.may_step(officer, draft, "sign").reason),
        str(rules.may_step(officer, draft, "expire").reason),
        str(rules.may_create_instrument(officer, resting, None).reason),
        str(rules.may_step(officer, make_instrument(partnership=resting, status=Status.DRAFT), "submit").reason),
        str(rules.may_edit_instrument(stranger, draft).reason),
        str(rules.may_edit_instrument(officer, orphan).reason),
    ]

    assert sentences == [
        "Your role does not allow this. It is open to: Head of office.",
        "This step does not lead on from “draft”.",
        "The partnership is suspended. No draft is begun; what was signed can be entered with its date.",
        "The partnership is suspended. Nothing new is signed until it is resumed.",
        f"This record is looked after by: {unit}.",
        "Nobody looks after this record yet. A head of office can assign it to a unit.",
    ]


def test_an_instrument_follows_on_another_one_of_its_partnership_only(partnership):
    declaration = make_instrument(partnership=partnership)
    agreement = make_instrument(partnership=partnership, predecessor=declaration)
    framework = make_instrument(partnership=partnership, predecessor=agreement)
    elsewhere = make_instrument()

    verdicts = [
        bool(rules.may_follow(framework, None)),
        bool(rules.may_follow(framework, declaration)),
        bool(rules.may_follow(framework, elsewhere)),
        bool(rules.may_follow(framework, framework)),
        bool(rules.may_follow(declaration, framework)),
    ]

    assert verdicts == [True, True, False, False, False]
