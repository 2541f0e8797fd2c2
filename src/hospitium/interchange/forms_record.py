"""Forms for taking over a record."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.interchange.record.reading import LARGEST


class ChooseRecord(forms.Form):
    file = forms.FileField(label=_("Record (YAML)"), help_text=_("A text file of at most 5 MB."))

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise ValidationError(_("The file is larger than 5 MB. A record of a city is smaller."))
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(
                _("The file is not a text in UTF-8. Save it as UTF-8 and choose it again.")
            ) from error
        return text


class ConfirmRecord(forms.Form):
    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=LARGEST)
