"""Forms of the import: the table, and what its columns mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.forms import DescribeTable
from hospitium.core.tables import MAX_BYTES


class ChooseTable(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX, ODS or CSV, at most 10 MB and 20,000 rows."),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than %(limit)s MB."), params={"limit": MAX_BYTES // 2**20})
        return file


class DescribeApplications(DescribeTable):
    """How the table is read, which column is which, and in which language people without an account are written to."""

    def add_defaults(self) -> None:
        """Times of a round are known by both their days: the order of day and month is no question."""
        del self.fields["order"]
        self.fields["language"].label = _("Language in which these people are written to")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.errors or self.is_read_anew:
            return typed
        if not {"unit", "city"} & set(self.described.columns.values()):
            raise ValidationError(
                _("No column says where the people belong. Choose the one with our units, or the one with the cities.")
            )
        return typed
