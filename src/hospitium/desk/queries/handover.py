"""The handover note of a partnership: what the next officer must know, as sections for the page and for the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hospitium.agreements.queries import deadline_of
from hospitium.algorithms.dates import PartialDate, next_anniversary
from hospitium.core.models import User
from hospitium.desk.queries import lists, network
from hospitium.desk.queries.file import facts_of
from hospitium.desk.queries.record import Rows
from hospitium.desk.queries.words import direction_chip, language, long_day, short_day, span
from hospitium.desk.queries.year import years
from hospitium.partners.models import Contact
from hospitium.partners.models.relations import Status

ACTIVITIES_TOLD = 10
Cell = str | None


@dataclass(frozen=True)
class Section:
    """One part of the note: a text, a table or a list; `empty` says that there is nothing to tell."""

    title: str
    empty: str = ""
    text: str = ""
    columns: Sequence[str] = ()
    widths: Sequence[float] = ()
    rows: Sequence[Sequence[Cell]] = ()
    items: Sequence[str] = field(default=())

    @property
    def labels(self) -> list[dict[str, str]]:
        """The columns as the table on the page wants them."""
        return [{"label": label} for label in self.columns]

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The rows as the table on the page wants them."""
        return [{"cells": list(row)} for row in self.rows]

    def as_data(self) -> dict[str, Any]:
        """As the PDF wants it."""
        return {
            "title": self.title,
            "empty": self.empty,
            "text": self.text,
            "columns": list(self.columns),
            "widths": list(self.widths),
            "rows": [list(row) for row in self.rows],
            "items": list(self.items),
        }


def sections_of(rows: Rows) -> list[Section]:
    """The parts of the note in the order in which a successor needs them."""
    found = [sensitivities(rows)] if rows.sees_notes else []
    return [
        *found,
        next_dates(rows),
        promises(rows),
        *([learning(rows)] if rows.sees_learning else []),
        contacts(rows),
        warnings(rows),
        instruments(rows),
        activities(rows),
    ]


def sensitivities(rows: Rows) -> Section:
    return Section(_("Sensitivities"), _("None are noted."), text=rows.partnership.sensitivities)


def next_dates(rows: Rows) -> Section:
    """Planned activities, notice and expiry, ends of exceptions and the next jubilee, by date."""
    entries = sorted(
        [*planned(rows), *terms(rows), *jubilee(rows)], key=lambda entry: (entry[0].first, entry[0].precision, entry[1])
    )
    return Section(
        _("Next dates"),
        _("Nothing is planned."),
        columns=(_("Date"), _("What")),
        widths=(1, 3.4),
        rows=[(short_day(day), text) for day, text in entries],
    )


def planned(rows: Rows) -> list[tuple[PartialDate, str]]:
    return [
        (one.begins, f"{lists.title(one)} ({span(one)})")
        for one in rows.planned
        if one.begins and one.begins.last >= rows.today
    ]


def terms(rows: Rows) -> list[tuple[PartialDate, str]]:
    """Notice, renewal and expiry of instruments, and the ends of exceptions."""
    words = {
        "notice": _("Notice: %(instrument)s"),
        "renewal": _("Tacit renewal: %(instrument)s"),
        "expiry": _("Expires: %(instrument)s"),
    }
    deadlines = [deadline_of(instrument, rows.today) for instrument in rows.in_force]
    found = [(PartialDate.of(one.day), words[one.code] % {"instrument": one.instrument}) for one in deadlines if one]
    for exception in rows.exceptions:
        if exception.is_valid_on(rows.today):
            text = _("The exception ends: %(purpose)s") % {"purpose": exception.purpose}
            found.append((PartialDate.of(exception.valid_until), text))
    return found


def jubilee(rows: Rows) -> list[tuple[PartialDate, str]]:
    if rows.partnership.since is None or rows.partnership.status == Status.ENDED:
        return []
    coming = next_anniversary(since=rows.partnership.since, not_before=rows.today)
    return [(coming.on, _("Jubilee: %(years)s") % {"years": years(coming.years)})] if coming else []


def promises(rows: Rows) -> Section:
    return Section(
        _("Open promises"),
        _("No promise is open."),
        columns=(_("What"), _("Who"), _("Until"), _("In charge")),
        widths=(3, 1.6, 1, 1.6),
        rows=[
            (
                one.what,
                lists.side(one, rows.here, rows.there),
                short_day(one.due_on) or _("no date"),
                str(one.owner or one.unit or "") or None,
            )
            for one in rows.open_promises
        ],
    )


