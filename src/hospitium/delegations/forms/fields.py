"""Fields of the forms about members: names without hidden signs, texts in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hospitium.core.forms import MultilingualFormField, MultilingualWidget, TextField
from hospitium.core.multilingual import Multilingual
from hospitium.delegations.models import Member
from hospitium.delegations.names import hidden_in


class NameField(TextField):
    """One line of a name. What cannot be seen is not taken away in silence: the error says which sign it is."""

    default_error_messages = {
        "hidden": _("There is a sign in it that cannot be seen: %(sign)s. Type the name instead of pasting it.")
    }

    def to_python(self, value: Any) -> str:
        hidden = hidden_in(str(value or "").strip())
        if hidden:
            raise ValidationError(self.error_messages["hidden"], "hidden", {"sign": hidden})
        return " ".join(super().to_python(value).split())


class PassportName(NameField):
    """Shown as something that has to be there. The form says when it is missing, because it can propose it itself."""

    def validate(self, value: Any) -> None:
        """Nothing to ask here: see forms.members.Names.clean."""


def name_of_member(name: str, **more: Any) -> NameField:
    """The field of a name or of another short text about a person, with the words and the length of its column."""
    column: Any = Member._meta.get_field(name)
    shared = {
        # Lazy: the field is made once, and the page is shown in six languages.
        "label": capfirst(column.verbose_name),
        "help_text": column.help_text,
        "required": not column.blank,
        "max_length": column.max_length,
    }
    return NameField(**{**shared, **more})


class SomeLanguagesWidget(MultilingualWidget):
    """One input for each language that is wanted, all of them open."""

    template_name = "delegations/some_languages.html"

    def __init__(self) -> None:
        super().__init__()
        self.wanted: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = {row["code"]: row for row in context["widget"]["languages"]}
        context["widget"]["languages"] = [rows[code] for code in self.wanted if code in rows]
        return context


class SomeLanguagesField(MultilingualFormField):
    """A text in two languages, for people who need not see six; what stands in the others is kept."""

    widget: SomeLanguagesWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SomeLanguagesWidget(), max_length=300, **options)
        self.others: Mapping[str, str] = {}

    def want(self, languages: Sequence[str], stored: Multilingual) -> None:
        """Ask for these languages; the first one is the person's own."""
        self.widget.wanted = tuple(dict.fromkeys(languages))
        self.others = {code: text for code, text in stored.texts.items() if code not in self.widget.wanted}

    def clean(self, value: Mapping[str, str]) -> dict[str, str]:
        hidden = next((found for text in (value or {}).values() if (found := hidden_in(text.strip()))), None)
        if hidden:
            raise ValidationError(NameField.default_error_messages["hidden"], "hidden", {"sign": hidden})
        typed = super().clean(value)
        # The person's own language comes first: it is the original that the others are translated from.
        ordered = {code: typed[code] for code in self.widget.wanted if code in typed}
        return {**ordered, **self.others}
