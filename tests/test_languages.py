"""The interface speaks six languages, all of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tests.house import ROOT


def test_no_message_is_missing_uncertain_or_has_lost_a_placeholder():
    checked = subprocess.run(
        [sys.executable, "scripts/languages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (checked.returncode, checked.stdout[-2_000:], checked.stderr[-2_000:]) == (0, checked.stdout[-2_000:], "")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_the_compiled_languages_are_those_of_the_sources(language):
    with translation.override(language):
        assert gettext("Somebody saved this record while you were editing it.") != (
            "Somebody saved this record while you were editing it."
        )
