"""Fields that several forms of this app have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import RecordForm, SeveralField
from hospitium.exchange.models import Level, Round
from hospitium.visits.forms.choices import language_choices

ROWS = 5


class Draft(RecordForm):
    """A form that may be saved with gaps; what is `needed` in the end is shown as such, asked for when it is sent."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            if name in self.fields:
                self.fields[name].required = True

    def full_clean(self) -> None:
        known = [self.fields[name] for name in self.needed if name in self.fields]
        for field in known:
            field.required = self.is_complete
        super().full_clean()
        for field in known:
            field.required = True

    @property
    def is_complete(self) -> bool:
        """Must everything be there, now?"""
        return False


class LevelsWidget(forms.Widget):
    """Some rows of language and level; empty rows count for nothing."""

    template_name = "exchange/levels.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known = list((value or {}).items())
        rows = [*known, *[("", "")] * max(2, ROWS - len(known))]
        offered = language_choices()
        codes = {code for code, _name in offered}
        context["widget"]["rows"] = [
            {"number": number, "code": code, "level": level} for number, (code, level) in enumerate(rows, start=1)
        ]
        context["widget"]["languages"] = [*offered, *((code, code) for code, _level in known if code not in codes)]
        context["widget"]["levels"] = Level.values
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for number in range(1, 31):
            code, level = data.get(f"{name}-language-{number}", ""), data.get(f"{name}-level-{number}", "")
            if code:
                found[code] = level
        return found

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-language-1" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-language-1" if id_ else id_


class LevelsField(forms.Field):
    """Languages with levels, as a mapping of ISO 639 codes to levels."""

    widget = LevelsWidget

    def clean(self, value: Mapping[str, str]) -> dict[str, str]:
        known = {code for code, _name in language_choices()}
        for code, level in (value or {}).items():
            if code not in known and not (code.isalpha() and len(code) <= 3):
                raise ValidationError(_("This language is not known."))
            if level not in Level.values:
                raise ValidationError(_("Choose the level of each language, from A1 to C2."))
        return dict(value or {})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return dict(initial or {}) != dict(data or {})


def windows_field(record: Round, **options: Any) -> SeveralField:
    """The windows of a round to tick; none ticked means any."""
    return SeveralField(
        record.windows.all(),
        label=_("Windows"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: any of them."),
        **options,
    )


def house_languages(**options: Any) -> forms.ChoiceField:
    """In which of the languages of the house somebody is written to."""
    return forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES, **options)
