"""What the agreement and the certificate of a stay say, as data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hospitium.exchange.documents.stays import agreement_data, hours_of, organisation_in
from hospitium.partners.models import Home

pytestmark = pytest.mark.django_db


def test_the_figure_of_hours_is_written_as_each_language_writes_it(accepted):
    accepted.hours = Decimal("38.50")

    assert [one["text"] for one in hours_of(accepted, ["de", "pl"])] == ["38,5"]
    assert [one["text"] for one in hours_of(accepted, ["de", "en"])] == ["38,5", "38.5"]


def test_topic_and_question_stand_under_their_own_names(accepted):
    accepted.application.title, accepted.application.question = "School streets", "How are they watched?"

    facts = {one["label"][0]["text"]: one["value"] for one in agreement_data(accepted, languages=["en"])["facts"]}

    assert [facts[name][0]["text"] for name in ("Topic", "Question")] == ["School streets", "How are they watched?"]


def test_an_office_that_is_a_unit_is_named_once(small):
    home = Home.objects.first()
    assert home is not None
    home.office = small.round.unit.name
    home.save()

    assert organisation_in(small.round.unit.name, None, "en") == str(small.round.unit)
