"""The question before passport data are shown."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import offer
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.vault.fields import Purpose

PURPOSES = (Purpose.VISA_LETTER, Purpose.VENUE_NAMES, Purpose.HOTEL, Purpose.CORRECTION)


class ReadPassport(forms.Form):
    """Which fields, and what for; nobody reads more than needed."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"), choices=[(one.value, one.label) for one in PURPOSES]
    )
    fields_wanted = forms.MultipleChoiceField(label=_("Which details"), widget=forms.CheckboxSelectMultiple)

    def offer_given(self, codes: Sequence[str]) -> None:
        """Only what was given can be asked for."""
        offer(self, "fields_wanted", [(code, PASSPORT_FIELDS[code]) for code in PASSPORT_FIELDS if code in codes])


__all__ = ["ReadPassport"]
