"""What the pages of an import show: the columns with their first values, the rows with what they would do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.http import new_form_key
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.forms import DescribeTable
from hospitium.core.imports.plans import CHANGE, CREATE, LEFT_OUT, SAME, WRONG, Plan, RowPlan
from hospitium.core.imports.sentences import note_in_words
from hospitium.core.tables import Sheet

SHOWN_ROWS, SHOWN_PROBLEMS, SAMPLE_ROWS, SECONDS_FROM, ROWS_PER_SECOND = 200, 500, 5, 300, 60
VERB_TONES = {
    CREATE: ("success", "plus"),
    CHANGE: ("info", "pencil"),
    SAME: ("", "check"),
    WRONG: ("danger", ""),
    LEFT_OUT: ("open", "minus"),
}


def columns_of(form: DescribeTable, sheet: Sheet, choices: Choices) -> list[dict[str, Any]]:
    """Each column with its choice and the first values in it."""
    below = sheet.rows[choices.header : choices.header + 50]
    found = []
    for column, field in enumerate(form.column_fields):
        texts = [row[column].text for row in below if not row[column].is_empty]
        found.append({"field": field, "values": [text[:60] for text in texts[:SAMPLE_ROWS]]})
    return found


def suspicious(sheet: Sheet) -> list[str]:
    """Three words with letters beyond ASCII: they show whether the encoding is right."""
    if len(sheet.encodings) < 2:
        return []
    found: dict[str, None] = {}
    for row in sheet.rows[:2000]:
        for cell in row:
            if not cell.text.isascii():
                found.setdefault(cell.text[:60])
        if len(found) >= 3:
            break
    return list(found)[:3]


def previewed(plan: Plan) -> dict[str, Any]:
    to_do = len(plan.to_do)
    shown = [row for row in plan.rows if row.verb != WRONG]
    return {
        "plan": plan,
        "figures": [
            {"value": plan.count(CREATE), "label": _("would be created")},
            {"value": plan.count(CHANGE), "label": _("would be changed")},
            {"value": plan.count(SAME), "label": _("stay as they are")},
            {"value": plan.count(WRONG), "label": _("are wrong")},
        ],
        "problems": plan.problems[:SHOWN_PROBLEMS],
        "more_problems": max(len(plan.problems) - SHOWN_PROBLEMS, 0),
        "rows": [line(row) for row in shown[:SHOWN_ROWS]],
        "has_days": any(any(row.when) for row in shown),
        "more_rows": max(len(shown) - SHOWN_ROWS, 0),
        "to_do": to_do,
        "wrong": plan.count(WRONG),
        "seconds": to_do // ROWS_PER_SECOND + 1 if to_do >= SECONDS_FROM else 0,
        "form_key": new_form_key(),
    }


def suspected(plan: Plan, chosen: frozenset[int] | None) -> dict[str, Any]:
    """What holds nothing up and should be looked at: rows that are perhaps known, letters of another alphabet, what was
    assumed, notes about the file.

    A row of the very same name as a stored entry is left out, unless somebody has chosen already.
    """
    alike = [
        {
            "row": row.row,
            "label": row.label,
            "likenesses": row.likenesses,
            "is_double": row.is_known_by_name if chosen is None else row.row in chosen,
        }
        for row in plan.alike
    ]
    odd = [one for one in plan.warnings if one.is_odd]
    doubts = [one for one in plan.warnings if not one.is_odd]
    return {
        "alike": alike[:SHOWN_PROBLEMS],
        "more_alike": max(len(alike) - SHOWN_PROBLEMS, 0),
        "warnings": odd[:SHOWN_PROBLEMS],
        "more_warnings": max(len(odd) - SHOWN_PROBLEMS, 0),
        "doubts": doubts[:SHOWN_PROBLEMS],
        "more_doubts": max(len(doubts) - SHOWN_PROBLEMS, 0),
        "notes": [note_in_words(note) for note in plan.notes],
    }


def numbers(texts: list[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 8)


def line(row: RowPlan) -> dict[str, Any]:
    """A row of the preview; the date stands in words, so that day and month cannot be mistaken."""
    words = {
        CREATE: _("is created"),
        CHANGE: _("is changed"),
        SAME: _("stays as it is"),
        LEFT_OUT: _("is left out"),
    }
    tone, icon = VERB_TONES[row.verb]
    return {
        "row": row.row,
        "label": row.label,
        "when": wording.period(*row.when, language=get_language() or "en", style="long"),
        "chip": {"text": words[row.verb], "tone": tone, "icon": icon},
        "changed": ", ".join(row.changed),
    }


def stages(current: int, urls: dict[int, str]) -> list[dict[str, Any]]:
    """The stages of the import; the ones that lie behind can be gone back to."""
    labels = (_("Choose the file"), _("Say what the columns mean"), _("Look at the preview"), _("Done"))
    return [
        {
            "label": label,
            "state": "current" if number == current else "done" if number < current else "",
            "url": urls.get(number, ""),
        }
        for number, label in enumerate(labels, 1)
    ]
