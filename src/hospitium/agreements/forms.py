"""Forms for instruments and clauses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.agreements.models import Clause, Instrument
from hospitium.algorithms.dates.partial import PartialDate
from hospitium.core.forms import ListField, RecordForm, field_of, may_be_a_day, offer, word
from hospitium.core.models import User
from hospitium.documents.actions import BEGINNINGS
from hospitium.partners.models import Partnership

LONGEST_TERM = 600
SCANS = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})


class EditInstrument(RecordForm):
    kind = field_of(Instrument, "kind")
    title = field_of(Instrument, "title", help_text=_("May stay empty; the kind then stands in its place."))
    signed_at = field_of(Instrument, "signed_at")
    signatories = ListField(
        label=_("Signatories"), required=False, help_text=_("One office in each line, ours first. Offices, no persons.")
    )
    valid_from = field_of(Instrument, "valid_from")
    valid_until = field_of(Instrument, "valid_until")
    is_tacitly_renewed = field_of(Instrument, "is_tacitly_renewed")
    renewal_months = field_of(Instrument, "renewal_months", min_value=1, max_value=LONGEST_TERM)
    notice_months = field_of(Instrument, "notice_months", max_value=LONGEST_TERM)
    file_reference = field_of(Instrument, "file_reference")
    predecessor = field_of(Instrument, "predecessor")
    note = field_of(Instrument, "note", lines=True)
    source = field_of(Instrument, "source")
    is_published = field_of(Instrument, "is_published")

    def limit_predecessors(self, instrument: Instrument) -> None:
        """An instrument follows on another one of the same partnership."""
        others = Instrument.objects.filter(partnership=instrument.partnership_id).exclude(pk=instrument.pk)
        offer(self, "predecessor", others)
        word(self, "predecessor", with_year)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begins, ends = values.get("valid_from"), values.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("It ends before it begins."))
        if values.get("is_tacitly_renewed") and not self.errors.get("renewal_months"):
            if not values.get("renewal_months"):
                self.add_error("renewal_months", _("Write by how many months it is renewed each time."))
            if not ends and not self.errors.get("valid_until"):
                self.add_error("valid_until", _("A tacit renewal needs the end of the first term."))
        return values


class NewInstrument(EditInstrument):
    partnership = field_of(Instrument, "partnership")
    signed = field_of(Instrument, "signed", help_text=_("Leave empty for a draft. 12.11.1990, 11.1990 or 1990."))
    field_order = ["partnership", "kind", "title", "signed"]

    def limit_to(self, user: User, chosen: Partnership | None) -> None:
        """Offer the partnerships for which the person may enter instruments, and what these can follow on."""
        offered = Partnership.objects.visible_to(user, "instrument.create")
        earlier = Instrument.objects.filter(partnership__in=[chosen] if chosen else offered)
        limits: dict[str, Any] = {
            "partnership": offered.select_related("partner", "home_district"),
            "predecessor": earlier.select_related("partnership__partner", "partnership__home_district"),
        }
        for name, queryset in limits.items():
            offer(self, name, queryset)
        if chosen is None:
            word(self, "predecessor", with_partnership)


def with_partnership(instrument: Instrument) -> str:
    return f"{instrument.partnership}: {with_year(instrument)}"


def with_year(instrument: Instrument) -> str:
    """“Framework agreement” alone is the name of many."""
    return f"{instrument}, {instrument.signed.year}" if instrument.signed else str(instrument)


class Sign(forms.Form):
    on = forms.DateField(
        label=_("Day of the signing"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean_on(self) -> PartialDate:
        day: date = self.cleaned_data["on"]
        may_be_a_day(day)
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return PartialDate.of(day)


class AttachDocument(forms.Form):
    file = forms.FileField(
        label=_("Scanned file"),
        help_text=_("PDF, PNG, JPEG or TIFF."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if media_type_of(upload) not in SCANS:
            raise ValidationError(_("This is none of these: PDF, PNG, JPEG, TIFF."))
        return upload


def media_type_of(upload: UploadedFile[bytes]) -> str:
    """What a file is, by its first bytes; the name may say anything."""
    beginning = upload.read(16)
    upload.seek(0)
    return next((kind for start, kind in BEGINNINGS if beginning.startswith(start)), "")


class EditClause(RecordForm):
    number = field_of(Clause, "number")
    text = field_of(Clause, "text", required=True, lines=True)
    topics = field_of(Clause, "topics", widget=forms.CheckboxSelectMultiple)
    obligation = field_of(Clause, "obligation")
    source = field_of(Clause, "source")


class NewClause(EditClause):
    """The same fields for a clause that is not there yet."""


class Nothing(forms.Form):
    """A question that is answered by yes."""


__all__ = ["AttachDocument", "EditClause", "EditInstrument", "NewClause", "NewInstrument", "Nothing", "Sign"]
