"""What was kept about past rounds as plain text is there in English once the words have languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.house import ROOT

# In a database of its own, because the tables of the tests come from the models.
STEPS = """
import json
from hospitium.operations import django_start
django_start.start()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

def migrated(name):
    call_command("migrate", "exchange", name, verbosity=0)
    state = MigrationExecutor(connection).loader.project_state([("exchange", name)])
    return state.apps.get_model("exchange", "HistoricRound")

old = migrated("0005_application_list")
old.objects.create(
    programme="swap", year=2024, units_note="all 12 districts", lessons=["cycling", "staff"], note="no funds"
)
old.objects.create(programme="swap", year=2025)
new = migrated("0006_past_words")
names = ("units_note", "lessons", "note")
rows = [[getattr(one, name).as_json().get("texts", {}) for name in names] for one in new.objects.order_by("year")]
print(json.dumps(rows))
"""


def test_plain_words_become_english_ones_and_nothing_stays_nothing(tmp_path):
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "DATABASE_"))}
    environment = {**known, "HOSPITIUM_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}

    done = subprocess.run([sys.executable, "-c", STEPS], env=environment, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [
        [{"en": "all 12 districts"}, {"en": "cycling\nstaff"}, {"en": "no funds"}],
        [{}, {}, {}],
    ]
