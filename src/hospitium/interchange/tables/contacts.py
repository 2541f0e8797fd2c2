"""Contacts from a table. The same person is: partner, family name and given name in common, letter by letter.

Another spelling is perhaps the same person: the preview suggests it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hospitium.algorithms.resemblance import Name, spelling
from hospitium.algorithms.search import fold
from hospitium.core.imports.cells import Lexicon
from hospitium.core.imports.choices import Choices
from hospitium.core.imports.plans import (
    CHANGE,
    CREATE,
    SAME,
    WRONG,
    Likeness,
    Plan,
    ReadRow,
    RowPlan,
    Table,
    planned,
    refused,
)
from hospitium.core.imports.sentences import reason
from hospitium.core.models import User
from hospitium.core.tables import Sheet, TableError
from hospitium.core.verdicts import Verdict
from hospitium.interchange.tables.cells import by_name, readers
from hospitium.interchange.tables.likenesses import People, contacts_near
from hospitium.interchange.tables.targets import CONTACTS
from hospitium.partners import rules
from hospitium.partners.models import Contact, ContactFunction, Partner

OF_FUNCTION = ("function", "organisation")
Identity = tuple[int, str, str]


@dataclass
class Known:
    """What the rows are held against; each row that is new joins it."""

    stored: dict[Identity, list[Contact]]
    people: People
    seen: dict[Identity, int] = field(default_factory=dict)
    # The two rows of the policy are asked once for each partner.
    verdicts: dict[int, Verdict] = field(default_factory=dict)


def lexicon(by: User) -> Lexicon:
    visible = Partner.objects.visible_to(by).prefetch_related("partnerships__unit")
    columns = {
        one.key: (ContactFunction if one.key in OF_FUNCTION else Contact)._meta.get_field(one.key)
        for one in CONTACTS.fields
        if one.kind == "text"
    }
    known = by_name(list(visible), lambda one: [str(one), one.key, one.own_name, *one.name.texts.values()])
    return Lexicon(readers=readers(partners=known, partnerships={}, topics={}), columns=columns)


def plan(sheet: Sheet, choices: Choices, *, by: User, today: date) -> Plan:
    """What the table would do for this person. Nothing is written."""
    table = Table(sheet, CONTACTS, choices)
    rows = table.read(lexicon(by))
    known = what_is_known(rows, by)
    plans: list[RowPlan] = []
    for row in rows:
        if isinstance(row, RowPlan):
            plans.append(row)
        elif row.problems:
            plans.append(RowPlan(row.row, WRONG, label=name_of(row.values), problems=row.problems))
        else:
            plans.append(judged(table, row, known, by))
    return planned(table, rows, plans)


def what_is_known(rows: list[ReadRow | RowPlan], by: User) -> Known:
    partners = {row.values["partner"] for row in rows if isinstance(row, ReadRow) and "partner" in row.values}
    stored: dict[Identity, list[Contact]] = {}
    for contact in Contact.objects.filter(partner__in=partners).select_related("partner").prefetch_related("functions"):
        stored.setdefault(identity(contact.partner_id, contact.family_name, contact.given_name), []).append(contact)
    return Known(stored, People(contacts_near(partners, Contact.objects.visible_to(by))))


def identity(partner: int, family_name: str, given_name: str) -> Identity:
    return partner, spelling(family_name), spelling(given_name)


def name_of(values: dict[str, Any]) -> str:
    return " ".join(str(values[key]) for key in ("title", "given_name", "family_name") if key in values)


def judged(table: Table, read: ReadRow, known: Known, by: User) -> RowPlan:
    values = read.values
    partner = values["partner"]
    if partner.pk not in known.verdicts:
        known.verdicts[partner.pk] = rules.may_create_contact(by, partner)
    verdict = known.verdicts[partner.pk]
    if not verdict:
        return refused(table, read, str(partner), "partner", str(verdict.reason))
    name = Name(values["family_name"], values.get("given_name", ""))
    person = identity(partner.pk, *name)
    twin = known.seen.setdefault(person, read.row)
    if twin != read.row:
        return refused(table, read, name_of(values), "family_name", reason(TableError("twice", row=twin)))
    same = known.stored.get(person, [])
    if len(same) > 1:
        return refused(table, read, name_of(values), "family_name", reason(TableError("several_stored")))
    if same:
        return changing(read, same[0])
    likenesses = known.people.like(partner, name)
    known.people.add(partner, name, Likeness(name_of(values), row=read.row, place=str(partner)))
    return RowPlan(read.row, CREATE, name_of(values), values=values, likenesses=likenesses)


def changing(read: ReadRow, contact: Contact) -> RowPlan:
    """An empty cell takes nothing away; another function is added beside the ones that are known."""
    changed = {
        key: value
        for key, value in read.values.items()
        if key not in {"partner", "family_name", "given_name", *OF_FUNCTION} and getattr(contact, key) != value
    }
    function = read.values.get("function")
    if function and not any(fold(known.function) == fold(function) for known in contact.functions.all()):
        changed.update({key: read.values[key] for key in OF_FUNCTION if key in read.values})
    if not changed:
        return RowPlan(read.row, SAME, str(contact))
    labels = tuple(str(CONTACTS.field(key).label) for key in changed)
    return RowPlan(read.row, CHANGE, str(contact), changed=labels, values=changed, record=contact)
