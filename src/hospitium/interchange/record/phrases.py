"""How a record writes things: texts in several languages, collected while it is written, and dates."""

from __future__ import annotations

from typing import Any

from hospitium.algorithms.dates import PartialDate
from hospitium.core.multilingual import Multilingual
from hospitium.interchange.record.vocabulary import KEYS, phrase_of

Row = dict[str, Any]


class Phrases:
    """Collects the texts in several languages under the phrase by which the record names them."""

    def __init__(self) -> None:
        self.found: dict[str, Multilingual] = {}

    def of(self, text: Multilingual) -> str:
        phrase = phrase_of(text)
        known = self.found.get(phrase)
        # Two texts with the same words: the one that says more speaks for both.
        if phrase and tells_more(text) and (known is None or len(text.texts) > len(known.texts)):
            self.found[phrase] = text
        return phrase

    def of_lines(self, text: Multilingual) -> list[str]:
        lines = {language: words.split("\n") for language, words in text.texts.items() if words}
        if len({len(parts) for parts in lines.values()}) > 1:
            return [self.of(text)]
        parts = [
            Multilingual({language: words[index] for language, words in lines.items()}, text.source, text.states)
            for index in range(len(next(iter(lines.values()), [])))
        ]
        # A proper name reads the same in every language and needs no entry beside one that has translations.
        telling = [part for part in parts if len(set(part.texts.values())) > 1 or part.source != "en" or part.states]
        for part in telling or parts:
            self.of(part)
        return [phrase_of(part) for part in parts]

    def entries(self, kept: list[Row]) -> list[Row]:
        """The entries that came, with the wording of today, and behind them what is new."""
        made: list[Row] = []
        waiting = dict(self.found)
        for entry in kept:
            phrase = next((str(entry[language]) for language in KEYS if entry.get(language)), "")
            text = waiting.pop(phrase, None)
            made.append(self.entry(text) if text else entry)
        return made + [self.entry(text) for text in waiting.values()]

    @staticmethod
    def entry(text: Multilingual) -> Row:
        row: Row = {language: text.texts[language] for language in KEYS if text.texts.get(language)}
        if text.source and text.source != next(iter(row)):
            row["source"] = text.source
        return {**row, "states": dict(text.states)} if text.states else row


def tells_more(text: Multilingual) -> bool:
    """Does a record that knows only the words not know all of the text?"""
    return len(text.texts) > 1 or text.source != "en" or bool(text.states)


def dated(known: PartialDate | None) -> Any:
    """A date as YAML writes it: a day, "2017-03", or a number for a year."""
    if known is None:
        return "unknown"
    if known.precision == "day":
        return known.first
    return known.year if known.precision == "year" else str(known)
