"""What can be taken over from a table: its fields, and the headings by which lists name them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Field:
    """One field of a target. `kind` says how its cells are read; `headings` are folded, in the six languages."""

    key: str
    label: str | Promise
    kind: str
    headings: str
    is_required: bool = False


@dataclass(frozen=True)
class Target:
    key: str
    label: str | Promise
    fields: tuple[Field, ...]
    # For rows that do not say it themselves.
    defaults: tuple[str, ...] = ()

    def field(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)
