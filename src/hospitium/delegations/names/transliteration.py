"""Cyrillic names in Latin letters: as a passport writes them (ICAO Doc 9303, part 3, section 6), and as ISO 9:1995.

The passport form depends on the language. Where a state writes its passports by a law of its own, that is followed:
Ukraine (resolution 55 of 2010), Bulgaria (transliteration act of 2009). It is a proposal; the passport decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ICAO: Mapping[str, str] = {
    **dict(zip("абвгґдеёзиійклмнопрстуфыэўѫ", "abvggdeeziiiklmnoprstufyeuu", strict=True)),
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia",
    "є": "ie", "ї": "i", "ђ": "d", "ѓ": "g", "ѕ": "dz", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ќ": "k", "џ": "dz",
}  # fmt: skip
# What a language writes otherwise than the common table.
BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {
    "be": {"г": "h", "ё": "io"},
    "uk": {"г": "h", "и": "y"},
    "bg": {"щ": "sht", "ъ": "a", "ь": "y", "й": "y", "х": "h", "ю": "yu", "я": "ya"},
    "sr": {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s"},
    "mk": {"х": "h", "ц": "c", "ѓ": "gj", "ќ": "kj", "џ": "dj"},
}
# Ukrainian writes these otherwise where a word begins, and зг so that it is not read as ж.
AT_THE_BEGINNING: Mapping[str, Mapping[str, str]] = {"uk": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}}
CLUSTERS: Mapping[str, Mapping[str, str]] = {"uk": {"зг": "zgh"}}
# Bulgarian: София is Sofia.
AT_THE_END: Mapping[str, tuple[str, str]] = {"bg": ("ия", "иа")}

# One sign for one sign, whatever the language, so that it can be read back.
ISO_9: Mapping[str, str] = {
    **dict(zip("абвгдеёжзийклмнопрстуфхцчшщэюяіїјўєћѕ", "abvgdeëžzijklmnoprstufhcčšŝèûâìïǰŭêćẑ", strict=True)),
    "ґ": "g\u0300", "ђ": "đ", "ѓ": "ǵ", "љ": "l\u0302", "њ": "n\u0302", "ќ": "ḱ", "џ": "d\u0302", "ѫ": "ǎ",
    "ъ": "ʺ", "ы": "y", "ь": "ʹ", "'": "’", "’": "’", "ʼ": "’",
}  # fmt: skip

APOSTROPHES = frozenset("'’ʼ")
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Letters that only some languages have; the first line that fits decides.
TELLING = (("be", "ў"), ("uk", "їєґ"), ("mk", "ѓќѕ"), ("sr", "ђћљњџј"), ("ru", "ыэё"), ("uk", "і"))


def language_of_letters(text: str, *, usual: str = "") -> str:
    """The language whose letters stand in a Cyrillic text (ISO 639); where they tell nothing, `usual`, else Russian."""
    small = text.casefold()
    # Belarusian shares ы, э and ё with Russian and і with Ukrainian; together only Belarusian has them.
    if "і" in small and any(letter in small for letter in "ыэё"):
        return "be"
    found = next((language for language, letters in TELLING if any(letter in small for letter in letters)), "")
    return found or (usual if usual in {"ru", *BY_LANGUAGE} else "ru")


def passport_form(text: str, *, language: str = "") -> str:
    """A Cyrillic name as the passport of that country spells it, in Latin letters; other scripts stay as they are."""
    if not CYRILLIC.search(text):
        return text
    chosen = language or language_of_letters(text)
    table = {**ICAO, **BY_LANGUAGE.get(chosen, {})}
    return WORD.sub(lambda found: word_in(found.group(), table, chosen), text)


def transliterated(text: str) -> str:
    """A Cyrillic name by ISO 9:1995, sign by sign; other scripts stay as they are."""
    if not CYRILLIC.search(text):
        return text
    return "".join(as_capital(ISO_9.get(sign.lower(), sign), sign, "") for sign in text)


def word_in(word: str, table: Mapping[str, str], language: str) -> str:
    if not CYRILLIC.search(word):
        return word
    beginning, clusters = AT_THE_BEGINNING.get(language, {}), CLUSTERS.get(language, {})
    ending, plainer = AT_THE_END.get(language, ("", ""))
    word = word[: -len(ending)] + plainer if ending and word.endswith(ending) else word
    written, place = [], 0
    while place < len(word):
        here, following = word[place], word[place + 1 : place + 2]
        pair = clusters.get((here + following).lower(), "")
        if here in APOSTROPHES:
            latin = ""
        elif place == 0 and here.lower() in beginning:
            latin = beginning[here.lower()]
        else:
            latin = pair or table.get(here.lower(), here)
        place += 2 if pair else 1
        written.append(as_capital(latin, here, word[place : place + 1] or word[: place - 1]))
    return "".join(written)


def as_capital(latin: str, sign: str, beside: str) -> str:
    """Щ becomes Shch in a name and SHCH among capitals."""
    if sign == sign.lower():
        return latin
    return latin.upper() if beside and beside == beside.upper() else latin[:1].upper() + latin[1:]
