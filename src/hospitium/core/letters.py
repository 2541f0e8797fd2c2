"""Names in which letters of several alphabets meet, said to whoever wrote them. Nothing is refused for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hospitium.algorithms.resemblance import MixedWord, mixed_words
from hospitium.core.multilingual import Multilingual


def mixed_letters(word: MixedWord) -> str:
    """Which letters of a word come from another alphabet, by their names in Unicode."""
    letters = (f"{sign} (U+{ord(sign):04X} {name})" for sign, name in zip(word.letters, word.names, strict=True))
    sentence = _("“%(word)s” mixes letters of several alphabets: %(letters)s. Check how it is written.")
    return sentence % {"word": word.word[:60], "letters": ", ".join(letters)}


def doubts_about(values: Iterable[Any]) -> list[str]:
    """A sentence for each odd word of some names; a name may be in several languages."""
    words = (word for value in values for text in texts_of(value) for word in mixed_words(text=text))
    return [mixed_letters(word) for word in dict.fromkeys(words)]


def texts_of(value: Any) -> Iterable[str]:
    texts = value.texts if isinstance(value, Multilingual) else value
    return map(str, texts.values()) if isinstance(texts, Mapping) else (str(texts or ""),)
