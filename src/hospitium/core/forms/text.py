"""Text as it may be stored, and the fields that take it."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
