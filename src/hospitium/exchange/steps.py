"""The steps of an application, topic and question first."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitium.exchange.completeness import kinds_wanted, missing_entries, missing_names
from hospitium.exchange.models import Application

STEPS = (
    ("topic", _("Topic and question")),
    ("person", _("About you")),
    ("wishes", _("Wishes")),
    ("consents", _("Who has to agree")),
    ("annexes", _("Annexes")),
)


def steps_of(application: Application, current: str) -> list[dict[str, Any]]:
    """Each step with its page; done is what lacks nothing. Without anybody who has to agree that step is left out."""
    lacking = {one.part for one in (*missing_entries(application), *missing_names(application))}
    return [
        {
            "part": part,
            "label": label,
            "url": reverse(f"exchange:application_{part}", args=[application.pk]),
            "state": "current" if part == current else "" if part in lacking or part == "annexes" else "done",
        }
        for part, label in STEPS
        if part != "consents" or kinds_wanted(application)
    ]
