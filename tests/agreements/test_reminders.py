"""Who is told that notice, renewal or the end of an instrument is near, and how often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hospitium.accounts.roles import Role
from hospitium.agreements import actions
from hospitium.agreements.models import Status
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from tests.factories import make_instrument, make_partnership, make_user

END = date(2027, 6, 30)


def told():
    """To whom which mail went: pairs of address and subject."""
    return [(mail.to, mail.subject) for mail in Mail.objects.order_by("id")]


def test_keepers_are_told_once_for_each_of_three_days(officer, partnership):
    instrument = make_instrument(partnership=partnership, valid_until=END)

    sent = [actions.remind_of_deadlines(today=END - timedelta(days=left)) for left in (181, 180, 179, 90, 31, 30, 0)]

    assert sent == [0, 1, 0, 1, 0, 1, 0]
    assert [event.facts for event in timeline(instrument)] == [
        {"day": "2027-06-30", "days": days} for days in (30, 90, 180)
    ]


def test_a_late_first_run_tells_once(officer, partnership):
    make_instrument(partnership=partnership, valid_until=END)

    sent = [actions.remind_of_deadlines(today=END - timedelta(days=left)) for left in (10, 9)]

    assert sent == [1, 0]


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ({}, "Ends soon: {title} ({partner})"),
        ({"is_tacitly_renewed": True, "renewal_months": 12}, "Renewed soon: {title} ({partner})"),
        (
            {"is_tacitly_renewed": True, "renewal_months": 12, "notice_months": 2},
            "Last day for notice: {title} ({partner})",
        ),
    ],
)
def test_the_mail_says_what_has_to_be_decided(unit, partnership, given, subject):
    keeper = make_user(role=Role.OFFICER, unit=unit, language="en")
    instrument = make_instrument(partnership=partnership, valid_until=END, **given)

    actions.remind_of_deadlines(today=date(2027, 4, 20))

    assert told() == [(keeper.email, subject.format(title=instrument, partner=partnership))]


def test_only_the_people_of_the_office_are_told(officer, head, stranger, unit, partnership):
    make_user(role=Role.DEPARTMENT_CONTACT, unit=unit)
    gone = make_user(role=Role.OFFICER, unit=unit)
    gone.is_active = False
    gone.save()
    make_instrument(partnership=partnership, valid_until=END)

    actions.remind_of_deadlines(today=END)

    assert [to for to, _subject in told()] == [officer.email, head.email]


@pytest.mark.parametrize("status", [status for status in Status if status != Status.SIGNED])
def test_nobody_is_told_of_what_is_not_in_force(officer, partnership, status):
    make_instrument(partnership=partnership, valid_until=END, status=status)

    assert actions.remind_of_deadlines(today=END) == 0


def test_where_nobody_looks_after_it_whoever_comes_later_is_told(officer, unit):
    partnership = make_partnership()
    instrument = make_instrument(partnership=partnership, valid_until=END)

    before = actions.remind_of_deadlines(today=END)
    noted = list(timeline(instrument))
    partnership.unit = unit
    partnership.save()

    assert (before, noted, actions.remind_of_deadlines(today=END)) == (0, [], 1)
