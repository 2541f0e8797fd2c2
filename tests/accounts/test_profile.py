"""One's own account, and what is stored on oneself."""

import pytest
from django.urls import reverse

from hospitium.accounts import actions, queries
from hospitium.accounts.roles import Role
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_profile_changes_name_and_language(client):
    user = make_user(role=Role.INTERPRETER)
    client.force_login(user)

    response = client.post(reverse("accounts:profile"), {"name": "Sprachdienst", "language": "ru", "is_active": ""})

    user.refresh_from_db()
    assert (response.status_code, user.name, user.language, user.is_active) == (302, "Sprachdienst", "ru", True)


def test_export_holds_what_is_stored_on_me_and_nothing_on_others(client):
    administrator = make_user(role=Role.ADMINISTRATOR, name="Administration")
    user = actions.create_user(email="me@example.org", name="Referat", language="de", by=administrator)
    actions.give_grant(
        user_id=user.pk,
        role=Role.OFFICER,
        unit=make_unit(key="office"),
        ends_on=administrator.grants.get().ends_on,
        by=administrator,
    )
    actions.create_user(email="other@example.org", name="Anders", language="de", by=administrator)
    actions.change_own_profile(name="Referat I", language="de", by=user)
    client.force_login(user)

    response = client.get(reverse("accounts:my_data_export"))

    stored = response.json()
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert stored["account"]["email"] == "me@example.org"
    assert [(role["role"], role["unit__key"]) for role in stored["roles"]] == [("international_officer", "office")]
    assert [event["code"] for event in stored["my_actions"]] == ["user.changed"]
    assert [event["code"] for event in stored["actions_on_me"]] == ["user.created", "grant.given", "user.changed"]
    assert stored["records_that_name_me"] == {"accounts.grant.user": [user.grants.get().pk]}
    assert [mail["status"] for mail in stored["messages_to_me"]] == ["waiting"]
    assert "other@example.org" not in response.content.decode()
    assert "Administration" not in response.content.decode()
    assert client.get(reverse("accounts:my_data")).status_code == 200


def test_sentences_are_collected_from_every_app():
    assert {"user.created", "grant.given"} <= set(queries.sentences())
