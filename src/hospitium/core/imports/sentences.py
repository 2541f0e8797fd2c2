"""What the codes of the table reader say to a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hospitium.core.tables import Note
from hospitium.core.tables.sentences import REASONS, reason

ENCODINGS = {
    "utf-8": _("Unicode (UTF-8)"),
    "utf-16": _("Unicode (UTF-16)"),
    "cp1250": _("Central European (Windows)"),
    "cp1251": _("Cyrillic (Windows)"),
    "cp1252": _("Western European (Windows)"),
    "cp1254": _("Turkish (Windows)"),
    "iso8859-2": _("Central European (ISO)"),
}


def note_in_words(note: Note) -> str:
    """What is peculiar about a file, as a sentence."""
    count = int(note.params.get("count", 0))
    match note.code:
        case "encoding_guessed":
            return str(
                _("The file does not say how its letters are written; “%(letters)s” was guessed. Check the names.")
                % {"letters": ENCODINGS[str(note.params["encoding"])]}
            )
        case "external_links":
            return str(_("The table asks other files for values. Only the values that were stored last are taken."))
    return SENTENCES_OF_COUNTS[note.code](count) % {"count": count}


SENTENCES_OF_COUNTS = {
    "hidden_sheets": lambda count: ngettext("%(count)s sheet is hidden.", "%(count)s sheets are hidden.", count),
    "other_sheets": lambda count: ngettext(
        "There is %(count)s other sheet in the file; it is not read.",
        "There are %(count)s other sheets in the file; they are not read.",
        count,
    ),
    "hidden_rows": lambda count: ngettext(
        "%(count)s row is hidden; it is read like the others.",
        "%(count)s rows are hidden; they are read like the others.",
        count,
    ),
    "filters": lambda count: ngettext(
        "The rows are filtered by %(count)s column; the rows that this hides are read like the others.",
        "The rows are filtered by %(count)s columns; the rows that this hides are read like the others.",
        count,
    ),
    "comments": lambda count: ngettext(
        "%(count)s comment on a cell is not taken over.",
        "%(count)s comments on cells are not taken over.",
        count,
    ),
    "merged_cells": lambda count: ngettext(
        "There is %(count)s merged cell; only its first part has the value.",
        "There are %(count)s merged cells; only their first parts have the values.",
        count,
    ),
    "formulas": lambda count: ngettext(
        "%(count)s cell is computed; the value that was stored last is taken.",
        "%(count)s cells are computed; the values that were stored last are taken.",
        count,
    ),
}


__all__ = ["ENCODINGS", "REASONS", "note_in_words", "reason"]
