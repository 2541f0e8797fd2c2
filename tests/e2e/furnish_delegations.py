"""A visit from Warsaw whose twelve members are still to be named; the journey of the focal point tells the rest."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from hospitium.algorithms.dates import PartialDate
from hospitium.core.models import User
from hospitium.delegations.actions.delegations import open_delegation
from hospitium.delegations.models import Delegation
from hospitium.partners.models import Partnership
from hospitium.programme.actions import create_activity
from hospitium.programme.models import Direction, Format, State
from hospitium.visits.actions.visits import create_visit


def write_delegation(warsaw: Partnership, officer: User) -> Delegation:
    first = timezone.localdate() + timedelta(days=60)
    values = {
        "format": Format.WORKING_VISIT,
        "title": {
            "de": "Wasser in der Stadt (Beispiel)",
            "en": "Water in the city (example)",
            "pl": "Woda w mieście (przykład)",
        },
        "partnerships": [warsaw],
        "direction": Direction.IN,
        "state": State.PLANNED,
        "begins": PartialDate.of(first),
        "ends": PartialDate.of(first + timedelta(days=2)),
        "heads_planned": 12,
    }
    activity = create_activity(values=values, by=officer)
    days = {"starts_on": first, "ends_on": first + timedelta(days=2), "guest_language": "pl"}
    visit = create_visit(activity_id=activity.pk, values=days, by=officer)
    return open_delegation(
        visit_id=visit.pk,
        partnership=warsaw,
        values={
            "quota": 12,
            "language": "pl",
            "names_due_on": first - timedelta(days=30),
            "details_due_on": first - timedelta(days=14),
            "asks_passport": True,
        },
        by=officer,
    )
