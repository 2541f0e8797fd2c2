from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from hospitium.algorithms.amounts import AmountError, read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1234,5", "1234.50"),
        ("1.234", "1234.00"),
        ("1,234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("0,05", "0.05"),
        ("250,-", "250.00"),
        (" 7 ", "7.00"),
    ],
)
def test_each_way_of_writing_is_read(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-3",
        "3 €",
        "EUR 3",
        "1.23.456",
        "1234.567",
        "0.123",
        "1,234,5",
        "1.234.5",
        "1 2",
        ",50",
        "٣",
        "1e3",
        "1.234 567",
    ],
)
def test_what_could_be_two_amounts_or_none_is_refused(text):
    with pytest.raises(AmountError):
        read_amount(text)


@given(
    amount=st.decimals(0, 9_999_999_999, places=2),
    language=st.sampled_from(["de", "en_GB", "pl", "cs", "hu", "ru"]),
)
def test_what_a_language_writes_is_read_back(amount, language):
    assert read_amount(format_decimal(amount, "#,##0.00", locale=language)) == amount
