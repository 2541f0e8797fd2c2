"""Forms: fields of our own, fields taken from models, and the one way in which a form is answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import DateError, PartialDate
from hospitium.algorithms.dates.partial import FIRST_YEAR, LAST_YEAR
from hospitium.core.events import timeline
from hospitium.core.http import new_form_key
from hospitium.core.letters import doubts_about
from hospitium.core.locking import Conflict
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import Refused

# Bidirectional controls and zero-width marks that make a name look like another; joiners stay, scripts need them.
HIDDEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)}


def clean_text(text: str, *, lines: bool = False) -> str:
    """Text as it may be stored: NFC, no control, bidi or hidden characters, at most 8 marks on one letter.

    Raises ValidationError for what no keyboard writes (NUL, lone surrogates, noncharacters).
    """
    if text.isascii() and text.isprintable():
        # Most of a long table is such text, and there is nothing in it to look for.
        return text
    text = unicodedata.normalize("NFC", text)
    if text.replace(" ", "").isalpha():
        # Nor in a name: letters are neither controls nor marks.
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cs", "Cn"} or character == "\x00":
            raise ValidationError(_("The text contains a character that cannot be stored."))
        marks = marks + 1 if category == "Mn" else 0
        is_control = category == "Cc" and not (lines and character in "\n\r\t")
        if not is_control and ord(character) not in HIDDEN and marks <= 8:
            kept.append(character)
    return "".join(kept)


class TextField(forms.CharField):
    """One line, or several, cleaned of what cannot be seen."""

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(str(super().to_python(value) or ""), lines=self.lines).strip()


class ListField(TextField):
    """Several short entries in one box, one in each line, or between other separators."""

    default_error_messages = {"entry": _("At most %(limit)s characters in one entry.")}

    def __init__(self, *, separator: str = "\n", entry_length: int = 300, **kwargs: Any) -> None:
        self.separator, self.entry_length = separator, entry_length
        super().__init__(lines=separator == "\n", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        glue = self.separator if self.separator == "\n" else f"{self.separator} "
        return glue.join(str(entry) for entry in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(self.prepare_value(value))
        entries = [entry.strip() for entry in text.split(self.separator)]
        kept = list(dict.fromkeys(entry for entry in entries if entry))
        if any(len(entry) > self.entry_length for entry in kept):
            raise ValidationError(self.error_messages["entry"], "entry", {"limit": self.entry_length})
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class PartialDateFormField(forms.CharField):
    """A date as far as it is known: 12.11.1990, 11.1990, 1990, or the ISO forms."""

    default_error_messages = {"date": _("“%(value)s” is not a date. Write 12.11.1990, 11.1990 or 1990.")}

    LONGEST = 20

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("As far as it is known: 12.11.1990, 11.1990 or 1990."))
        super().__init__(**kwargs)
        # Those of CharField ask for the length of a text, and a date has none.
        self.validators = []
        self.widget.attrs.setdefault("maxlength", str(self.LONGEST))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return ".".join(reversed(str(value).split("-")))
        return value

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").strip()
        if not text:
            return None
        try:
            if len(text) > self.LONGEST:
                raise DateError("date_shape", text)
            if "." in text:
                parts = [part.strip().zfill(2) for part in text.strip(". ").split(".")]
                text = "-".join(reversed(parts))
            return PartialDate.parse(text)
        except DateError as error:
            raise ValidationError(self.error_messages["date"], "date", {"value": value}) from error


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django cannot be subscripted
    """Several records. A key that is longer than any is one that is not there; a database would break on it."""

    LONGEST_KEY = 18

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > self.LONGEST_KEY:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super().clean(value)


def offer(form: forms.BaseForm, name: str, rows: Any) -> None:
    """What can be chosen in a field of a form: records, or pairs of value and label."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
    elif isinstance(field, forms.ChoiceField):
        field.choices = rows
    else:
        raise TypeError(f"Nothing is chosen in {name}.")


