"""What a person has chosen about an uploaded table; kept with the upload as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hospitium.core.tables import Reading


@dataclass(frozen=True)
class Choices:
    """`columns` says which column of the table (from 0) is which field; `defaults` hold for rows that are silent.

    `header` is the number of the row with the headings as the file counts, from 1.
    """

    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    header: int = 0
    order: str = ""
    language: str = ""
    columns: dict[int, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        return Reading(self.sheet, self.encoding, self.separator)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "columns": {str(column): key for column, key in self.columns.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        columns = {int(column): key for column, key in dict(known.pop("columns", {})).items()}
        return cls(**known, columns=columns)
