"""The stems of six languages (Snowball 3), compared in folded form.

A word is stored as it is written (folded), with the stem of its language, and with the stem of the folded
word, because people leave marks out when they ask.
"""

import threading
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, zip_longest
from typing import Any

import snowballstemmer

from hospitium.algorithms.search.folding import fold, spellings, tokens

LANGUAGES = {
    "de": "german",
    "en": "english",
    "pl": "polish",
    "cs": "czech",
    "hu": "hungarian",
    "ru": "russian",
}
MAX_WORDS = 2_000
MAX_QUERY_WORDS = 12
SHORTEST_STEM = 3
SHORTEST_PREFIX = 2


class _Stemmers(threading.local):
    """Snowball keeps its place in the word on the stemmer, so every thread has its own."""

    def __init__(self) -> None:
        self.of = {code: snowballstemmer.stemmer(name) for code, name in LANGUAGES.items()}


_stemmers = _Stemmers()


@lru_cache(maxsize=100_000)
def _stems(word: str, language: str) -> frozenset[str]:
    stemmer: Any = _stemmers.of[language]
    plain = fold(word)
    found = {fold(stemmer.stemWord(word))}
    if plain != word:
        found.add(stemmer.stemWord(plain))
    return frozenset(stem for stem in found if len(stem) >= SHORTEST_STEM)


def stems(*, word: str, language: str) -> frozenset[str]:
    """The folded stems of one word, three letters or more; empty for a language without a stemmer."""
    code = language.split("-")[0].lower()
    return _stems(word.casefold(), code) if code in LANGUAGES else frozenset()


def index_terms(*, texts: Mapping[str, str]) -> frozenset[str]:
    """Everything under which a document is found, from its texts by language code (ISO 639).

    The first 2,000 different words are taken, from all languages in turn. A language without a stemmer, such
    as "und", is indexed by its words alone.
    """
    terms: set[str] = set()
    words = [[(word, language) for word in dict.fromkeys(tokens(text))] for language, text in texts.items()]
    in_turn = (pair for row in zip_longest(*words) for pair in row if pair is not None)
    for word, language in islice(in_turn, MAX_WORDS):
        terms |= spellings(word) | stems(word=word, language=language)
    return frozenset(terms)


def query_terms(*, text: str) -> tuple[frozenset[str], ...]:
    """For each word that is asked, the terms of which a document must hold at least one.

    A term that ends in "*" is the beginning of a word, the others are whole terms. The language of the
    question is not guessed: the stems of all languages stand side by side. At most 12 words are looked at.
    """
    words = list(dict.fromkeys(tokens(text[:2_000])))[:MAX_QUERY_WORDS]
    return tuple(_alternatives(word) for word in words if fold(word))


def _alternatives(word: str) -> frozenset[str]:
    found = set(spellings(word))
    for language in LANGUAGES:
        found |= stems(word=word, language=language)
    folded = fold(word)
    if len(folded) >= SHORTEST_PREFIX:
        found.add(f"{folded}*")
    return frozenset(found)
