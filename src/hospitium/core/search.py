"""Finding records by folded words and stems: one portable table of words, the same on both databases.

A findable model has `search_title() -> str` and `search_texts() -> dict[language, text]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from django.db.models import Model, Q

from hospitium.algorithms.search import index_terms, query_terms
from hospitium.core.models import SearchEntry, SearchWord
from hospitium.core.references import Reference, reference

TITLE_WEIGHT, EXACT_FACTOR, ROWS_LOOKED_AT = 3, 3, 50_000
LONGEST = 60


@runtime_checkable
class Findable(Protocol):
    def search_title(self) -> str: ...

    def search_texts(self) -> dict[str, str]: ...


def update(subject: Model) -> None:
    """Bring the words of one record up to date; a record without a title is not to be found."""
    if not isinstance(subject, Findable):
        return
    kind, key = reference(subject)
    title = subject.search_title()[:300]
    if not title:
        forget(subject)
        return
    entry, _created = SearchEntry.objects.update_or_create(kind=kind, key=key, defaults={"title": title})
    entry.words.all().delete()
    in_title = index_terms(texts={"und": title})
    others = index_terms(texts=subject.search_texts()) - in_title
    SearchWord.objects.bulk_create(
        [SearchWord(entry=entry, word=word, weight=TITLE_WEIGHT) for word in shortened(in_title)]
        + [SearchWord(entry=entry, word=word) for word in shortened(others)],
        batch_size=200,
    )


def shortened(words: Iterable[str]) -> list[str]:
    """The words as the column holds them, each once."""
    return sorted({word[:LONGEST] for word in words})


def forget(subject: Model) -> None:
    kind, key = reference(subject)
    SearchEntry.objects.filter(kind=kind, key=key).delete()


def rebuild(models: Iterable[type[Model]]) -> int:
    """Make all search words anew; returns how many records are findable."""
    SearchEntry.objects.all().delete()
    count = 0
    for model in models:
        for subject in model._default_manager.iterator(500):
            update(subject)
            count += 1
    return count


def find(text: str, *, limit: int = 400) -> dict[Reference, int]:
    """The records in which every word of the query occurs, with a score; rights are not looked at here."""
    scores: dict[Reference, int] = {}
    for position, terms in enumerate(query_terms(text=text)):
        found = having_one_of(terms)
        if position:
            found = {hit: scores[hit] + found[hit] for hit in scores if hit in found}
        scores = found
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit])


def having_one_of(terms: frozenset[str]) -> dict[Reference, int]:
    exact = {term[:LONGEST] for term in terms if not term.endswith("*")}
    condition = Q(word__in=sorted(exact))
    for beginning in (term[:-1][:LONGEST] for term in terms if term.endswith("*")):
        condition |= Q(word__gte=beginning, word__lt=beginning + "\U0010ffff")
    found: dict[Reference, int] = {}
    rows = SearchWord.objects.filter(condition).values_list("entry__kind", "entry__key", "weight", "word")
    for kind, key, weight, word in rows[:ROWS_LOOKED_AT]:
        hit = Reference(kind, key)
        found[hit] = max(found.get(hit, 0), weight * (EXACT_FACTOR if word in exact else 1))
    return found
