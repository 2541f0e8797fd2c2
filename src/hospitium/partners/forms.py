"""Forms for partners, partnerships, contacts, needs and offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import holders
from hospitium.core.forms import CountryField, MultilingualFormField, PartialDateFormField, RecordForm, field_of, offer
from hospitium.core.models import User
from hospitium.core.wording import is_language
from hospitium.partners.models import (
    Contact,
    ContactFunction,
    Interest,
    Partner,
    Partnership,
    PartnerUnit,
    PlanningException,
    StatusChange,
)
from hospitium.partners.models.places import NOWHERE


class EditPartner(RecordForm):
    named = ("name", "own_name")
    name = field_of(Partner, "name", required=True)
    own_name = field_of(Partner, "own_name")
    own_language = field_of(Partner, "own_language")
    country = CountryField(label=_("Country"), nobody_knows=NOWHERE)
    subdivision = field_of(Partner, "subdivision")
    level = field_of(Partner, "level")
    part_of = field_of(Partner, "part_of")
    latitude = field_of(Partner, "latitude")
    longitude = field_of(Partner, "longitude")
    responsibilities = field_of(Partner, "responsibilities")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            raise ValidationError(_("Give both coordinates, or neither."))
        return values


class NewPartner(EditPartner):
    key = field_of(Partner, "key")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Partner.objects.filter(key=key).exists():
            raise ValidationError(_("This short name is taken."))
        return key


class EditUnit(forms.Form):
    own_name = field_of(PartnerUnit, "own_name", required=True)
    name = field_of(PartnerUnit, "name")


class EditPartnership(RecordForm):
    kind = field_of(Partnership, "kind")
    cost_rule = field_of(Partnership, "cost_rule")
    origin = field_of(Partnership, "origin")
    sensitivities = field_of(Partnership, "sensitivities")
    renewed = field_of(Partnership, "renewed")
    source = field_of(Partnership, "source")
    is_published = field_of(Partnership, "is_published")


class NewPartnership(EditPartnership):
    key = field_of(Partnership, "key")
    partner = field_of(Partnership, "partner")
    home_district = field_of(Partnership, "home_district")
    unit = field_of(Partnership, "unit", required=True)
    status = field_of(Partnership, "status")
    since = field_of(Partnership, "since")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Partnership.objects.filter(key=key).exists():
            raise ValidationError(_("This short name is taken."))
        return key


class ChangeStatus(forms.Form):
    since = PartialDateFormField(label=_("From when"))
    reason = MultilingualFormField(label=_("Reason"))
    reference = field_of(StatusChange, "reference")
    source = field_of(StatusChange, "source")


class GrantException(forms.Form):
    purpose = field_of(PlanningException, "purpose")
    reason = field_of(PlanningException, "reason")
    valid_until = field_of(PlanningException, "valid_until")


class AssignUnit(forms.Form):
    unit = forms.ModelChoiceField(queryset=Unit.objects.all(), label=_("Looked after by"))


class EditContact(RecordForm):
    named = ("given_name", "family_name", "email")
    title = field_of(Contact, "title")
    given_name = field_of(Contact, "given_name")
    family_name = field_of(Contact, "family_name")
    languages = field_of(Contact, "languages")
    email = field_of(Contact, "email")
    phone = field_of(Contact, "phone")
    met_at = field_of(Contact, "met_at")
    last_contact = field_of(Contact, "last_contact")
    owner = field_of(Contact, "owner")
    successor = field_of(Contact, "successor")
    note = field_of(Contact, "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", holders("contact.read", besides=self.initial.get("owner")))

    def clean_languages(self) -> str:
        codes: str = self.cleaned_data["languages"].lower().replace(";", ",").replace(",", " ")
        for code in codes.split():
            if not is_language(code):
                raise ValidationError(
                    _("“%(code)s” is not the code of a language. Write codes of ISO 639, such as pl, en."),
                    params={"code": code},
                )
        known = ", ".join(dict.fromkeys(codes.split()))
        limit = Contact._meta.get_field("languages").max_length or 0
        if len(known) > limit:
            raise ValidationError(_("At most %(limit)s characters."), params={"limit": limit})
        return known

    def limit_successors(self, contact: Contact) -> None:
        """A successor is somebody else at the same partner's."""
        choices = Contact.objects.filter(partner=contact.partner_id).exclude(pk=contact.pk)
        offer(self, "successor", choices)


class NewContact(EditContact):
    partner = field_of(
        Contact,
        "partner",
        help_text=_(
            "Here stand the partners that your unit looks after. A person at another partner is entered by the unit "
            "that looks after that partnership."
        ),
    )
    function = field_of(ContactFunction, "function", required=False)
    organisation = field_of(ContactFunction, "organisation")
    field_order = ["partner", "title", "given_name", "family_name", "function", "organisation"]

    def limit_partners(self, user: User) -> None:
        offer(self, "partner", Partner.objects.visible_to(user, "contact.create"))
        del self.fields["successor"]


class Nothing(forms.Form):
    """A question that is answered by yes."""


class AddFunction(forms.Form):
    named = ("organisation",)
    function = field_of(ContactFunction, "function")
    organisation = field_of(ContactFunction, "organisation")
    begins = field_of(ContactFunction, "begins")
    ends = field_of(ContactFunction, "ends")


class EndFunction(forms.Form):
    ends = PartialDateFormField(label=_("Until"))


class NoteAcquaintance(forms.Form):
    user = forms.ModelChoiceField(queryset=User.objects.filter(is_active=True).order_by("name"), label=_("Colleague"))
    last_contact = PartialDateFormField(label=_("Last contact"), required=False)


class EditInterest(RecordForm):
    kind = field_of(Interest, "kind")
    topic = field_of(Interest, "topic")
    text = field_of(Interest, "text", required=True)
    partner = field_of(Interest, "partner")
    unit = field_of(Interest, "unit")
    valid_until = field_of(Interest, "valid_until")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("partner")) == bool(values.get("unit")):
            raise ValidationError(_("Choose either the partner or our unit whose need or offer it is."))
        return values


__all__ = [
    "AddFunction",
    "AssignUnit",
    "ChangeStatus",
    "EditContact",
    "EditInterest",
    "EditPartner",
    "EditPartnership",
    "EditUnit",
    "EndFunction",
    "GrantException",
    "NewContact",
    "NewPartner",
    "NewPartnership",
    "NoteAcquaintance",
    "Nothing",
]
