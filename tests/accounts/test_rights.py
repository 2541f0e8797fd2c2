"""The policy table in words, and the table itself."""

from pathlib import Path

import pytest
from django.urls import reverse

from hospitium.accounts import rights
from hospitium.accounts.policy import RELATIONS, table
from hospitium.accounts.roles import EVERYBODY, Role
from tests.factories import make_user

MANUAL = Path(__file__).parents[2] / "docs/manual/roles.md"


def test_manual_is_what_the_table_says():
    assert MANUAL.read_text(encoding="utf-8") == rights.as_markdown(), "run: python -m django write_roles"


def test_every_word_of_the_table_has_words():
    rows = [row.split(".") for row in table()]

    assert {resource for resource, _action in rows} - set(rights.RESOURCES) == set()
    assert {action for _resource, action in rows} - set(rights.ACTIONS) == set()
    assert set(rights.RELATIONS) == RELATIONS


def test_page_shows_every_cell(client, db):
    client.force_login(make_user(role=Role.EMPLOYEE))

    page = client.get(reverse("accounts:roles_and_rights")).content.decode()

    assert page.count("<td>") == len(table()) * len(EVERYBODY)


CONTENT = {
    "partner", "partnership", "contact", "instrument", "interest", "topic", "activity", "promise", "claim", "record",
    "table", "editorial",
}  # fmt: skip


@pytest.mark.parametrize("row", sorted(table()))
def test_administrators_and_auditors_see_no_content(row):
    if row.split(".")[0] in CONTENT:
        assert set(table()[row]) & {Role.ADMINISTRATOR, Role.AUDITOR} == set()


@pytest.mark.parametrize("row", sorted(table()))
def test_visitors_have_the_public_site_alone(row):
    assert ("visitor" in table()[row]) == (row == "public.read")
