"""What was kept about past rounds as plain text is there in English once the words have languages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("exchange", "0004_nominated")], [("exchange", "0005_past_words")]


def migrated(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps.get_model("exchange", "HistoricRound")


@pytest.mark.django_db(transaction=True)
def test_plain_words_become_english_ones_and_nothing_stays_nothing():
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("exchange")
    try:
        old = migrated(BEFORE)
        old.objects.create(
            programme="swap", year=2024, units_note="all 12 districts", lessons=["cycling", "staff"], note="no funds"
        )
        old.objects.create(programme="swap", year=2025)

        new = migrated(AFTER)

        names = ("units_note", "lessons", "note")
        found = [[getattr(one, name).as_json() for name in names] for one in new.objects.order_by("year")]
    finally:
        MigrationExecutor(connection).migrate(latest)

    assert [[words.get("texts", {}) for words in row] for row in found] == [
        [{"en": "all 12 districts"}, {"en": "cycling\nstaff"}, {"en": "no funds"}],
        [{}, {}, {}],
    ]