def learning(rows: Rows) -> Section:
    return Section(
        _("Open learning points"),
        _("No learning point is open."),
        columns=(_("What was learnt"), _("Asked again on"), _("In charge")),
        widths=(3, 1, 1.6),
        rows=[
            (one.what, short_day(one.due_on) if one.due_on else _("no date"), str(one.owner or one.unit or "") or None)
            for one in rows.open_learning_points
        ],
    )


def contacts(rows: Rows) -> Section:
    """Everybody who holds a post there, with how to reach them and who of us knows them; who left comes last."""
    state = network.network_of(contacts=rows.contacts, today=rows.today)
    gone = {one.id for one in state.contacts if one.has_left}
    ordered = sorted(rows.contacts, key=lambda one: (str(one.pk) in gone, one.name_key, one.pk))
    return Section(
        _("Contacts"),
        _("No contact is recorded."),
        columns=(_("Contact"), _("Function"), _("Known by"), _("Last contact")),
        widths=(2, 2.4, 1.6, 1.1),
        rows=[
            (
                reach(one),
                function(one, rows),
                lists.known_by(one) or None,
                short_day(one.last_contact) or None,
            )
            for one in ordered
        ],
    )


def reach(contact: Contact) -> str:
    """The name with languages, e-mail and telephone, as far as they are known."""
    return ", ".join(part for part in (str(contact), contact.languages, contact.email, contact.phone) if part)


def function(contact: Contact, rows: Rows) -> Cell:
    held = lists.functions_now(contact, rows)
    if isinstance(held, dict):
        return f"{held['value']} ({held['sub']})"
    return held if isinstance(held, str) else None


def warnings(rows: Rows) -> Section:
    net = network.network_of(contacts=rows.contacts, today=rows.today)
    return Section(
        _("Single points and what grows quiet"),
        _("Nothing stands out."),
        items=[one["text"] for one in network.warnings(rows, net)],
    )


def instruments(rows: Rows) -> Section:
    """What is in force, with the day by which notice must be given."""
    found = []
    for one in rows.in_force:
        deadline = deadline_of(one, rows.today)
        notice = short_day(deadline.day) if deadline and deadline.code == "notice" else "–"
        valid = lists.validity(one.valid_until, is_renewed=one.is_tacitly_renewed)
        found.append((str(one), short_day(one.signed) or None, valid, notice, one.file_reference or "–"))
    return Section(
        _("Instruments in force"),
        _("No instrument is in force."),
        columns=(_("Instrument"), _("Signed"), _("Valid"), _("Notice by"), _("File reference")),
        widths=(2.2, 1.2, 1.8, 1, 1.4),
        rows=found,
    )


def activities(rows: Rows) -> Section:
    return Section(
        _("Last activities"),
        _("No activity is recorded."),
        columns=(_("Period"), _("What"), _("Direction"), _("Persons")),
        widths=(1.5, 3, 1.5, 0.9),
        rows=[
            (span(one), lists.title(one), direction_chip(one, rows.here)["text"], lists.heads(one))
            for one in rows.done[:ACTIVITIES_TOLD]
        ],
    )


def facts(rows: Rows) -> list[dict[str, Cell]]:
    """The head of the note: status, beginning, level, kind, who looks after it, cost rule."""
    status = str(rows.partnership.get_status_display())
    if rows.resting_since:
        status = _("%(status)s since %(day)s") % {"status": status, "day": long_day(rows.resting_since)}
    begun = long_day(rows.partnership.since) or None
    found: list[dict[str, Cell]] = [{"label": _("Status"), "value": status}, {"label": _("Since"), "value": begun}]
    return found + [{"label": one["label"], "value": one["value"]} for one in facts_of(rows.partnership)]


def document_of(rows: Rows, *, by: User) -> dict[str, Any]:
    """The note as the PDF wants it: plain words in the reader's language, everything unknown as null."""
    home = rows.home
    reference = next((one.file_reference for one in rows.in_force if one.file_reference), "")
    return {
        "language": language(),
        "title": _("Handover note: %(partnership)s") % {"partnership": rows.partnership},
        "lead": _("For official use only. Contains personal data of contacts; keep it in the file."),
        "office": str(home.office) if home else "",
        "unit": str(rows.partnership.unit or (home.unit_name if home else "")),
        "as_of": _("As of %(day)s") % {"day": long_day(rows.today)},
        "reference": _("File reference: %(reference)s") % {"reference": reference or "________________"},
        "foot": _("Handover note: %(partnership)s") % {"partnership": rows.partnership},
        "page_word": _("Page"),
        "unknown": _("unknown"),
        "facts": facts(rows),
        "sections": [section.as_data() for section in sections_of(rows)],
        "signatures": [
            _("Handed over: %(name)s, date, signature") % {"name": by.name},
            _("Taken over: name, date, signature"),
        ],
    }
