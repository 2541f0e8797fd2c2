"""Forms of the register of gifts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import Unit
from hospitium.accounts.policy import Somebody, access_of
from hospitium.core.forms import RecordForm, field_of, offer
from hospitium.delegations.actions.gifts import Approval, Decision
from hospitium.delegations.models import Gift
from hospitium.partners.models import Partner
from hospitium.visits.forms.money import CURRENCIES, MoneyField, currency_field
from hospitium.visits.models import Visit


class EditGift(RecordForm):
    sections = (
        (_("What"), ("direction", "what", "count", "value", "currency")),
        (_("Who and when"), ("giver", "receiver", "occasion", "on", "partner", "visit", "unit")),
        (_("Afterwards"), ("whereabouts", "ask")),
    )
    direction = field_of(Gift, "direction")
    what = field_of(Gift, "what")
    count = field_of(Gift, "count", label=_("Pieces"), min_value=1)
    value = MoneyField(
        label=_("Value of one"), required=False, digits=9, help_text=_("Empty: unknown. An estimate is better.")
    )
    currency = currency_field()
    giver = field_of(Gift, "giver")
    receiver = field_of(Gift, "receiver")
    occasion = field_of(Gift, "occasion")
    on = field_of(Gift, "on")
    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none(), required=False)
    visit = forms.ModelChoiceField(label=_("Visit"), queryset=Visit.objects.none(), required=False)
    unit = forms.ModelChoiceField(label=_("Office"), queryset=Unit.objects.none())
    whereabouts = field_of(Gift, "whereabouts", help_text=_("On display, in the store, given back, passed on to …"))
    ask = forms.BooleanField(
        label=_("Ask for approval"), required=False, help_text=_("The head of the office sees it on the start page.")
    )

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        return {**super().initial_of(record), "ask": record.state == Gift.State.ASKED}

    def limit_to(self, user: Somebody) -> None:
        """Partners and visits that the person sees, offices for which gifts are entered."""
        scope = access_of(user).scope("gift.create")
        units = Unit.objects.all() if scope.anything else Unit.objects.filter(pk__in=scope.units)
        offer(self, "unit", units.order_by("name_key", "id"))
        offer(self, "partner", Partner.objects.visible_to(user).order_by("name_key", "id"))
        offer(self, "visit", Visit.objects.visible_to(user).select_related("activity"))
        if units.count() == 1 and not self.initial.get("unit"):
            self.initial["unit"] = units.get().pk
        current = self.initial.get("currency")
        if current and current not in CURRENCIES:
            field: Any = self.fields["currency"]
            field.choices = [(current, current), *field.choices]

    @property
    def approval(self) -> Approval:
        return Approval.ASK if self.cleaned_data.get("ask") else Approval.NONE

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "ask"}


class DecideGift(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(Decision.APPROVE.value, _("approve")), (Decision.REFUSE.value, _("refuse"))],
        widget=forms.RadioSelect,
    )
    reason = field_of(Gift, "reason", help_text=_("A refusal needs one."))


class EditGiftLimit(RecordForm):
    approval_from = MoneyField(
        label=_("Approval from"), required=False, digits=9, help_text=_("Empty: no gift needs approval for its value.")
    )
    most_a_year = MoneyField(
        label=_("Most from one giver in a year"), required=False, digits=9, help_text=_("Empty: no limit for a year.")
    )
    currency = currency_field()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        least, most = values.get("approval_from"), values.get("most_a_year")
        if least is not None and most is not None and most < least:
            self.add_error("most_a_year", _("The limit of a year is not lower than that of one gift."))
        return values


__all__ = ["DecideGift", "EditGift", "EditGiftLimit"]
