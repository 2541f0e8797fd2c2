"""Forms for activities, promises and claims."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import holders
from hospitium.agreements.models import Clause, Instrument
from hospitium.core.claims import Disputable, check
from hospitium.core.forms import PartialDateFormField, RecordForm, TextField, field_of, offer, word
from hospitium.core.models import Claim, User
from hospitium.partners.models import Contact, Partnership
from hospitium.programme.models import Activity, Direction, Promise

# February 2019 does not lie before 3 February 2019, but no list can sort it behind.
LESS_EXACT = _("Write the end as exactly as the beginning, or leave it empty.")


class EditActivity(RecordForm):
    sections = (
        (_("What and with whom"), ("format", "state", "title", "partnerships", "direction", "number")),
        (_("When and where"), ("begins", "ends", "days", "count", "places", "stations", "reception")),
        (
            _("Who took part, and what it cost"),
            ("heads_planned", "heads", "officials", "elected", "civil_society", "nights", "cost", "currency"),
        ),
        (_("What it is about"), ("topics", "clauses", "basis", "outcome")),
        (_("Who was involved"), ("unit", "departments", "contacts")),
        (_("Remarks and source"), ("source", "remark")),
    )
    format = field_of(Activity, "format")
    title = field_of(Activity, "title", required=True)
    partnerships = field_of(Activity, "partnerships")
    state = field_of(Activity, "state")
    direction = field_of(Activity, "direction")
    begins = field_of(Activity, "begins")
    ends = field_of(Activity, "ends")
    days = field_of(Activity, "days")
    number = field_of(Activity, "number")
    count = field_of(Activity, "count")
    unit = field_of(Activity, "unit")
    departments = field_of(Activity, "departments")
    heads_planned = field_of(Activity, "heads_planned")
    heads = field_of(Activity, "heads")
    officials = field_of(Activity, "officials")
    elected = field_of(Activity, "elected")
    civil_society = field_of(Activity, "civil_society")
    nights = field_of(Activity, "nights")
    cost = field_of(Activity, "cost")
    currency = field_of(Activity, "currency")
    topics = field_of(Activity, "topics")
    clauses = field_of(Activity, "clauses")
    basis = field_of(Activity, "basis")
    contacts = field_of(Activity, "contacts")
    places = field_of(Activity, "places", lines=True)
    stations = field_of(Activity, "stations", lines=True)
    reception = field_of(Activity, "reception")
    outcome = field_of(Activity, "outcome", lines=True)
    remark = field_of(Activity, "remark")
    source = field_of(Activity, "source")

    def limit_to(self, user: User, partnerships: list[Partnership]) -> None:
        """Offer only what belongs to the partnerships of the activity, and only what the person may see."""
        chosen = [partnership.pk for partnership in partnerships]
        limits: dict[str, Any] = {
            "partnerships": Partnership.objects.visible_to(user).select_related("partner", "home_district"),
            "clauses": Clause.objects.filter(instrument__partnership__in=chosen).select_related(
                "instrument__partnership__partner", "instrument__partnership__home_district"
            ),
            "basis": Instrument.objects.visible_to(user)
            .filter(partnership__in=chosen)
            .select_related("partnership__partner", "partnership__home_district"),
            "contacts": Contact.objects.visible_to(user).filter(partner__partnerships__in=chosen).distinct(),
        }
        for name, queryset in limits.items():
            offer(self, name, queryset)
        # "Framework agreement" alone is the name of many.
        word(self, "basis", in_full)
        word(self, "clauses", with_instrument)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("partnerships", "departments", "topics", "clauses", "contacts"):
            # Boxes to tick instead of a list that wants a second key held down.
            field = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begins, ends = values.get("begins"), values.get("ends")
        if begins and ends and ends < begins:
            is_before = ends.last < begins.first
            self.add_error("ends", _("It ends before it begins.") if is_before else LESS_EXACT)
        parts = [values.get(name) for name in ("officials", "elected", "civil_society")]
        known_parts = sum(part for part in parts if part is not None)
        if values.get("heads") is not None and known_parts > values["heads"]:
            self.add_error("heads", _("The parts are more than the persons together."))
        if values.get("count") is None:
            values["count"] = 1
        return values


def in_full(instrument: Instrument) -> str:
    parts = [f"{instrument.partnership}: {instrument}", str(instrument.signed.year) if instrument.signed else ""]
    return ", ".join(part for part in parts if part)


def with_instrument(clause: Clause) -> str:
    return f"{clause} ({in_full(clause.instrument)})"


class NewActivity(EditActivity):
    """The same fields; the first partnership is already chosen."""


class EditPromise(RecordForm):
    side = field_of(Promise, "side")
    what = field_of(Promise, "what")
    due_on = field_of(Promise, "due_on")
    unit = field_of(Promise, "unit")
    owner = field_of(Promise, "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", holders("promise.read", besides=self.initial.get("owner")))


class NewPromise(EditPromise):
    partnership = field_of(Promise, "partnership", label=_("Partnership"))
    activity = field_of(Promise, "activity", label=_("Activity"))
    field_order = ["partnership", "side", "what", "due_on", "unit", "owner", "activity"]

    def limit_to(self, user: User) -> None:
        offer(
            self,
            "partnership",
            Partnership.objects.visible_to(user, "promise.update").select_related("partner", "home_district"),
        )
        offer(self, "activity", Activity.objects.visible_to(user, "activity.update"))


class ClosePromise(forms.Form):
    state = forms.ChoiceField(
        label=_("How it ended"), choices=[choice for choice in Promise.State.choices if choice[0] != Promise.State.OPEN]
    )
    on = forms.DateField(label=_("Closed on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class StateClaim(forms.Form):
    value = TextField(label=_("Value"), required=False, max_length=200, help_text=_("Leave empty for “unknown”."))
    source = TextField(label=_("Source"), max_length=300)
    as_of = PartialDateFormField(label=_("As of"), required=False)

    def __init__(self, *args: Any, disputable: Disputable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.disputable = disputable
        self.fields["value"].label = str(disputable.label)[:1].upper() + str(disputable.label)[1:]
        if disputable.shape == Claim.Shape.DATE:
            self.fields["value"].help_text = _("12.11.1990, 11.1990 or 1990. Leave empty for “unknown”.")
        if disputable.fact == "direction":
            self.fields["value"] = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)

    def clean_value(self) -> str:
        value = str(self.cleaned_data["value"])
        if self.disputable.shape == Claim.Shape.DATE and "." in value:
            known = PartialDateFormField(required=False).clean(value)
            value = str(known or "")
        try:
            return check(self.disputable.shape, value)
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class Nothing(forms.Form):
    """A question that is answered by yes."""
