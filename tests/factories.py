"""Records for tests, made straight on the models: the least that is true, everything else by name."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.agreements.models import Clause, Instrument, InstrumentKind
from hospitium.agreements.models import Status as InstrumentStatus
from hospitium.algorithms.dates import PartialDate
from hospitium.core import search
from hospitium.core.models import User
from hospitium.core.multilingual import written_in
from hospitium.partners.models import Contact, Home, Partner, Partnership
from hospitium.programme.models import Activity, Direction, Format, Promise, State
from hospitium.topics.models import Topic

number = count(1)


def make_home(**given: Any) -> Home:
    start = {
        "name": written_in("de", "Musterstadt"),
        "office": written_in("de", "Magistrat"),
        "unit_name": written_in("de", "Internationales"),
        "country": "DE",
        "subdivision": "BE",
        "latitude": 52.52,
        "longitude": 13.405,
    }
    return Home.objects.create(**{**start, **given})


def make_unit(**given: Any) -> Unit:
    n = next(number)
    return Unit.objects.create(
        **{"key": f"unit-{n}", "name": written_in("de", f"Referat {n}"), "kind": Unit.Kind.OFFICE, **given}
    )


def make_user(*, role: str = "", unit: Unit | None = None, partner_key: str = "", **given: Any) -> User:
    """Somebody, with one role valid for a year when a role is named; a unit is made when the role needs one."""
    n = next(number)
    user = User.objects.create_user(
        **{"email": f"person{n}@example.org", "name": f"Person {n}", "language": "de", **given}
    )
    if role:
        make_grant(user, role=role, unit=unit, partner_key=partner_key)
    return user


def make_grant(user: User, *, role: str, unit: Unit | None = None, partner_key: str = "", **given: Any) -> Grant:
    if unit is None and role in {Role.OFFICER, Role.HEAD, Role.DEPARTMENT_CONTACT}:
        unit = make_unit()
    ends_on = timezone.localdate() + timedelta(days=365)
    return Grant.objects.create(
        **{"user": user, "role": role, "unit": unit, "partner_key": partner_key, "ends_on": ends_on, **given}
    )


def make_topic(**given: Any) -> Topic:
    n = next(number)
    return Topic.objects.create(**{"key": f"topic-{n}", "name": written_in("de", f"Thema {n}"), **given})


def make_partner(**given: Any) -> Partner:
    n = next(number)
    start = {
        "key": f"partner-{n}",
        "name": written_in("de", f"Partnerstadt {n}"),
        "own_name": f"Miasto {n}",
        "own_language": "pl",
        "country": "PL",
        "latitude": 52.23,
        "longitude": 21.01,
    }
    return indexed(Partner.objects.create(**{**start, **given}))


def make_partnership(**given: Any) -> Partnership:
    partner = given.pop("partner", None) or make_partner()
    start = {"key": partner.key, "partner": partner, "since": PartialDate(1991, 8, 12), "source": "Verzeichnis"}
    return indexed(Partnership.objects.create(**{**start, **given}))


def make_contact(**given: Any) -> Contact:
    n = next(number)
    partner = given.pop("partner", None) or make_partner()
    return indexed(Contact.objects.create(**{"partner": partner, "family_name": f"Muster{n}", **given}))


def make_instrument(**given: Any) -> Instrument:
    partnership = given.pop("partnership", None) or make_partnership()
    start = {
        "partnership": partnership,
        "kind": InstrumentKind.AGREEMENT,
        "title": written_in("de", f"Abkommen {next(number)}"),
        "status": InstrumentStatus.SIGNED,
        "signed": PartialDate(1991, 8, 12),
        "source": "Archiv",
    }
    return indexed(Instrument.objects.create(**{**start, **given}))


def make_clause(**given: Any) -> Clause:
    topics = given.pop("topics", [])
    instrument = given.pop("instrument", None) or make_instrument()
    clause = Clause.objects.create(
        **{"instrument": instrument, "text": written_in("de", f"Klausel {next(number)}"), **given}
    )
    clause.topics.set(topics)
    return clause


def make_activity(**given: Any) -> Activity:
    partnerships = given.pop("partnerships", None)
    many = {name: given.pop(name, []) for name in ("topics", "clauses", "departments", "contacts")}
    start = {
        "format": Format.WORKING_VISIT,
        "title": written_in("de", f"Besuch {next(number)}"),
        "direction": Direction.IN,
        "state": State.DONE,
        "begins": PartialDate(2015, 6, 9),
        "ends": PartialDate(2015, 6, 10),
        "source": "Pressemitteilung",
    }
    activity = Activity.objects.create(**{**start, **given})
    activity.partnerships.set(partnerships if partnerships is not None else [make_partnership()])
    for name, rows in many.items():
        getattr(activity, name).set(rows)
    return indexed(activity)


def make_promise(**given: Any) -> Promise:
    partnership = given.pop("partnership", None) or make_partnership()
    start = {
        "partnership": partnership,
        "side": Promise.Side.OURS,
        "what": "Glossar schicken",
        "due_on": date(2026, 9, 1),
    }
    return Promise.objects.create(**{**start, **given})


def indexed(record: Any) -> Any:
    search.update(record)
    return record
