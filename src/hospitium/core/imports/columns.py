"""Which column is which field, guessed from the headings; a person confirms it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from hospitium.algorithms.search import fold
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.targets import Field, Target
from hospitium.core.tables import Cell, Sheet

SEPARATORS = re.compile(r"[\W_]+")
LOOKED_AT = 20
EXACT, PARTLY = 3, 1


def plain(heading: str) -> str:
    """A heading in folded words: "E-Mail (dienstlich)" becomes "e mail dienstlich"."""
    return SEPARATORS.sub(" ", fold(heading)).strip()


def guess_header(rows: Sequence[Sequence[Cell]], target: Target) -> int:
    """The number of the row (from 1) with the most headings that we know; the first with two texts if none has any."""
    scores = [len(guess_columns(row, target)) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    if best >= 2:
        return scores.index(best) + 1
    texts = [sum(isinstance(cell.value, str) and bool(cell.value) for cell in row) for row in rows[:LOOKED_AT]]
    return next((number for number, count in enumerate(texts, 1) if count >= 2), 1)


def guess_columns(header: Sequence[Cell], target: Target) -> dict[int, str]:
    """Column (from 0) → field; each field once, the better guess first."""
    guesses = [
        (-likeness(plain(cell.text), field), position, column, field.key)
        for column, cell in enumerate(header)
        if plain(cell.text)
        for position, field in enumerate(target.fields)
    ]
    found: dict[int, str] = {}
    for likely, _position, column, key in sorted(guesses):
        if likely < 0 and column not in found and key not in found.values():
            found[column] = key
    return found


def guessed(sheet: Sheet, target: Target, choices: Choices, header: int = -1) -> Choices:
    """The same choices, with the columns that the headings suggest; and with the row of headings unless it is given."""
    if header < 0 or header > len(sheet.rows):
        header = guess_header(sheet.rows, target)
    columns = guess_columns(sheet.rows[header - 1], target) if header else {}
    return replace(choices, header=header, columns=columns)


def likeness(heading: str, field: Field) -> int:
    """How well a heading names a field; 0 when it does not."""
    if len(heading) > 60:
        return 0
    known = headings_of(field)
    if heading in known:
        return EXACT
    return PARTLY if any(len(word) > 2 and word in known for word in heading.split()) else 0


@lru_cache(maxsize=64)
def headings_of(field: Field) -> frozenset[str]:
    """The headings of office lists, and our own label of the field in every language of the interface."""
    own = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            own.add(plain(str(field.label)))
    return frozenset(own | set(field.headings.split("|")))
