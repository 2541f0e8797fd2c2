"""Forms of ranks and seating plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, TextField, field_of, offer, word
from hospitium.delegations.models import Rank, SeatingPlan
from hospitium.delegations.queries.seating import Place, Plan
from hospitium.delegations.seating import LARGEST
from hospitium.visits.forms.choices import day_name
from hospitium.visits.models import Item, Visit


class EditRank(RecordForm):
    name = field_of(Rank, "name", required=True, max_length=120)


class EditPlan(RecordForm):
    name = field_of(SeatingPlan, "name", help_text=_("As it stands on the print: Dinner, Car 1."))
    item = forms.ModelChoiceField(
        label=_("Item"),
        queryset=Item.objects.none(),
        required=False,
        help_text=_("With an item, only who speaks, hosts and interprets in it is seated beside the guests."),
    )
    shape = field_of(SeatingPlan, "shape")
    size = field_of(SeatingPlan, "size", min_value=1, max_value=max(LARGEST.values()))

    def limit_to(self, visit: Visit) -> None:
        """The items of this visit, with their days."""
        offer(self, "item", visit.items.all())
        word(self, "item", lambda item: f"{day_name(item.day)}: {item}" if item.day else str(item))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        most = LARGEST.get(values.get("shape", ""), 0)
        if values.get("size") and most and values["size"] > most:
            self.add_error("size", _("This form has at most %(most)d seats.") % {"most": most})
        return values


def seat_words(place: Place) -> str:
    """ "3: A. Example", "4: free"."""
    who = place.person.name if place.person else gettext("free")
    return f"{place.number}: {who}"


class OfPlan(forms.Form):
    """One step at a plan, with the version of the plan that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class Putting(OfPlan):
    """A step that puts people on seats. Who takes a step back says which of them nobody had put there by hand."""

    proposed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def clean_proposed(self) -> frozenset[int]:
        numbers = self.cleaned_data["proposed"].split()
        return frozenset(int(number) for number in numbers if number.isascii() and number.isdecimal())


class MoveSeat(Putting):
    """Two seats; who sits there changes places."""

    origin = forms.TypedChoiceField(
        label=_("Who sits on seat"),
        coerce=int,
        error_messages={"invalid_choice": _("Nobody sits on seat %(value)s.")},
    )
    target = forms.TypedChoiceField(label=_("goes to seat"), coerce=int)

    def limit_to(self, plan: Plan) -> None:
        offer(self, "origin", [(place.number, seat_words(place)) for place in plan.taken])
        offer(self, "target", [(place.number, seat_words(place)) for place in plan.places])


class TakeSeat(Putting):
    """Somebody without a seat, or anybody by name, and a free seat."""

    person = forms.ChoiceField(label=_("Who"), required=False)
    name = TextField(
        label=_("or by name"), required=False, max_length=150, help_text=_("Somebody who stands in no list.")
    )
    number = forms.TypedChoiceField(
        label=_("Free seat"),
        coerce=int,
        error_messages={"invalid_choice": _("Seat %(value)s is not free. Choose a free one, or change places.")},
    )

    def limit_to(self, plan: Plan) -> None:
        offer(self, "person", [("", "–"), *((one.key, one.name) for one in plan.unseated)])
        offer(self, "number", [(place.number, str(place.number)) for place in plan.free])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("person")) == bool(values.get("name")) and not self.errors:
            self.add_error("person", _("Choose somebody, or write a name; one of the two."))
        return values


class FreeSeat(OfPlan):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=max(LARGEST.values()))


__all__ = ["EditPlan", "EditRank", "FreeSeat", "MoveSeat", "TakeSeat"]
