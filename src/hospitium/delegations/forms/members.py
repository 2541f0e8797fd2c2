"""The forms of a member: the name, everything for the officer, the person's own details, the wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hospitium.core.forms import RecordForm, field_of
from hospitium.core.multilingual import Multilingual
from hospitium.delegations.forms.fields import NameField, PassportName, SomeLanguagesField, name_of_member
from hospitium.delegations.models import CateringWish, Delegation, Member
from hospitium.delegations.names import PersonName, completed, is_latin
from hospitium.visits.forms.choices import LanguagesField

NAMES = ("family_name", "given_name", "own_family_name", "own_given_name")


class Names(RecordForm):
    """What all forms with a name share: Cyrillic alone gets a passport form as a proposal, other scripts are asked.

    `delegation` has to be given with `for_delegation` before the form is looked at.
    """

    named: ClassVar[tuple[str, ...]] = NAMES
    family_name = PassportName(
        label=_("Family name as in the passport"), max_length=Member._meta.get_field("family_name").max_length
    )
    given_name = name_of_member("given_name")
    own_family_name = name_of_member(
        "own_family_name",
        help_text=_("With all diacritics, or in Cyrillic. Without the passport form, that is proposed from it."),
    )
    own_given_name = name_of_member("own_given_name")
    name_order = field_of(Member, "name_order", required=False)
    address = field_of(Member, "address")
    academic_title = name_of_member("academic_title")
    function: forms.Field = SomeLanguagesField(label=_("Function"), required=False)
    organisation: forms.Field = SomeLanguagesField(label=_("Organisation"), required=False)

    # Was a passport form proposed? Then the page says that it wants a look.
    is_proposed = False
    language = ""
    translated: ClassVar[tuple[str, ...]] = ("function", "organisation")

    def for_delegation(self, delegation: Delegation, member: Member | None = None) -> None:
        """Ask for the languages of this delegation, and keep what stands in the others."""
        self.language = delegation.language
        languages = (delegation.language, delegation.visit.host_language)
        for name in self.translated:
            field = self.fields.get(name)
            if isinstance(field, SomeLanguagesField):
                field.want(languages, getattr(member, name) if member else Multilingual())
        if member is None and delegation.language == "hu":
            self.initial.setdefault("name_order", Member.Order.FAMILY_FIRST)

    def clean_name_order(self) -> str:
        """Whoever leaves it out, as a sheet does, means the usual order of the language."""
        usual = Member.Order.FAMILY_FIRST if self.language == "hu" else Member.Order.GIVEN_FIRST
        return str(self.cleaned_data["name_order"] or usual)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(name in self.errors for name in NAMES):
            return cleaned
        family, given, own_family, own_given = (cleaned.get(name, "") for name in NAMES)
        typed = PersonName(family, given, own_family, own_given, language=self.language)
        name = completed(typed)
        self.is_proposed = name != typed
        if not name.family:
            self.add_error("family_name", _("The family name is missing. Who has only one name writes it here."))
        for field, value in zip(NAMES, (name.family, name.given, name.own_family, name.own_given), strict=True):
            cleaned[field] = value
        for field in ("family_name", "given_name"):
            self.check_latin(field, cleaned[field])
        return cleaned

    def check_latin(self, field: str, value: str) -> None:
        if value.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
            # A sheet would take it for a formula.
            self.add_error(field, _("A name begins with a letter."))
            return
        if value and any(sign.isalpha() for sign in value) and not is_latin(value):
            # Mixed scripts are let through with a warning; see core/letters.py.
            if any(is_latin(sign) for sign in value):
                return
            self.add_error(field, _("Write this name in Latin letters, as in the passport."))
        elif value and not any(sign.isalpha() for sign in value):
            self.add_error(field, _("This is not a name: there is no letter in it."))


class NameMember(Names):
    """For the focal point, and for whoever types a list: who comes, and as what."""

    sections = (
        (
            pgettext_lazy("of a person", "Name"),
            ("family_name", "given_name", "own_family_name", "own_given_name", "name_order"),
        ),
        (_("How to address"), ("address", "academic_title")),
        (_("As what"), ("role", "function", "organisation")),
        (pgettext_lazy("of a person", "How to reach"), ("email",)),
    )
    role = field_of(Member, "role")
    email = field_of(Member, "email")


class EditMember(Names):
    """For the officer: all that is known of a member, but wishes and what lies in the vault."""

    named = (*NAMES, "function", "organisation")
    translated = ()
    sections = (
        (
            pgettext_lazy("of a person", "Name"),
            ("family_name", "given_name", "own_family_name", "own_given_name", "name_order", "pronunciation"),
        ),
        (_("How to address"), ("address", "academic_title", "salutation")),
        (_("As what"), ("role", "rank", "place", "function", "organisation")),
        (pgettext_lazy("of a person", "How to reach"), ("email", "phone", "emergency_contact", "languages")),
        (_("Data protection"), ("may_be_photographed", "notice_given_on")),
    )
    pronunciation = name_of_member("pronunciation")
    salutation = field_of(Member, "salutation")
    role = field_of(Member, "role")
    rank = field_of(Member, "rank")
    place = field_of(Member, "place", min_value=1)
    function = field_of(Member, "function")
    organisation = field_of(Member, "organisation")
    email = field_of(Member, "email")
    phone = name_of_member("phone")
    emergency_contact = name_of_member("emergency_contact")
    languages = LanguagesField(label=_("Languages spoken"), required=False)
    may_be_photographed = field_of(Member, "may_be_photographed")
    notice_given_on = field_of(Member, "notice_given_on")


class OwnDetails(RecordForm):
    """For the members themselves: how to say the name, how to reach them, what may be done with pictures."""

    sections = (
        (_("Your name"), ("pronunciation",)),
        (_("How to reach you"), ("email", "phone", "emergency_contact", "languages")),
        (_("Pictures"), ("may_be_photographed",)),
    )
    pronunciation = name_of_member("pronunciation")
    email = field_of(Member, "email")
    phone = name_of_member("phone")
    emergency_contact = name_of_member("emergency_contact")
    languages = LanguagesField(label=_("Languages spoken"), required=False)
    may_be_photographed = field_of(Member, "may_be_photographed")


class Wishes(RecordForm):
    """What somebody eats and needs. Without consent nothing is kept (Art. 9 (2) a GDPR)."""

    sections = (
        (_("Catering"), ("has_none", "diets")),
        (_("Access"), ("needs", "other")),
        (_("Consent"), ("consent",)),
    )
    has_none = forms.BooleanField(label=_("No wishes"), required=False)
    diets = forms.MultipleChoiceField(
        label=_("Catering wishes"),
        choices=CateringWish.Diet.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("Access wishes"), choices=CateringWish.Need.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    other = NameField(label=_("Other wishes"), max_length=300, required=False)
    consent = forms.BooleanField(
        label=_("The person agrees that these wishes are kept for this visit and deleted after it."), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wishes = [cleaned.get(name) for name in ("diets", "needs", "other")]
        if cleaned.get("has_none") and any(wishes):
            raise ValidationError(_("Choose either “No wishes” or the wishes themselves."))
        if not cleaned.get("has_none") and not any(wishes):
            raise ValidationError(_("Choose at least one wish, or “No wishes”."))
        if not cleaned.get("consent"):
            self.add_error("consent", _("Without consent the wishes are not kept. Then nobody can plan for them."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "consent"}


def names_of(row: Mapping[str, str], delegation: Delegation, languages: Sequence[str] = ()) -> NameMember:
    """The form of one row of a list, as if it had been typed: column → text, function and organisation with language.

    `languages` are those that the row has texts in; without them, those of the delegation.
    """
    form = NameMember({"role": Member.Role.MEMBER, **row})
    form.for_delegation(delegation)
    for name in form.translated:
        field = form.fields[name]
        if languages and isinstance(field, SomeLanguagesField):
            field.want(languages, Multilingual())
    return form


__all__ = ["EditMember", "NameMember", "OwnDetails", "Wishes", "names_of"]
