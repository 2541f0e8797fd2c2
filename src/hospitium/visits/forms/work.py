"""Forms of interpreters and their bookings, of tasks, costs and published versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import holders
from hospitium.core.forms import ListField, RecordForm, field_of, offer
from hospitium.core.multilingual import here
from hospitium.visits.forms.money import CURRENCIES, MoneyField, currency_field
from hospitium.visits.models import Booking, Cost, Interpreter, Item, LanguagePair, Mode, Release, Task, Visit
from hospitium.visits.pairs import pairs_as_lines, parse_pairs

MODES = [(mode.value, mode.label) for mode in Mode if mode != Mode.NONE]
FARTHEST = 1100


class PairsField(ListField):
    """Language pairs, one a line: “de > pl” is one direction, “de <> pl” both."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and all(isinstance(one, LanguagePair) for one in value):
            value = pairs_as_lines([(one.origin, one.target) for one in value], here())
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        return parse_pairs(super().to_python(value), here())


# ---- interpreters --------------------------------------------------------------
class EditInterpreter(RecordForm):
    sections = (
        (_("Who"), ("name", "email", "phone", "language")),
        (_("What this person does"), ("pairs", "modes", "minutes_a_day")),
        (_("Cost"), ("rate", "currency")),
        (_("Internal"), ("remark",)),
    )
    named = ("name",)
    name = field_of(Interpreter, "name")
    email = field_of(Interpreter, "email")
    phone = field_of(Interpreter, "phone")
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    pairs = PairsField(
        label=_("Languages"),
        required=False,
        help_text=_("One line for each pair: de > pl for one direction, de <> pl for both. Names work as well."),
    )
    modes = forms.MultipleChoiceField(
        label=_("Modes"), choices=MODES, required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes_a_day = field_of(
        Interpreter,
        "minutes_a_day",
        min_value=30,
        max_value=900,
        help_text=_("As agreed; empty: the limit of the office."),
    )
    rate = MoneyField(label=_("Rate a day"), required=False, digits=10)
    currency = currency_field()
    remark = field_of(Interpreter, "remark")

    @property
    def pair_values(self) -> list[tuple[str, str]]:
        return list(self.cleaned_data["pairs"])

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "pairs"}


# ---- bookings ------------------------------------------------------------------
class EditBooking(RecordForm):
    first_day = field_of(Booking, "first_day")
    last_day = field_of(Booking, "last_day")
    cost = MoneyField(label=_("Cost"), required=False, digits=10, help_text=_("For all days together."))
    currency = currency_field()
    remark = field_of(Booking, "remark")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It ends before it begins."))
        return values


class NewBooking(EditBooking):
    """Somebody of the pool for a visit; who works in its languages stands first."""

    field_order = ("interpreter", "first_day", "last_day", "cost", "currency", "remark")
    interpreter = forms.ModelChoiceField(label=_("Interpreter"), queryset=Interpreter.objects.none())

    def __init__(self, data: Any, *, visit: Visit) -> None:
        super().__init__(data, initial={"first_day": visit.starts_on, "last_day": visit.ends_on})
        pool = Interpreter.objects.exclude(bookings__visit=visit)
        able = pool.filter(
            pairs__origin__in=[visit.host_language, visit.guest_language],
            pairs__target__in=[visit.host_language, visit.guest_language],
        ).distinct()
        known = [(one.pk, str(one)) for one in able]
        rest = [(one.pk, str(one)) for one in pool if one.pk not in dict(known)]
        field: Any = self.fields["interpreter"]
        field.queryset = pool
        field.choices = [("", "–")]
        field.choices += [(_("For the languages of this visit"), known)] if known else []
        field.choices += [(_("All others"), rest)] if known else rest


class Assign(forms.Form):
    """Who interprets which items: a tick for each pair, and what was ticked when the page was made."""

    def __init__(self, data: Any, *, items: Iterable[Item]) -> None:
        super().__init__(data)
        self.data_sent, self.items = data, list(items)

    @property
    def chosen(self) -> Mapping[int, set[int]]:
        """Item → interpreters that are ticked, for the items that the sent page showed."""
        return {key: numbers(self.data_sent.getlist(f"item-{key}")) for key in self.shown}

    @property
    def seen(self) -> Mapping[int, set[int]]:
        return {key: numbers(self.data_sent.get(f"seen-{key}", "").split(",")) for key in self.shown}

    @property
    def shown(self) -> list[int]:
        return [item.pk for item in self.items if f"seen-{item.pk}" in self.data_sent]


def numbers(words: Iterable[str]) -> set[int]:
    return {int(word) for word in words if word.isdecimal() and len(word) < 12}


# ---- tasks ---------------------------------------------------------------------
class EditTask(RecordForm):
    what = field_of(Task, "what")
    anchor = field_of(Task, "anchor")
    days = field_of(
        Task,
        "days",
        min_value=-FARTHEST,
        max_value=FARTHEST,
        help_text=_("−90: ninety days before; 0: on that day; 14: two weeks after."),
    )
    owner = field_of(Task, "owner")

    def limit_to(self, owner_id: int | None) -> None:
        """Those who may plan visits, and whoever is in charge already."""
        offer(self, "owner", holders("visit.update", besides=owner_id))


# ---- costs ---------------------------------------------------------------------
class EditCost(RecordForm):
    sections = (
        (_("What for"), ("what", "item")),
        (_("How much"), ("planned", "actual", "currency")),
        (_("Who pays"), ("payer", "funder")),
        (_("Where it is booked"), ("chapter", "title")),
        (_("Receipt"), ("upload", "without_receipt")),
    )
    what = field_of(Cost, "what")
    item = forms.ModelChoiceField(label=_("Item"), queryset=Item.objects.none(), required=False)
    planned = MoneyField(label=_("Planned"), required=False, help_text=_("Empty: not known yet. 0 is known."))
    actual = MoneyField(label=_("Actual"), required=False)
    currency = currency_field()
    payer = field_of(Cost, "payer")
    funder = field_of(Cost, "funder")
    chapter = field_of(Cost, "chapter")
    title = field_of(Cost, "title")
    upload = forms.FileField(label=_("Receipt"), required=False, help_text=_("The bill or its picture, at most 10 MB."))
    without_receipt = forms.BooleanField(label=_("Remove the receipt that is there"), required=False)

    def limit_to(self, visit: Visit, current: Cost | None = None) -> None:
        """The items of this visit, and a currency that was entered before."""
        offer(self, "item", visit.items.all())
        if current is None or current.receipt_id is None:
            del self.fields["without_receipt"]
        if current is not None and current.currency not in CURRENCIES:
            field: Any = self.fields["currency"]
            field.choices = [(current.currency, current.currency), *field.choices]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name not in {"upload", "without_receipt"}}


# ---- versions ------------------------------------------------------------------
class Publish(forms.Form):
    note = field_of(Release, "note", help_text=_("One sentence that goes into the mails."))
    # What was shown before the button: whoever changed something since is not published unseen.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


__all__ = [
    "Assign",
    "EditBooking",
    "EditCost",
    "EditInterpreter",
    "EditTask",
    "NewBooking",
    "PairsField",
    "Publish",
]
