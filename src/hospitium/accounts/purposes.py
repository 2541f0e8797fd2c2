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
    "consent": Purpose(
        "exchange:guest_consent",
        _("Consent to an application"),
        _("You are asked whether you agree to an application for a stay with another administration."),
        "application.round.unit",
    ),
    "substitute": Purpose(
        "exchange:guest_substitute",
        _("Substitute during a stay"),
        _("You are asked whether you stand in for a colleague for some weeks."),
        "application.round.unit",
    ),
    "own_application": Purpose(
        "exchange:guest_application",
        _("Own application"),
        _("You are asked about an application for a stay with another administration in which you are named."),
        "application.round.unit",
    ),
    "host_offer": Purpose(
        "exchange:guest_offer",
        _("Offer of places"),
        _("You are asked whether you can host colleagues from another administration."),
        "round.unit",
    ),
    "placement": Purpose(
        "exchange:guest_placement",
        _("Agreement on a stay"),
        _("You are asked to agree to a stay that was arranged with you."),
        "round.unit",
    ),
    "host_feedback": Purpose(
        "exchange:guest_feedback",
        _("Feedback of the host"),
        _("You are asked how a stay with you went."),
        "round.unit",
    ),
}
