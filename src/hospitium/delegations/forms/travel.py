"""Forms of journeys, pick-ups and rooms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody
from hospitium.core.forms import RecordForm, SeveralField, field_of, offer
from hospitium.delegations.models import Delegation, Journey, Member, Pickup, Room
from hospitium.delegations.queries.names import ordered_by_name
from hospitium.visits.forms.choices import clock
from hospitium.visits.models import Venue

# Days before and after the visit on which somebody may still arrive or leave with it.
AROUND = timedelta(days=14)
LONGEST_STAY = 60


def members_field(label: Any, **options: Any) -> SeveralField:
    return SeveralField(
        queryset=Member.objects.none(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class EditJourney(RecordForm):
    sections = (
        (_("Journey"), ("direction", "mode", "number", "place", "day", "time", "remark")),
        (_("Who travels"), ("members",)),
    )
    direction = field_of(Journey, "direction")
    mode = field_of(Journey, "mode")
    number = field_of(Journey, "number", help_text=_("As on the board: LH 123, EC 45."))
    place = field_of(Journey, "place")
    day = field_of(Journey, "day")
    time = clock(
        label=_("Time"),
        required=False,
        help_text=_("Of landing or leaving, in the time of the host city. Empty: open."),
    )
    remark = field_of(Journey, "remark")
    members = members_field(_("Members"))

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegation = delegation
        offer(self, "members", ordered_by_name(Member.objects.filter(delegation=delegation).printable()))

    def clean_day(self) -> Any:
        day, visit = self.cleaned_data["day"], self.delegation.visit
        if not visit.starts_on - AROUND <= day <= visit.ends_on + AROUND:
            raise forms.ValidationError(_("This is more than two weeks away from the visit. Look at the year."))
        return day


class EditPickup(RecordForm):
    time = clock(label=_("Time"), required=False)
    place = field_of(Pickup, "place", help_text=_("Where they meet: exit, sign, name on it."))
    responsible = field_of(Pickup, "responsible")
    phone = field_of(Pickup, "phone")
    vehicle = field_of(Pickup, "vehicle")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(value for name, value in values.items() if name != "version"):
            raise forms.ValidationError(_("Say at least who, where or when."))
        return values


class EditRoom(RecordForm):
    sections = (
        (_("Room"), ("hotel", "kind", "number", "first_night", "last_night", "remark")),
        (_("Who sleeps here"), ("guests",)),
    )
    hotel = forms.ModelChoiceField(
        label=_("Hotel"), queryset=Venue.objects.none(), help_text=_("Hotels stand among the venues.")
    )
    kind = field_of(Room, "kind")
    number = field_of(Room, "number")
    first_night = field_of(Room, "first_night", label=_("First night"))
    last_night = field_of(Room, "last_night", label=_("Last night"), help_text=_("They leave on the day after."))
    remark = field_of(Room, "remark", help_text=_("No health data: wishes for access go to the hotel as counts."))
    guests = members_field(_("Guests"))

    def __init__(self, *args: Any, delegation: Delegation, user: Somebody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "hotel", Venue.objects.visible_to(user).order_by("name_key", "id"))
        offer(self, "guests", ordered_by_name(Member.objects.filter(delegation=delegation).printable()))

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        return {**super().initial_of(record), "guests": [one.member_id for one in record.guests.all()]}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_night"), values.get("last_night")
        if first and last and last < first:
            self.add_error("last_night", _("The last night lies before the first."))
        elif first and last and (last - first).days > LONGEST_STAY:
            self.add_error("last_night", _("These are more than %(nights)d nights.") % {"nights": LONGEST_STAY})
        return values

    @property
    def guest_values(self) -> list[Member]:
        return list(self.cleaned_data["guests"])

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "guests"}


__all__ = ["EditJourney", "EditPickup", "EditRoom"]