def word(form: forms.BaseForm, name: str, wording: Callable[[Any], str]) -> None:
    """How the records of a field read."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"No record is chosen in {name}.")
    field.label_from_instance = wording  # type: ignore[assignment]  # Django's own way short of a class for each


class MultilingualWidget(forms.Widget):
    """One input for each language; the language of the page is open, the others fold out."""

    template_name = "components/multilingual.html"

    def __init__(self, *, lines: bool = False) -> None:
        super().__init__()
        self.lines = lines

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = value if isinstance(value, Multilingual) else Multilingual(value or {})
        context["widget"]["lines"] = self.lines
        context["widget"]["languages"] = [
            {
                "code": code,
                "label": label,
                "name": f"{name}-{code}",
                "text": text.texts.get(code, ""),
                "state": text.state(code),
                "is_source": code == text.source,
            }
            for code, label in settings.LANGUAGES
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {code: data.get(f"{name}-{code}", "") for code, _label in settings.LANGUAGES}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{code}" in data for code, _label in settings.LANGUAGES)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-{settings.LANGUAGE_CODE}" if id_ else id_


class MultilingualFormField(forms.Field):
    """Texts by language code. What they become (which one is outdated) is Multilingual.rewritten's business."""

    def __init__(self, *, lines: bool = False, max_length: int = 4000, **kwargs: Any) -> None:
        self.lines, self.max_length = lines, max_length
        kwargs.setdefault("widget", MultilingualWidget(lines=lines))
        super().__init__(**kwargs)

    def clean(self, value: Mapping[str, str]) -> dict[str, str]:
        cleaned = {code: clean_text(text, lines=self.lines).strip() for code, text in (value or {}).items()}
        texts = {code: text for code, text in cleaned.items() if text}
        if self.required and not texts:
            raise ValidationError(self.error_messages["required"], "required")
        if any(len(text) > self.max_length for text in texts.values()):
            raise ValidationError(_("At most %(limit)s characters."), "max_length", {"limit": self.max_length})
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = dict(initial.texts) if isinstance(initial, Multilingual) else dict(initial or {})
        return before != {code: text for code, text in (data or {}).items() if text}


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


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    template: str = "form.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or act on what was sent and lead on to the result.

    `act` makes one call into one action and returns where to go: a record with an address, or an address.
    A refusal becomes the form's error; a conflict becomes the page with both versions; 422 says "not saved".
    """
    status = 200
    extra: dict[str, Any] = {}
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                target = act()
                point_out_letters(request, form)
                return HttpResponseRedirect(target if isinstance(target, str) else target.get_absolute_url())
            except Conflict as conflict:
                status, template = 409, "conflict.html"
                extra = both_versions(form, conflict.current)
                go_on_from(form, conflict.current)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as error:
                form.add_error(None, error)
    shown = {**(context or {}), **extra, "form": form, "form_key": new_form_key()}
    return render(request, template, shown, status=status)


def go_on_from(form: forms.Form, current: Any) -> None:
    """Let the form be sent again on top of the version that is stored now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = current.version  # type: ignore[index]


def point_out_letters(request: HttpRequest, form: forms.Form) -> None:
    """Say which names mix alphabets: it is saved, and perhaps not what was meant."""
    for doubt in doubts_about(form.cleaned_data.get(name) for name in getattr(form, "named", ())):
        messages.warning(request, doubt, fail_silently=True)


def both_versions(form: forms.Form, current: models.Model) -> dict[str, Any]:
    """What the page with both versions shows; the form goes on from the version that is stored now."""
    latest = timeline(current).first()
    return {
        "rows": differences(form, current),
        "current": current,
        "theirs_by": latest.actor.name if latest and latest.actor else "",
        "theirs_at": latest.at if latest else None,
    }


def differences(form: forms.Form, current: models.Model) -> list[dict[str, Any]]:
    """Field by field what the other person saved and what was typed here, where the two differ."""
    theirs = type(form).initial_of(current) if isinstance(form, RecordForm) else {}
    rows = []
    for name, field in form.fields.items():
        if name == "version" or not field.has_changed(theirs.get(name), form[name].data):
            continue
        rows.append(
            {
                "label": field.label or name,
                "theirs": in_words(field, theirs.get(name)),
                "mine": in_words(field, form.cleaned_data.get(name)),
            }
        )
    return rows


def in_words(field: forms.Field, value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, Multilingual):
        value = dict(value.texts)
    if isinstance(value, Mapping):
        return "\n".join(f"{code}: {text}" for code, text in value.items() if text)
    if isinstance(value, list | tuple | models.QuerySet):
        return "\n".join(str(item) for item in value)
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, int):
        return str(field.queryset.filter(pk=value).first() or "")  # type: ignore[union-attr]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    if isinstance(field, PartialDateFormField):
        return str(field.prepare_value(value) or "")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


__all__ = [
    "ListField",
    "MultilingualFormField",
    "PartialDateFormField",
    "RecordForm",
    "SeveralField",
    "TextField",
    "answer_form",
    "clean_text",
    "field_of",
    "go_on_from",
    "may_be_a_day",
]
