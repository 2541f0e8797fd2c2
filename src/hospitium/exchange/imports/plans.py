"""What each row of a table of applications would do in a round. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.algorithms.search import fold
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import CHANGE, CREATE, SAME, WRONG, Plan, Problem, ReadRow, RowPlan, Table, planned
from hospitium.core.imports.sentences import reason
from hospitium.core.models import User
from hospitium.core.tables import Sheet, TableError
from hospitium.exchange.imports.cells import LONGEST_KEY, lexicon_of
from hospitium.exchange.imports.fields import APPLICATIONS
from hospitium.exchange.imports.words import Stored, Words, stored_in, words_of
from hospitium.exchange.models import Application, Consent, Round

# What a cell says about who has to agree.
WHO: Mapping[str, tuple[str, str]] = {
    "supervisor": (Consent.Kind.SUPERVISOR, "name"),
    "supervisor_email": (Consent.Kind.SUPERVISOR, "email"),
    "substitute": (Consent.Kind.SUBSTITUTE, "name"),
    "substitute_email": (Consent.Kind.SUBSTITUTE, "email"),
}
CHANGEABLE = frozenset({Application.State.SUBMITTED, Application.State.CONSENTED})


def plan(sheet: Sheet, choices: Choices, record: Round, *, by: User) -> Plan:
    """What the table would do in this round."""
    table = Table(sheet, APPLICATIONS, choices)
    words, stored = words_of(record, by), stored_in(record)
    read = table.read(lexicon_of(words))
    seen: dict[str, int] = {}
    rows = [one if isinstance(one, RowPlan) else judged(table, one, words, stored, seen) for one in read]
    return planned(table, read, rows)


def judged(table: Table, read: ReadRow, words: Words, stored: Stored, seen: dict[str, int]) -> RowPlan:
    values = read.values
    label = str(values.get("name", ""))
    key, account = identity(values), account_of(values, stored)
    problems = read.problems or tuple(wrong_rows(table, read, words))
    before = seen.get(key) or seen.get(account)
    if not problems and before:
        problems = (table.problem(read.row, "name", label, reason(TableError("twice", row=before))),)
    if problems:
        return RowPlan(read.row, WRONG, label, problems=problems)
    seen |= {one: read.row for one in (key, account) if one}
    return against(table, replace(read, values={**values, "import_key": key}), label, stored)


# ---- what is wrong with a row --------------------------------------------------------
def wrong_rows(table: Table, read: ReadRow, words: Words) -> list[Problem]:
    """What each cell may say, and all of them together may not."""
    found = []
    if bool(read.values.get("unit")) == bool(read.values.get("city")):
        found.append(("unit", _("Each row needs either a unit of ours or a city, not both.")))
    found += [("wishes", text) for text in wrong_wishes(read.values, words)]
    found += [("weeks", text) for text in too_long(read.values, words)]
    return [table.problem(read.row, name, written(read.values.get(name)), text) for name, text in found]


def written(value: Any) -> str:
    return str(value) if isinstance(value, int) else ""


def wrong_wishes(values: Mapping[str, Any], words: Words) -> list[str]:
    """More wishes than the round allows, and places on one's own side."""
    wishes, is_incoming = values.get("wishes", ()), bool(values.get("city"))
    most, found = words.round.wishes_at_most, []
    if len(wishes) > most:
        found.append(_("In this round at most %(count)d wishes can be named.") % {"count": most})
    if any((one.partner and is_incoming) or (one.offer and one.offer.is_here != is_incoming) for one in wishes):
        found.append(_("This place is not open to this application."))
    return found


