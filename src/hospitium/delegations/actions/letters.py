"""Letters and certificates with a check code: issued into the register, and revoked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.checkcodes import new_code
from hospitium.delegations.documents.certificates import certificate_data
from hospitium.delegations.documents.letters import SEALED_PARTS, letter_data
from hospitium.delegations.documents.people import printable
from hospitium.delegations.models import CountryRule, Delegation, IssuedLetter, Member
from hospitium.delegations.queries.attendance import attendance_of, content_of
from hospitium.delegations.queries.letters import CERTIFICATE, PERSONAL, head_of, plain_rule
from hospitium.delegations.rules import letters as rules
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.documents.actions import make_document
from hospitium.documents.kinds import KINDS
from hospitium.documents.models import Document, Letterhead
from hospitium.vault import actions as vault
from hospitium.vault.fields import Purpose
from hospitium.visits.documents.words import name_of, said

MOST_LETTERS = 60


@sensitive_variables()
@transaction.atomic
def issue_letters(
    *,
    delegation_id: int,
    template: str,
    rule_id: int | None,
    members: Collection[int],
    format: str,
    letterhead: Letterhead | None,
    purpose: str = "",
    reason: str = "",
    by: User,
) -> list[IssuedLetter]:
    """A letter for each of these members, by the rule of a country, each with a check code. Raises Refused.

    Without a rule it is the plain one; only an invitation for the guests themselves is written by that.

    With a `purpose` the passport fields that the rule wants are read from the vault into the sealed document; without
    one the letter says which it does not name. With a `reason` earlier letters of the kind for these members are
    revoked.
    """
    delegation = asked(delegation_id)
    rule = CountryRule.objects.get(pk=rule_id) if rule_id else plain_rule(delegation)
    require(rules.may_issue_letter(by, delegation))
    if template != PERSONAL:
        require(rules.can_be_written(rule))
    chosen = chosen_of(printable(delegation), members)
    signer = signer_of(delegation, rule)
    issued = []
    for member in chosen:
        if reason:
            revoke_earlier(member, template, reason, by)
        values = from_the_vault(member, rule, purpose, by) if purpose else {}
        code = new_code()
        plain = letter_data(member, template, rule, signer=signer, code=code, values={})
        sealed = letter_data(member, template, rule, signer=signer, code=code, values=values) if values else {}
        document = kept(
            member,
            template,
            plain,
            languages=rule.languages,
            sealed={name: sealed[name] for name in SEALED_PARTS} if values else None,
            format=format,
            letterhead=letterhead,
            by=by,
        )
        issued.append(registered(document, member, code, valid_until=delegation.visit.ends_on, by=by))
    return issued


@transaction.atomic
def issue_certificates(
    *, delegation_id: int, languages: Sequence[str], members: Collection[int], by: User
) -> list[IssuedLetter]:
    """A certificate of attendance for each of these members who was there on some day. Raises Refused."""
    delegation = asked(delegation_id)
    require(rules.may_certify(by, delegation))
    came = {row.member.pk: row for row in attendance_of(delegation).rows if row.came}
    chosen = chosen_of([row.member for row in came.values()], members)
    head = head_of(delegation, timezone.localdate())
    content = content_of(delegation.visit)
    issued = []
    for member in chosen:
        code = new_code()
        data = certificate_data(
            came[member.pk], content, languages=languages, signer=head.name if head else "", code=code
        )
        document = kept(member, CERTIFICATE, data, languages=languages, by=by)
        issued.append(registered(document, member, code, valid_until=None, by=by))
    return issued


@transaction.atomic
def revoke_letter(*, letter_id: int, reason: str, by: User) -> IssuedLetter:
    """From now on the check says that the letter is revoked; the reason stays in the house. Raises Refused."""
    letter = IssuedLetter.objects.select_for_update().get(pk=letter_id)
    require(rules.may_revoke_letter(by, letter))
    revoke(letter, reason, by)
    return letter


# ---- steps ---------------------------------------------------------------------
def asked(delegation_id: int) -> Delegation:
    return Delegation.objects.select_related(
        "visit__activity", "visit__unit", "visit__officer", "visit__lodging", "partnership__partner"
    ).get(pk=delegation_id)


def chosen_of(members: Sequence[Member], wanted: Collection[int]) -> list[Member]:
    chosen = [member for member in members if member.pk in set(wanted)]
    if not chosen:
        raise Refused(_("Choose at least one member."))
    if len(chosen) > MOST_LETTERS:
        raise Refused(_("Choose at most %(limit)s members at once.") % {"limit": MOST_LETTERS})
    return chosen


def signer_of(delegation: Delegation, rule: CountryRule) -> str:
    """The name below the line, as far as it is known; "" leaves a line to sign on."""
    if rule.signer == CountryRule.Signer.OFFICER:
        return delegation.visit.officer.name if delegation.visit.officer else ""
    head = head_of(delegation, timezone.localdate()) if rule.signer == CountryRule.Signer.HEAD else None
    return head.name if head else ""


@sensitive_variables()
def from_the_vault(member: Member, rule: CountryRule, purpose: str, by: User) -> dict[str, str]:
    visit = member.delegation.visit
    fields = [field for field in rule.fields if field in PASSPORT_FIELDS]
    return vault.unseal(
        subject=member, unit=visit.unit, officer=visit.officer, fields=fields, purpose=Purpose(purpose).value, by=by
    )


@sensitive_variables()
def kept(
    member: Member,
    template: str,
    data: Mapping[str, Any],
    *,
    languages: Sequence[str],
    sealed: Mapping[str, Any] | None = None,
    format: str = "pdf",
    letterhead: Letterhead | None = None,
    by: User,
) -> Document:
    """The document in the register. Its title names the visit and nobody: titles outlive what is erased."""
    visit, language = member.delegation.visit, languages[0]
    return make_document(
        template=template,
        data=data,
        subject=member,
        unit=visit.unit,
        title=f"{said(KINDS[template].label, language)}: {name_of(visit, language)}",
        language=language,
        second_language=languages[1] if len(languages) > 1 else "",
        file_reference=visit.file_reference,
        format=format,
        letterhead=letterhead,
        sealed_data=sealed,
        by=by,
    )


def registered(document: Document, member: Member, code: str, *, valid_until: date | None, by: User) -> IssuedLetter:
    letter = IssuedLetter.objects.create(
        delegation=member.delegation,
        member=member,
        document=document,
        code=code,
        issued_at=document.made_at,
        issued_by=by,
        valid_until=valid_until,
    )
    record("letter.issued", letter, by=by, about=[member.delegation, member], template=document.template)
    return letter


def revoke_earlier(member: Member, template: str, reason: str, by: User) -> None:
    earlier = IssuedLetter.objects.select_for_update().filter(
        member=member, document__template=template, revoked_at=None
    )
    for letter in list(earlier):
        require(rules.may_revoke_letter(by, letter))
        revoke(letter, reason, by)


def revoke(letter: IssuedLetter, reason: str, by: User) -> None:
    letter.revoked_at, letter.revoked_by, letter.reason = timezone.now(), by, reason[:200]
    letter.save(update_fields=["revoked_at", "revoked_by", "reason"])
    about = [letter.delegation, letter.member] if letter.member else [letter.delegation]
    record("letter.revoked", letter, by=by, about=about)
