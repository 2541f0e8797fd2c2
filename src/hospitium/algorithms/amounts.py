"""Amounts of money as people write them in Europe: 1.234,56 and 1,234.56 and 1 234,56 are the same amount."""

from __future__ import annotations

import re
from decimal import Decimal

# Between thousands: full stop, comma, apostrophe, and the spaces that keyboards and spreadsheets make.
SPACES = "\u0020\u00a0\u2009\u202f"
WHOLE = re.compile(rf"[0-9]+|[1-9][0-9]{{0,2}}(?P<mark>[.,'’{SPACES}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*")
AMOUNT = re.compile(rf"(?P<whole>[0-9.,'’{SPACES}]*?[0-9])(?:(?P<point>[.,])(?P<cents>[0-9]{{1,2}}|[-–]))?")


class AmountError(ValueError):
    """A text that is no amount, or could be two."""


def read_amount(text: str) -> Decimal:
    """The amount with two decimals. Money has at most two of them, so that three digits are always thousands.

    Raises AmountError for anything else: a sign, a currency, three decimals, groups that are not of three digits.
    """
    match = AMOUNT.fullmatch(text.strip())
    whole = match and WHOLE.fullmatch(match["whole"])
    if not match or not whole or (whole["mark"] and whole["mark"] == match["point"]):
        raise AmountError(text)
    digits = re.sub(r"\D", "", match["whole"])
    cents = re.sub(r"\D", "", match["cents"] or "").ljust(2, "0")
    return Decimal(f"{digits}.{cents}")


__all__ = ["AmountError", "read_amount"]
