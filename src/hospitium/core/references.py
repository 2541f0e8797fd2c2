"""How a record is named in events, claims and the search: its kind and its key."""

from typing import NamedTuple

from django.apps import apps
from django.db.models import Model


class Reference(NamedTuple):
    """`kind` is "app.model", `key` is the primary key as text."""

    kind: str
    key: str


def reference(record: Model) -> Reference:
    return Reference(record._meta.label_lower, str(record.pk))


def model_of(kind: str) -> type[Model] | None:
    """The model that a kind names; None when the app is gone."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None
