"""The parts of the pages about keeping and erasing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts.policy import may
from hospitium.core.models import User


def tabs_of(user: User, current: str) -> dict[str, Any]:
    """Context for the row of parts; each person sees those that their role opens."""
    parts = [
        ("register", _("Register"), "retention.read"),
        ("due_next", _("Due next"), "retention.read"),
        ("offers", _("Archive"), "retention.read"),
        ("proofs", _("Proofs"), "retention.prove"),
    ]
    return {
        "tabs_label": _("Data and retention"),
        "tabs": [
            {"label": label, "url": reverse(f"retention:{view}"), "current": view == current, "count": 0}
            for view, label, row in parts
            if may(user, row)
        ],
    }