def too_long(values: Mapping[str, Any], words: Words) -> list[str]:
    """More weeks than the times have that were chosen, or that the round has."""
    weeks, chosen = values.get("weeks"), values.get("windows", ())
    longest = words.longest(chosen)
    if weeks is None or longest is None or weeks <= longest:
        return []
    if chosen:
        text = ngettext(
            "The times of this row have room for %(longest)d week at most. Write fewer weeks or a longer time.",
            "The times of this row have room for %(longest)d weeks at most. Write fewer weeks or a longer time.",
            longest,
        )
    else:
        text = ngettext(
            "The times of this round have room for %(longest)d week at most. Write fewer weeks, or enter a longer "
            "time under “Rules and people”.",
            "The times of this round have room for %(longest)d weeks at most. Write fewer weeks, or enter a longer "
            "time under “Rules and people”.",
            longest,
        )
    return [text % {"longest": longest}]


# ---- who it is -------------------------------------------------------------------------
def account_of(values: Mapping[str, Any], stored: Stored) -> str:
    """The mail address of the colleague's account, who applies once in a round; "" where there is none."""
    email = str(values.get("email", "")).lower()
    return email if email in stored.accounts and not values.get("city") else ""


def identity(values: Mapping[str, Any]) -> str:
    """By what a row is known again: its number, else the mail address, else name and place."""
    if values.get("key"):
        return str(values["key"])[:LONGEST_KEY]
    if values.get("email"):
        return str(values["email"]).lower()[:LONGEST_KEY]
    place = values.get("unit") or values.get("city")
    return f"{fold(str(values.get('name', '')))}|{getattr(place, 'key', '')}"[:LONGEST_KEY]


# ---- what it does ----------------------------------------------------------------------
def against(table: Table, read: ReadRow, label: str, stored: Stored) -> RowPlan:
    """The row held against who stands in the round already."""
    values = read.values
    email = str(values.get("email", "")).lower()
    known = stored.like(values["import_key"], email, account_of(values, stored))
    if known is None:
        return RowPlan(read.row, CREATE, label, values=values)
    if known.is_incoming != bool(values.get("city")):
        text = _("This application stands here as %(where)s; a table does not change that.") % {
            "where": known.unit or known.partner
        }
        problem = table.problem(read.row, "city" if values.get("city") else "unit", label, text)
        return RowPlan(read.row, WRONG, label, problems=(problem,))
    names = [name for name, value in values.items() if differs(known, name, value)]
    if not names:
        return RowPlan(read.row, SAME, label, record=known)
    if known.state not in CHANGEABLE or not known.import_key:
        text = _("This application is not changed by a table any more: %(state)s.") % {
            "state": known.get_state_display()
        }
        return RowPlan(read.row, WRONG, label, problems=(table.problem(read.row, names[0], label, text),))
    changed = tuple(str(APPLICATIONS.field(name).label) for name in names)
    return RowPlan(read.row, CHANGE, label, values=values, changed=changed, record=known)


def differs(stored: Application, name: str, value: Any) -> bool:
    """Is what the cell says different from what is stored? An empty cell says nothing."""
    if name in {"key", "import_key"}:
        return False
    if name == "consented":
        return stored.state == Application.State.SUBMITTED and bool(value)
    if name in {"name", "email"}:
        # Whoever has an account says that alone, for all rounds and offices.
        return bool(stored.applicant.user_id is None and getattr(stored.applicant, name) != value)
    if name in LINKED:
        return bool(getattr(stored, LINKED[name]) != value.pk)
    if name in {"wishes", "windows"}:
        return kept_lists(stored, name) != lists_of(name, value)
    if name in WHO:
        kind, column = WHO[name]
        consent = next((one for one in stored.consents.all() if one.kind == kind), None)
        return consent is None or getattr(consent, column) != value
    return bool(getattr(stored, name) != value)


LINKED = {"city": "partner_id", "unit": "unit_id", "topic": "topic_id"}


def kept_lists(stored: Application, name: str) -> set[Any]:
    return lists_of(name, getattr(stored, name).all())


def lists_of(name: str, records: Any) -> set[Any]:
    if name == "windows":
        return {one.pk for one in records}
    return {(one.rank, one.kind, one.offer_id, one.partner_id) for one in records}
