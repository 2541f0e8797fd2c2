"""Orders that no column of the database has: codes by what they are called in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import get_language

from hospitium.algorithms.collation import sorting_key
from hospitium.core import wording


def by_country(path: str, codes: Iterable[str]) -> Case:
    """The place of a country among these, as a reader of the page looks for its name; to annotate records with."""
    language = get_language() or "en"
    return by_name(path, {code: wording.country(code, language=language) for code in codes}, language)


def by_name(path: str, names: Mapping[str, str], language: str) -> Case:
    """The place of the value at `path` among the names of all values; what has none stands last."""
    ordered = sorted(names, key=lambda code: sorting_key(names[code], language))
    cases = [When(**{path: code}, then=Value(place)) for place, code in enumerate(ordered)]
    # Without a single case it would be a bare number, by which PostgreSQL does not sort.
    nowhere = When(**{f"{path}__isnull": True}, then=Value(len(ordered)))
    return Case(*cases, nowhere, default=Value(len(ordered)), output_field=IntegerField())
