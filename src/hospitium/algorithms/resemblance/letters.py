"""Words with letters of more than one script: "Ореra" begins with three Cyrillic letters and looks like Opera."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
# Marks and joiners belong to the word in which they stand; an apostrophe divides no name.
_FIRST_OTHER = "\u0370"  # Greek and Cyrillic letters stand from here on, after most Latin ones
_INSIDE = frozenset("'’ʼ\u200c\u200d")


@dataclass(frozen=True, slots=True)
class MixedWord:
    """A word in which scripts meet, and the letters of the rarer one: each once, in their order."""

    word: str
    letters: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the letters are called, such as "CYRILLIC CAPITAL LETTER VE"."""
        return tuple(unicodedata.name(letter) for letter in self.letters)


def mixed_words(*, text: str) -> tuple[MixedWord, ...]:
    """The words of a text that mix Latin, Cyrillic and Greek letters.

    Words side by side may be of different scripts, also with a hyphen between them. Other scripts, digits and
    signs are not looked at.
    """
    if text.isascii() or max(text) < _FIRST_OTHER:
        return ()
    words = ("".join(signs) for is_word, signs in groupby(unicodedata.normalize("NFC", text), _is_inside) if is_word)
    return tuple(found for word in words if (found := _looked_at(word)) is not None)


def _is_inside(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or sign in _INSIDE


@lru_cache(maxsize=4_096)
def _script(sign: str) -> str:
    """LATIN, CYRILLIC, GREEK, or nothing for whatever is no letter of these."""
    if not sign.isalpha():
        return ""
    words = unicodedata.name(sign, "").split()[:2]
    return next((script for script in SCRIPTS if script in words), "")


def _looked_at(word: str) -> MixedWord | None:
    counts = Counter(script for sign in word if (script := _script(sign)))
    if len(counts) < 2:
        return None
    # Where they are equally many, the Latin ones are taken for the right ones.
    usual = max(SCRIPTS, key=lambda script: counts[script])
    odd = (sign for sign in word if _script(sign) not in {"", usual})
    return MixedWord(word, tuple(dict.fromkeys(odd)))
