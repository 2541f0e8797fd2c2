"""What is known about the content of the vault without opening it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Model, QuerySet
from django.utils import timezone

from hospitium.core.references import reference
from hospitium.vault.models import Sealed


def sealed_of(subject: Model) -> QuerySet[Sealed]:
    kind, key = reference(subject)
    return Sealed.objects.filter(kind=kind, key=key)


def has_sealed(*, subject: Model, field: str) -> bool:
    """Does the vault hold this field of the record?"""
    return sealed_of(subject).filter(field=field).exists()


def given_on(subject: Model) -> dict[str, date]:
    """Field → day on which it was given; what is missing there was not given."""
    return given_on_each([subject])[reference(subject).key]


def given_on_each(subjects: Iterable[Model]) -> Mapping[str, dict[str, date]]:
    """For records of one model, in one query: key of the record as text → field → day on which it was given."""
    references = [reference(subject) for subject in subjects]
    found: dict[str, dict[str, date]] = {key: {} for _kind, key in references}
    if references:
        rows = Sealed.objects.filter(kind=references[0].kind, key__in=list(found))
        for key, field, at in rows.values_list("key", "field", "given_at"):
            found[key][field] = timezone.localdate(at)
    return found
