"""What a country wants in a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import CountryField, RecordForm, field_of
from hospitium.delegations.countries import LETTER_FIELDS
from hospitium.delegations.documents.letters import LABELS
from hospitium.delegations.models import CountryRule


class EditCountryRule(RecordForm):
    sections = (
        (_("Which country"), ("country", "needs_visa")),
        (_("The letter"), ("language", "second_language", "signer", "fields", "needs_cost_statement", "original")),
        (_("When, and from where it is known"), ("days_before", "note", "source", "checked_on")),
    )
    country = CountryField(label=_("Country"))
    needs_visa = field_of(CountryRule, "needs_visa", required=False)
    language = field_of(CountryRule, "language")
    second_language = forms.ChoiceField(
        label=_("Second language"), required=False, choices=[("", _("none: one language")), *settings.LANGUAGES]
    )
    signer = field_of(CountryRule, "signer")
    fields = forms.MultipleChoiceField(  # type: ignore[assignment]  # the word of the model
        label=_("What the letter names besides the name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, LABELS[code]) for code in LETTER_FIELDS],
        help_text=_("Details of the passport come from the vault, and into a sealed document alone."),
    )
    needs_cost_statement = field_of(CountryRule, "needs_cost_statement", required=False)
    original = field_of(CountryRule, "original", required=False)
    days_before = field_of(CountryRule, "days_before", max_value=365)
    note = field_of(CountryRule, "note", lines=True)
    source = field_of(
        CountryRule, "source", help_text=_("Where it stands: the page of the mission, a regulation, a call.")
    )
    checked_on = field_of(
        CountryRule, "checked_on", help_text=_("Empty: nobody has checked it yet, and the pages say so.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("second_language") and values["second_language"] == values.get("language"):
            self.add_error("second_language", _("Choose two different languages."))
        return values
