"""Which letter each member needs, by the rule of the country, until when, and what is missing for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from hospitium.accounts.models import Grant
from hospitium.accounts.policy import Somebody
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.delegations.countries import FREE_MOVEMENT, OPEN_FIELDS, usual_rules
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CountryRule, Delegation, IssuedLetter, Member
from hospitium.partners.models import Partner
from hospitium.vault.queries import given_on_each

PERSONAL, INVITATION, COSTS = "personal_invitation", "visa_invitation", "cost_commitment"
CERTIFICATE = "attendance_certificate"
HOUSE = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Wanted:
    """One member and the letters: what is missing (codes of fields), and what was issued, the latest first."""

    member: Member
    missing: tuple[str, ...]
    letters: tuple[IssuedLetter, ...]

    @property
    def is_done(self) -> bool:
        """There is an invitation for the consulate that still counts."""
        return any(one.document.template == INVITATION and one.revoked_at is None for one in self.letters)


@dataclass(frozen=True)
class Letters:
    """What the page of letters shows; `rule` is None where none is known, `days_left` once the visit has begun."""

    country: str
    rule: CountryRule | None
    is_free: bool
    due_on: date | None
    days_left: int | None
    rows: tuple[Wanted, ...]

    @property
    def is_wanted(self) -> bool:
        return bool(self.rule and self.rule.needs_visa)

    @property
    def open_count(self) -> int:
        return sum(not row.is_done for row in self.rows)

    @property
    def is_waited_for(self) -> bool:
        """Letters are missing, and the visit has not begun."""
        return self.is_wanted and self.days_left is not None and self.open_count > 0

    @property
    def is_overdue(self) -> bool:
        return self.is_waited_for and self.days_left is not None and self.days_left < 0


def letters_of(delegation: Delegation, today: date) -> Letters:
    """By the country of the partner; another rule can be chosen when a letter is made."""
    country = delegation.partnership.partner.country
    rule = CountryRule.objects.filter(country=country).first() if country else None
    due_on = delegation.visit.starts_on - timedelta(days=rule.days_before) if rule and rule.needs_visa else None
    return Letters(
        country=country,
        rule=rule,
        is_free=country in FREE_MOVEMENT,
        due_on=due_on,
        days_left=(due_on - today).days if due_on and today <= delegation.visit.starts_on else None,
        rows=tuple(rows_of(delegation, rule)),
    )


def plain_rule(delegation: Delegation) -> CountryRule:
    """How an invitation reads where no country asks for anything: never stored, in the guests' language and in ours."""
    spoken = (delegation.language, delegation.visit.guest_language, delegation.visit.host_language)
    first, *others = [code for code in dict.fromkeys(spoken) if code in HOUSE] or ["en"]
    return CountryRule(
        country=delegation.partnership.partner.country,
        needs_visa=False,
        language=first,
        second_language=others[-1] if others else "",
        signer=CountryRule.Signer.OFFICER,
        fields=list(OPEN_FIELDS),
        original=False,
        days_before=0,
    )


def rows_of(delegation: Delegation, rule: CountryRule | None) -> list[Wanted]:
    members = printable(delegation)
    issued: dict[int | None, list[IssuedLetter]] = {}
    for letter in delegation.letters.select_related("document").defer("document__data"):
        if letter.document.template != CERTIFICATE:
            issued.setdefault(letter.member_id, []).append(letter)
    given = given_on_each(members)
    fields = rule.fields if rule and rule.needs_visa else []
    return [
        Wanted(member, missing_for(member, fields, given[str(member.pk)]), tuple(issued.get(member.pk, ())))
        for member in members
    ]


def missing_for(member: Member, fields: Sequence[str], given: Mapping[str, date]) -> tuple[str, ...]:
    """The fields that the letter would name and that nobody has given yet."""
    return tuple(
        field for field in fields if not (bool(getattr(member, field)) if field in OPEN_FIELDS else field in given)
    )


def head_of(delegation: Delegation, today: date) -> User | None:
    """The head of the office that looks after the visit, where there is exactly one."""
    grants = Grant.objects.filter(role=Role.HEAD, unit=delegation.visit.unit).valid_on(today)
    heads = list(User.objects.filter(pk__in=grants.values("user"), is_active=True)[:2])
    return heads[0] if len(heads) == 1 else None


def proposed_countries() -> list[str]:
    """Countries of partners that have no rule yet and for which there is a usual one."""
    known = set(CountryRule.objects.values_list("country", flat=True))
    of_partners = set(Partner.objects.exclude(country="").values_list("country", flat=True))
    return sorted(country for country in of_partners - known if country in usual_rules())


def issued(user: Somebody, row: str = "delegation.read") -> QuerySet[IssuedLetter]:
    """The register of letters as somebody may see it."""
    visible = IssuedLetter.objects.visible_to(user, row)
    return visible.select_related(
        "document__unit", "member__delegation", "issued_by", "revoked_by", "delegation__partnership__partner",
        "delegation__partnership__home_district", "delegation__visit__activity", "delegation__visit__unit",
    ).defer("document__data")  # fmt: skip
