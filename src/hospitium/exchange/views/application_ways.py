"""Where things of an application are: its parts, and what follows from it: the result, the placement, the stay."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.http import Request
from hospitium.core.models import User
from hospitium.core.records import Button
from hospitium.exchange import rules
from hospitium.exchange.erasure_rules import may_erase_person
from hospitium.exchange.models import Application, Placement
from hospitium.exchange.queries import applications as queries
from hospitium.exchange.queries.stays import own_stays, told_to


def whole(request: Request, pk: int, row: str = "application.read") -> Application:
    return get_object_or_404(queries.whole(request.user, row), pk=pk)


def address(view: str, record: Any) -> str:
    return reverse(f"exchange:{view}", args=[record.pk])


def part_address(record: Application, part: str) -> str:
    return reverse(f"exchange:application_{part}", args=[record.pk])


def placement_button(user: User, record: Application) -> list[Button]:
    """For the office: the placement of this application, and with it the stay."""
    if rules.is_applicant(user, record):
        return []
    placement = (
        Placement.objects.visible_to(user)
        .filter(application=record)
        .exclude(state=Placement.State.DROPPED)
        .order_by("pk")
        .last()
    )
    return [Button(_("Placement"), placement.get_absolute_url(), "arrow-right")] if placement else []


def data_buttons(user: User, record: Application) -> list[Button]:
    """The own data to read, and for the office the erasing on request."""
    if rules.is_applicant(user, record):
        return [
            Button(_("What we know about you"), reverse("exchange:application_data", args=[record.pk]), "user-round")
        ]
    if not may_erase_person(user, record):
        return []
    return [
        Button(_("Erase the data of this person"), reverse("exchange:application_erase", args=[record.pk]), "trash-2")
    ]


def ways_on(user: User, record: Application) -> list[Button]:
    """Where it goes on for the person: the result once it is told, the stay once the place is accepted."""
    if not rules.is_applicant(user, record) or record.pk not in told_to(user):
        return []
    found = [Button(_("Your result"), reverse("exchange:application_result", args=[record.pk]), "list-checks")]
    if stay := own_stays(user).get(record.pk):
        found.append(Button(_("My stay"), reverse("exchange:stay", args=[stay.pk]), "plane-takeoff", main=True))
    return found
