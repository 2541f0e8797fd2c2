"""The forms of guests, and that with which the office gives a link out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, TextField, field_of, may_be_a_day
from hospitium.core.multilingual import Multilingual
from hospitium.delegations.actions.guests import Earlier
from hospitium.delegations.forms.fields import NameField, SomeLanguagesField, name_of_member
from hospitium.delegations.forms.members import Names, Wishes
from hospitium.delegations.models import Member
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.visits.forms.choices import LanguagesField

SEALED = "sealed"
DAYS = frozenset({"passport_issued_on", "passport_valid_until", "birth_date"})


def day_field(**options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, validators=[may_be_a_day], **options)


class GiveLink(forms.Form):
    """Who names the delegation, in which language, until when."""

    name = NameField(label=_("Name"), max_length=150, help_text=_("Who names the members."))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The link opens only with this address."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    ends_on = day_field(label=_("Valid until"))
    message = TextField(label=_("A few words of your own"), required=False, lines=True, max_length=2000)
    end_earlier = forms.BooleanField(
        label=_("End earlier links to this list"),
        required=False,
        initial=True,
        help_text=_("Untick this if several people name the members together. Links of the members stay."),
    )

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the tick."""
        return {name: value for name, value in self.cleaned_data.items() if name != "end_earlier"}

    @property
    def earlier(self) -> Earlier:
        return Earlier.END if self.cleaned_data["end_earlier"] else Earlier.KEEP


class SendOwnLink(forms.Form):
    ends_on = day_field(label=_("Valid until"))


class Own(Names):
    """What members enter about themselves; wishes, passport and photos have forms of their own."""

    sections = (
        (
            _("Your name"),
            ("own_family_name", "own_given_name", "family_name", "given_name", "name_order", "pronunciation"),
        ),
        (_("How to address you"), ("address", "academic_title")),
        (_("As what you come"), ("function", "organisation", "languages")),
        (_("How to reach you"), ("email", "phone", "emergency_contact")),
        (_("Arrival"), ("arrival_note",)),
    )
    pronunciation = name_of_member("pronunciation")
    email = field_of(Member, "email")
    phone = name_of_member("phone")
    emergency_contact = name_of_member("emergency_contact")
    languages = LanguagesField(label=_("Languages spoken"), required=False)
    arrival_note = name_of_member(
        "arrival_note", help_text=_("Flight or train if you know it, an earlier arrival, luggage. It is only a note.")
    )


class OwnWishes(Wishes):
    """The same wishes, in the words of the person who gives them."""

    consent = forms.BooleanField(
        label=_("I agree that these wishes are kept for this visit and deleted after it."), required=False
    )


class Photos(forms.Form):
    """Consent to pictures: yes, no, or not said."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    may_be_photographed = forms.TypedChoiceField(
        label=_("Photos with me may be published by the office"),
        choices=[("", _("I have not decided")), ("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda typed: {"yes": True, "no": False}.get(typed),
        empty_value=None,
    )


class Passport(forms.Form):
    """What goes into the vault. The form is always shown empty, and an empty field leaves what was given."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, prefix=SEALED, **options)
        for code, label in PASSPORT_FIELDS.items():
            attributes = {"autocomplete": "off", "spellcheck": "false"}
            self.fields[code] = (
                day_field(label=label, required=False)
                if code in DAYS
                else NameField(label=label, required=False, max_length=120, widget=forms.TextInput(attrs=attributes))
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Nothing was entered. What you gave before stays as it is."))
        return cleaned

    @property
    def typed(self) -> dict[str, str]:
        return {
            code: value.isoformat() if isinstance(value, date) else value
            for code, value in self.cleaned_data.items()
            if value
        }


def from_draft(form: RecordForm, content: Mapping[str, Sequence[str]]) -> None:
    """Fill a form that was not sent with what a draft has kept."""
    for name, field in form.fields.items():
        if isinstance(field, SomeLanguagesField):
            texts = {code: content[f"{name}-{code}"][0] for code in field.widget.wanted if f"{name}-{code}" in content}
            if texts:
                form.initial[name] = Multilingual(texts, next(iter(texts)))
        elif name in content:
            kept = list(content[name])
            form.initial[name] = kept if isinstance(field, forms.MultipleChoiceField) else kept[0]


__all__ = ["GiveLink", "Own", "OwnWishes", "Passport", "Photos", "SendOwnLink", "from_draft"]
