"""The desk explains itself: the first steps of a new officer, and what each page is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from hospitium.accounts.policy import access_of, may
from hospitium.accounts.roles import VISITOR, Role
from hospitium.agreements.models import Instrument
from hospitium.core.models import User
from hospitium.desk.links import link
from hospitium.desk.navigation import Entry, address
from hospitium.partners.models import Contact, Partnership
from hospitium.programme.models import Activity, Promise, State

Step = dict[str, Any]


def role_of(user: User) -> str:
    """The roles of the person in words; "" without any."""
    roles = [role for role in access_of(user).roles if role != VISITOR]
    return ", ".join(str(Role(role).label) for role in sorted(roles))


def steps_of(*, by: User) -> list[Step]:
    """The first steps of an officer, with what is done already; empty once all are done, and for other roles."""
    if not may(by, "contact.create"):
        return []
    steps = first_steps(by)
    if all(done for done, *_rest in steps):
        return []
    return [
        {
            "title": title,
            "url": "" if done else url,
            "sub": text,
            "icon": "circle-check" if done else "circle-dashed",
            "tone": "success" if done else "",
            "end": _("done") if done else "",
        }
        for done, title, text, url in steps
    ]


def first_steps(by: User) -> list[tuple[bool, str, str, str]]:
    """Whether it is done, what it is, what it is good for, where it is done."""
    units = access_of(by).scope("partnership.update").units
    own = Partnership.objects.filter(unit__in=units)
    ids = own.values("pk")
    return [
        (
            own.exists(),
            _("Take over partnerships"),
            _("A head of office assigns each partnership to the unit that looks after it."),
            link("partners:partnerships"),
        ),
        (
            Instrument.objects.filter(partnership__in=ids, valid_until__isnull=False).exists(),
            _("Enter terms and notice periods"),
            _("Instruments with a term remind you in time; those without end need nothing."),
            link("agreements:instruments"),
        ),
        (
            Contact.objects.visible_to(by).exists(),
            _("Enter whom you know"),
            _("Contacts with functions and the day of the last meeting make the handover note and the warnings."),
            link("partners:contact_new"),
        ),
        (
            Promise.objects.filter(partnership__in=ids).exists(),
            _("Note what was promised"),
            _("Who, what, until when: what is open stands on this page until it is closed."),
            link("programme:promise_new"),
        ),
        (
            Activity.objects.filter(partnerships__in=ids, state=State.PLANNED).exists(),
            _("Plan the next visit"),
            _("The year shows at once whether it falls on a holiday of the partner."),
            link("programme:activity_new"),
        ),
    ]


def pages_of(entries: Iterable[Entry]) -> list[Step]:
    """What each page that the person may open is for."""
    texts = purposes()
    return [
        {"title": str(entry.label), "url": address(entry.view), "sub": texts[entry.view], "icon": entry.icon}
        for entry in entries
        if entry.view in texts
    ]


def purposes() -> dict[str, str]:
    return {
        "desk:year": _("All activities of the year with the holidays of both sides."),
        "programme:activities": _("Seminars, visits and meetings, past and coming, with filters and export."),
        "partners:partnerships": _("The file of each partnership: instruments, clauses, balance, activities."),
        "partners:contacts": _("People and their functions over time, and who of us knows them."),
        "agreements:instruments": _("What was signed, how long it holds, and when notice must be given."),
        "partners:interests": _("Who needs what and who offers it, on each topic; where both meet."),
        "interchange:import_record": _("Take over a record or a table, with a preview; export everything."),
        "portal:pages": _("The texts of the public site in all languages."),
        "retention:register": _("What is kept how long and why, what is erased next, and the proofs."),
        "vault:log": _("Who read which passport and visa data, when and what for."),
        "accounts:log": _("Who did what and when; nobody can change it."),
        "accounts:outbox": _("Mails that wait, were sent or could not be sent."),
        "accounts:users": _("Who works here, with which role, and until when."),
        "accounts:units": _("The parts of the administration that look after partnerships."),
        "accounts:roles_and_rights": _("What each role may do: one table that also decides."),
    }
