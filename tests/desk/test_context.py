"""The frame: each role has its own navigation, and nothing in it leads to a shut door."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from django.urls import resolve

from hospitium.accounts.roles import Role
from hospitium.desk import context, navigation
from tests.desk.conftest import Office
from tests.exchange.factories import make_member, make_round


def labels(office: Office, role: str) -> list[str]:
    groups = navigation.navigation(office.people[role], "desk:today")
    return [item["label"] for group in groups for item in group["items"]]


@pytest.mark.parametrize("role", [*Role.values, "nobody"])
def test_every_entry_opens(office: Office, role: str) -> None:
    groups = navigation.navigation(office.people[role], "desk:today")

    answers = {
        item["url"]: office.browsers[role].get(item["url"]).status_code for group in groups for item in group["items"]
    }

    assert set(answers.values()) <= {200}
    assert bool(answers) == (role != "nobody")


def test_administrators_and_auditors_see_no_way_to_content(office: Office) -> None:
    content = {"Year", "Activities", "Partnerships", "Contacts", "Instruments", "Topics, needs and offers"}

    assert [content.intersection(labels(office, role)) for role in (Role.AUDITOR, Role.ADMINISTRATOR)] == [set(), set()]
    assert content - set(labels(office, Role.OFFICER)) == set()


def test_what_is_to_be_assessed_stands_before_members_of_a_panel_alone(office: Office) -> None:
    make_member(make_round(unit=office.unit), office.people[Role.EMPLOYEE])

    assert {role for role in office.people if "To be assessed" in labels(office, role)} == {Role.EMPLOYEE}


def test_search_field_stands_only_before_those_who_can_find_something(office: Office) -> None:
    pages = {role: browser.get("/desk/").content.decode() for role, browser in office.browsers.items()}

    assert {role for role, page in pages.items() if 'role="search"' not in page} == {
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        "nobody",
    }


@pytest.mark.parametrize(
    ("view", "current"),
    [
        ("desk:today", "desk:today"),
        ("desk:year_of", "desk:year"),
        ("desk:partnership_history", "partners:partnerships"),
        ("partners:contact_edit", "partners:contacts"),
        ("programme:activity_new", "programme:activities"),
        ("accounts:user_new", "accounts:users"),
        ("desk:find", ""),
    ],
)
def test_page_stands_under_its_entry(view: str, current: str) -> None:
    assert navigation.current_view(view) == current


def test_public_pages_cost_nothing_here(db: None, django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/de/")
    request.resolver_match = resolve("/de/")

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert context.shell(request) == {}


def test_installation_names_the_city_and_the_day_of_the_newest_entry(office: Office) -> None:
    with override_settings(INSTALLATION={**settings.INSTALLATION, "name": "Sample", "demonstration": True}):
        found = context.installation()

    assert {name: found[name] for name in ("name", "city", "office", "is_demonstration", "as_of")} == {
        "name": "Sample",
        "city": "Sample City",
        "office": "Magistrat",
        "is_demonstration": True,
        "as_of": None,
    }
