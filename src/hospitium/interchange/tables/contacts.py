"""Contacts from a table. The same person is: partner, family name and given name in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from hospitium.algorithms.search import fold
from hospitium.core.models import User
from hospitium.core.tables import Sheet, TableError
from hospitium.interchange.tables.cells import Lexicon, by_name
from hospitium.interchange.tables.choices import Choices
from hospitium.interchange.tables.plans import CHANGE, CREATE, SAME, WRONG, Plan, ReadRow, RowPlan, Table, refused
from hospitium.interchange.tables.sentences import reason
from hospitium.interchange.tables.targets import CONTACTS
from hospitium.partners import rules
from hospitium.partners.models import Contact, ContactFunction, Partner

OF_FUNCTION = ("function", "organisation")
Identity = tuple[int, str, str]


def lexicon(by: User) -> Lexicon:
    visible = Partner.objects.visible_to(by).prefetch_related("partnerships__unit")
    columns = {
        field.key: (ContactFunction if field.key in OF_FUNCTION else Contact)._meta.get_field(field.key)
        for field in CONTACTS.fields
        if field.kind == "text"
    }
    return Lexicon(
        partners=by_name(list(visible), lambda one: [str(one), one.key, one.own_name, *one.name.texts.values()]),
        columns=columns,
    )


def plan(sheet: Sheet, choices: Choices, *, by: User, today: date) -> Plan:
    """What the table would do for this person. Nothing is written."""
    table = Table(sheet, CONTACTS, choices)
    rows = table.read(lexicon(by))
    partners = {row.values["partner"].pk for row in rows if isinstance(row, ReadRow) and "partner" in row.values}
    stored: dict[Identity, list[Contact]] = {}
    for contact in Contact.objects.filter(partner__in=partners).select_related("partner").prefetch_related("functions"):
        key = (contact.partner_id, fold(contact.family_name), fold(contact.given_name))
        stored.setdefault(key, []).append(contact)
    seen: dict[Identity, int] = {}
    verdicts: dict[int, Any] = {}
    plans: list[RowPlan] = []
    for row in rows:
        if isinstance(row, RowPlan):
            plans.append(row)
        elif row.problems:
            plans.append(RowPlan(row.row, WRONG, label=name_of(row.values), problems=row.problems))
        else:
            plans.append(judged(table, row, stored, seen, verdicts, by))
    return Plan(tuple(plans))


def name_of(values: dict[str, Any]) -> str:
    return " ".join(str(values[key]) for key in ("title", "given_name", "family_name") if key in values)


def judged(
    table: Table,
    read: ReadRow,
    stored: dict[Identity, list[Contact]],
    seen: dict[Identity, int],
    verdicts: dict[int, Any],
    by: User,
) -> RowPlan:
    values = read.values
    partner = values["partner"]
    if partner.pk not in verdicts:
        # The two rows of the policy are asked once for each partner.
        verdicts[partner.pk] = rules.may_create_contact(by, partner)
    if not verdicts[partner.pk]:
        return refused(table, read, str(partner), "partner", str(verdicts[partner.pk].reason))
    identity = (partner.pk, fold(values["family_name"]), fold(values.get("given_name", "")))
    twin = seen.setdefault(identity, read.row)
    if twin != read.row:
        return refused(table, read, name_of(values), "family_name", reason(TableError("twice", row=twin)))
    same = stored.get(identity, [])
    if len(same) > 1:
        return refused(table, read, name_of(values), "family_name", reason(TableError("several_stored")))
    if same:
        return changing(read, same[0])
    return RowPlan(read.row, CREATE, name_of(values), values=values)


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
