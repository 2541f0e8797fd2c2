"""Forms of the import: the table, and what its columns mean."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.forms import DescribeTable


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
