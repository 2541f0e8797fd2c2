"""Forms of the table import: the file, what its columns mean, and the yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.choices import Choices
from hospitium.core.imports.forms import ChooseFile, DescribeTable
from hospitium.core.imports.targets import Target
from hospitium.core.tables import Sheet
from hospitium.interchange.tables import TARGETS
from hospitium.partners.models import Partner, Partnership
from hospitium.programme.models import Format


class ChooseTable(ChooseFile):
    """The file, and what it is a list of."""

    field_order = ("target", "file")
    target = forms.ChoiceField(
        label=_("What does the table hold?"), choices=[(t.key, t.label) for t in TARGETS.values()]
    )


class DescribeList(DescribeTable):
    """The same for lists of the office, whose rows may be silent about their partner."""

    def __init__(self, sheet: Sheet, target: Target, choices: Choices, data: Any, partners: Sequence[Any]) -> None:
        self.partners = partners
        super().__init__(sheet, target, choices, data)

    def add_defaults(self) -> None:
        labels = {
            "partnerships": _("Partnership of rows that name none"),
            "partner": _("Partner of rows that name none"),
            "format": _("Format of rows that name none"),
            "source": _("Source of rows that name none"),
        }
        for key in self.target.defaults:
            kept = self.choices.defaults.get(key, "")
            if key == "source":
                self.fields[f"default_{key}"] = forms.CharField(
                    label=labels[key], required=False, max_length=300, initial=kept
                )
                continue
            options = Format.choices if key == "format" else [(one.key, str(one)) for one in self.partners]
            self.add(f"default_{key}", labels[key], [("", _("none")), *options], kept)


def partners_for(target: Target, user: Any) -> list[Any]:
    """What may be named for rows that name no partner."""
    if target.key == "contacts":
        return list(Partner.objects.visible_to(user))
    return list(Partnership.objects.visible_to(user).select_related("partner", "home_district"))
