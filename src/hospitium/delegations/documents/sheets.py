"""Lists as plain data: the same sections become a PDF in one or two languages, and a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core import wording
from hospitium.core.tables.writing import Row, Written
from hospitium.delegations.models import Delegation
from hospitium.visits.documents import words
from hospitium.visits.documents.words import Phrase, Sender, Text

# A text in several languages, one of ours, a number, an amount with its cents, a day, or None for what nobody knows.
Cell = Sequence[Phrase] | str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """`width` is a share of the line; `key` names what stands in it where a page lets choose."""

    label: Text
    width: float = 1
    key: str = ""


# The keys of columns that hold names, and amounts that stand below each other.
NAME, AMOUNT = "name", "amount"
NOBODY = _("Nobody yet.")


@dataclass(frozen=True)
class Section:
    """One table with its heading; `empty` stands in its place when it has no rows."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: Text = ""
    empty: Text = NOBODY


@dataclass(frozen=True)
class Sheet:
    """A whole list: what it is called, what stands below the title, and whether it stays in the house."""

    title: Text
    sections: Sequence[Section]
    lines: Sequence[Sequence[Phrase]] = ()
    notes: Sequence[Text] = field(default=())
    is_internal: bool = False
    is_wide: bool = False
    # Whether the rows are people, who are counted below the list.
    is_counted: bool = False
    # Whether somebody signs in the fields of its print.
    is_signed: bool = False

    @property
    def count(self) -> int:
        return len(self.sections[0].rows)


def sheet_data(delegation: Delegation, sheet: Sheet, languages: Sequence[str]) -> dict[str, Any]:
    """What the print of a list shows."""
    return {
        **head_data(delegation, sheet.title, languages),
        "lines": [list(line) for line in sheet.lines],
        "notes": [words.pair(note, languages) for note in sheet.notes],
        "internal": words.pair(_("For the office only. Never leaves the house."), languages)
        if sheet.is_internal
        else [],
        "flipped": sheet.is_wide,
        "signed": sheet.is_signed,
        "sections": [section_data(section, languages) for section in sheet.sections],
        "unknown": words.pair(_("unknown"), languages),
        "sum": words.pair(_("Persons in all: %(count)s"), languages, count=sheet.count) if sheet.is_counted else None,
    }


def head_data(delegation: Delegation, title: Text, languages: Sequence[str]) -> dict[str, Any]:
    """What stands on the head and the foot of every print about a delegation."""
    visit, sender = delegation.visit, Sender(delegation.visit)
    today = timezone.localdate()
    office = sender.office(languages[0]) or sender.unit(languages[0])
    return {
        "languages": list(languages),
        "language": languages[0],
        "title": words.pair(title, languages),
        "plain_title": words.said(title, languages[0]),
        "office": office,
        "partner": [partner_name(delegation, language) for language in languages],
        "visit": [words.title_of(visit, language) for language in languages],
        "when": [words.plain(words.when(visit, language), language) for language in languages],
        "as_of": [
            words.word(_("As of %(day)s"), language, day=words.long_day(today, language)) for language in languages
        ],
        "foot": " · ".join(part for part in (office, visit.file_reference) if part),
        "page_word": words.said(_("Page"), languages[0]),
    }


def partner_name(delegation: Delegation, language: str) -> Phrase:
    partner = delegation.partnership.partner
    found = words.phrase(partner.name, language)
    return found if found["text"] else words.plain(partner.own_name, language)


def section_data(section: Section, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "title": words.pair(section.title, languages) if section.title else [],
        "columns": [
            {
                "label": words.pair(one.label, languages),
                "width": one.width,
                "is_name": one.key == NAME,
                "is_amount": one.key == AMOUNT,
            }
            for one in section.columns
        ],
        "rows": [[cell_data(cell, languages[0]) for cell in row] for row in section.rows],
        "empty": words.pair(section.empty, languages),
    }


def cell_data(cell: Cell, language: str) -> list[Phrase] | None:
    if cell is None:
        return None
    if isinstance(cell, date):
        return [words.plain(wording.day(cell, language=language), language)]
    if isinstance(cell, Decimal):
        return [words.plain(wording.cents(cell, language=language), language)]
    if isinstance(cell, str | int):
        return [words.plain(line, language) for line in str(cell).split("\n")]
    return list(cell)


def table_of(sheet: Sheet, languages: Sequence[str]) -> tuple[list[str], list[Row]]:
    """Header and rows for a spreadsheet; of several sections, the first column names the section."""
    label_of = {id(one): both(words.pair(one.label, languages)) for part in sheet.sections for one in part.columns}
    if len(sheet.sections) == 1:
        only = sheet.sections[0]
        return [label_of[id(one)] for one in only.columns], [plain_row(row) for row in only.rows]
    widest = max(sheet.sections, key=lambda section: len(section.columns))
    rows: list[Row] = []
    for section in sheet.sections:
        titles = [label_of[id(one)] for one in section.columns]
        name = both(words.pair(section.title, languages))
        rows.append([name, *titles])
        rows += [[name, *plain_row(row)] for row in section.rows]
    part = both(words.pair(_("Part"), languages))
    return [part, *("" for _column in widest.columns)], rows


def plain_row(row: Iterable[Cell]) -> list[Written]:
    return [
        cell if cell is None or isinstance(cell, str | int | Decimal | date) else "\n".join(one["text"] for one in cell)
        for cell in row
    ]


def both(pair: Sequence[Phrase]) -> str:
    return " / ".join(dict.fromkeys(one["text"] for one in pair))


def known(text: str) -> str | None:
    """A text, or None where nothing was given: unknown is said, never left blank."""
    return text or None


def phrases(found: Sequence[Phrase]) -> Sequence[Phrase] | None:
    return found or None


Values = Mapping[int, Mapping[str, str]]
