"""Writing typed values into a record, and which columns that changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from hospitium.core.fields import MultilingualField
from hospitium.core.multilingual import Multilingual


def write(record: Model, values: Mapping[str, Any]) -> list[str]:
    """Save these values; returns the names of what changed, in the order of `values`.

    A text in several languages comes as language → text, so that its states can follow; a relation to many comes as
    the whole list.
    """
    changed: list[str] = []
    relations: dict[str, list[Any]] = {}
    for name, value in values.items():
        column = record._meta.get_field(name)
        if column.many_to_many:
            relations[name] = list(value)
            continue
        # A new record has no before, and asking it for a relation that must be there is an error.
        before = getattr(record, name) if record.pk or not column.is_relation else None
        if isinstance(column, MultilingualField) and not isinstance(value, Multilingual):
            value = (before if isinstance(before, Multilingual) else Multilingual()).rewritten(value or {})
        if before != value or record.pk is None:
            setattr(record, name, value)
            changed.append(name)
    record.save()
    for name, wanted in relations.items():
        relation = getattr(record, name)
        if {other.pk for other in relation.all()} != {other.pk for other in wanted}:
            relation.set(wanted)
            changed.append(name)
    return changed
