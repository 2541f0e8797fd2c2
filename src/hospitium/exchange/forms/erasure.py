"""What is asked before the data of one person are erased."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.exchange.actions.erasing_people import Ground


class ErasePerson(forms.Form):
    ground = forms.ChoiceField(label=_("Why"), choices=Ground.choices)
