"""One person in several spellings: Георгиева, Georgieva, Gueorguieva.

A spelling is read as a sound by the habits of the languages that write it; letters that only one system of
transliteration tells apart count as one. Names resemble each other when they can be read alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from hospitium.algorithms.search import fold

MAX_WORDS, MAX_LETTERS, MAX_READINGS, MAX_KEYS = 8, 64, 16, 256


class Name(NamedTuple):
    """A person's name as it stands in two columns, or in one of them."""

    family: str
    given: str = ""


_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼʹ`´′"))
_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset("dr prof mag mgr ing dipl hab phd др проф".split())
_PATRONYMIC = re.compile(r"(?:[oe][vw](?:na|i(?:c|ch|cz|tsch|tch|cs|ts))|[ое]в(?:на|ич)|ична)$")

# Cyrillic to sounds. All hissing sounds are one, because each language writes them in its own way.
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгґдезийклмнопрстуфхцчшжыэєіѕћџ", "abvggdesiiklmnoprstufhssssieeisss", strict=True)),
        "ю": "iu",
        "я": "ia",
        "ь": "",
        "ђ": "d",
        "ј": "i",
        "љ": "l",
        "њ": "n",
    }
)
# Bulgarian and Russian read щ differently, and Bulgarian ъ is a vowel.
_CYRILLIC_READINGS = ((("щ", "s"), ("щ", "st")), (("ъ", ""), ("ъ", "a")))

# What has one sound in all languages, or nearly; the order is the order of work.
_GROUPS = (
    ("kh", "h"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("ck", "k"), ("chtch", "s"), ("tsch", "s"), ("szcz", "s"),
    ("shch", "s"), ("sch", "s"), ("tch", "s"), ("sh", "s"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("cz", "s"),
    ("cs", "s"), ("gue", "ge"), ("gui", "gi"), ("q", "k"), ("w", "v"), ("z", "s"), ("y", "i"), ("x", "ks"),
)  # fmt: skip
# What the languages read differently: ch in English and in German or Polish, j in Slavic languages and in French,
# c in Latin names and in Czech ones, ou in French.
_READINGS = (
    (("ch", "s"), ("ch", "h")),
    (("j", "i"), ("j", "s")),
    (("c", "k"), ("c", "s")),
    (("ou", "u"), ("ou", "ou")),
)

# What is written or left out by taste, in words of either alphabet.
_TASTES = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ff$", "v"),
        (r"k+h", "h"),
        (r"t?s+h?", "s"),
        (r"(.)\1+", r"\1"),
        (r"(?<=s)o(?=va?$)", "e"),
        (r"skaia$", "ska"),
        (r"ie|io", "e"),
        (r"(?<=[aou])e", ""),
        (r"(.)\1+", r"\1"),
    )
)


def spelling(text: str) -> str:
    """The same for the same letters, however composed, in capitals or not: the marks stay."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


def name_keys(name: Name) -> frozenset[str]:
    """Under which keys a person is found: two names with a key in common may be one person. Empty without letters.

    Family and given name may have changed places. Academic titles and a patronymic behind the first given name
    do not count.
    """
    given = _words(name.given)
    words = [*_words(name.family), *given[:1], *(word for word in given[1:] if not _PATRONYMIC.search(word))]
    readings = [_readings(word) for word in words[:MAX_WORDS]]
    return frozenset(" ".join(sorted(filter(None, chosen))) for chosen in islice(product(*readings), MAX_KEYS)) - {""}


def resembles(one: Name, other: Name) -> bool:
    """May these be spellings of one person's name?"""
    return not name_keys(one).isdisjoint(name_keys(other))


def _words(text: str) -> list[str]:
    folded = fold(text[:1_000])
    if folded.isascii() and folded.isalpha():
        return [folded[:MAX_LETTERS]]
    found = [word[:MAX_LETTERS] for word in _WORD.findall(folded.translate(_APOSTROPHES))]
    return [word for word in found if word not in _TITLES] or found


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[str, ...]:
    """How a folded word can be read, in a fixed order."""
    cyrillic = _alternatives([word], _CYRILLIC_READINGS)
    latin = _alternatives([_grouped(one.translate(_CYRILLIC)) for one in cyrillic], _READINGS)
    return tuple(islice(dict.fromkeys(map(_tasted, latin)), MAX_READINGS))


def _grouped(word: str) -> str:
    for written, sound in _GROUPS:
        word = word.replace(written, sound)
    return word


def _alternatives(words: Iterable[str], readings: tuple[tuple[tuple[str, str], ...], ...]) -> list[str]:
    """Each word in every way of reading; the same letters are read alike throughout a word."""
    found = list(words)
    for ways in readings:
        found = [read for word in found for read in dict.fromkeys(word.replace(*way) for way in ways)]
    return found


def _tasted(word: str) -> str:
    for pattern, plain in _TASTES:
        word = pattern.sub(plain, word)
    return word
