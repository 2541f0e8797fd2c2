"""What an import does, row by row: the same report is the preview and the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, PositiveSmallIntegerField

from hospitium.core import search
from hospitium.core.references import Reference, reference
from hospitium.interchange.record import Problem, RecordError, Row

CREATED, CHANGED, SAME = "created", "changed", "unchanged"
LARGEST_SMALL = 32_767
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Change:
    """What became, or would become, of one row of the record."""

    section: str
    line: int
    verb: str
    label: str
    fields: tuple[str, ...] = ()


@dataclass
class Report:
    """All changes of an import, in the order of the record, and the remarks that stop nothing."""

    changes: list[Change] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    touched: dict[Reference, Model] = field(default_factory=dict)

    def count(self, verb: str) -> int:
        return sum(change.verb == verb for change in self.changes)

    @property
    def created(self) -> int:
        return self.count(CREATED)

    @property
    def changed(self) -> int:
        return self.count(CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(SAME)

    @property
    def changes_something(self) -> bool:
        return any(change.verb != SAME for change in self.changes)

    def note(self, row: Row, record: Model, verb: str, fields: Sequence[str] = ()) -> None:
        """Write down what became of a row; several notes on one record and line become one."""
        section = row.path.partition("[")[0]
        label = str(record)
        for index, change in enumerate(self.changes):
            if (change.section, change.line, change.label) == (section, row.line, label):
                if change.verb != CREATED and verb != SAME:
                    merged = tuple(dict.fromkeys((*change.fields, *fields)))
                    self.changes[index] = Change(section, row.line, verb, label, merged)
                return self.touch(record, verb)
        self.changes.append(Change(section, row.line, verb, label, tuple(fields)))
        return self.touch(record, verb)

    def touch(self, record: Model, verb: str) -> None:
        if verb != SAME:
            self.touched[reference(record)] = record

    def index(self) -> None:
        """Bring the search words of everything that changed up to date."""
        for record in self.touched.values():
            search.update(record)


def put(
    report: Report,
    row: Row,
    model: type[Record],
    *,
    where: Mapping[str, Any],
    values: Mapping[str, Any],
    start: Mapping[str, Any] | None = None,
) -> Record:
    """The record that `where` names, with these values: made, changed, or found to be so already.

    `start` is for a new record alone: what people may have changed since stays as it is.
    """
    values = {name: value for name, value in values.items() if is_storable(report, row, model, name, value)}
    if not all(is_storable(report, row, model, name, value) for name, value in where.items()):
        raise RecordError(sorted(set(report.problems)))
    record = model._default_manager.filter(**where).first()
    if record is None:
        record = model._default_manager.create(**where, **values, **(start or {}))
        report.note(row, record, CREATED)
        return record
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        record.save()
    report.note(row, record, CHANGED if changed else SAME, changed)
    return record


def is_storable(report: Report, row: Row, model: type[Model], name: str, value: Any) -> bool:
    """Does the column take this value? SQLite takes anything, so the column itself is asked."""
    column = model._meta.get_field(name)
    if not isinstance(column, CharField | PositiveSmallIntegerField) or value in (None, ""):
        return True
    if isinstance(column, PositiveSmallIntegerField):
        fits, code = bool(value <= LARGEST_SMALL), "bad_number"
    else:
        fits, code = len(str(value)) <= (column.max_length or len(str(value))), "too_long"
    if fits:
        try:
            column.clean(value, None)
        except ValidationError:
            fits, code = False, "wrong_type"
    if not fits:
        report.problems.append(Problem(row.line, row.path, code, str(value)[:80]))
    return fits


def put_many(report: Report, row: Row, record: Model, name: str, wanted: Sequence[Model]) -> None:
    """Set a many-to-many relation to exactly these."""
    relation = getattr(record, name)
    if {other.pk for other in relation.all()} != {other.pk for other in wanted}:
        is_new = any(
            change.verb == CREATED and change.line == row.line and change.label == str(record)
            for change in report.changes
        )
        relation.set(wanted)
        if not is_new:
            report.note(row, record, CHANGED, [name])
