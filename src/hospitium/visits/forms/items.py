"""Forms of an item of the programme."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, field_of, offer
from hospitium.visits.forms.choices import DayField, clock, day_choices, language_choices, or_none
from hospitium.visits.models import Interpreter, Item, Venue, Visit

SHORTEST, LONGEST = 5, 1440


class Placed(RecordForm):
    """Day and time of an item: both or neither; its length in minutes, or by its end."""

    day = DayField(label=_("Day"), required=False)
    starts = clock(label=_("Begins"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=SHORTEST, max_value=LONGEST)
    ends = clock(label=_("or until"), required=False, help_text=_("Instead of the minutes."))

    def limit_to(self, visit: Visit) -> None:
        """The days of this visit."""
        offer(self, "day", day_choices(visit, self.initial.get("day")))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, starts, ends = (values.get(name) for name in ("day", "starts", "ends"))
        if self.errors:
            return values
        if (day is None) != (starts is None):
            self.add_error(
                "starts" if day else "day", _("Give the day and the time, or leave both empty until it is placed.")
            )
        if ends:
            self.clean_length(values)
        elif values.get("minutes") is None:
            self.add_error("minutes", _("Say how long it takes: in minutes, or until when."))
        return values

    def clean_length(self, values: dict[str, Any]) -> None:
        """The end that was typed, as minutes; it must not contradict minutes that were typed, too."""
        if values.get("starts") is None:
            self.add_error("ends", _("Without a beginning the end says nothing. Give the minutes."))
            return
        some_day = date(2001, 1, 1)
        length = datetime.combine(some_day, values["ends"]) - datetime.combine(some_day, values["starts"])
        minutes = int(length.total_seconds() // 60)
        if minutes < SHORTEST:
            self.add_error("ends", _("It ends before it begins, or after less than five minutes."))
        elif values.get("minutes") not in (None, minutes) and "minutes" in self.changed_data:
            self.add_error("ends", _("The minutes say something else. Give one of the two."))
        else:
            values["minutes"] = minutes


class EditItem(Placed):
    sections = (
        (_("What and when"), ("kind", "title", "day", "starts", "minutes", "ends", "content")),
        (_("Where"), ("venue", "room", "contact", "phone", "dress_code", "transfer")),
        (_("Who takes part"), ("groups",)),
        (_("Language and interpreting"), ("language", "mode", "speech", "interpreters")),
        (_("Internal"), ("responsible", "plan_b", "remark")),
        (_("For the proposal"), ("is_obligatory", "is_fixed", "wish")),
    )
    kind = field_of(Item, "kind")
    title = field_of(Item, "title", required=True)
    content = field_of(Item, "content", lines=True)
    venue = field_of(Item, "venue")
    room = field_of(Item, "room")
    contact = field_of(Item, "contact", help_text=_("Empty: that of the venue."))
    phone = field_of(Item, "phone")
    dress_code = field_of(Item, "dress_code")
    transfer = field_of(Item, "transfer", help_text=_("For a transfer: by what."))
    groups = field_of(Item, "groups", widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language"), required=False)
    mode = field_of(Item, "mode")
    speech = field_of(Item, "speech")
    interpreters = field_of(Item, "interpreters", widget=forms.CheckboxSelectMultiple)
    responsible = field_of(Item, "responsible")
    plan_b = field_of(Item, "plan_b")
    remark = field_of(Item, "remark")
    is_obligatory = field_of(Item, "is_obligatory")
    is_fixed = field_of(Item, "is_fixed")
    wish = field_of(Item, "wish")

    def limit_to(self, visit: Visit) -> None:
        """Days, groups and booked interpreters of this visit; interpreters who are in the item already stay."""
        super().limit_to(visit)
        chosen = [one.pk for one in self.initial.get("interpreters", [])]
        asked = Interpreter.objects.filter(bookings__visit=visit).exclude(
            bookings__visit=visit, bookings__state__in=["declined", "cancelled"]
        )
        interpreters = Interpreter.objects.filter(pk__in=[*asked.values_list("pk", flat=True), *chosen])
        offer(self, "groups", visit.groups.all())
        offer(self, "interpreters", interpreters)
        offer(self, "venue", Venue.objects.only("name", "name_key"))
        offer(self, "language", or_none(language_choices()))
        for name, queryset in (("groups", visit.groups), ("interpreters", interpreters)):
            if not queryset.exists():
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the version and the end."""
        return {name: value for name, value in super().values.items() if name != "ends"}


class MoveItem(Placed):
    """Day, time and length alone: what the grid sends, and what can be typed without it."""


__all__ = ["EditItem", "MoveItem"]
