"""The fixed list of marks that a letterhead can hold, and the plain values that come into their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Values = Mapping[str, str | list[str]]
MARK = re.compile("«([^«»]{0,60})»")
# A mark on a line of its own whose value has several paragraphs gives as many lines.
MARKS: Mapping[str, str | Promise] = {
    "office": _("the authority"),
    "unit": _("the unit"),
    "sender": _("the line above the address"),
    "recipient": _("name and address of the receiver, several lines"),
    "place": _("the city"),
    "date": _("the day of the letter"),
    "reference": _("the file reference"),
    "number": _("number and version in the register"),
    "officer": _("who looks after it"),
    "email": _("mail address of that person"),
    "phone": _("telephone of that person"),
    "subject": _("the subject"),
    "salutation": _("the form of address"),
    "text": _("the text of the letter, paragraph by paragraph"),
    "closing": _("the words before the signature"),
    "signature": _("the name below the signature"),
    "cosignature": _("the line for the co-signature"),
    "check": _("the check code of a letter, as a picture and in letters"),
    "second": _("the letter in its second language, on a page of its own"),
}


def plain_values(values: Mapping[str, object]) -> dict[str, str | list[str]]:
    """The values as text without control characters. Raises TypeError for anything but text, numbers, days, lists.

    An object would bring its methods along; text brings nothing.
    """
    return {name: lines(value) for name, value in values.items()}


def lines(value: object) -> str | list[str]:
    if type(value) is list:
        return [one_line(entry) for entry in value]
    return one_line(value)


def one_line(value: object) -> str:
    if type(value) not in (str, int, date):
        raise TypeError(f"A letter is filled with text, numbers and days, not with {type(value).__name__}.")
    return without_controls(str(value))


def without_controls(text: str) -> str:
    """What XML can hold: no control characters but line ends, no lone surrogates, no noncharacters."""
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
    )


def sample() -> dict[str, str | list[str]]:
    """Every mark filled with its own meaning: what the test print shows."""
    told = {name: str(meaning) for name, meaning in MARKS.items()}
    line, second = told["text"], told["second"]
    return {
        **told,
        "second": [second],
        "recipient": [told["recipient"], "Łódź, Žižkov", "Főváros, Москва"],
        "text": [line, f"{line} & <2>"],
    }
