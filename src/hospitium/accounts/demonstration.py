"""One sign-in for each role of a demonstration: functions, not persons, at a domain that is reserved for examples."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from hospitium.accounts import actions, rules
from hospitium.accounts.models import Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.core.references import model_of

# RFC 2606 keeps this domain free: no mail can reach anybody.
DOMAIN = "example.org"
NAMES = {
    Role.EMPLOYEE: ("mitarbeit", "Fachverwaltung, Mitarbeit (Demonstration)"),
    Role.DEPARTMENT_CONTACT: ("fachkontakt", "Fachverwaltung, Ansprechstelle (Demonstration)"),
    Role.OFFICER: ("referat", "Referat Internationales (Demonstration)"),
    Role.HEAD: ("leitung", "Leitung Internationales (Demonstration)"),
    Role.GUEST: ("partner", "Partnerstadt, Büro für Internationales (Demonstration)"),
    Role.INTERPRETER: ("dolmetschen", "Sprachdienst (Demonstration)"),
    Role.AUDITOR: ("revision", "Revision und Datenschutz (Demonstration)"),
    Role.ADMINISTRATOR: ("administration", "Administration (Demonstration)"),
}
DAYS = 365


@dataclass(frozen=True)
class SignIn:
    """What somebody types to come in as this role."""

    role: str
    email: str
    password: str


def ensure_sign_ins(by: User | None = None) -> list[SignIn]:
    """One sign-in for each role, with a role that is valid for a year; what is there already stays as it is.

    The role of the partner-city officer is left out as long as there is no partner.
    """
    office = unit_of(Unit.Kind.OFFICE)
    department = unit_of(Unit.Kind.DEPARTMENT) or office
    partner_key = first_partner()
    made = []
    for role, (mailbox, name) in NAMES.items():
        if (role in rules.WITH_A_UNIT and office is None) or (role == Role.GUEST and not partner_key):
            continue
        sign_in = SignIn(role.value, f"{mailbox}@{DOMAIN}", password_of(mailbox))
        user = User.objects.filter(email=sign_in.email).first() or opened(sign_in, name, by)
        if not user.grants.valid_on(timezone.localdate()).exists():
            actions.give_grant(
                user_id=user.pk,
                role=role,
                unit=(department if role == Role.DEPARTMENT_CONTACT else office) if role in rules.WITH_A_UNIT else None,
                partner_key=partner_key if role == Role.GUEST else "",
                ends_on=timezone.localdate() + timedelta(days=DAYS),
                by=by,
            )
        made.append(sign_in)
    return made


def opened(sign_in: SignIn, name: str, by: User | None) -> User:
    user = actions.create_user(email=sign_in.email, name=name, language="de", by=by)
    return actions.set_password(user_id=user.pk, password=sign_in.password, by=by)


def password_of(mailbox: str) -> str:
    """Random for whoever does not know this installation's key, and the same at every start."""
    digest = salted_hmac("hospitium.demonstration", mailbox, algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode("ascii").lower()
    return "-".join(letters[start : start + 5] for start in (0, 5, 10))


def unit_of(kind: str) -> Unit | None:
    """The unit that is called "interior" if it is of this kind, else the first of the kind, else the first of all."""
    units = Unit.objects.order_by("id")
    return units.filter(kind=kind, key="interior").first() or units.filter(kind=kind).first() or units.first()


def first_partner() -> str:
    """The short name of the first partner. Partners stand above this app, so they are asked for by name."""
    partner = model_of("partners.partner")
    found = partner._default_manager.order_by("id").values_list("key", flat=True).first() if partner else None
    return str(found or "")
