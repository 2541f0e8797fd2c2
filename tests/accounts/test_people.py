"""Accounts, roles and units: who gives them, to whom, until when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hospitium.accounts import actions, rules
from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.models import Event, Mail, User
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from tests.factories import make_grant, make_partner, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def administrator():
    return make_user(role=Role.ADMINISTRATOR, language="en")


def soon(days=300):
    return timezone.localdate() + timedelta(days=days)


def test_create_user_opens_an_account_and_invites(administrator):
    user = actions.create_user(email="New@Example.org", name="Referat Neu", language="pl", by=administrator)

    assert (user.email, user.name, user.language, user.has_usable_password()) == (
        "new@example.org",
        "Referat Neu",
        "pl",
        False,
    )
    assert [(event.code, event.actor, event.facts) for event in timeline(user)] == [("user.created", administrator, {})]
    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.kind, mail.key) == ("new@example.org", "pl", "core.user", str(user.pk))
    assert "http://127.0.0.1:8000/account/login/code/" in mail.body


def test_create_user_refuses_an_address_that_is_taken(administrator):
    with pytest.raises(Refused, match="already"):
        actions.create_user(email=administrator.email.upper(), name="Zweite", language="de", by=administrator)


def test_change_user_closes_and_opens(administrator):
    user = make_user()

    actions.change_user(user_id=user.pk, name="Anders", language="cs", is_active=False, by=administrator)
    actions.change_user(user_id=user.pk, name="Anders", language="cs", is_active=True, by=administrator)
    actions.change_user(user_id=user.pk, name="Neu", language="cs", is_active=True, by=administrator)

    assert list(User.objects.filter(pk=user.pk).values_list("name", "language", "is_active")) == [("Neu", "cs", True)]
    assert [event.code for event in timeline(user)] == ["user.changed", "user.reopened", "user.closed"]


def test_give_and_withdraw_leave_a_trace_with_the_person_and_the_unit(administrator):
    user, unit = make_user(), make_unit()

    grant = actions.give_grant(user_id=user.pk, role=Role.OFFICER, unit=unit, ends_on=soon(), by=administrator)
    actions.withdraw_grant(grant_id=grant.pk, by=administrator)

    grant.refresh_from_db()
    assert grant.withdrawn_at is not None
    assert [event.code for event in timeline(user)] == ["grant.withdrawn", "grant.given"]
    assert [event.code for event in timeline(unit)] == ["grant.given"]
    assert timeline(unit)[0].facts == {
        "role": "international_officer",
        "user": user.pk,
        "ends_on": soon().isoformat(),
    }


@pytest.mark.parametrize(
    ("role", "unit", "partner_key", "reason"),
    [
        (Role.OFFICER, False, "", "needs a unit"),
        (Role.HEAD, False, "", "needs a unit"),
        (Role.DEPARTMENT_CONTACT, False, "", "needs a unit"),
        (Role.GUEST, False, "", "needs a partner"),
        (Role.AUDITOR, False, "somewhere", "bound to a partner"),
        (Role.OFFICER, True, "", ""),
        (Role.GUEST, False, "somewhere", ""),
        (Role.ADMINISTRATOR, False, "", ""),
        (Role.EMPLOYEE, True, "", ""),
    ],
)
def test_fits(role, unit, partner_key, reason):
    verdict = rules.fits(role=role, unit=make_unit() if unit else None, partner_key=partner_key)

    assert (reason in str(verdict.reason), bool(verdict)) == (True, not reason)


@pytest.mark.parametrize(
    ("days", "reason"),
    [(-1, "ended already"), (0, ""), (730, ""), (1000, "two years")],
)
def test_may_give_until(administrator, days, reason):
    verdict = rules.may_give(administrator, make_user(), ends_on=soon(days), today=timezone.localdate())

    assert (reason in str(verdict.reason), bool(verdict)) == (True, not reason)


def test_nobody_raises_closes_or_lowers_themselves(administrator):
    own = administrator.grants.get()

    for attempt in (
        lambda: actions.give_grant(user_id=administrator.pk, role=Role.AUDITOR, ends_on=soon(), by=administrator),
        lambda: actions.withdraw_grant(grant_id=own.pk, by=administrator),
        lambda: actions.change_user(
            user_id=administrator.pk, name="X", language="de", is_active=False, by=administrator
        ),
    ):
        with pytest.raises(Refused, match="Nobody"):
            attempt()
    assert Event.objects.count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.GUEST}])
def test_only_administrators_change_people(role):
    by, user = make_user(role=role), make_user()
    grant = make_grant(user, role=Role.AUDITOR)

    for attempt in (
        lambda: actions.create_user(email="a@example.org", name="A", language="de", by=by),
        lambda: actions.change_user(user_id=user.pk, name="A", language="de", is_active=False, by=by),
        lambda: actions.give_grant(user_id=user.pk, role=Role.AUDITOR, ends_on=soon(), by=by),
        lambda: actions.withdraw_grant(grant_id=grant.pk, by=by),
        lambda: actions.create_unit(key="new", name={"de": "Neu"}, kind="office", parent=None, by=by),
    ):
        with pytest.raises(Refused, match="role"):
            attempt()
    assert Event.objects.count() == 0


def test_change_own_profile_changes_nothing_else():
    user = make_user(role=Role.EMPLOYEE)

    actions.change_own_profile(name="Neu", language="hu", by=user)

    user.refresh_from_db()
    assert (user.name, user.language, user.is_active) == ("Neu", "hu", True)
    assert [event.code for event in timeline(user)] == ["user.changed"]


def test_unit_cannot_stand_below_itself(administrator):
    above = actions.create_unit(key="above", name={"de": "Oben"}, kind="department", parent=None, by=administrator)
    below = actions.create_unit(key="below", name={"de": "Unten"}, kind="office", parent=above, by=administrator)

    with pytest.raises(Refused, match="cannot belong"):
        actions.change_unit(
            unit_id=above.pk, version=1, name={"de": "Oben"}, kind="department", parent=below, by=administrator
        )
    changed = actions.change_unit(
        unit_id=below.pk, version=1, name={"de": "Ganz unten"}, kind="office", parent=above, by=administrator
    )
    assert (str(changed.name), changed.version) == ("Ganz unten", 2)
    assert [event.code for event in timeline(below)] == ["unit.changed", "unit.created"]


def test_journey_from_invitation_to_withdrawal_through_the_pages(client, administrator):
    client.force_login(administrator)
    unit = make_unit()
    partner = make_partner()

    response = client.post(
        reverse("accounts:user_new"), {"email": "new@example.org", "name": "Referat Neu", "language": "de"}
    )
    person = User.objects.get(email="new@example.org")
    assert response.url == reverse("accounts:user", args=[person.pk])
    page = {"role": "international_officer", "unit": unit.pk, "ends_on": soon().isoformat()}
    assert client.post(reverse("accounts:grant_new", args=[person.pk]), page).status_code == 302
    guest = {"role": "partner_officer", "partner_key": partner.key, "ends_on": soon().isoformat()}
    assert client.post(reverse("accounts:grant_new", args=[person.pk]), guest).status_code == 302
    nowhere = {**guest, "partner_key": "nowhere"}
    assert client.post(reverse("accounts:grant_new", args=[person.pk]), nowhere).status_code == 422
    shown = client.get(reverse("accounts:user", args=[person.pk])).content.decode()
    assert shown.count("data-label=") == 6
    grant = person.grants.order_by("id").first()
    address = reverse("accounts:grant_withdraw", args=[person.pk, grant.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 422
    edited = {"name": "Referat Anders", "language": "de"}
    assert client.post(reverse("accounts:user_edit", args=[person.pk]), edited).status_code == 302

    person.refresh_from_db()
    assert (person.name, person.is_active) == ("Referat Anders", False)
    assert [(grant.role, grant.withdrawn_at is None) for grant in Grant.objects.filter(user=person).order_by("id")] == [
        ("international_officer", False),
        ("partner_officer", True),
    ]


def test_grant_of_somebody_else_is_not_found(client, administrator):
    client.force_login(administrator)
    grant = make_grant(make_user(), role=Role.AUDITOR)

    for number in (make_user().pk, 10**30):
        assert client.post(reverse("accounts:grant_withdraw", args=[number, grant.pk])).status_code == 404


def test_own_account_shows_why_no_role_can_be_given(client, administrator):
    client.cookies["language"] = "en"
    client.force_login(administrator)

    page = client.get(reverse("accounts:user", args=[administrator.pk])).content.decode()

    assert "Nobody can give themselves a role" in page
    assert reverse("accounts:grant_new", args=[administrator.pk]) not in page
    sent = {"role": "auditor", "ends_on": soon().isoformat()}
    assert client.post(reverse("accounts:grant_new", args=[administrator.pk]), sent).status_code == 422


def test_units_are_entered_and_changed_through_the_pages(client, administrator):
    client.force_login(administrator)

    sent = {"key": "new", "name-de": "Referat Neu", "kind": "office"}
    assert client.post(reverse("accounts:unit_new"), sent).status_code == 302
    assert client.post(reverse("accounts:unit_new"), sent).status_code == 422
    unit = Unit.objects.get(key="new")
    changed = {"version": 1, "name-de": "Referat Anders", "kind": "office"}
    assert client.post(reverse("accounts:unit_edit", args=[unit.pk]), changed).status_code == 302
    assert client.post(reverse("accounts:unit_edit", args=[unit.pk]), changed).status_code == 409

    assert "Referat Anders" in client.get(reverse("accounts:units")).content.decode()


def test_guest_and_head_read_the_name_of_the_partner_and_administrators_its_short_name(sign_in, administrator):
    partner = make_partner(key="paris", name=written_in("en", "City of Light"))
    guest = make_user(role=Role.GUEST, partner_key=partner.key)
    head = make_user(role=Role.HEAD)
    pages = [
        (guest, reverse("accounts:profile")),
        (head, reverse("accounts:users")),
        (head, reverse("accounts:user", args=[guest.pk])),
        (administrator, reverse("accounts:users")),
    ]

    shown = [sign_in(person).get(address).content.decode() for person, address in pages]

    assert ["City of Light" in page for page in shown] == [True, True, True, False]
    assert "Partner-city officer, paris" in shown[3]


def test_list_of_people_asks_the_same_number_of_questions_for_one_and_for_three(client, administrator):
    client.force_login(administrator)
    client.get(reverse("accounts:users"))
    asked = []
    for more in (1, 2):
        for _turn in range(more):
            make_grant(make_user(role=Role.OFFICER), role=Role.AUDITOR)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("accounts:users"))
        asked.append(len(queries))

    assert asked[0] == asked[1]
