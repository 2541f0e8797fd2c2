"""The form of the panel, and the orders of applicants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.core.forms import TextField, field_of
from hospitium.exchange.forms.fields import Draft
from hospitium.exchange.models import Application, Assessment, Criterion, Recommendation


class Assess(Draft):
    """Each criterion of the round, the recommendation, a note. Saving may leave gaps, sending may not."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    note = field_of(Assessment, "note", max_length=4_000)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], is_sent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.is_sent = criteria, is_sent
        for one in criteria:
            self.fields[f"mark_{one.pk}"] = mark_field(one)
        scales = [f"mark_{one.pk}" for one in criteria if one.kind == Criterion.Kind.SCALE]
        self.needed = (*scales, "recommendation")
        for name in self.needed:
            self.fields[name].required = True
        self.order_fields([*(f"mark_{one.pk}" for one in criteria), "recommendation", "note", "version"])

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        marks = {f"mark_{key}": value for key, value in record.marks.items()}
        return {"recommendation": record.recommendation, "note": record.note, "version": record.version, **marks}

    @property
    def is_complete(self) -> bool:
        return self.is_sent

    @property
    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        marks = {str(one.pk): int(typed[f"mark_{one.pk}"]) for one in self.criteria if has_mark(one, typed)}
        return {"marks": marks, "recommendation": typed["recommendation"], "note": typed["note"]}


def has_mark(criterion: Criterion, typed: Mapping[str, Any]) -> bool:
    return typed.get(f"mark_{criterion.pk}") not in (None, "")


def mark_field(criterion: Criterion) -> forms.Field:
    if criterion.kind == Criterion.Kind.CHECK:
        return forms.BooleanField(label=str(criterion), required=False)
    marks = [(str(number), str(number)) for number in range(criterion.top + 1)]
    widget = forms.RadioSelect if criterion.top <= 10 else forms.Select
    return forms.ChoiceField(label=str(criterion), choices=marks, widget=widget)


class DeclareConflict(forms.Form):
    conflict = TextField(
        label=_("Which conflict of interest"),
        max_length=300,
        help_text=_("Such as: same team, related, supervisor. The office reads it."),
    )


class Ranks(forms.Form):
    """A number for each applicant: 1 comes first, equal numbers are equally good, empty is not ranked."""

    def __init__(self, *args: Any, applications: Iterable[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = list(applications)
        for one in self.applications:
            self.fields[f"rank_{one.pk}"] = forms.IntegerField(
                label=one.code, required=False, min_value=1, max_value=999
            )
            self.fields[f"rank_{one.pk}"].widget.attrs.update({"class": "hsp-rank", "inputmode": "numeric"})

    @property
    def ranks(self) -> dict[int, int | None]:
        return {one.pk: self.cleaned_data.get(f"rank_{one.pk}") for one in self.applications}

    @property
    def rows(self) -> list[tuple[Application, forms.BoundField]]:
        return [(one, self[f"rank_{one.pk}"]) for one in self.applications]


class Correct(forms.Form):
    """Another place in the order for an offer; empty takes the correction back."""

    application = forms.ModelChoiceField(Application.objects.none(), label=_("Application"))
    rank = forms.IntegerField(
        label=pgettext_lazy("order of applicants", "Rank"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Empty: as it was."),
    )
    reason = TextField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed for a rank; it stands beside the order.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("rank") is not None and not values.get("reason"):
            self.add_error("reason", _("Say why; the reason stands beside the order."))
        return values
