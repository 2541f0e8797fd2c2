"""Who may do what with topics, as truth tables."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from hospitium.accounts.roles import Role
from hospitium.topics import rules
from hospitium.topics.models import Topic
from tests.factories import make_partner, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_topics_are_edited_by_the_international_office(role):
    guest_of = make_partner().key if role == Role.GUEST else ""
    user = make_user(role=role, partner_key=guest_of)

    assert bool(rules.may_edit_topics(user)) is (role in {Role.OFFICER, Role.HEAD})


def test_a_visitor_edits_no_topics():
    assert not rules.may_edit_topics(AnonymousUser())


def test_topics_have_two_levels_at_most():
    field, other = make_topic(), make_topic()
    part = make_topic(parent=field)

    verdicts = {
        "new field": bool(rules.may_belong_to(Topic(), None)),
        "new part": bool(rules.may_belong_to(Topic(), field)),
        "new part of a part": bool(rules.may_belong_to(Topic(), part)),
        "part to another field": bool(rules.may_belong_to(part, other)),
        "part becomes a field": bool(rules.may_belong_to(part, None)),
        "field without parts below a field": bool(rules.may_belong_to(other, field)),
        "field with parts below a field": bool(rules.may_belong_to(field, other)),
        "field below itself": bool(rules.may_belong_to(other, other)),
    }

    assert [name for name, verdict in verdicts.items() if not verdict] == [
        "new part of a part",
        "field with parts below a field",
        "field below itself",
    ]


@pytest.mark.usefixtures("english")
def test_every_no_says_why():
    field, other = make_topic(), make_topic()
    part = make_topic(parent=field)

    sentences = [
        str(rules.may_belong_to(Topic(), part).reason),
        str(rules.may_belong_to(field, other).reason),
        str(rules.may_belong_to(other, other).reason),
        str(rules.may_edit_topics(make_user(role=Role.EMPLOYEE)).reason),
    ]

    assert sentences == [
        f"“{part}” is itself part of another topic. Topics have two levels at most.",
        "This topic has parts of its own. Topics have two levels at most.",
        "A topic cannot belong to itself.",
        "Your role does not allow this. It is open to: International officer, Head of office.",
    ]
