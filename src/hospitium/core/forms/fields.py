"""Fields of our own for dates, several records and texts in several languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import DateError, PartialDate
from hospitium.algorithms.search import fold
from hospitium.core import wording
from hospitium.core.forms.text import ListField, clean_text
from hospitium.core.multilingual import Multilingual


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


class CountryField(forms.ChoiceField):
    """A country, chosen by its name in the language of the page and kept as its code (ISO 3166).

    With `nobody_knows`, a code of nowhere, the country may also be unknown.
    """

    def __init__(self, *, nobody_knows: str = "", **kwargs: Any) -> None:
        def choices() -> list[tuple[str, Any]]:
            unknown = [(nobody_knows, _("unknown"))] if nobody_knows else []
            return [("", "–"), *wording.countries(get_language() or "en"), *unknown]

        super().__init__(choices=choices, **kwargs)


class CountriesField(ListField):
    """Several countries, written by their names in the language of the page or by their codes (ISO 3166)."""

    default_error_messages = {"country": _("There is no country “%(name)s”. Write its name or its two letters.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(separator=",", entry_length=80, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        named = dict(wording.countries(get_language() or "en"))
        if isinstance(value, list | tuple):
            value = [named.get(str(code), str(code)) for code in value]
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        codes = {fold(name): code for code, name in wording.countries(get_language() or "en")}
        known = {**codes, **{code.casefold(): code for code in codes.values()}}
        found = []
        for entry in super().to_python(value):
            if (code := known.get(fold(entry))) is None:
                raise ValidationError(self.error_messages["country"], "country", {"name": entry})
            found.append(code)
        return list(dict.fromkeys(found))


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
        name_nothing(field)
    elif isinstance(field, forms.ChoiceField):
        field.choices = rows
    else:
        raise TypeError(f"Nothing is chosen in {name}.")


def name_nothing(field: forms.Field) -> None:
    """To choose none is a dash here, as everywhere; Django writes a row of them."""
    if isinstance(field, forms.ModelChoiceField):
        # The records themselves are not read: forms are made before there is a database.
        field.empty_label = field.empty_label and "–"
    elif isinstance(field, forms.ChoiceField):
        dashes, choices = BLANK_CHOICE_DASH[0][1], cast("Iterable[tuple[Any, Any]]", field.choices)
        field.choices = [(value, "–" if label == dashes else label) for value, label in choices]


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
        # Languages in which a text is waited for stand open, too.
        self.opened: frozenset[str] = frozenset()

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
                "is_open": code in self.opened,
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


def open_languages(form: forms.BaseForm, languages: Iterable[str]) -> None:
    """Show the inputs of these languages in all texts of a form, because each of them is waited for."""
    for field in form.fields.values():
        if isinstance(field.widget, MultilingualWidget):
            field.widget.opened = frozenset(languages)


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
