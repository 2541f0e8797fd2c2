"""What guests are asked for: for each purpose its page, the words for it, and where the unit in charge stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit


@dataclass(frozen=True)
class Purpose:
    """`page` is the name of an address that takes the link's number, `unit` the way from the record to its unit."""

    page: str
    title: Promise
    on_the_door: Promise
    unit: str

    def unit_of(self, subject: Model) -> Unit | None:
        """The unit that looks after the record; None where nobody does."""
        found: Any = subject
        for name in self.unit.split("."):
            found = getattr(found, name, None)
        return found if isinstance(found, Unit) else None


# The words on the door name nobody and no record: whoever got the link forwarded reads them, too.
PURPOSES: Mapping[str, Purpose] = {
    "year_programme": Purpose(
        "programme:guest_year",
        _("Year programme"),
        _("You are asked for your answer to a programme that we plan together."),
        "partnership.unit",
    ),
    "confirmation": Purpose(
        "visits:guest_confirmation",
        _("Confirmation"),
        _("You are asked whether you can come to an appointment."),
        "item.visit.unit",
    ),
    "delegation": Purpose(
        "delegations:guest_delegation",
        _("Naming a delegation"),
        _("You are asked to name the members of a delegation."),
        "visit.unit",
    ),
    "member": Purpose(
        "delegations:guest_member",
        _("Own data of a member"),
        _("You are asked for details about yourself for a visit."),
        "delegation.visit.unit",
    ),
    "evaluation": Purpose(
        "delegations:guest_evaluation",
        _("Evaluation"),
        _("You are asked how a visit was. Your answer is anonymous."),
        "delegation.visit.unit",
    ),
}
