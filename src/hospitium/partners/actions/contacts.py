"""The people at a partner's: entered, edited, confirmed; their functions begin and end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from hospitium.algorithms.dates import PartialDate
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.partners import rules
from hospitium.partners.models import Acquaintance, Contact, ContactFunction

REACHING = ("email", "phone", "note", "met_at")


def files_of(contact: Contact) -> list[Model]:
    """The partnerships in whose history an event about a contact is shown."""
    return list(contact.partner.partnerships.all())


@transaction.atomic
def create_contact(*, values: Mapping[str, Any], by: User) -> Contact:
    """Enter a person at a partner's, with the present function if one is given. Raises Refused when `by` may not."""
    columns = {name: value for name, value in values.items() if name not in {"function", "organisation"}}
    require(rules.may_create_contact(by, columns["partner"]))
    contact = Contact()
    write(contact, columns)
    if values.get("function"):
        ContactFunction.objects.create(
            contact=contact, function=values["function"], organisation=values.get("organisation", "")
        )
    record("contact.created", contact, by=by, about=files_of(contact))
    return contact


@transaction.atomic
def edit_contact(*, contact_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Contact:
    """Change what is known about a person. Raises Refused, or Conflict when somebody saved in between."""
    contact = locked(Contact, contact_id, version=version)
    require(rules.may_edit_contact(by, contact))
    changed = write(contact, values)
    if changed:
        record("contact.changed", contact, by=by, about=files_of(contact), fields=changed)
    return contact


@transaction.atomic
def confirm_contact(*, contact_id: int, on: date, by: User) -> Contact:
    """Note that the person is still there and reachable."""
    contact = locked(Contact, contact_id)
    require(rules.may_edit_contact(by, contact))
    contact.confirmed_on = on
    contact.save(update_fields=["confirmed_on"])
    record("contact.confirmed", contact, by=by, about=files_of(contact), on=on)
    return contact


@transaction.atomic
def add_function(*, contact_id: int, values: Mapping[str, Any], by: User) -> ContactFunction:
    """Add what the person is or was."""
    contact = locked(Contact, contact_id)
    require(rules.may_edit_contact(by, contact))
    function = ContactFunction(contact=contact)
    write(function, values)
    record("contact.function_added", contact, by=by, about=files_of(contact), function=function.pk)
    return function


@transaction.atomic
def end_function(*, function_id: int, ends: PartialDate, by: User) -> ContactFunction:
    """Note until when the person had a function; the person and the history stay."""
    function = ContactFunction.objects.select_related("contact").get(pk=function_id)
    require(rules.may_edit_contact(by, function.contact))
    function.ends = ends
    function.save(update_fields=["ends"])
    record("contact.function_ended", function.contact, by=by, about=files_of(function.contact), function=function.pk)
    return function


@transaction.atomic
def note_acquaintance(*, contact_id: int, user: User, last_contact: PartialDate | None, by: User) -> Acquaintance:
    """Note that a colleague knows the person, and when they were last in touch."""
    contact = locked(Contact, contact_id)
    require(rules.may_edit_contact(by, contact))
    acquaintance, _created = Acquaintance.objects.update_or_create(
        contact=contact, user=user, defaults={"last_contact": last_contact}
    )
    if last_contact and (contact.last_contact is None or contact.last_contact < last_contact):
        contact.last_contact = last_contact
        contact.save(update_fields=["last_contact"])
    record("contact.acquaintance_noted", contact, by=by, about=files_of(contact), colleague=user.pk)
    return acquaintance


@transaction.atomic
def forget_how_to_reach(*, contact_id: str) -> int:
    """Erase mail address, telephone number, note and where we met; returns how many of these there were."""
    contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
    known = [name for name in REACHING if contact is not None and getattr(contact, name)]
    if contact is None or not known:
        return 0
    for name in known:
        setattr(contact, name, "")
    contact.version += 1
    contact.save(update_fields=[*known, "version"])
    record("contact.changed", contact, by=None, about=files_of(contact), fields=known)
    return len(known)
