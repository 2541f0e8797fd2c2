"""The form in which somebody says how a table is read and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import letters
from hospitium.core.imports.sentences import ENCODINGS
from hospitium.core.imports.targets import Field, Target
from hospitium.core.tables import DAY_FIRST, MAX_BYTES, MONTH_FIRST, Sheet

SEPARATORS = {";": _("semicolon"), ",": _("comma"), "\t": _("tab")}
MOST_COLUMNS, MOST_HEADERS = 60, 20


class ChooseFile(forms.Form):
    """The file of a list that somebody keeps."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX, ODS or CSV, at most 10 MB and 20,000 rows."),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than %(limit)s MB."), params={"limit": MAX_BYTES // 2**20})
        return file


class DescribeTable(forms.Form):
    """How the file is to be read, and one choice for each of its columns."""

    order = forms.ChoiceField(
        label=_("Dates such as 03/04/2026"),
        required=False,
        choices=[
            ("", _("there are none, or ask me")),
            (DAY_FIRST, _("day first: 3 April")),
            (MONTH_FIRST, _("month first: 4 March")),
        ],
    )
    language = forms.ChoiceField(label=_("Language of the texts"), choices=settings.LANGUAGES)

    def __init__(self, sheet: Sheet, target: Target, choices: Choices, data: Any) -> None:
        initial = {"order": choices.order, "language": choices.language}
        super().__init__(data, initial=initial)
        self.sheet, self.target, self.choices = sheet, target, choices
        self.add_reading()
        self.add_columns()
        self.add_defaults()

    def add_reading(self) -> None:
        sheet = self.sheet
        if len(sheet.names) > 1:
            self.add("sheet", _("Sheet"), [(name, name) for name in sheet.names], sheet.name)
        if len(sheet.encodings) > 1:
            self.add("encoding", _("Letters"), [(one, ENCODINGS[one]) for one in sheet.encodings], sheet.encoding)
        if sheet.separator:
            self.add("separator", _("Columns are divided by"), list(SEPARATORS.items()), sheet.separator)
        rows = [
            (str(number), f"{number}: {', '.join(cell.text for cell in row if not cell.is_empty)[:80]}")
            for number, row in enumerate(sheet.rows[:MOST_HEADERS], 1)
        ]
        self.add("header", _("Row with the headings"), [("0", _("there is none")), *rows], str(self.choices.header))
        self.order_fields(["sheet", "encoding", "separator", "header", "order", "language"])

    def add_columns(self) -> None:
        options = [("", _("is left out")), *((field.key, field.label) for field in self.target.fields)]
        header = self.choices.header
        headings = self.sheet.rows[header - 1] if 0 < header <= len(self.sheet.rows) else ()
        for column in range(min(self.sheet.width, MOST_COLUMNS)):
            named = headings[column].text[:60] if column < len(headings) else ""
            field = forms.ChoiceField(label=f"{letters(column)} {named}".strip(), choices=options, required=False)
            field.initial = self.choices.columns.get(column, "")
            self.fields[f"column_{column}"] = field

    def add_defaults(self) -> None:
        """A field `default_…` for each default of the target; which, the app of the target knows."""

    def add(self, name: str, label: Any, options: Sequence[tuple[Any, Any]], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=options, initial=initial, required=False)

    @property
    def reading_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(("column_", "default_"))]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def default_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("default_")]

    @property
    def is_read_anew(self) -> bool:
        """Was something chosen that changes what stands in the columns?"""
        return any(name in self.changed_data for name in ("sheet", "encoding", "separator", "header"))

    @property
    def described(self) -> Choices:
        typed = self.cleaned_data
        columns = {
            int(name.removeprefix("column_")): value
            for name, value in typed.items()
            if name.startswith("column_") and value
        }
        defaults = {
            name.removeprefix("default_"): value
            for name, value in typed.items()
            if name.startswith("default_") and value
        }
        return Choices(
            sheet=typed.get("sheet", ""),
            encoding=typed.get("encoding", ""),
            separator=typed.get("separator", ""),
            header=int(typed.get("header") or 0),
            order=typed.get("order", ""),
            language=typed["language"],
            columns=columns,
            defaults=defaults,
        )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or self.is_read_anew:
            return typed
        chosen = self.described
        used = list(chosen.columns.values())
        for field in self.target.fields:
            if used.count(field.key) > 1:
                raise ValidationError(_("“%(field)s” is chosen for two columns."), params={"field": field.label})
            if field.is_required and field.key not in used and field.key not in chosen.defaults:
                raise ValidationError(missing(field), params={"field": field.label})
        return typed


def missing(field: Field) -> Any:
    return _("No column is “%(field)s”. Choose one; without it the rows cannot be told apart.")
