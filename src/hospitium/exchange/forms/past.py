"""Forms of past rounds: what is known of a year, and one figure with its source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import ListField, RecordForm, TextField, field_of, offer
from hospitium.exchange.models import HistoricRound
from hospitium.programme.forms import StateClaim

FIRST_YEAR, LAST_YEAR = 1945, 2100
WHERE = _("Where this is written; a file reference will do.")


class EditPast(RecordForm):
    """What is known of a past round beside its figures, each of which has a page of its own."""

    units_note = field_of(
        HistoricRound, "units_note", required=False, help_text=_("As the source says it, e.g. “all 12 districts”.")
    )
    units_count = field_of(HistoricRound, "units_count", min_value=0)
    host_names = ListField(
        label=_("Host cities, as the source names them"),
        required=False,
        entry_length=120,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One city in each line."),
    )
    hosts = field_of(HistoricRound, "hosts", label=_("Partners among them"))
    lessons = field_of(HistoricRound, "lessons", lines=True, required=False, help_text=_("One in each line."))
    note = field_of(HistoricRound, "note", required=False)
    source = field_of(HistoricRound, "source", required=True, help_text=WHERE)

    def limit_to(self, partners: Any) -> None:
        offer(self, "hosts", partners)


class NewPast(forms.Form):
    """A year of a programme, of which the record said nothing."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    name = TextField(
        label=_("Name of another programme"), required=False, max_length=200, help_text=_("If it is not in the list.")
    )
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = field_of(HistoricRound, "source", required=True, help_text=WHERE)

    def limit_to(self, programmes: list[tuple[str, str]]) -> None:
        offer(self, "programme", [*programmes, ("", _("another one"))])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["programme"] = values.get("programme") or slugify(values.get("name", ""))[:40]
        if not values["programme"]:
            self.add_error("name", _("Choose a programme, or name it."))
        return values


class StateFigure(StateClaim):
    """A figure with its source; what was known before stays beside it."""

    is_about = forms.BooleanField(label=_("about so many"), required=False)
    is_chosen = forms.BooleanField(
        label=_("Use this figure from now on"),
        required=False,
        initial=True,
        help_text=_("Otherwise it stands beside the one in use as a statement that differs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.disputable.fact != "persons":
            del self.fields["is_about"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["note"] = HistoricRound.ABOUT if values.pop("is_about", False) else ""
        return values
