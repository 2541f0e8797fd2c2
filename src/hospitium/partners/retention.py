"""How long it is kept how a former contact could be reached. Name and functions stay: they are the file's history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased
from hospitium.partners.actions import contacts
from hospitium.partners.models import Contact, ContactFunction


def former_contacts(day: date) -> Iterable[Due]:
    """Contacts all of whose functions have ended, and of whom more is known than name and functions."""
    known = ~Q(email="") | ~Q(phone="") | ~Q(note="") | ~Q(met_at="")
    functions = ContactFunction.objects.filter(contact__in=Contact.objects.filter(known)).order_by()
    ends: dict[int, date] = {}
    for pk, end in functions.values_list("contact", "ends"):
        ends[pk] = max(ends.get(pk, date.min), end.last if end else date.max)
    kind = Contact._meta.label_lower
    for pk, last in sorted(ends.items(), key=lambda one: (one[1], one[0])):
        if last <= day:
            yield Due(kind, str(pk), last)


def erase(due: Due) -> Erased:
    return Erased({"details": contacts.forget_how_to_reach(contact_id=due.key)})


CLASSES = [
    DataClass(
        key="former_contact",
        label=_("How former contacts could be reached"),
        purpose=_("Keeping up the relations with partners"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the end of the last function of the person"),
        default_days=365,
        must_be_offered_to_archive=False,
        find=former_contacts,
        erase=erase,
        persons=_("Contacts at partners"),
        details=_("Mail address, telephone number, note, where we met"),
        recipients=_("Departments that work with the partner"),
    ),
]
