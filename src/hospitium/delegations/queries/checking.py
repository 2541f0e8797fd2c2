"""What the public page says about a check code."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hospitium.delegations.checkcodes import read_code
from hospitium.delegations.models import IssuedLetter


class Answer(TextChoices):
    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked or expired")
    UNKNOWN = "unknown", _("unknown")


def answer_to(typed: str, today: date) -> Answer:
    """Valid, revoked, or unknown. One look at one index, whatever was typed, and nothing else is read."""
    found = IssuedLetter.objects.filter(code=read_code(typed)).values_list("revoked_at", "valid_until").first()
    if found is None:
        return Answer.UNKNOWN
    revoked_at, valid_until = found
    is_over = valid_until is not None and valid_until < today
    return Answer.REVOKED if revoked_at or is_over else Answer.VALID
