"""Content in several languages, with a state for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

CURRENT, OUTDATED, MACHINE, MISSING = "current", "outdated", "machine", "missing"
ORDER = {code: number for number, (code, _name) in enumerate(settings.LANGUAGES)}


def here() -> str:
    """The language of the page (ISO 639)."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@dataclass(frozen=True)
class Phrase:
    """One wording: the text, the language that it is in (ISO 639) and its state."""

    text: str
    language: str
    state: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def as_title(self) -> Phrase:
        """The same wording with a capital letter in front."""
        return replace(self, text=self.text[:1].upper() + self.text[1:])

    @property
    def is_foreign(self) -> bool:
        """The text is not in the language of the page and wants a `lang` attribute."""
        return bool(self.language) and self.language != get_language()


@dataclass(frozen=True)
class Multilingual:
    """A text in several languages: `source` is the language it was written in, the others were translated from it.

    `states` names only what is not up to date: language → "outdated" or "machine".
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    states: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __str__(self) -> str:
        return self.here.text

    @property
    def here(self) -> Phrase:
        """The wording for the language of the page."""
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> Phrase:
        """The wording in `language`, else in the source language, else in English, else in any."""
        for candidate in (language, self.source, "en", *self.texts):
            if text := self.texts.get(candidate):
                return Phrase(text, candidate, self.state(language))
        return Phrase("", language, MISSING)

    def state(self, language: str) -> str:
        if not self.texts.get(language):
            return MISSING
        return self.states.get(language, CURRENT)

    def rewritten(self, texts: Mapping[str, str], *, machine: Iterable[str] = ()) -> Multilingual:
        """The text after an edit: a changed source leaves every translation that was not touched outdated."""
        cleaned = {language: text.strip() for language, text in texts.items() if text and text.strip()}
        source = self.source if cleaned.get(self.source) else next(iter(cleaned), "")
        source_changed = cleaned.get(source) != self.texts.get(source)
        states = {language: MACHINE for language in machine if language in cleaned and language != source}
        for language, text in cleaned.items():
            if language == source or language in states or text != self.texts.get(language):
                continue
            state = OUTDATED if source_changed else self.states.get(language, CURRENT)
            if state != CURRENT:
                states[language] = state
        return Multilingual(cleaned, source, states)

    def as_json(self) -> dict[str, Any]:
        if not self:
            return {}
        kept: dict[str, Any] = {"source": self.source, "texts": dict(self.texts)}
        if self.states:
            kept["states"] = dict(self.states)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> Multilingual:
        if not kept:
            return cls()
        # PostgreSQL hands the languages back in an order of its own.
        texts = dict(sorted(kept.get("texts", {}).items(), key=position))
        return cls(texts, kept.get("source", ""), dict(kept.get("states", {})))


def position(entry: tuple[str, str]) -> int:
    """Where a language stands among those of the interface; a foreign one stands behind them."""
    return ORDER.get(entry[0], len(ORDER))


def written_in(language: str, text: str, **others: str) -> Multilingual:
    """A text written in `language`, with translations by language code."""
    texts = {language: text, **others}
    return Multilingual({code: words for code, words in texts.items() if words}, language)
