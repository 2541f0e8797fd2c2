"""Forms whose fields are taken from models."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates.partial import FIRST_YEAR, LAST_YEAR
from hospitium.core.forms.fields import (
    MultilingualFormField,
    PartialDateFormField,
    SeveralField,
    name_nothing,
)
from hospitium.core.forms.text import TextField


def may_be_a_day(day: date | None) -> None:
    """Raises ValidationError for a year that nobody means, and from which no days can be counted."""
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("The year must lie between %(first)d and %(last)d."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


# What a column of this kind can hold; the form fields of Django do not ask.
LARGEST = {
    "SmallIntegerField": 2**15 - 1,
    "PositiveSmallIntegerField": 2**15 - 1,
    "IntegerField": 2**31 - 1,
    "PositiveIntegerField": 2**31 - 1,
}


def field_of(model: type[models.Model], name: str, **kwargs: Any) -> forms.Field:
    """The form field of a model's column: its label, its help, its length, its choices."""
    column: Any = model._meta.get_field(name)
    shared = {
        "label": capfirst(column.verbose_name),
        "help_text": getattr(column, "help_text", ""),
        "required": not getattr(column, "blank", False),
    }
    kind = type(column).__name__
    if kind == "MultilingualField":
        return MultilingualFormField(**{**shared, **kwargs})
    if kind == "PartialDateField":
        shared.pop("help_text")
        return PartialDateFormField(**{**shared, **kwargs})
    if kind in {"CharField", "TextField"} and not getattr(column, "choices", None):
        return TextField(**{**shared, "max_length": column.max_length, "lines": kind == "TextField", **kwargs})
    if kind == "DateField":
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("validators", [may_be_a_day])
    if kind == "ManyToManyField":
        kwargs.setdefault("form_class", SeveralField)
    if kind in LARGEST:
        kwargs.setdefault("max_value", LARGEST[kind])
    made: forms.Field | None = column.formfield(**kwargs)
    if made is None:
        raise TypeError(f"{name} has no form field.")
    name_nothing(made)
    return made


class RecordForm(forms.Form):
    """A form over one record: it starts from what is stored and carries the version that it started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    # Title and field names of each part of a long form; a short form has none.
    sections: ClassVar[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = ()
    # Fields that hold names: odd letters in them are pointed out once they are saved.
    named: ClassVar[tuple[str, ...]] = ()

    @property
    def grouped(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields part by part, for a long form; a part of which nothing is asked is left out."""
        parts = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.sections]
        return [(title, fields) for title, fields in parts if fields]

    @classmethod
    def of(cls, record: models.Model, data: Any = None, files: Any = None, **kwargs: Any) -> Any:
        """The form as it is shown or sent for a stored record."""
        return cls(data, files, initial=cls.initial_of(record), **kwargs)

    @classmethod
    def initial_of(cls, record: models.Model) -> dict[str, Any]:
        stored: dict[str, Any] = {}
        for name in cls.base_fields:
            value = getattr(record, name, None)
            if isinstance(value, models.Manager):
                value = list(value.all())
            elif isinstance(value, models.Model):
                value = value.pk
            stored[name] = value
        return stored

    @property
    def version_seen(self) -> int | None:
        """The version that the person saw; None for a new record."""
        return self.cleaned_data.get("version") or None

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
