"""Which script a name is written in, and which signs no name may hold."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Format characters that scripts need inside words; everything else of that category makes a name look like another.
JOINERS = frozenset("\u200c\u200d")
# Control characters have no name in Unicode; these are the ones that come with pasted text.
CONTROLS = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "TABULATION", "\x00": "NULL", "\x1b": "ESCAPE"}
FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "CJK", "HANGUL", "HIRAGANA")


@dataclass(frozen=True)
class Hidden:
    """A sign that cannot stand in a name: its code as U+202E, and what Unicode calls it."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


def hidden_in(text: str) -> Hidden | None:
    """The first control character, line break, direction mark or invisible sign of a text; None when there is none.

    A tabulation or line break would end the header of a mail, a direction mark turns the rest of a line round.
    """
    found = next((sign for sign in text if unicodedata.category(sign) in FORBIDDEN and sign not in JOINERS), None)
    if found is None:
        return None
    return Hidden(f"U+{ord(found):04X}", unicodedata.name(found, CONTROLS.get(found, "")))


def script_of(text: str) -> str:
    """LATIN, CYRILLIC or another script when all letters are of it; "" when there are none or several scripts meet."""
    found = {script for sign in text if (script := script_of_sign(sign))}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4_096)
def script_of_sign(sign: str) -> str:
    if not sign.isalpha():
        return ""
    words = unicodedata.name(sign, "").split()
    return next((script for script in SCRIPTS if script in words[:2]), words[0] if words else "")


def is_latin(text: str) -> bool:
    """Are all letters Latin ones, and is there at least one?"""
    return script_of(text) == "LATIN"
