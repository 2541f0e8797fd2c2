"""Forms for letterheads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import access_of
from hospitium.core.forms import field_of, offer
from hospitium.core.models import User
from hospitium.documents.models import Letterhead
from hospitium.vault.fields import Purpose


class ReadSealed(forms.Form):
    purpose = forms.ChoiceField(label=_("What do you need it for?"), choices=Purpose.choices, initial=Purpose.DOCUMENT)


class ReplaceLetterhead(forms.Form):
    file = forms.FileField(
        label=_("Letterhead"),
        help_text=_("DOCX or ODT with marks such as «recipient» and «text»."),
        widget=forms.FileInput(attrs={"accept": ".docx,.odt"}),
    )


class AddLetterhead(ReplaceLetterhead):
    name = field_of(Letterhead, "name")
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    field_order = ["name", "unit", "file"]

    def limit_to(self, user: User) -> None:
        """Offer the units whose letter paper the person may change."""
        scope = access_of(user).scope("letterhead.update")
        units = Unit.objects.all() if scope.anything else Unit.objects.filter(pk__in=scope.units)
        offer(self, "unit", units)
        if units.count() == 1:
            self.fields["unit"].initial = units.first()
