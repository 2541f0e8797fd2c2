"""Forms of an offer: the office's and the department's, the host's with a link, and the question to a host."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.core.forms import RecordForm, TextField, field_of, offer
from hospitium.exchange.forms.fields import LevelsField, house_languages, windows_field
from hospitium.exchange.models import HostOffer, Round


class EditOffer(RecordForm):
    """An offer as the office or a department writes it."""

    sections = (
        (_("Who offers"), ("unit", "partner", "organisation")),
        (_("What the guest does"), ("title", "task", "topics")),
        (_("When and for how many"), ("windows", "capacity", "minimum")),
        (_("What is needed"), ("languages", "clearance", "desk", "accommodation")),
        (_("Mentor"), ("mentor_name", "mentor_function", "mentor_email")),
    )
    unit = field_of(HostOffer, "unit", help_text=_("For guests who come to us. Otherwise choose the city."))
    partner = field_of(HostOffer, "partner")
    organisation = field_of(HostOffer, "organisation")
    title = field_of(HostOffer, "title")
    task = field_of(HostOffer, "task", lines=True)
    topics = field_of(HostOffer, "topics", widget=forms.CheckboxSelectMultiple)
    capacity = field_of(HostOffer, "capacity", label=pgettext_lazy("for persons", "Places"), min_value=1, max_value=500)
    minimum = field_of(HostOffer, "minimum", max_value=500)
    languages = LevelsField(label=_("Languages needed"), required=False)
    clearance = field_of(HostOffer, "clearance")
    desk = field_of(HostOffer, "desk")
    accommodation = field_of(HostOffer, "accommodation")
    mentor_name = field_of(HostOffer, "mentor_name")
    mentor_function = field_of(HostOffer, "mentor_function")
    mentor_email = field_of(HostOffer, "mentor_email")
    named = ("mentor_name",)

    def limit_to(self, record: Round, *, units: Any, partners: Any) -> None:
        """The windows of the round; units and cities for which this person may offer, None where there is no choice."""
        self.fields["windows"] = windows_field(record)
        for name, rows in (("unit", units), ("partner", partners)):
            if rows is None:
                del self.fields[name]
            else:
                offer(self, name, rows)
        if "partner" not in self.fields:
            self.fields["unit"].required = True
            del self.fields["organisation"]

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        return {**super().initial_of(record), "windows": list(record.windows.all())}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "partner" in self.fields and bool(values.get("unit")) == bool(values.get("partner")):
            self.add_error("partner", _("Choose either one of our units or a city."))
        check_places(self, values)
        return values


def check_places(form: forms.Form, values: dict[str, Any]) -> None:
    if values.get("minimum") and values.get("capacity") and values["minimum"] > values["capacity"]:
        form.add_error("minimum", _("More participants are needed than there are places."))


class GuestOffer(RecordForm):
    """An offer as the host writes it, in its own language."""

    organisation = field_of(HostOffer, "organisation", label=_("Your department"))
    title = TextField(label=_("Title"), max_length=200, required=False, help_text=_("Such as: Cycling in the city"))
    task = TextField(
        label=_("What the guest sees and does"),
        lines=True,
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    topics = field_of(HostOffer, "topics", widget=forms.CheckboxSelectMultiple)
    capacity = field_of(HostOffer, "capacity", label=pgettext_lazy("for persons", "Places"), min_value=1, max_value=500)
    minimum = field_of(HostOffer, "minimum", max_value=500)
    languages = LevelsField(label=_("Languages needed"), required=False)
    desk = field_of(HostOffer, "desk")
    clearance = field_of(HostOffer, "clearance")
    accommodation = field_of(HostOffer, "accommodation")
    mentor_name = field_of(HostOffer, "mentor_name")
    mentor_function = field_of(HostOffer, "mentor_function")
    mentor_email = field_of(HostOffer, "mentor_email")

    def __init__(self, *args: Any, round: Round, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["windows"] = windows_field(round)
        # What was begun can be kept with gaps; an offer needs these two.
        for name in ("title", "task"):
            self.fields[name].required = "save" not in self.data
        self.order_fields(["organisation", "title", "task", "topics", "windows"])

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        stored = super().initial_of(record)
        texts = {name: getattr(record, name) for name in ("title", "task")}
        return {**stored, **{name: str(text) for name, text in texts.items()}, "windows": list(record.windows.all())}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        check_places(self, values)
        return values

    def values_for(self, offer: HostOffer) -> dict[str, Any]:
        """What was typed; texts in the language of the link, other languages stay as they are."""
        typed = dict(self.values)
        for name in ("title", "task"):
            before = getattr(offer, name)
            # Shown in another language because there was none in this one, and left as it was.
            if typed[name] == str(before) and self.language not in before.texts:
                typed[name] = dict(before.texts)
            else:
                typed[name] = {**before.texts, self.language: typed[name]}
        return typed


class AskHost(forms.Form):
    """To whom the link goes."""

    name = field_of(HostOffer, "contact_name", required=True)
    email = field_of(HostOffer, "contact_email", required=True)
    language = house_languages()
    ends_on = forms.DateField(
        label=_("Link valid until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    message = TextField(label=_("Message"), lines=True, required=False, max_length=2_000)

    @staticmethod
    def initial_for(offer: HostOffer) -> dict[str, Any]:
        last = offer.round.results_on or offer.round.offers_until
        until = max(last or timezone.localdate(), timezone.localdate() + timedelta(days=30))
        own = offer.partner.own_language if offer.partner else settings.LANGUAGE_CODE
        known = own if own in dict(settings.LANGUAGES) else "en"
        return {
            "name": offer.contact_name,
            "email": offer.contact_email,
            "language": offer.contact_language if offer.asked_at else known,
            "ends_on": until,
        }


class Withdraw(forms.Form):
    reason = TextField(label=_("Reason"), max_length=300)
