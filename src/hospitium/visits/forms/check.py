"""The reason for accepting a finding, and the rules of an office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import time
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.timetable import Limits
from hospitium.core.forms import RecordForm, field_of
from hospitium.visits.check_rules import FIGURES, RULES, Figure, Rule
from hospitium.visits.models import Acceptance, CheckLimits

USUAL = {one.name: getattr(Limits(), one.name) for one in fields(Limits) if one.name != "off"}
ON = "on_"


class Accept(forms.Form):
    """Why a finding may stay."""

    finding = forms.CharField(widget=forms.HiddenInput, max_length=200)
    reason = field_of(Acceptance, "reason", help_text=_("Colleagues read it beside the finding."))


class Nothing(forms.Form):
    """A step that asks for nothing but yes."""


@dataclass(frozen=True)
class Row:
    """One rule on the page: whether it is on, and its figures."""

    rule: Rule
    switch: BoundField
    figures: list[BoundField]


def field_for(figure: Figure) -> forms.Field:
    """The field of one figure, with the usual one as its hint."""
    usual = USUAL[figure.name]
    shown = f"{usual.hour}:{usual.minute:02}" if isinstance(usual, time) else f"{usual:g}"
    hint = _("Usually: %(value)s") % {"value": shown}
    if isinstance(usual, time):
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        return forms.TimeField(label=str(figure.label), help_text=hint, widget=widget)
    if figure.is_whole:
        return forms.IntegerField(
            label=str(figure.label), help_text=hint, min_value=int(figure.lowest), max_value=int(figure.highest)
        )
    return forms.FloatField(
        label=str(figure.label), help_text=hint, min_value=figure.lowest, max_value=figure.highest, step_size=0.1
    )


class Rules(RecordForm):
    """Every rule with its switch and its figures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, rule in RULES.items():
            self.fields[f"{ON}{code}"] = forms.BooleanField(label=str(rule.name), required=False)
            for figure in rule.figures:
                self.fields[figure.name] = field_for(figure)

    @classmethod
    def initial_of(cls, record: models.Model) -> dict[str, Any]:
        assert isinstance(record, CheckLimits)
        stored = {name: value for name, value in record.limits.items() if name in FIGURES}
        switches = {f"{ON}{code}": code not in record.off for code in RULES}
        return {**USUAL, **stored, **switches, "version": record.version if record.pk else None}

    @property
    def rows(self) -> Iterator[Row]:
        for code, rule in RULES.items():
            yield Row(rule, self[f"{ON}{code}"], [self[figure.name] for figure in rule.figures])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends, length = (cleaned.get(name) for name in ("lunch_from", "lunch_until", "lunch_length"))
        if begins and ends and length and span(begins, ends) < length:
            self.add_error("lunch_until", _("Lunch does not fit between these two times."))
        return cleaned

    @property
    def changed_limits(self) -> dict[str, Any]:
        """The figures that differ from the usual ones, as the column holds them."""
        found = {name: self.cleaned_data[name] for name in FIGURES if self.cleaned_data[name] != USUAL[name]}
        return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in found.items()}

    @property
    def switched_off(self) -> list[str]:
        return [code for code in RULES if not self.cleaned_data[f"{ON}{code}"]]


def span(begins: time, ends: time) -> int:
    """Minutes from one time of day to another."""
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


__all__ = ["Accept", "Nothing", "Row", "Rules"]
