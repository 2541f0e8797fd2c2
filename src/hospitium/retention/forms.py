"""Forms for the rules of keeping, the answers of the archive and the record of processing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of
from hospitium.core.forms import RecordForm, TextField, field_of, offer
from hospitium.core.models import User
from hospitium.retention.models import LONGEST, Rule
from hospitium.retention.queries import InForce


class EditRule(RecordForm):
    days = field_of(Rule, "days", min_value=0, max_value=LONGEST)
    archive_days = field_of(Rule, "archive_days", min_value=0, max_value=LONGEST)
    is_active = forms.BooleanField(
        label=_("Erase when the time is over"),
        required=False,
        help_text=_("Without the tick these data stay, however old they are: for example while a lawsuit goes on."),
    )
    purpose: Any = field_of(Rule, "purpose", required=False)
    legal_ground: Any = field_of(Rule, "legal_ground", required=False)
    reason = TextField(label=_("Why is it changed?"), max_length=300)

    @staticmethod
    def starting_from(held: InForce) -> dict[str, Any]:
        """What the form shows first: the rule, or what the program proposes."""
        rule = held.rule
        return {
            "version": rule.version if rule else None,
            "days": held.days,
            "archive_days": held.archive_days,
            "is_active": held.is_active,
            "purpose": rule.purpose if rule else None,
            "legal_ground": rule.legal_ground if rule else None,
        }


class Answer(forms.Form):
    archive_reference = TextField(label=_("Reference of the archive"), max_length=120, required=False)


class PrintRecord(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    def limit_to(self, user: User) -> None:
        """Offer the units in whose name the person may make documents."""
        scope = access_of(user).scope("document.create")
        units = Unit.objects.all() if scope.anything else Unit.objects.filter(pk__in=scope.units)
        offer(self, "unit", units)
        self.fields["unit"].initial = units.first()
        self.fields["language"].initial = get_language()


__all__ = ["Answer", "EditRule", "PrintRecord"]
