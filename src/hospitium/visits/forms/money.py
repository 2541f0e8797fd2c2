"""Amounts of money in forms, as the six languages write them, and the currencies to choose from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.amounts import AmountError, read_amount
from hospitium.core import wording
from hospitium.core.forms import TextField
from hospitium.core.multilingual import here

# Those of European cities and of cities that they have partnerships with.
CURRENCIES = (
    "EUR", "PLN", "CZK", "HUF", "GBP", "CHF", "DKK", "NOK", "SEK", "RON", "BGN", "RSD", "UAH", "RUB", "TRY", "GEL",
    "UZS", "USD", "ARS", "BRL", "CNY", "IDR", "ILS", "JPY", "KRW", "MXN", "NAD", "XOF",
)  # fmt: skip


class MoneyField(TextField):
    """An amount in any of the ways of writing: 1.234,56 or 1,234.56 or 1 234,56. Empty: unknown."""

    default_error_messages = {
        "amount": _("“%(text)s” is not an amount. Write it like 1234,56 and without the currency."),
        "large": _("This amount is too large."),
    }

    def __init__(self, *, digits: int = 12, **options: Any) -> None:
        self.largest = Decimal(10) ** (digits - 2)
        super().__init__(**{"max_length": 30, **options})
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return format_decimal(value, "#,##0.00", locale=wording.locale(here()))
        return value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(self.prepare_value(value))
        if not text:
            return None
        try:
            amount = read_amount(text)
        except AmountError as error:
            raise ValidationError(self.error_messages["amount"], "amount", {"text": text}) from error
        if amount >= self.largest:
            raise ValidationError(self.error_messages["large"], "large")
        return amount

    def run_validators(self, value: Any) -> None:
        """Those of a text ask for its length; an amount has none."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def currency_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=currency_choices, initial="EUR")


def currency_choices() -> list[tuple[str, str]]:
    known = Locale.parse(here()).currencies
    return [(code, f"{code} – {known.get(code, code)}") for code in CURRENCIES]
