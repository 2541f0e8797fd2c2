"""The forms of the editorial pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, field_of
from hospitium.portal.actions import WORDINGS
from hospitium.portal.models import EditorialPage

LONGEST_BODY = 20_000


class Page(RecordForm):
    """Title, lead and text in all languages, and what somebody says about the translations."""

    title = field_of(EditorialPage, "title", required=True, max_length=200)
    lead = field_of(EditorialPage, "lead", max_length=1_000, lines=True)
    body = field_of(
        EditorialPage,
        "body",
        max_length=LONGEST_BODY,
        lines=True,
        help_text=_("Simple Markdown: ## heading, **bold**, - list, [text](https://…)."),
    )
    confirmed = forms.MultipleChoiceField(
        label=_("Compared with the original and up to date"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    machine = forms.MultipleChoiceField(
        label=_("Translated by a machine"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        return {name: self.cleaned_data[name] for name in WORDINGS}


class NewPage(forms.Form):
    key = field_of(EditorialPage, "key", help_text=_("The last part of the page's address, such as young-people."))
    title = field_of(EditorialPage, "title", required=True, max_length=200)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if EditorialPage.objects.filter(key=key).exists():
            raise ValidationError(_("There is a page with this address already."))
        return key
