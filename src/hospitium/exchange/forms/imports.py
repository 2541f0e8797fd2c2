"""The form of the import."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ChooseTable(forms.Form):
    file = forms.FileField(label=_("Table"), help_text=_("XLSX, ODS or CSV, at most 10 MB and 20,000 rows."))
