"""The English phrases of a record and what they are here; texts of a record in all languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hospitium.agreements.models import InstrumentKind
from hospitium.core.multilingual import Multilingual
from hospitium.programme.models import Format

LANGUAGES = ("de", "en", "pl", "cs", "hu", "ru")
INSTRUMENTS = {
    "joint declaration": InstrumentKind.JOINT_DECLARATION,
    "agreement": InstrumentKind.AGREEMENT,
    "agreement on friendship": InstrumentKind.FRIENDSHIP,
    "framework agreement": InstrumentKind.FRAMEWORK_AGREEMENT,
    "framework programme": InstrumentKind.FRAMEWORK_PROGRAMME,
    "memorandum": InstrumentKind.MEMORANDUM,
    "letter of intent": InstrumentKind.LETTER_OF_INTENT,
    "renewal": InstrumentKind.RENEWAL,
}
INSTRUMENT_BEGINNINGS = {
    "agreement on ": InstrumentKind.SECTORAL,
    "departmental arrangement": InstrumentKind.DEPARTMENTAL,
    "partnership of ": InstrumentKind.EARLIER,
}
FORMATS = {
    "seminar": Format.SEMINAR,
    "working visit": Format.WORKING_VISIT,
    "political visit": Format.POLITICAL_VISIT,
    "delegation": Format.DELEGATION,
    "parliamentary delegation": Format.PARLIAMENTARY,
    "steering meeting": Format.STEERING,
    "reception": Format.RECEPTION,
    "city days": Format.CITY_DAYS,
    "return visit": Format.RETURN_VISIT,
}


def instrument_kind(phrase: str) -> tuple[InstrumentKind, str]:
    """The kind that a phrase names, and the title that it carries beyond the kind (often empty)."""
    if phrase in INSTRUMENTS:
        return INSTRUMENTS[phrase], ""
    for beginning, kind in INSTRUMENT_BEGINNINGS.items():
        if phrase.startswith(beginning):
            return kind, phrase
    return InstrumentKind.OTHER, phrase


def instrument_phrase(kind: str, title: str) -> str:
    """The phrase of a record for an instrument; the inverse of instrument_kind."""
    plain = {str(value): phrase for phrase, value in INSTRUMENTS.items()}
    return title or plain.get(kind, kind.replace("_", " "))


def format_phrase(value: str) -> str:
    return {str(kind): phrase for phrase, kind in FORMATS.items()}[value]


class Wordings:
    """The translations that a record brings along, found by the phrase in any of its languages."""

    def __init__(self, entries: Iterable[Mapping[str, Any]] = ()) -> None:
        self.by_phrase: dict[str, Mapping[str, Any]] = {}
        for entry in entries:
            for language in LANGUAGES:
                if entry.get(language):
                    self.by_phrase.setdefault(str(entry[language]), entry)
        for entry in entries:
            if entry.get("en"):
                self.by_phrase[str(entry["en"])] = entry

    def of(self, phrase: str) -> Multilingual:
        """The phrase in all languages that are known; English where the record says nothing else."""
        if not phrase:
            return Multilingual()
        entry = self.by_phrase.get(phrase, {})
        source = "en" if not entry or entry.get("en") == phrase else self.language_of(entry, phrase)
        texts = {language: str(entry[language]) for language in LANGUAGES if entry.get(language)} or {"en": phrase}
        return Multilingual(texts, source, dict(entry.get("states", {})))

    def of_lines(self, phrases: list[str]) -> Multilingual:
        """Several phrases, one in a line; what has no translation is a proper name and stays as it is."""
        if not phrases:
            return Multilingual()
        languages = [
            language for language in LANGUAGES if any(language in self.by_phrase.get(phrase, {}) for phrase in phrases)
        ] or ["en"]
        texts = {
            language: "\n".join(str(self.by_phrase.get(phrase, {}).get(language, phrase)) for phrase in phrases)
            for language in {"en", *languages}
        }
        return Multilingual({language: texts[language] for language in LANGUAGES if language in texts}, "en")

    @staticmethod
    def language_of(entry: Mapping[str, Any], phrase: str) -> str:
        return next(language for language in LANGUAGES if entry.get(language) == phrase)


def phrase_of(text: Multilingual) -> str:
    """The wording under which a text stands in a record."""
    return text.texts.get("en") or text.in_language(text.source or "en").text
