"""What is asked after a visit: the day of settlement, the report."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, field_of
from hospitium.delegations.forms.evaluation import day_field
from hospitium.delegations.models import Delegation


class Settle(forms.Form):
    on = day_field(_("Costs settled on"))


class EditReport(RecordForm):
    report_text = field_of(Delegation, "report_text", lines=True, max_length=20_000)
