"""The English phrases of a record and what they are here; texts of a record in all languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hospitium.agreements.models import InstrumentKind
from hospitium.core.multilingual import MACHINE, OUTDATED, Multilingual
from hospitium.programme.models import Format

LANGUAGES = ("de", "en", "pl", "cs", "hu", "ru")
# The first of these in which a text has words is the phrase by which a record names it.
KEYS = ("en", "de", "pl", "cs", "hu", "ru")
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


def named_kind(phrase: str) -> str:
    """The kind that a phrase names where the title stands beside it; empty when there is no such kind."""
    return {**{plain_kind(kind): kind.value for kind in InstrumentKind}, **INSTRUMENTS}.get(phrase, "")


def plain_kind(kind: str) -> str:
    return {str(value): phrase for phrase, value in INSTRUMENTS.items()}.get(str(kind), str(kind).replace("_", " "))


def instrument_phrase(kind: str, title: str) -> str:
    """The phrase of a record for an instrument; the inverse of instrument_kind."""
    return title or plain_kind(kind)


def format_phrase(value: str) -> str:
    return {str(kind): phrase for phrase, kind in FORMATS.items()}[value]


class Wordings:
    """The translations that a record brings along, found by the phrase in any of its languages."""

    def __init__(self, entries: Iterable[Mapping[str, Any]] = ()) -> None:
        self.by_phrase: dict[str, Mapping[str, Any]] = {}
        known = list(entries)
        for entry in known:
            for language in LANGUAGES:
                if entry.get(language):
                    self.by_phrase.setdefault(str(entry[language]), entry)
        # The phrase by which an entry is meant stands before a translation that happens to read the same.
        for entry in reversed(known):
            if phrase := next((str(entry[language]) for language in KEYS if entry.get(language)), ""):
                self.by_phrase[phrase] = entry

    def of(self, phrase: str) -> Multilingual:
        """The phrase in all languages that are known; English where the record says nothing else."""
        if not phrase:
            return Multilingual()
        entry = self.by_phrase.get(phrase, {})
        texts = {language: str(entry[language]) for language in LANGUAGES if entry.get(language)} or {"en": phrase}
        return Multilingual(texts, self.source_of(entry, phrase), states_of(entry, texts))

    def of_lines(self, phrases: list[str]) -> Multilingual:
        """Several phrases, one in a line; what has no translation is a proper name and stays as it is."""
        if not phrases:
            return Multilingual()
        entries = {phrase: self.by_phrase[phrase] for phrase in phrases if phrase in self.by_phrase}
        sources = [self.source_of(entry, phrase) for phrase, entry in entries.items()]
        source = next((language for language in sources if language != "en"), "en")
        languages = {language for entry in entries.values() for language in LANGUAGES if entry.get(language)}
        states: dict[str, str] = {}
        for entry in entries.values():
            states |= states_of(entry, entry)
        texts = {
            language: "\n".join(str(entries.get(phrase, {}).get(language, phrase)) for phrase in phrases)
            for language in LANGUAGES
            if language in (languages or {"en"})
        }
        return Multilingual(texts, source if source in texts else next(iter(texts)), states)

    @staticmethod
    def source_of(entry: Mapping[str, Any], phrase: str) -> str:
        """The language in which a text was written: what the entry says, else that of the phrase."""
        named = entry.get("source")
        if named in LANGUAGES and entry.get(named):
            return str(named)
        if not entry or entry.get("en") == phrase:
            return "en"
        return next((language for language in LANGUAGES if entry.get(language) == phrase), "en")


def states_of(entry: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, str]:
    """Which translations of an entry are outdated or made by a machine."""
    states = entry.get("states")
    if not isinstance(states, dict):
        return {}
    return {language: state for language, state in states.items() if state in (OUTDATED, MACHINE) and language in texts}


def phrase_of(text: Multilingual) -> str:
    """The wording under which a text stands in a record."""
    return next((text.texts[language] for language in KEYS if text.texts.get(language)), "")
