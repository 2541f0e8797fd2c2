"""Forms of the import of a list of members: the file, and what its columns mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.forms import ChooseFile, DescribeTable
from hospitium.delegations.models import Member

NAMED_BY = frozenset({"name", "family_name", "own_family_name"})


class ChooseList(ChooseFile):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Your list")
        self.fields["file"].help_text = _("XLSX, ODS or CSV, at most 10 MB.")


class DescribeList(DescribeTable):
    """How the list is read, which column is which, and which part of a whole name is the family name."""

    def add_defaults(self) -> None:
        """Lists of members have no dates; what they have is names in one column."""
        del self.fields["order"]
        options = [("", _("as the list shows it, or as is usual in its language")), *Member.Order.choices]
        kept = self.choices.defaults.get("name_order", "")
        self.add("default_name_order", _("Order of whole names"), options, kept)

    @property
    def reading_fields(self) -> list[forms.BoundField]:
        return [*super().reading_fields, *self.default_fields]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.errors or self.is_read_anew:
            return typed
        if not NAMED_BY & set(self.described.columns.values()):
            raise ValidationError(
                _("No column holds the names. Choose the one with the family name or the whole name.")
            )
        return typed
