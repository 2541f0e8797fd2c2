"""The lists of a partnership's file: promises, conflicting sources, instruments, contacts, activities, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from hospitium.core.claims import typed
from hospitium.core.models import Claim
from hospitium.core.wording import number
from hospitium.desk.links import link
from hospitium.desk.queries.record import Rows
from hospitium.desk.queries.words import (
    direction_chip,
    due_chip,
    instrument_chip,
    language,
    long_day,
    short_day,
    span,
    status_chip,
)
from hospitium.partners.models import Contact, ContactFunction
from hospitium.programme.models import Activity, Direction, LearningPoint, Promise, State

ACTIVITIES_SHOWN, CONTACTS_SHOWN, LEARNT_SHOWN = 20, 10, 8
Entry = dict[str, Any]


def promise_lines(promises: Sequence[Promise], rows: Rows) -> list[Entry]:
    """The open promises, the next due first; overdue ones are marked."""
    return [
        {
            "title": one.what,
            "url": one.activity.get_absolute_url() if one.activity_id and one.activity else "",
            "sub": " · ".join(part for part in (side(one, rows.here, rows.there), str(one.unit or "")) if part),
            "icon": promise_icon(one, is_late=bool(one.due_on and one.due_on < rows.today)),
            "tone": "danger" if one.due_on and one.due_on < rows.today else "",
            "end": short_day(one.due_on) if one.due_on else _("no date"),
            "chip": due_chip((one.due_on - rows.today).days)
            if one.due_on and (one.due_on - rows.today).days <= 14
            else None,
            "act_url": link("programme:promise_close", one.pk),
            "act_label": _("Close"),
        }
        for one in promises
    ]


def learning_lines(points: Sequence[LearningPoint], rows: Rows) -> list[Entry]:
    """What was learnt with this partner and what became of it: the open ones first, the next due at the top."""
    ordered = sorted(points, key=lambda one: (one.state != LearningPoint.State.OPEN, one.closed_on or rows.today))
    return [learning_line(one, rows.today) for one in ordered[:LEARNT_SHOWN]]


def learning_line(one: LearningPoint, today: date) -> Entry:
    is_open = one.state == LearningPoint.State.OPEN
    is_late = bool(is_open and one.due_on and one.due_on <= today)
    parts = ("" if is_open else one.get_state_display(), one.reason, str(one.owner or one.unit or ""))
    return {
        "title": one.what,
        "url": link("programme:learning_point", one.pk),
        "sub": " · ".join(str(part) for part in parts if part),
        "icon": "list-checks",
        "tone": "warning" if is_late else "",
        "end": (short_day(one.due_on) if one.due_on else _("no date")) if is_open else short_day(one.closed_on),
        "chip": due_chip((one.due_on - today).days)
        if is_open and one.due_on and (one.due_on - today).days <= 14
        else None,
    }


def promise_icon(promise: Promise, *, is_late: bool) -> str:
    if is_late:
        return "circle-alert"
    return "hand-helping" if promise.side != Promise.Side.THEIRS else "hourglass"


def side(promise: Promise, here: str, there: str) -> str:
    """Who promised whom."""
    words = {"city": here, "partner": there}
    return {
        Promise.Side.OURS: _("%(city)s promises %(partner)s") % words,
        Promise.Side.THEIRS: _("%(partner)s promises %(city)s") % words,
        Promise.Side.BOTH: _("both sides"),
    }[Promise.Side(promise.side)]


def conflicts(rows: Rows) -> list[Entry]:
    """The facts on which sources differ, each with all its values side by side."""
    subjects: dict[tuple[str, str], Model] = {
        ("partners.partnership", str(rows.partnership.pk)): rows.partnership,
        **{("agreements.instrument", str(one.pk)): one for one in rows.instruments},
        **{("programme.activity", str(one.pk)): one for one in rows.activities},
    }
    found = []
    for (kind, key, fact), group in groupby(rows.claims, key=lambda one: (one.kind, one.key, one.fact)):
        claims = list(group)
        subject = subjects.get((kind, key))
        if subject is None or len({one.value for one in claims}) < 2:
            continue
        found.append(
            {
                "title": f"{subject}: {fact_label(subject, fact)}",
                "url": link("programme:claim", kind, key, fact),
                "claims": [claim_entry(one) for one in claims],
            }
        )
    return found


def fact_label(subject: Model, fact: str) -> str:
    return next((str(one.label) for one in getattr(subject, "disputable", ()) if one.fact == fact), fact)


def claim_entry(claim: Claim) -> Entry:
    return {
        "value": claim_value(claim),
        "source": "; ".join(part for part in (claim.source, claim.note) if part),
        "chosen": claim.in_use,
        "choose_url": "" if claim.in_use else link("programme:claim_choose", claim.pk),
    }


def claim_value(claim: Claim) -> str | None:
    value = typed(claim)
    if value is None:
        return None
    if claim.fact == "direction":
        return str(dict(Direction.choices).get(str(value), value))
    if isinstance(value, int):
        return number(value, language=language())
    return short_day(value) if claim.shape == Claim.Shape.DATE else str(value)


def instruments(rows: Rows) -> Entry:
    """Everything that was signed or is being prepared; a disputed date brings the source of the chosen one."""
    kind = "agreements.instrument"
    chosen = {one.key: one.source for one in rows.claims if one.kind == kind and one.in_use}
    columns = [
        {"label": _("Instrument")},
        {"label": _("Signed")},
        {"label": _("State")},
        {"label": _("Valid")},
        {"label": _("File reference")},
        {"label": _("Source")},
    ]
    lines = [
        {
            "cells": [
                {
                    "value": str(one),
                    "url": one.get_absolute_url(),
                    "sub": one.get_kind_display() if str(one) != one.get_kind_display() else "",
                },
                short_day(one.signed) or (None if one.status == "signed" else {"empty": True}),
                {"chip": instrument_chip(one.status)},
                validity(one.valid_until, is_renewed=one.is_tacitly_renewed),
                one.file_reference or {"empty": True},
                one.source or chosen.get(str(one.pk)),
            ]
        }
        for one in rows.instruments
    ]
    return {"columns": columns, "rows": lines}


def validity(until: Any, *, is_renewed: bool) -> str | None:
    """Until when an instrument holds; None where nobody has said so."""
    if until is None:
        return None
    if is_renewed:
        return _("until %(day)s, renewed tacitly") % {"day": short_day(until)}
    return _("until %(day)s") % {"day": short_day(until)}


def contacts(rows: Rows) -> Entry:
    """The contacts met last, with their functions of today and who of us knows them."""
    met = sorted(rows.contacts, key=lambda one: str(one.last_contact or ""), reverse=True)
    columns = [
        {"label": _("Contact")},
        {"label": _("Function")},
        {"label": _("Known by")},
        {"label": _("Last contact")},
    ]
    return {
        "columns": columns,
        "rows": [
            {
                "cells": [
                    {"value": str(one), "url": one.get_absolute_url()},
                    functions_now(one, rows),
                    known_by(one) or None,
                    short_day(one.last_contact) or None,
                ]
            }
            for one in met[:CONTACTS_SHOWN]
        ],
    }


def functions_now(contact: Contact, rows: Rows) -> Any:
    """What the person is today; of somebody who left, what they were last."""
    all_of_them = list(contact.functions.all())
    held = [row for row in all_of_them if row.ends is None or row.ends.last >= rows.today]
    if held:
        return ", ".join(post_of(row) for row in held[:2])
    if all_of_them:
        last = max(all_of_them, key=lambda row: str(row.ends))
        return {
            "value": post_of(last),
            "sub": _("until %(day)s") % {"day": short_day(last.ends)},
        }
    return None


def post_of(row: ContactFunction) -> str:
    """A function with the office in which it is held, where one is known."""
    office = row.unit if row.unit_id else row.organisation
    return ", ".join(str(part) for part in (row.function, office) if part)


def known_by(contact: Contact) -> str:
    return ", ".join(row.user.name for row in contact.acquaintances.all() if row.user.is_active)


def activities(rows: Rows) -> Entry:
    """The latest activities, what is planned first."""
    columns = [
        {"label": _("Period")},
        {"label": _("What")},
        {"label": _("Direction")},
        {"label": _("Persons"), "numeric": True},
        {"label": _("Outcome")},
        {"label": _("Source")},
    ]
    return {
        "columns": columns,
        "rows": [{"cells": activity_cells(one, rows.here)} for one in rows.activities[:ACTIVITIES_SHOWN]],
    }


def activity_cells(one: Activity, here: str) -> list[Any]:
    return [
        span(one),
        {
            "value": title(one),
            "url": one.get_absolute_url(),
            "sub": _("planned") if one.state == State.PLANNED else "",
        },
        {"chip": direction_chip(one, here)},
        heads(one),
        str(one.outcome) or ({"empty": True} if one.state == State.PLANNED else None),
        one.source or None,
    ]


def title(one: Activity) -> str:
    """The title, with the number in its series."""
    if one.number and str(one.number) not in str(one):
        return _("%(format)s no. %(number)d: %(title)s") % {
            "format": one.get_format_display(),
            "number": one.number,
            "title": str(one),
        }
    return str(one)


def heads(one: Activity) -> str | None:
    if one.heads is not None:
        return number(one.heads, language=language())
    if one.state == State.PLANNED and one.heads_planned is not None:
        return _("%(count)d planned") % {"count": one.heads_planned}
    return None


def statuses(rows: Rows) -> list[Entry]:
    """The life of the partnership, the latest first, with reasons and references."""
    return [
        {
            "at": one.since.first if one.since and one.since.precision == "day" else None,
            "at_text": long_day(one.since) or _("date unknown"),
            "sentence": ": ".join(part for part in (one.get_status_display(), str(one.reason)) if part),
            "source": "; ".join(part for part in (one.reference, one.source) if part),
            "state": "done",
        }
        for one in reversed(rows.changes)
    ]


def districts(rows: Rows) -> list[Entry]:
    return [
        {
            "title": str(one),
            "url": one.get_absolute_url(),
            "sub": _("since %(day)s") % {"day": long_day(one.since)} if one.since else _("beginning unknown"),
            "icon": "map-pin",
            "chip": status_chip(one),
        }
        for one in rows.districts
    ]


def sources(rows: Rows) -> list[str]:
    """Everything that the file rests on, each once, most used first."""
    named = [rows.partnership.source]
    named += [one.source for one in rows.instruments]
    named += [one.source for one in rows.clauses]
    named += [one.source for one in rows.activities]
    named += [one.source for one in rows.claims]
    named += [one.source for one in rows.changes]
    counts = Counter(source for source in named if source)
    return sorted(counts, key=lambda source: (-counts[source], source))
