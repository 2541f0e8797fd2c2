"""No report of an error and no line of the log holds what lies in the vault."""

from __future__ import annotations

import json
import logging
import sys
from datetime import date

import pytest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from hospitium.accounts.roles import Role
from hospitium.core.logs import Line
from hospitium.core.models import User
from hospitium.vault import actions, keys
from hospitium.vault.confirming import recently_confirmed
from tests.factories import make_partner, make_unit, make_user
from tests.vault.confirmed import confirm

pytestmark = pytest.mark.django_db
CANARY = "C01XCANARY47"


@pytest.fixture
def officer() -> User:
    return make_user(role=Role.OFFICER, unit=make_unit())


def logged(error) -> str:
    return Line().format(logging.LogRecord("x", logging.ERROR, "", 0, "broken", None, error))


def test_a_report_shows_no_variable_and_nothing_that_was_typed(officer):
    request = RequestFactory().post("/", {"passport_number": CANARY})
    try:
        typed = CANARY
        raise RuntimeError(len(typed))
    except RuntimeError:
        report = ExceptionReporter(request, *sys.exc_info())

    text = report.get_traceback_text() + report.get_traceback_html()
    # This file holds the word CANARY in its lines of code; its value stands there once, above.
    assert report.get_traceback_data()["filtered_POST_items"] == [("passport_number", "********************")]
    assert text.count(CANARY) == text.count(f"CANARY = &quot;{CANARY}&quot;") + text.count(f'CANARY = "{CANARY}"')


def test_an_error_inside_the_vault_is_logged_without_what_it_says(officer, monkeypatch):
    def broken(self, plain, *, place):
        raise ValueError(f"cannot encrypt {plain!r}")

    monkeypatch.setattr(keys.Keyring, "encrypt", broken)
    try:
        actions.seal(subject=make_partner(), fields={"passport_number": CANARY}, by=officer)
    except ValueError:
        line = logged(sys.exc_info())

    assert CANARY not in line
    assert json.loads(line)["trace"].endswith("ValueError (what it said is left out)")
    assert "vault/actions.py" in line


def test_an_error_in_a_page_that_shows_what_lies_in_the_vault_is_logged_without_what_it_says(officer, sign_in):
    @recently_confirmed
    def view(request):
        return date.fromisoformat(CANARY)

    request = RequestFactory().get("/")
    request.user, request.session = officer, confirm(sign_in(officer), officer).session
    try:
        view(request)
    except ValueError:
        line = logged(sys.exc_info())

    assert CANARY not in line


def test_another_error_is_logged_with_what_it_says():
    try:
        date.fromisoformat("31 May")
    except ValueError:
        line = logged(sys.exc_info())

    assert "Invalid isoformat string: '31 May'" in json.loads(line)["trace"]
