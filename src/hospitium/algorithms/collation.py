"""Sorting names as each language does it, without a library: small tailored keys after the CLDR and national rules.

de: DIN 5007, variant 2, for lists of names (ä as ae). pl: ą ć ę ł ń ó ś ź ż are letters of their own. cs: č ř š ž
and ch are. hu: cs dz dzs gy ly ny sz ty zs, ö and ü are; length marks come second. ru: Cyrillic before Latin; ё is е.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from hospitium.algorithms.search import fold

LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
CYRILLIC = "а б в г ґ д ђ ѓ е є ж з ѕ и і ї й ј к л љ м н њ о п р с т ћ ќ у ў ф х ц ч џ ш щ ъ ы ь э ю я"
LETTERS: Mapping[str, str] = {
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
    "cs": "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž",
    "hu": "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs",
}
# Signs that count as another one, or as two; the difference comes second.
SAME: Mapping[str, Mapping[str, str]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "hu": {"ő": "ö", "ű": "ü"},
    "ru": {"ё": "е"},
}
# A doubled Hungarian letter is written short: "ssz" is sz + sz.
DOUBLED = re.compile(r"(?:c(?=cs)|d(?=dz)|g(?=gy)|l(?=ly)|n(?=ny)|s(?=sz)|t(?=ty)|z(?=zs))")
BREAK, DIGIT, FIRST, SECOND, OTHER = 0, 1_000, 10_000, 20_000, 30_000

Key = tuple[tuple[int, ...], str, str]


def sorting_key(text: str, language: str) -> Key:
    """A key by which names sort as a reader of `language` (ISO 639) looks for them.

    First the letters count, then their marks, then capitals. Hyphens divide words, apostrophes do not count.
    """
    plain = unicodedata.normalize("NFC", text).strip()
    small = plain.casefold()
    return tuple(weights(small, language)), small, plain


def weights(small: str, language: str) -> list[int]:
    letters, longest = alphabet(language)
    text = unrolled(small, language)
    found, place = [], 0
    while place < len(text):
        length = next((n for n in range(longest, 1, -1) if text[place : place + n] in letters), 1)
        unit = text[place : place + length]
        found += [letters[unit]] if unit in letters else plain_weights(unit, letters)
        place += length
    return found


def unrolled(small: str, language: str) -> str:
    for sign, others in SAME.get(language, {}).items():
        small = small.replace(sign, others)
    if language != "hu":
        return small
    return DOUBLED.sub(lambda one: small[one.end() : one.end() + 2], small)


def plain_weights(sign: str, letters: Mapping[str, int]) -> list[int]:
    """What is no letter of the language: without its marks, or in a place of its own."""
    if sign in "'’ʼʹ`´":
        return []
    if not sign.isalnum():
        return [BREAK]
    if sign.isdigit():
        return [DIGIT + unicodedata.digit(sign, 0)]
    return [letters.get(part, OTHER + ord(part)) for part in fold(sign)]


@lru_cache(maxsize=16)
def alphabet(language: str) -> tuple[Mapping[str, int], int]:
    """Letter → weight, and how long the longest letter is."""
    latin, cyrillic = LETTERS.get(language, LATIN).split(), CYRILLIC.split()
    first, second = (cyrillic, latin) if language == "ru" else (latin, cyrillic)
    ranked = {letter: FIRST + place for place, letter in enumerate(first)}
    ranked |= {letter: SECOND + place for place, letter in enumerate(second)}
    return ranked, max(map(len, latin))
