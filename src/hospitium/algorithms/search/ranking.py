"""Which of the documents found comes first."""

from collections.abc import Sequence
from dataclasses import dataclass

EXACT, STEM, BEGINNING = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Field:
    """The index terms of one part of a document and how much it counts: a title more than a text."""

    terms: frozenset[str]
    weight: int = 1


def score(*, query: Sequence[frozenset[str]], fields: Sequence[Field]) -> int:
    """How well a document answers; 0 when one of the words asked is nowhere in it, or nothing was asked.

    A word as it was typed, or of which that is the stem, counts 4, by its own stem 2, as a beginning 1, each
    times the weight of the best field.
    """
    total = 0
    for alternatives in query:
        best = max((_grade(alternatives, field.terms) * field.weight for field in fields), default=0)
        if best == 0:
            return 0
        total += best
    return total


def _grade(alternatives: frozenset[str], terms: frozenset[str]) -> int:
    beginnings = tuple(term[:-1] for term in alternatives if term.endswith("*"))
    if terms.intersection(beginnings):
        return EXACT
    if not terms.isdisjoint(alternatives):
        return STEM
    return BEGINNING if beginnings and any(term.startswith(beginnings) for term in terms) else 0
