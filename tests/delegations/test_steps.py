"""Opening a delegation and the steps of its life: who may, when, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hospitium.accounts.actions import open_link
from hospitium.accounts.models import GuestLink, GuestUse
from hospitium.accounts.roles import Role
from hospitium.core import wording
from hospitium.core.claims import claims_of
from hospitium.core.events import timeline
from hospitium.core.models import Mail
from hospitium.core.retention import days_in_force
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import delegations as actions
from hospitium.delegations.actions import order
from hospitium.delegations.models import Attendance, Delegation, Member, Side, TravelRequest
from hospitium.delegations.queries.closing import consequences
from hospitium.delegations.retention import CLASSES
from hospitium.delegations.rules.steps import can_step
from hospitium.retention.models import Rule
from hospitium.visits.models import Visit
from tests.factories import make_partnership, make_unit, make_user
from tests.factories_delegations import make_delegation, make_member
from tests.factories_protocol import make_request
from tests.factories_visits import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAYS = {one.key: one.default_days for one in CLASSES}


@pytest.fixture
def officer():
    return make_user(role=Role.OFFICER, unit=make_unit(), name="Otto Amt", language="en")


@pytest.fixture
def visit(officer):
    starts = timezone.localdate() + timedelta(days=40)
    return make_visit(unit=officer.grants.get().unit, officer=officer, starts_on=starts, ends_on=starts)


@pytest.fixture
def delegation(visit):
    return make_delegation(visit=visit)


def link_to(subject, purpose, officer):
    link, _address = open_link(
        purpose=purpose,
        subject=subject,
        name="Focal Point",
        email="focal@example.org",
        language="pl",
        ends_on=timezone.localdate() + timedelta(days=30),
        by=officer,
    )
    return link


def over(delegation):
    Visit.objects.update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    delegation.refresh_from_db()
    return delegation


# ---- when which step ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "open_before", "open_after"),
    [
        ("announced", {"name"}, {"name"}),
        ("named", {"confirm", "return"}, {"confirm", "return"}),
        ("confirmed", {"return"}, {"return", "arrive", "close"}),
        ("arrived", set(), {"close"}),
        ("closed", set(), set()),
    ],
)
def test_each_state_has_its_steps_before_and_after_the_visit(delegation, state, open_before, open_after):
    make_member(delegation=delegation)
    delegation.state = state
    steps = ("name", "confirm", "return", "arrive", "close")

    before = {step for step in steps if can_step(delegation, step)}
    delegation.visit.starts_on = delegation.visit.ends_on = timezone.localdate()
    after = {step for step in steps if can_step(delegation, step)}

    assert (before, after) == (open_before, open_after)


@pytest.mark.parametrize("state", ["announced", "named"])
def test_whoever_closes_too_early_is_told_what_comes_first(delegation, state):
    delegation.state = state

    assert str(can_step(delegation, "close").reason) == "First the list of members has to be complete and confirmed."


def test_each_step_leaves_its_event(delegation, officer):
    make_member(delegation=delegation)
    over(delegation)

    for step in ("name", "return", "name", "confirm", "arrive", "close"):
        actions.step_delegation(delegation_id=delegation.pk, step=step, by=officer)

    assert [event.code for event in timeline(delegation)][::-1] == [
        "delegation.named",
        "delegation.version_made",
        "delegation.returned",
        "delegation.named",
        "delegation.confirmed",
        "delegation.arrived",
        "delegation.closed",
    ]


def test_nobody_of_another_office_takes_a_step(delegation):
    make_member(delegation=delegation)

    with pytest.raises(Refused):
        actions.step_delegation(
            delegation_id=delegation.pk, step="name", by=make_user(role=Role.OFFICER, unit=make_unit())
        )


# ---- handing in ---------------------------------------------------------------------
def test_the_focal_point_hands_in_and_the_officer_gets_a_mail(delegation, officer):
    make_member(delegation=delegation)
    link = link_to(delegation, "delegation", officer)

    actions.hand_in_list(delegation_id=delegation.pk, link_id=link.pk)
    with pytest.raises(Refused):
        actions.hand_in_list(delegation_id=delegation.pk, link_id=link.pk)

    delegation.refresh_from_db()
    version = delegation.versions.get()
    mail = Mail.objects.get()
    assert (delegation.state, version.number, version.made_with, version.made_by) == ("named", 1, link, None)
    assert (mail.to, mail.subject) == (officer.email, f"List handed in: {delegation.partnership}")
    assert [use.what for use in GuestUse.objects.filter(link=link)] == ["handed_in"]


def test_a_member_hands_no_list_in(delegation, officer):
    member = make_member(delegation=delegation)
    link = link_to(member, "member", officer)

    with pytest.raises(Refused):
        actions.hand_in_list(delegation_id=delegation.pk, link_id=link.pk)


# ---- closing ------------------------------------------------------------------------
def test_closing_ends_all_links_and_counts_when_the_last_one_closes(delegation, officer, visit):
    member = make_member(delegation=delegation)
    other = make_delegation(visit=visit, partnership=make_partnership(unit=visit.unit), state="confirmed")
    make_member(delegation=other)
    make_member(delegation=other)
    links = [link_to(delegation, "delegation", officer), link_to(member, "member", officer)]
    Delegation.objects.update(state="confirmed")
    over(delegation)

    actions.step_delegation(delegation_id=delegation.pk, step="close", by=officer)
    visit.activity.refresh_from_db()
    first = visit.activity.heads
    actions.step_delegation(delegation_id=other.pk, step="close", by=officer)
    visit.activity.refresh_from_db()

    open_now = GuestLink.objects.filter(pk__in=[link.pk for link in links], revoked_at=None).count()
    assert (first, visit.activity.heads, open_now) == (None, 3, 0)
    assert [(claim.value, claim.in_use) for claim in claims_of(visit.activity, "heads")] == [("3", True)]


def long(day):
    return wording.day(day, language="en", style="long")


def note(member, officer, state):
    Attendance.objects.create(
        member=member,
        day=member.delegation.visit.starts_on,
        state=state,
        noted_at=timezone.now(),
        noted_by=officer,
    )


def test_closing_counts_who_was_there_where_attendance_was_noted(delegation, officer, visit):
    came, stayed, _unknown = (make_member(delegation=delegation) for _one in range(3))
    note(came, officer, "partly")
    note(stayed, officer, "absent")
    Delegation.objects.update(state="confirmed")
    over(delegation)

    will, _stays = consequences(delegation, on=timezone.localdate(), days=DAYS)
    actions.step_delegation(delegation_id=delegation.pk, step="close", by=officer)

    visit.activity.refresh_from_db()
    assert visit.activity.heads == 1
    assert will[:2] == [
        "1 person is counted as having taken part.",
        "1 person is not counted, because no attendance was noted.",
    ]


def test_closing_our_own_journey_says_who_is_counted_without_an_approval(visit):
    today = timezone.localdate()
    delegation = make_delegation(visit=visit, side=Side.OUTGOING)
    members = [make_member(delegation=delegation) for _number in range(3)]
    said = "2 of them have no approved journey. First withdraw those who did not travel."

    before = said in consequences(delegation, on=today, days=DAYS)[0]
    make_request(member=members[0], state="approved", decided_on=today)
    make_request(member=members[1], state="refused", decided_on=today)
    after = said in consequences(delegation, on=today, days=DAYS)[0]
    TravelRequest.objects.update(state="approved")
    make_request(member=members[2], state="approved", decided_on=today)
    last = [line for line in consequences(delegation, on=today, days=DAYS)[0] if "approved journey" in line]

    assert (before, after, last) == (False, True, [])


def test_closing_names_the_days_of_erasure_from_the_register(delegation):
    make_member(delegation=delegation)
    over(delegation)
    delegation.asks_passport = True
    ends = delegation.visit.ends_on
    on = timezone.localdate()

    will, stays = consequences(delegation, on=on, days={**DAYS, "member_passport": 3})

    assert will[-2:] == [
        f"Passport and visa data are erased on {long(ends + timedelta(days=3))} at the latest.",
        f"Catering and access wishes are erased once the costs are settled, on {long(ends + timedelta(days=14))} "
        "at the latest.",
    ]
    assert stays[0] == f"Names and functions stay until {long(on + timedelta(days=3650))}; then the archive is asked."


def test_closing_late_promises_no_day_that_is_past(delegation):
    make_member(delegation=delegation)
    over(delegation)
    delegation.asks_passport = True
    ends = delegation.visit.ends_on

    will, _stays = consequences(delegation, on=ends + timedelta(days=15), days={**DAYS, "member_passport": 3})

    assert will[-2:] == [
        f"Passport and visa data were to be erased by {long(ends + timedelta(days=3))}. What is still there goes in "
        "the coming night.",
        f"Catering and access wishes were to be erased by {long(ends + timedelta(days=14))}. What is still there goes "
        "in the coming night.",
    ]


def test_closing_promises_no_erasing_that_is_switched_off(delegation):
    delegation.asks_passport = True

    will, stays = consequences(delegation, on=timezone.localdate(), days=dict.fromkeys(DAYS))

    assert [one for one in will if "erased" in one] == []
    assert stays[0] == "Names and functions stay until the period of the register of data has passed."


def test_the_office_s_own_period_goes_before_the_proposed_one():
    passport = next(one for one in CLASSES if one.key == "member_passport")
    proposed = days_in_force(passport)
    rule = Rule.objects.create(data_class="member_passport", days=5)
    own = days_in_force(passport)
    rule.is_active = False
    rule.save()

    assert (proposed, own, days_in_force(passport)) == (1, 5, None)


# ---- opening ------------------------------------------------------------------------
def test_opening_follows_the_rights_and_the_names_are_open_again(officer, visit):
    Visit.objects.update(names_known=True)
    partnership = visit.activity.partnerships.get()
    with pytest.raises(Refused):
        actions.open_delegation(
            visit_id=visit.pk,
            partnership=partnership,
            values={},
            by=make_user(role=Role.OFFICER, unit=make_unit()),
        )

    made = actions.open_delegation(visit_id=visit.pk, partnership=partnership, values={"quota": 4}, by=officer)

    assert [(event.code, event.actor) for event in timeline(made)] == [("delegation.opened", officer)]
    assert Visit.objects.get().names_known is False


def test_removing_ends_the_links(officer, delegation):
    link = link_to(delegation, "delegation", officer)

    actions.remove_delegation(delegation_id=delegation.pk, by=officer)

    link.refresh_from_db()
    assert (Delegation.objects.exists(), link.is_open) == (False, False)


# ---- the order -----------------------------------------------------------------------
def test_moving_beyond_the_end_changes_nothing(delegation, officer):
    first = make_member(delegation=delegation, family_name="Adler")
    gone = make_member(delegation=delegation, family_name="Bauer", withdrawn_on=timezone.localdate())

    order.move_member(member_id=first.pk, move="up", by=officer)
    order.move_member(member_id=first.pk, move="down", by=officer)
    order.move_member(member_id=gone.pk, move="up", by=officer)

    assert list(Member.objects.values_list("place", flat=True)) == [None, None]
    assert not timeline(delegation).exists()


def test_moving_is_for_those_who_change_the_delegation(delegation):
    stranger = make_user(role=Role.OFFICER, unit=make_unit())
    member = make_member(delegation=delegation)

    with pytest.raises(Refused):
        order.move_member(member_id=member.pk, move="up", by=stranger)
    with pytest.raises(Refused):
        order.reset_order(delegation_id=delegation.pk, by=stranger)
