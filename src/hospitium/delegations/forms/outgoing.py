"""Forms of our own journeys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, field_of, offer
from hospitium.delegations.actions.outgoing import Decision
from hospitium.delegations.models import Delegation, MandateQuestion, Member, TravelRequest
from hospitium.delegations.queries.names import ordered_by_name
from hospitium.visits.forms.money import CURRENCIES, MoneyField, currency_field


class EditRequest(RecordForm):
    purpose = field_of(TravelRequest, "purpose")
    why_in_person = field_of(TravelRequest, "why_in_person")
    estimate = MoneyField(label=_("Estimated cost"), required=False, digits=10, help_text=_("Empty: unknown."))
    currency = currency_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.initial.get("currency")
        if current and current not in CURRENCIES:
            field: Any = self.fields["currency"]
            field.choices = [(current, current), *field.choices]


class DecideRequest(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(Decision.APPROVE.value, _("approve")), (Decision.REFUSE.value, _("refuse"))],
        widget=forms.RadioSelect,
    )
    reason = field_of(TravelRequest, "reason", help_text=_("A refusal needs one."))


class NoteClaim(forms.Form):
    claimed_on = field_of(
        TravelRequest, "claimed_on", help_text=_("The clock stops. Empty: not claimed after all; it runs again.")
    )


class EditQuestion(RecordForm):
    question = field_of(MandateQuestion, "question")
    member = forms.ModelChoiceField(
        label=_("Who asks"), queryset=Member.objects.none(), required=False, help_text=_("Empty: whoever can.")
    )
    answer = field_of(MandateQuestion, "answer", help_text=_("Written down during the journey or after it."))

    def limit_to(self, delegation: Delegation) -> None:
        """Those who travel."""
        offer(self, "member", ordered_by_name(Member.objects.filter(delegation=delegation).printable()))


class WriteReport(RecordForm):
    mandate = field_of(Delegation, "mandate", lines=True)
    report_text = field_of(Delegation, "report_text", lines=True, max_length=20000)


__all__ = ["DecideRequest", "EditQuestion", "EditRequest", "NoteClaim", "WriteReport"]
