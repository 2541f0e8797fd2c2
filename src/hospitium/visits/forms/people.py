"""The form of a speaker or host."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, field_of
from hospitium.visits.forms.choices import HoursField, LanguagesField
from hospitium.visits.models import Speaker


class EditSpeaker(RecordForm):
    sections = (
        (_("Who"), ("name", "salutation", "function", "organisation", "unit")),
        (_("How to reach"), ("email", "phone", "language")),
        (_("What and when"), ("topics", "languages", "hours", "remark")),
    )
    name = field_of(Speaker, "name")
    salutation = field_of(Speaker, "salutation")
    function = field_of(Speaker, "function")
    organisation = field_of(Speaker, "organisation")
    unit = field_of(Speaker, "unit")
    email = field_of(Speaker, "email")
    phone = field_of(Speaker, "phone")
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    languages = LanguagesField(label=_("Languages spoken"), required=False)
    topics = field_of(Speaker, "topics", widget=forms.CheckboxSelectMultiple)
    hours = HoursField(
        label=_("Hours"), required=False, help_text=_("When this person can be had; one line: Mo 09:00-16:00.")
    )
    remark = field_of(Speaker, "remark")


__all__ = ["EditSpeaker"]
