"""Forms of venues and of the ways between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, field_of
from hospitium.visits.actions.places import Measured
from hospitium.visits.forms.choices import HoursField
from hospitium.visits.models import Venue, Way


class EditVenue(RecordForm):
    sections = (
        (_("What and where"), ("name", "address", "entrance", "way_there", "latitude", "longitude")),
        (_("On site"), ("contact", "phone", "email", "capacity", "dress_code")),
        (_("When and for whom"), ("hours", "names_due", "is_office", "unit")),
    )
    name = field_of(Venue, "name", required=True)
    address = field_of(Venue, "address")
    entrance = field_of(Venue, "entrance")
    way_there = field_of(Venue, "way_there", lines=True)
    contact = field_of(Venue, "contact")
    phone = field_of(Venue, "phone")
    email = field_of(Venue, "email")
    capacity = field_of(Venue, "capacity")
    dress_code = field_of(Venue, "dress_code")
    latitude = forms.FloatField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("In degrees, as a map shows it: 52.5186. The check reckons ways from it that nobody has measured."),
    )
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    hours = HoursField(
        label=_("Opening hours"),
        required=False,
        help_text=_("One line for each stretch: Mo-Fr 09:00-16:00. Empty: not known, so the check says nothing."),
    )
    names_due = field_of(Venue, "names_due")
    is_office = field_of(Venue, "is_office")
    unit = field_of(Venue, "unit")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        position = (values.get("latitude"), values.get("longitude"))
        if not self.errors and (position[0] is None) != (position[1] is None):
            self.add_error("longitude" if position[1] is None else "latitude", _("Give both, or leave both empty."))
        return values


class MeasureWays(forms.Form):
    """The ways between one venue and each of some others: there, back, and by what."""

    def __init__(self, data: Any, *, venue: Venue, others: Iterable[Venue], ways: Iterable[Way]) -> None:
        super().__init__(data)
        self.venue, self.others = venue, list(others)
        known = {(way.origin_id, way.target_id): way for way in ways}
        for other in self.others:
            there, back = known.get((venue.pk, other.pk)), known.get((other.pk, venue.pk))
            for name, way in ((f"to-{other.pk}", there), (f"from-{other.pk}", back)):
                self.fields[name] = forms.IntegerField(
                    label=(_("Minutes to %(venue)s") if name.startswith("to") else _("Minutes from %(venue)s"))
                    % {"venue": other},
                    required=False,
                    min_value=1,
                    max_value=600,
                    initial=way.minutes if way else None,
                )
            first = there or back
            self.fields[f"mode-{other.pk}"] = forms.ChoiceField(
                label=_("How, %(venue)s") % {"venue": other},
                choices=Way.Mode.choices,
                initial=first.mode if first else Way.Mode.BUS,
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row for each other venue, with its three fields."""
        return [
            {
                "venue": other,
                "to": self[f"to-{other.pk}"],
                "from": self[f"from-{other.pk}"],
                "mode": self[f"mode-{other.pk}"],
            }
            for other in self.others
        ]

    @property
    def measured(self) -> Iterator[Measured]:
        for other in self.others:
            mode = self.cleaned_data[f"mode-{other.pk}"]
            yield Measured(self.venue.pk, other.pk, self.cleaned_data[f"to-{other.pk}"], mode)
            yield Measured(other.pk, self.venue.pk, self.cleaned_data[f"from-{other.pk}"], mode)


__all__ = ["EditVenue", "MeasureWays"]
