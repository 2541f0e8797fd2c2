"""What the office knows about one person: for the person alone (Art. 15 and 20 GDPR)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hospitium.accounts.models import Grant
from hospitium.core.multilingual import Multilingual
from hospitium.core.references import reference
from hospitium.delegations.models import CateringWish, Member
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.vault.fields import Purpose, label_of
from hospitium.vault.models import Reading
from hospitium.vault.queries import given_on

COLUMNS = (
    "role",
    "family_name",
    "given_name",
    "own_family_name",
    "own_given_name",
    "address",
    "academic_title",
    "function",
    "organisation",
    "pronunciation",
    "languages",
    "email",
    "phone",
    "arrival_note",
    "emergency_contact",
    "may_be_photographed",
    "notice_given_on",
    "confirmed_on",
)


@dataclass(frozen=True)
class Read:
    """Somebody read passport data: in which role, for what, which fields, when. Never who."""

    at: datetime
    role: str
    purpose: str
    fields: str


@dataclass(frozen=True)
class Passport:
    """One field of the vault as its owner sees it: its name, and the day on which it was given, or None."""

    code: str
    label: str
    given_on: date | None


def passport_of(member: Member) -> list[Passport]:
    days = given_on(member)
    return [Passport(code, str(label), days.get(code)) for code, label in PASSPORT_FIELDS.items()]


def readings_of(member: Member) -> list[Read]:
    """Who has read this person's passport data, the latest first."""
    kind, key = reference(member)
    found = list(Reading.objects.filter(kind=kind, key=key).order_by("-id"))
    roles = roles_of({one.by_id for one in found})
    return [
        Read(
            one.at,
            roles.get(one.by_id, _("Officer")),
            str(Purpose(one.purpose).label) if one.purpose in Purpose.values else one.purpose,
            ", ".join(label_of(field) for field in one.fields),
        )
        for one in found
    ]


def roles_of(users: set[int]) -> dict[int, str]:
    grants = Grant.objects.filter(user__in=users).order_by("-withdrawn_at", "id")
    return {grant.user_id: str(grant.get_role_display()) for grant in grants}


def facts_of(member: Member) -> list[tuple[str, str, Any]]:
    """Column, its name, and its value; wishes and the vault's fields included, the latter without their values."""
    found = [(name, label_of_column(name), getattr(member, name)) for name in COLUMNS]
    wish = CateringWish.objects.filter(member=member).first()
    if wish:
        found += [
            ("has_none", _("No wishes"), wish.has_none),
            ("diets", _("Catering wishes"), words(wish.diets, CateringWish.Diet.choices)),
            ("needs", _("Access wishes"), words(wish.needs, CateringWish.Need.choices)),
            ("other", _("Other wishes"), wish.other),
            ("consented_at", _("Consent given at"), wish.consented_at),
        ]
    return found


def label_of_column(name: str) -> str:
    label = str(getattr(Member._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def words(codes: Sequence[str], choices: Sequence[tuple[Any, Any]]) -> list[str]:
    labels: Mapping[str, Any] = dict(choices)
    return [str(labels.get(code, code)) for code in codes]


def as_data(member: Member) -> dict[str, Any]:
    """The person's data for another program: codes, ISO dates, texts by language."""
    delegation = member.delegation
    return {
        "format": "hospitium-own-data/1",
        "delegation": {"visit": str(delegation.visit), "partnership": str(delegation.partnership)},
        "data": {name: plain(value) for name, _label, value in facts_of(member)},
        "passport_fields_given": {one.code: plain(one.given_on) for one in passport_of(member) if one.given_on},
        "passport_fields_read": [
            {"at": one.at.isoformat(), "role": one.role, "purpose": one.purpose, "fields": one.fields}
            for one in readings_of(member)
        ],
    }


def plain(value: Any) -> Any:
    if isinstance(value, Multilingual):
        return dict(value.texts)
    return value.isoformat() if isinstance(value, date | datetime) else value


__all__ = ["Passport", "Read", "as_data", "facts_of", "passport_of", "readings_of"]
