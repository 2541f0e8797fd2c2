"""What may lie in the vault, and for what it may be read: two closed lists."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Code → label. A code stands in events and in the log of readings; a value never does.
FIELDS: Mapping[str, str | Promise] = {
    "birth_date": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "birth_name": _("Name at birth"),
    "nationality": _("Nationality"),
    "home_address": _("Home address"),
    "passport_number": _("Passport number"),
    "passport_kind": _("Kind of passport"),
    "passport_issued_on": _("Passport issued on"),
    "passport_valid_until": _("Passport valid until"),
    "passport_issued_by": _("Passport issued by"),
    "identity_card_number": _("Number of the identity card"),
    "visa_number": _("Visa number"),
    "visa_valid_until": _("Visa valid until"),
    "file": _("Sealed document"),
}


class Purpose(TextChoices):
    """For what somebody reads. Whoever reads says so, and the auditor sees it."""

    VISA_LETTER = "visa_letter", _("Letter for a visa")
    VENUE_NAMES = "venue_names", _("List of names for a venue")
    HOTEL = "hotel", _("Registration at the hotel")
    CORRECTION = "correction", _("Correction")
    DOCUMENT = "document", _("Reading a sealed document")


def label_of(field: str) -> str:
    """The label of a field; of one that is no longer on the list, its code."""
    return str(FIELDS.get(field, field))
