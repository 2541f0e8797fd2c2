"""What the page of a record shows."""

from __future__ import annotations

import pytest

from hospitium.core.events import record
from hospitium.core.forms import field_of
from hospitium.core.records import history
from hospitium.programme.models import Activity
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_another_app_did_with_a_record_is_told_in_its_words():
    person = make_user()
    record("vault.sealed", person, by=person)
    record("person.waved", person, by=person)

    told = [line.sentence for line in history(person, {"person.waved": "Somebody waved."})]

    assert told[:2] == ["Somebody waved.", "Details were put into the vault."]


def test_to_choose_nothing_is_a_dash_in_every_field():
    choices = field_of(Activity, "format").choices

    assert choices[0] == ("", "–")
